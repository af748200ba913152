"""Promises on a real database: who sees to them, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Decision, Person
from playbook.reply.deadlines import SEOUL
from playbook.reply.promises import Task

from .conftest import UNTIL, approved, person
from .test_races import at_once

LATER = datetime(2100, 1, 1, 18, tzinfo=SEOUL)
REVIEWER = person("검토", "reviewer")


def promised(desk: Desk) -> Task:
    """A promise of 이세라, in a case that 작성자 sent to review and 담당자 has in hand."""
    case = approved(desk, UNTIL, confirm=("11월 30일",), owners={"": "이세라"})
    case = desk.decide(case, Decision(verb="assign", by="작성자", to="담당자"))
    desk.decide(case, Decision(verb="hand_over", by="작성자", team="cs", reason="확인 필요"))
    return desk.promises()[0]


MAY = [
    person("이세라", "staff", teams=()), person(" 이 세라", "staff", teams=()), person("작성자", "staff", teams=()),
    person("담당자", "staff", teams=()), person("상담원", "staff", teams=("cs",)), person("누구", "reviewer", teams=()),
    person("누구", "executive", teams=()), person("누구", "legal", teams=()),
    person("누구", "evaluator", "reviewer", teams=()), person("누구", "admin", "reviewer", teams=()),
]  # fmt: skip
MAY_NOT = [
    person("누구", "staff", teams=("pr",)), person("누구", teams=("cs",)), person("이세라", teams=()),
    person("이세라", "evaluator", teams=()), person("작성자", "evaluator", teams=()),
    person("상담원", "evaluator", teams=("cs",)), person("누구", "admin", teams=()),
    person("이세라", "admin", teams=()),
]  # fmt: skip


def test_who_sees_to_a_promise(fresh: Desk) -> None:
    """Its owner, whoever has its case in hand, and those who answer for all; nobody who evaluates or makes accounts."""
    task = promised(fresh)

    assert [who for who in MAY if not fresh.may_see_to(task, who)] == []
    assert [who for who in MAY_NOT if fresh.may_see_to(task, who)] == []


ACTS: list[Callable[[Desk, str, Person], object]] = [
    lambda desk, task, who: desk.keep_promise(task, who.name, "2보", who),
    lambda desk, task, who: desk.move_promise(task, LATER, who, "연장"),
    lambda desk, task, who: desk.reassign_promise(task, "박두리", who, "담당 변경"),
]


@pytest.mark.parametrize("act", ACTS)
def test_others_are_refused(fresh: Desk, act: Callable[[Desk, str, Person], object]) -> None:
    """With words that say who may, and nothing is kept."""
    task, before = promised(fresh), len(list(fresh.store.entries()))
    for who in MAY_NOT:
        with pytest.raises(ReviewError, match=r"may not see to promise .*its owner \(이세라\) may"):
            act(fresh, task.id, who)
    assert (fresh.promises(), len(list(fresh.store.entries()))) == ([task], before)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda desk, task: desk.keep_promise(task.id, " "), "Say who has kept"),
        (lambda desk, task: desk.keep_promise("p", "누구"), "No open promise"),
        (lambda desk, task: desk.move_promise("p", LATER, REVIEWER, "연장"), "No open promise"),
        (lambda desk, task: desk.move_promise(task.id, LATER, REVIEWER, " "), "needs a reason"),
        (lambda desk, task: desk.move_promise(task.id, datetime.now(UTC), REVIEWER, "연장"), "which is past"),
        (lambda desk, task: desk.move_promise(task.id, task.due, REVIEWER, "연장"), "is due then already"),
        (lambda desk, task: desk.reassign_promise("p", "박두리", REVIEWER, "변경"), "No open promise"),
        (lambda desk, task: desk.reassign_promise(task.id, "박두리", REVIEWER, ""), "needs a reason"),
        (lambda desk, task: desk.reassign_promise(task.id, " ", REVIEWER, "변경"), "1 to 80"),
        (lambda desk, task: desk.reassign_promise(task.id, "가" * 81, REVIEWER, "변경"), "not 81"),
        (lambda desk, task: desk.reassign_promise(task.id, "이 세라", REVIEWER, "변경"), "already"),
    ],
)
def test_what_cannot_be_done(fresh: Desk, act: Callable[[Desk, Task], object], told: str) -> None:
    task = promised(fresh)
    with pytest.raises(ReviewError, match=told):
        act(fresh, task)
    assert fresh.promises() == [task]


def test_a_promise_is_moved_and_handed_on(either: Desk) -> None:
    """The clock of its case follows; the log says who, why, and what it was."""
    task = promised(either)
    case = either.store.get(task.case)
    moved = either.move_promise(task.id, LATER, REVIEWER, "조사 연장을 공지함")
    handed = either.reassign_promise(task.id, " 박두리 ", REVIEWER, "담당 변경")

    assert either.promises() == [handed]
    assert handed == task.model_copy(update={"due": LATER.astimezone(UTC), "owner": "박두리"})
    assert moved.due == handed.due
    clock = next(each for each in either.clocks(either.store.get(case.id)) if each.promise == task.id)
    assert clock.due == LATER
    assert task.due is not None
    said = [(each.verb, each.by, each.why, each.detail) for each in either.store.entries(task.id)]
    assert said == [
        ("move promise", "검토", "조사 연장을 공지함",
         {"due": LATER.astimezone(UTC).isoformat(), "was": task.due.isoformat()}),
        ("reassign promise", "검토", "담당 변경", {"to": "박두리", "was": "이세라"}),
    ]  # fmt: skip
    now = either.store.get(case.id)
    assert (now.state, now.approved_hash, now.basis) == ("approved", case.approved_hash, case.basis)
    assert either.store.faults() == []


def test_whoever_it_was_handed_to_keeps_it_in_the_next_wording(fresh: Desk) -> None:
    """A new approval of the same promise makes a new one, with the owner that it was given last."""
    task = promised(fresh)
    fresh.reassign_promise(task.id, "박두리", REVIEWER, "담당 변경")
    case = fresh.store.get(task.case)
    case = fresh.decide(case, Decision(verb="edit", by="작성자", text=UNTIL + " 감사합니다."))
    fresh.decide(case, Decision(verb="approve", by="승인자"))

    assert [(each.owner, each.words) for each in fresh.promises()] == [("박두리", task.words)]


def test_a_promise_is_not_moved_once_it_is_kept(either: Desk) -> None:
    """Of those who keep, move and hand it on at once, nobody brings a kept one back."""
    task = promised(either)
    due = datetime.now(UTC) + timedelta(days=400)
    told = at_once(
        lambda: either.keep_promise(task.id, REVIEWER.name, "2보", REVIEWER),
        lambda: either.move_promise(task.id, due, REVIEWER, "연장"),
        lambda: either.reassign_promise(task.id, "박두리", REVIEWER, "변경"),
    )

    assert not isinstance(told[0], Exception)
    assert [each.state for each in either.store.tasks()] == ["kept"]
    assert either.store.faults() == []
