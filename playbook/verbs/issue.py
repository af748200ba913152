"""The verb ``issue``: facts and promises of one event, and the replies that stand on them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime

from playbook.desk import Desk
from playbook.errors import InputError
from playbook.language.privacy import mask
from playbook.records import Issue, Person, Record
from playbook.reply.facts import Fact
from playbook.reply.promises import Task
from playbook.review.issue_facts import Use
from playbook.verbs.listing import nothing
from playbook.verbs.moments import moment, moment_in


def issue(given: argparse.Namespace) -> int:
    """One act on an issue."""
    desk = Desk.open()
    try:
        return _ACTS[given.act](desk, given)
    finally:
        desk.close()


def _list(desk: Desk, given: argparse.Namespace) -> int:
    found = desk.standings()
    if not found:
        nothing(given, 'No issue yet; `playbook issue open "TITLE"` opens one.')
    for each in found:
        facts, cases = len(desk.ledger(each.issue.id).standing), sum(each.cases.values())
        if given.json:
            counted = {"facts": facts, "cases": cases, "in_work": each.in_work, "promises": each.promises}
            print(json.dumps(_plain(each.issue) | counted, ensure_ascii=False))
        else:
            print(f"{_head(each.issue)} ({facts} facts, {cases} cases)")
    return 0


def _show(desk: Desk, given: argparse.Namespace) -> int:
    found, ledger = desk.issue(given.id), desk.ledger(given.id)
    cases, tasks = desk.issue_cases(given.id), desk.promises(issue=given.id)
    facts = ledger.facts if given.history else ledger.standing
    if given.json:
        print(json.dumps(found.model_dump(mode="json") | {
            "facts": [_plain_fact(fact) for fact in facts],
            "cases": [{"id": case.id, "state": case.state, "channel": case.channel} for case in cases],
            "promises": [_plain(task) for task in tasks],
        }, ensure_ascii=False))  # fmt: skip
        return 0
    print(f"{_head(found)}\n")
    for fact in facts:
        _print_fact(fact)
    for case in cases:
        print(f"{case.id}  {case.state:<10} {case.channel:<12} {' '.join(mask(case.message.text)[0].split())[:60]}")
    for task in tasks:
        _print_task(task)
    return 0


def _open(desk: Desk, given: argparse.Namespace) -> int:
    if not given.by and desk.store.has_accounts():
        raise InputError("There are accounts here; say who opens the issue: --by NAME.")
    person = _person(desk, given) if given.by else None
    found = desk.open_issue(given.title, person.name if person else "", person)
    print(found.model_dump_json() if given.json else f"{found.id}  {found.title}")
    return 0


def _add_fact(desk: Desk, given: argparse.Namespace) -> int:
    person = _person(desk, given)
    fact = desk.note_fact(
        given.id, given.statement, person.name, status=given.status, source=given.source, person=person
    )
    if given.json:
        print(json.dumps(_plain_fact(fact), ensure_ascii=False))
    else:
        _print_fact(fact)
    return 0


def _change_fact(desk: Desk, given: argparse.Namespace) -> int:
    """Change or withdraw a fact; ends with 1 where replies stand on what it was, which have to be looked at."""
    issue_id, mark, _ = given.fact.rpartition(".")
    if not mark:
        raise InputError(f"{given.fact!r} is no id of a fact; `playbook issue show ID` lists them, as i-1a2b3c4d.2.")
    person = _person(desk, given)
    fact = desk.note_fact(
        issue_id, given.statement, person.name, status=given.status, source=given.source,
        instead_of=given.fact, withdraw=given.withdraw, person=person,
    )  # fmt: skip
    uses = desk.uses(fact)
    if given.json:
        print(json.dumps(_plain_fact(fact) | {"uses": [use._asdict() for use in uses]}, ensure_ascii=False))
    else:
        _print_fact(fact)
        for use in uses:
            _print_use(use)
    return int(bool(uses))


def _promises(desk: Desk, given: argparse.Namespace) -> int:
    """What has been promised; ends with 1 where something is overdue."""
    if given.id:
        desk.issue(given.id)
    now = datetime.now(UTC)
    before = (
        now
        if given.overdue
        else moment_in(given.due_before, "--due-before", whole_day=True)
        if given.due_before
        else None
    )
    states = ("open", "kept", "dropped") if given.all else ("open",)
    tasks = desk.promises(*states, issue=given.id, due_before=before)
    if not tasks:
        nothing(given, "No such promise.")
    for task in tasks:
        if given.json:
            print(json.dumps(_plain(task) | {"overdue": task.overdue(now)}, ensure_ascii=False))
        else:
            _print_task(task)
    return int(any(task.overdue(now) for task in tasks))


def _keep(desk: Desk, given: argparse.Namespace) -> int:
    person = _person(desk, given)
    return _task_told(desk.keep_promise(given.promise, person.name, given.note, person), given)


def _move(desk: Desk, given: argparse.Namespace) -> int:
    due, person = moment_in(given.due, "WHEN", whole_day=True), _person(desk, given)
    return _task_told(desk.move_promise(given.promise, due, person, given.reason), given)


def _assign(desk: Desk, given: argparse.Namespace) -> int:
    person = _person(desk, given)
    return _task_told(desk.reassign_promise(given.promise, given.to, person, given.reason), given)


def _follow_up(desk: Desk, given: argparse.Namespace) -> int:
    text = desk.follow_up(given.promise)
    print(json.dumps({"promise": given.promise, "text": text}, ensure_ascii=False) if given.json else text)
    return 0


def _join(desk: Desk, given: argparse.Namespace) -> int:
    person = _person(desk, given)
    case = desk.join(desk.store.get(given.case), given.id, person.name, person)
    errors = [finding for finding in case.findings if finding.level == "error"]
    if given.json:
        findings = [_plain(finding) for finding in case.findings]
        print(json.dumps({"case": case.id, "issue": case.issue, "findings": findings}, ensure_ascii=False))
    else:
        print(f"{case.id} belongs to {case.issue}")
        for finding in errors:
            print(f"  {finding.level}: {finding.message}")
    return int(bool(errors))


def _close(desk: Desk, given: argparse.Namespace) -> int:
    return _turned(desk.close_issue(given.id, _person(desk, given), given.reason), given)


def _reopen(desk: Desk, given: argparse.Namespace) -> int:
    return _turned(desk.reopen_issue(given.id, _person(desk, given), given.reason), given)


def _turned(found: Issue, given: argparse.Namespace) -> int:
    print(found.model_dump_json() if given.json else _head(found))
    return 0


_ACTS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "list": _list, "show": _show, "open": _open, "add-fact": _add_fact, "change-fact": _change_fact,
    "promises": _promises, "keep": _keep, "move": _move, "assign": _assign, "follow-up": _follow_up, "join": _join,
    "close": _close, "reopen": _reopen,
}  # fmt: skip


def _person(desk: Desk, given: argparse.Namespace) -> Person:
    from playbook.verbs.who import person_at

    return person_at(desk, given.by, given.password_file)


def _print_fact(fact: Fact) -> None:
    gone = " (withdrawn)" if fact.withdrawn else ""
    source = f" — {fact.source}" if fact.source else ""
    print(f"{fact.id}  {fact.status:<12} {fact.statement}{gone}  [{fact.by}, {moment(fact.at)}{source}]")


def _print_use(use: Use) -> None:
    print(f"  {use.kind} in {use.case} (version {use.version}): {' / '.join(use.sentences)}")


def _print_task(task: Task) -> None:
    due = moment(task.due) if task.due else "no date"
    late = " OVERDUE" if task.overdue(datetime.now(UTC)) else ""
    print(f"{task.id}  {task.state:<7} {due}{late}  {task.owner or 'nobody'}: {task.what}")


def _task_told(task: Task, given: argparse.Namespace) -> int:
    if given.json:
        print(json.dumps(_plain(task), ensure_ascii=False))
    else:
        _print_task(task)
    return 0


def _plain(record: Record) -> dict[str, object]:
    return record.model_dump(mode="json")


def _plain_fact(fact: Fact) -> dict[str, object]:
    stated = [{"type": value.type, "text": value.text, "unit": value.unit} for value in fact.values]
    return _plain(fact) | {"values": stated}


def _head(found: Issue) -> str:
    """An issue in one line, which says when it was closed."""
    closed = f" [closed {moment(found.closed_at)}]" if found.closed_at else ""
    return f"{found.id}  {moment(found.created_at)}  {found.title}{closed}"
