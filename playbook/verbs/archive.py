"""The verb ``archive``: past conversations, what was changed in them, and when their personal data goes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from playbook.desk import Desk
from playbook.errors import InputError, ReviewError
from playbook.records import Case, Decision, Record
from playbook.reply.deadlines import SEOUL
from playbook.verbs.case_page import case_json, print_line
from playbook.verbs.listing import more, nothing
from playbook.verbs.moments import moment_in


def archive(given: argparse.Namespace) -> int:
    """One act on past conversations."""
    desk = Desk.open()
    try:
        return _ACTS[given.act](desk, given)
    finally:
        desk.close()


def _search(desk: Desk, given: argparse.Namespace) -> int:
    found = desk.archive(
        given.query, topic=given.topic, kind=given.kind, stance=given.stance, state=given.state, channel=given.channel,
        author=given.author, since=_given(given.since, "--since"), until=_given(given.until, "--until"),
        most=given.n + 1,
    )  # fmt: skip
    if not found:
        nothing(given, "No such conversation.")
    for each in found[: given.n]:
        if given.json:
            print(_plain(each))
        else:
            print(f"{each.id}  {each.at.astimezone(SEOUL):%Y-%m-%d}  {each.state}  {each.severity} {each.topic}  "
                  f"{each.channel}  {each.author or '-'}  {each.excerpt}")  # fmt: skip
    if len(found) > given.n:
        more(given, f"There are more than {given.n}; `-n {2 * given.n}` shows more of them.")
    return 0


def _author(desk: Desk, given: argparse.Namespace) -> int:
    """What somebody wrote; with ``--erase`` ends with 1 where a case could not be erased."""
    return _listed(desk, given, desk.by_author(given.handle, given.channel))


def _erase_due(desk: Desk, given: argparse.Namespace) -> int:
    """What has been kept long enough; ends with 1 where there is any and it is not erased."""
    found = desk.erase_due(_given(given.as_of, "--as-of"))
    if given.erase:
        return _listed(desk, given, [desk.store.get(each.case) for each in found])
    if not found:
        nothing(given, "Nothing has been kept for longer than the rules say.")
    for each in found:
        if given.json:
            print(_plain(each))
        else:
            print(
                f"{each.case}  {each.topic}  over since {each.ended_at:%Y-%m-%d}, due {each.due:%Y-%m-%d}  {each.rule}"
            )
    return int(bool(found))


def _listed(desk: Desk, given: argparse.Namespace, cases: Sequence[Case]) -> int:
    if given.erase and not given.by:
        raise InputError("--erase needs --by NAME: the audit log says who has erased what.")
    if not cases:
        nothing(given, "No such case.")
    if not given.erase:
        for each in cases:
            _print(each, given)
        return 0
    from playbook.verbs.who import person_at

    person = person_at(desk, given.by, given.password_file)
    _ask(cases, given)
    left = 0
    for each in cases:
        try:
            _print(desk.decide(each, Decision(verb="erase", by=person.name, reason=given.reason), person), given)
        except ReviewError as error:
            left += 1
            print(f"{each.id} is left as it is: {error}", file=sys.stderr)
    return int(bool(left))


def _ask(cases: Sequence[Case], given: argparse.Namespace) -> None:
    if given.yes or not cases:
        return
    if not sys.stdin.isatty():
        raise InputError(f"{len(cases)} case(s) would lose their personal data for good; say --yes where nobody can be "
                         "asked.")  # fmt: skip
    for each in cases:
        print_line(each)
    said = input(f"Erase personal data of these {len(cases)} case(s) for good? [y/N] ")
    if said.strip().lower() not in ("y", "yes", "예", "네"):
        raise InputError("nothing was erased.")


def _changes(desk: Desk, given: argparse.Namespace) -> int:
    found = desk.changes()
    if given.json:
        print(_plain(found))
        return 0
    words = sum(each.words for each in found.edited)
    before, after = sum(e.before_review for e in found.edited), sum(e.in_review for e in found.edited)
    print(f"{len(found.edited)} approved replies: {before:,} of {words:,} proposed words changed before review, "
          f"{after:,} in review")  # fmt: skip
    if found.left_out:
        print(f"{found.left_out:,} earlier replies are not counted")
    for idea in found.ideas:
        instead = f" → {idea.instead or '(taken out)'}" if idea.kind == "phrase" else ""
        print(f"{idea.times:>4} {idea.kind:<10} {idea.what}{instead}  {' '.join(idea.cases)}")
    return 0


_ACTS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "search": _search, "author": _author, "erase-due": _erase_due, "changes": _changes
}  # fmt: skip


def _print(case: Case, given: argparse.Namespace) -> None:
    if given.json:
        print(json.dumps(case_json(case), ensure_ascii=False))
    else:
        print_line(case)


def _plain(record: Record) -> str:
    return json.dumps(record.model_dump(mode="json"), ensure_ascii=False)


def _given(said: str | None, option: str) -> datetime | None:
    return moment_in(said, option) if said is not None else None
