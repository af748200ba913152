"""The verb ``case``: the review desk without the browser."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from playbook.desk import Desk
from playbook.errors import InputError, ReviewError
from playbook.records import Case, Context, Decision, Message, Person, Version
from playbook.review.differences import in_words
from playbook.review.overrulings import words_of
from playbook.verbs.case_page import case_json, print_case, print_line, print_version
from playbook.verbs.listing import more, nothing
from playbook.verbs.moments import moment_in


def case(given: argparse.Namespace) -> int:
    """One act on a case."""
    desk = Desk.open()
    try:
        return _ACTS[given.act](desk, given)
    finally:
        desk.close()


def _list(desk: Desk, given: argparse.Namespace) -> int:
    states = tuple(given.state or ())
    if given.issue:
        desk.issue(given.issue)
    found = desk.store.queue(*states, most=given.n, issue=given.issue)
    there_are = desk.store.count(*states, issue=given.issue)
    for each in found:
        if given.json:
            print(json.dumps(case_json(each), ensure_ascii=False))
        else:
            print_line(each)
    if left := there_are - len(found):
        more(given, f"{left:,} more; `-n {there_are}` shows all.")
    if not found:
        chosen = states or given.issue
        nothing(given, "No such case." if chosen else "No case yet; `playbook case receive` takes a message in.")
    return 0


def _show(desk: Desk, given: argparse.Namespace) -> int:
    found = desk.store.get(given.id)
    if given.json:
        clocks = [clock.model_dump(mode="json") for clock in desk.clocks(found)]
        comments = [comment.model_dump(mode="json") for comment in desk.store.comments(found.id)]
        print(json.dumps(case_json(found, given.original) | {"clocks": clocks, "comments": comments},
                         ensure_ascii=False))  # fmt: skip
    else:
        print_case(found, desk, given.original)
    return 0


def _versions(desk: Desk, given: argparse.Namespace) -> int:
    for each in desk.versions(desk.store.get(given.id)):
        if given.json:
            print(each.model_dump_json())
        else:
            print_version(each)
    return 0


def _diff(desk: Desk, given: argparse.Namespace) -> int:
    """What was changed; ends with 1 where something was, as ``diff`` does."""
    found = desk.store.get(given.id)
    known = {each.version: each for each in desk.versions(found)}
    if not known:
        raise ReviewError(f"Case {found.id} has no wording yet; `playbook case draft {found.id} --by NAME` makes one.")
    old = _wording(known, given.old, found) if given.old else _approved(desk, found, known)
    new = _wording(known, given.new, found) if given.new else known[max(known)]
    text = in_words(old.text, new.text)
    statement = in_words(old.statement or "", new.statement or "")
    if given.json:
        said = {"case": found.id, "old": old.version, "new": new.version, "text": text, "statement": statement}
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"{found.id}: version {old.version} by {old.by} → version {new.version} by {new.by}\n\n{text}")
        print(f"\n{statement}" if statement else "", end="\n" if statement else "")
    return int((old.text, old.statement) != (new.text, new.statement))


def _wording(known: dict[int, Version], number: int, found: Case) -> Version:
    if number not in known:
        raise ReviewError(f"Case {found.id} has no wording {number}; it has {', '.join(map(str, known))}.")
    return known[number]


def _approved(desk: Desk, found: Case, known: dict[int, Version]) -> Version:
    replies = desk.store.replies(case_id=found.id)
    if not replies:
        raise ReviewError(f"Nothing was approved for case {found.id} yet; name the version to compare with.")
    return known[max(number for number in known if number <= replies[-1].version)]


def _receive(desk: Desk, given: argparse.Namespace) -> int:
    message = Message(
        text=_read(given.input) or " ",
        channel=given.channel,
        context=Context(author=given.author, handle=given.handle, followers=given.followers),
        posted_at=_given(given.posted_at, "--posted-at"),
    )
    person = _person(desk, given)
    return _done(desk.receive(message, person.name, person), given)


def _comment(desk: Desk, given: argparse.Namespace) -> int:
    text = _read("-") if given.text == "-" else given.text
    person = _person(desk, given)
    note = desk.comment(desk.store.get(given.id), text, person.name, given.to, person)
    print(note.model_dump_json() if given.json else f"{note.id}  noted on {note.case}")
    return 0


def _decide(desk: Desk, given: argparse.Namespace) -> int:
    """A decision; ends with 1 where an error stands in the reply that it leaves."""
    found = desk.store.get(given.id)
    person = _person(desk, given)
    decision = Decision(
        verb=given.act.replace("-", "_"), by=person.name, reason=given.reason, version=given.seen,
        **_details(given, found),
    )  # fmt: skip
    return _done(desk.decide(found, decision, person), given)


def _details(given: argparse.Namespace, found: Case) -> dict[str, Any]:
    """What a decision says beside who and why."""
    if given.act in ("edit", "submit", "approve"):
        return {
            "text": _read(given.text) if given.text else None,
            "statement": _read(given.statement) if given.statement else None,
            "subject": given.subject,
            "slots": dict(_pair(slot, "--slot") for slot in given.slot),
            "confirm": tuple(given.fact),
            "owners": dict(_pair(owner, "--owner") if "=" in owner else ("", owner) for owner in given.owner),
            "seat": given.seat if given.act == "approve" else "",
        }
    if given.act == "record":
        approved = found.draft.text if found.draft else None
        text = _read(given.text) if given.text else approved
        return {"where": given.where, "text": text, "sent_at": _given(given.sent_at, "--sent-at")}
    if given.act == "overrule":
        return {"overrule": tuple(_finding(found, number) for number in given.finding)}
    fields = {"assign": "to", "hand-over": "team", "mark": "milestone"}
    name = fields.get(given.act)
    return {name: getattr(given, name)} if name else {}


def _finding(found: Case, number: int) -> tuple[str, str]:
    if number > len(found.findings):
        raise InputError(
            f"Case {found.id} has no finding {number}, only {len(found.findings)}; `playbook case show {found.id}` "
            "numbers them."
        )
    finding = found.findings[number - 1]
    return finding.check, words_of(finding, found.draft)


def _done(found: Case, given: argparse.Namespace) -> int:
    errors = [finding for finding in found.findings if finding.level == "error" and found.state != "closed"]
    if given.json:
        print(json.dumps(case_json(found), ensure_ascii=False))
    else:
        print_line(found)
        for finding in errors:
            print(f"  error {finding.check}: {' — '.join(filter(None, (finding.message, finding.suggest)))}")
    return int(bool(errors))


def _person(desk: Desk, given: argparse.Namespace) -> Person:
    from playbook.verbs.who import person_at

    return person_at(desk, given.by, given.password_file)


def _read(source: str) -> str:
    """The text of a file, or of standard input."""
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{source}: cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{source}: not UTF-8 at byte {error.start}; save it as UTF-8.") from error


def _pair(said: str, option: str) -> tuple[str, str]:
    name, mark, value = said.partition("=")
    if not (mark and name.strip() and value.strip()):
        raise InputError(f"{option} is {said!r}; write it as 답변 기한=3월 31일 18시, a name, =, and a value.")
    return name.strip(), value.strip()


def _given(said: str | None, option: str) -> datetime | None:
    return moment_in(said, option) if said is not None else None


_DECIDED: Sequence[str] = (
    "draft", "edit", "submit", "approve", "return", "reject", "record", "close", "reopen", "withdraw", "escalate",
    "assign", "hand-over", "mark", "overrule", "erase",
)  # fmt: skip
_ACTS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "list": _list, "show": _show, "versions": _versions, "diff": _diff, "receive": _receive, "comment": _comment,
    **dict.fromkeys(_DECIDED, _decide),
}  # fmt: skip
