"""A fact that changes and the approvals that stood on it: one moment on each database, whatever stops the program."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from playbook.desk import Desk
from playbook.records import Case
from playbook.reply.facts import Fact

from .conftest import LEAK, approved, told

AFTER = "유출 고객 3,370만 명"


class Halt(BaseException):
    """The program went no further."""


@contextmanager
def stopping(desk: Desk, at: str, stop: Callable[[], None]) -> Iterator[None]:
    """Stop where a statement begins like this, before the database is told of it."""

    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(at):
            stop()

    engine = desk.store._engine
    event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", look)


def approved_on_a_fact(desk: Desk) -> tuple[Fact, list[Case]]:
    issue = desk.open_issue("유출", "김하나")
    fact = desk.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    return fact, [approved(desk, LEAK, f"c-{number}", issue.id) for number in (1, 2)]


def stop() -> None:
    raise Halt


PLACES = ["INSERT INTO facts", "UPDATE cases", "INSERT INTO audit ", "UPDATE audit_head"]


@pytest.mark.parametrize("place", PLACES)
def test_a_fact_that_is_not_written_to_its_end_has_not_changed(either: Desk, place: str) -> None:
    """Wherever it stops, fact, approvals and log are as they were; tried again, all of it takes place."""
    fact, cases = approved_on_a_fact(either)
    before = either.store.head()
    with stopping(either, place, stop), pytest.raises(Halt):
        either.note_fact(fact.issue, AFTER, "박두리", instead_of=fact.id)

    assert either.ledger(fact.issue).facts == (fact,)
    assert [either.store.get(case.id) for case in cases] == cases
    assert (either.store.head(), either.store.faults()) == (before, [])
    either.note_fact(fact.issue, AFTER, "박두리", instead_of=fact.id)
    assert [either.store.get(case.id).state for case in cases] == ["in_review", "in_review"]


@pytest.mark.parametrize("place", PLACES)
def test_a_killed_program_leaves_no_approval_on_a_changed_fact(
    either: Desk, beside: Callable[[str], Desk], database_url: str, place: str
) -> None:
    """A process of its own is killed in the middle (SIGKILL, nothing of it can tidy up)."""
    fact, cases = approved_on_a_fact(either)
    other = beside(database_url)
    either.close()
    child = os.fork()
    if child == 0:
        try:
            with stopping(other, place, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                other.note_fact(fact.issue, AFTER, "박두리", instead_of=fact.id)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL

    assert other.ledger(fact.issue).facts == (fact,)
    assert [other.store.get(case.id) for case in cases] == cases
    assert other.store.faults() == []


def test_the_log_tells_of_the_change_and_of_each_approval(either: Desk) -> None:
    """In this order, one entry each; the draft is looked over with the fact as it is now."""
    fact, cases = approved_on_a_fact(either)
    seq = either.store.head()[0]
    changed = either.note_fact(fact.issue, AFTER, "박두리", instead_of=fact.id)
    entries = [each for each in either.store.entries() if each.seq > seq]

    assert [(each.verb, each.subject) for each in entries] == [
        ("change fact", fact.issue), ("void", cases[0].id), ("void", cases[1].id)
    ]  # fmt: skip
    assert all(f"{fact.id} → {changed.id}" in each.why for each in entries[1:])
    assert [next(iter(each.rows)) for each in entries] == [f"facts/{changed.id}", "cases/c-1", "cases/c-2"]
    for case in cases:
        now = either.store.get(case.id)
        assert told(now, "contested"), "what it says now is disputed, and stands among its findings at once"
        assert (now.signatures, now.approved_hash) == ((), None)
    assert either.store.faults() == []
