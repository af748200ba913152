"""The watch over a desk: what is due next is kept, missed clocks escalate once, and everybody sees what is theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from program import sharing

from playbook.desk import Desk
from playbook.records import Case, Decision, Message, Person
from playbook.review.approvals import anybody
from playbook.settings import Settings
from tests.review.conftest import UNTIL, approved, in_review, person

GRAVE = "배터리에서 연기가 나고 아이가 손에 화상을 입었습니다. 판매를 멈춰 주세요."
MILD = "매장 영업시간이 어떻게 되나요?"


def received(desk: Desk, text: str = MILD, channel: str = "x") -> Case:
    return desk.receive(Message.model_validate({"text": text, "channel": channel}), "접수")


def decide(desk: Desk, case: Case, verb: str, by: str = "가", **changes: Any) -> Case:
    reason = {"reason": "시험"} if verb in ("return", "reject", "withdraw", "escalate", "hand_over") else {}
    return desk.decide(case, Decision.model_validate({"verb": verb, "by": by} | reason | changes))


def test_the_queue_is_by_clock(either: Desk) -> None:
    """What is due first stands first, whatever came first; what is over stands last."""
    over = decide(either, received(either), "withdraw")
    mild, press, grave = (
        received(either, channel="email"), received(either, channel="press"), received(either, GRAVE)
    )  # fmt: skip
    mild_due, press_due, grave_due = (either.due_of(case) for case in (mild, press, grave))

    order = [case.id for _, case in sorted(zip((mild_due, press_due, grave_due), (mild, press, grave), strict=True),
                                           key=lambda each: each[0])]  # type: ignore[arg-type, return-value]  # fmt: skip
    assert grave.id != order[-1]
    assert [case.id for case in either.store.queue()] == [*order, over.id]
    assert either.store.faults() == []


def test_a_kept_promise_is_no_longer_due(either: Desk) -> None:
    """What the store knows to be due next follows the promises of a case."""
    case = approved(either, UNTIL, owners={"": "홍보팀"}, confirm=(UNTIL,))
    decide(either, case, "mark", milestone="acknowledged")
    (task,) = either.promises()
    far = datetime.now(UTC) + timedelta(days=3650)

    def soonest() -> list[str]:
        return [clock.rule for clock in either.clocks(either.store.get(case.id)) if clock.stopped is None]

    assert soonest() == ["clock.promise"]
    assert either.due_of(either.store.get(case.id)) == task.due
    assert [each.id for each in either.store.unwatched(task.due + timedelta(minutes=1), "approved")] == [case.id]  # type: ignore[operator]
    either.keep_promise(task.id, "홍보팀")
    assert soonest() == []
    assert either.due_of(either.store.get(case.id)) is None
    assert either.escalate_missed(far) == []
    assert either.store.faults() == []


def test_a_missed_clock_escalates_once(either: Desk) -> None:
    """The program escalates in its own name, says which clock, and leaves alone what is in time, over or escalated."""
    grave, mild, over = received(either, GRAVE), received(either, channel="email"), received(either, GRAVE)
    by_hand = decide(either, received(either, GRAVE), "escalate")
    decide(either, over, "withdraw")
    soon, late = datetime.now(UTC) + timedelta(minutes=1), datetime.now(UTC) + timedelta(hours=5)

    assert either.escalate_missed(soon) == []
    (escalated,) = either.escalate_missed(late)
    assert escalated.id == grave.id
    last = either.store.get(grave.id).events[-1]
    assert (last.by, last.verb, last.source) == ("playbook", "escalate", "clock")
    assert "clock.first" in last.reason
    assert "기한이 지났습니다" in last.reason
    assert either.escalate_missed(late) == []
    assert [case.id for case in either.escalate_missed(late + timedelta(days=10))] == [mild.id]
    assert len(either.store.get(by_hand.id).events) == 1
    assert either.store.faults() == []


def test_two_workers_escalate_once(desk: Desk, database_url: str, tmp_path: Any) -> None:
    """However many processes watch the clocks, each case is escalated by one of them."""
    workers = [sharing(desk, Settings(home=tmp_path, database_url=database_url)) for _ in range(2)]
    cases = [received(workers[0], GRAVE) for _ in range(5)]
    late, gate, done = datetime.now(UTC) + timedelta(hours=5), threading.Barrier(2), []

    def watch(worker: Desk) -> None:
        gate.wait()
        done.extend(case.id for case in worker.escalate_missed(late))

    threads = [threading.Thread(target=watch, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    workers[0].escalate_missed(late)  # what both left to each other
    counts = [sum(event.verb == "escalate" for event in workers[0].store.get(case.id).events) for case in cases]
    assert counts == [1] * 5
    assert len(done) == len(set(done))
    for worker in workers:
        worker.close()


def review_of(desk: Desk) -> Case:
    return in_review(desk, "확인하고 있습니다.", labels={"severity": 1})


WAITING: list[tuple[str, Callable[[Desk], Case], Person, bool]] = [
    ("a reviewer signs", review_of, person("승인자", "reviewer"), True),
    ("an executive may review", review_of, person("임원", "executive"), True),
    ("the author does not", review_of, person("작성자", "reviewer"), False),
    ("nor does staff", review_of, person("직원", "staff"), False),
    ("an admin has other work", review_of, person("관리자", "admin"), False),
    ("anybody, without accounts", review_of, anybody("누구"), True),
    ("returned to its author", lambda d: decide(d, review_of(d), "return"), person("작성자", "staff"), True),
    ("returned, for others", lambda d: decide(d, review_of(d), "return"), person("승인자", "reviewer"), False),
    ("approved, for its author", lambda d: approved(d, "확인하고 있습니다."), person("작성자", "staff"), True),
    ("approved, for others", lambda d: approved(d, "확인하고 있습니다."), person("승인자", "reviewer"), False),
    ("assigned", lambda d: decide(d, received(d), "assign", to="김 하나"), person("김하나", "staff"), True),
    ("assigned to another", lambda d: decide(d, received(d), "assign", to="김하나"), person("김둘", "staff"), False),
    ("handed over", lambda d: decide(d, received(d), "hand_over", team="cs"), person("상담", "staff"), True),
    ("to another team", lambda d: decide(d, received(d), "hand_over", team="cs"),
     person("법무", "legal", teams=("legal",)), False),
    ("handed over and taken on", lambda d: decide(d, decide(d, received(d), "hand_over", team="cs"), "assign", to="나"),
     person("상담", "staff"), False),
    ("nobody's yet", received, person("직원", "staff"), False),
    ("withdrawn", lambda d: decide(d, decide(d, received(d), "assign", to="직원"), "withdraw"),
     person("직원", "staff"), False),
]  # fmt: skip


@pytest.mark.parametrize(("what", "made", "who", "waits"), WAITING, ids=[each[0] for each in WAITING])
def test_what_waits_for_whom(fresh: Desk, what: str, made: Callable[[Desk], Case], who: Person, waits: bool) -> None:
    """A case waits for those who can take its next step, and for nobody else."""
    case = made(fresh)

    assert [each.id for each in fresh.waiting_for(who)] == ([case.id] if waits else [])


def test_a_signature_is_not_asked_for_twice(fresh: Desk) -> None:
    """Whoever has signed has done their part, while the other seat waits on."""
    case = in_review(fresh, "확인하고 있습니다.", labels={"severity": 3, "topic": "safety"})
    executive, legal = person("임원", "executive"), person("법무", "legal")
    decision = Decision(verb="approve", by="임원")
    assert [len(fresh.waiting_for(who)) for who in (executive, legal)] == [1, 1]
    fresh.decide(case, decision, executive)

    assert [len(fresh.waiting_for(who)) for who in (executive, legal)] == [0, 1]


def test_what_waits_is_by_clock(fresh: Desk) -> None:
    """The most pressing first."""
    cases = [decide(fresh, received(fresh, text, channel), "assign", to="가")
             for text, channel in ((MILD, "email"), (GRAVE, "email"), (MILD, "press"))]  # fmt: skip
    found = fresh.waiting_for(person("가", "staff"))

    assert {case.id for case in found} == {case.id for case in cases}
    dues = [fresh.due_of(case) for case in found]
    assert dues == sorted(dues)  # type: ignore[type-var]


def test_a_digest_sums_up_the_day(fresh: Desk) -> None:
    """For the desk and for one person: what waits, is overdue, is due, is approved and not out, was done late."""
    late = received(fresh, GRAVE)
    review, out = review_of(fresh), approved(fresh, "확인하고 있습니다.", case_id="c-2")
    done = decide(fresh, received(fresh, GRAVE), "mark", milestone="acknowledged")
    now = datetime.now(UTC) + timedelta(hours=5)
    sections = {name: {line.case for line in lines} for name, lines in fresh.digest_of(None, now).sections.items()}
    mine = {name: {line.case for line in lines}
            for name, lines in fresh.digest_of(person("작성자", "staff"), now).sections.items()}  # fmt: skip

    assert sections["waiting"] == {review.id}
    assert late.id in sections["overdue"]
    assert done.id not in sections["overdue"]
    assert sections["approved"] == mine["approved"] == {out.id}
    assert mine["waiting"] == {out.id}
    assert late.id not in mine["overdue"]
