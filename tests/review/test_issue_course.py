"""The course of an issue on a real database: how it stands, its end, one voice; and the log read from its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import CaseState, Decision, Role
from playbook.reply.voice import Reply
from playbook.review.grants import HOLDERS, Area, may
from playbook.review.issue_course import clashes
from playbook.review.store.log import Sought

from .conftest import UNTIL, approved, decision, in_review, keep, named, person
from .test_races import at_once

BY = person("박두리", "reviewer")


def test_how_issues_stand(either: Desk) -> None:
    """Counted by state, with the gravest, what is due next and what is promised; nothing of other issues."""
    empty = either.open_issue("빈 사안", "김하나")
    issue = either.open_issue("환불 지연", "김하나")
    in_review(either, "확인하고 있습니다.", "c-1", issue.id, labels={"version": 0})
    approved(either, "확인했습니다.", "c-2", issue.id)
    keep(either.store, named("c-3", issue=issue.id, version=1, state="closed"))
    keep(either.store, named("c-4"))

    found = {each.issue.id: each for each in either.standings()}

    assert found[empty.id][1:] == ({}, None, None, 0)
    assert found[issue.id].cases == {"in_review": 1, "approved": 1, "closed": 1}
    assert found[issue.id].in_work == 2
    assert found[issue.id].severity == max(case.triage.severity for case in either.issue_cases(issue.id))
    assert found[issue.id].due == min(filter(None, (either.due_of(case) for case in either.issue_cases(issue.id))))
    assert either.standing(issue.id) == found[issue.id]


def test_promises_are_counted_until_they_are_kept(either: Desk) -> None:
    issue = either.open_issue("유출", "김하나")
    either.note_fact(issue.id, UNTIL, "김하나")
    approved(either, UNTIL, "c-1", issue.id, owners={"": "김하나"})
    (task,) = either.promises(issue=issue.id)

    assert either.standing(issue.id).promises == 1
    either.keep_promise(task.id, "김하나")
    assert either.standing(issue.id).promises == 0


def test_an_issue_is_closed_and_reopened(either: Desk) -> None:
    """What is left to do has to be explained; both steps stand in the log, and the log holds."""
    issue = either.open_issue("환불 지연", "김하나")
    keep(either.store, named("c-1", issue=issue.id))
    with pytest.raises(ReviewError, match=r"1 case\(s\) in work and 0 promise"):
        either.close_issue(issue.id, BY)
    assert either.issue(issue.id).closed_at is None
    with pytest.raises(ReviewError, match="is not closed"):
        either.reopen_issue(issue.id, BY, "까닭")

    closed = either.close_issue(issue.id, BY, "다른 사안과 합칩니다")

    assert closed.closed_at is not None
    assert either.issue(issue.id) == closed
    with pytest.raises(ReviewError, match="closed already"):
        either.close_issue(issue.id, BY)
    with pytest.raises(ReviewError, match="Say why: reopen"):
        either.reopen_issue(issue.id, BY, " ")
    either.reopen_issue(issue.id, BY, "새 피해 접수")
    either.decide(either.store.get("c-1"), decision("withdraw"))
    assert either.close_issue(issue.id, BY).closed_at, "nothing is left to do, and no reason is needed"
    entries = list(either.store.entries(issue.id))
    assert [each.verb for each in entries] == ["open", "close issue", "reopen issue", "close issue"]
    assert [each.why for each in entries[1:3]] == ["다른 사안과 합칩니다", "새 피해 접수"]
    assert either.store.faults() == []
    with pytest.raises(ReviewError, match="No issue"):
        either.close_issue("i-none", BY)


@pytest.mark.parametrize(
    ("state", "may"), [("in_review", False), ("approved", False), ("sent", True), ("drafted", True)]
)
def test_no_issue_is_closed_over_a_reply_on_its_way_out(fresh: Desk, state: CaseState, may: bool) -> None:
    """Whatever the reason: somebody is about to decide on it or to send it."""
    issue = fresh.open_issue("환불 지연", "김하나")
    keep(fresh.store, named("c-1", issue=issue.id, state=state, version=1))
    keep(fresh.store, named("c-2", state="in_review", version=1))
    if may:
        assert fresh.close_issue(issue.id, BY, "끝남").closed_at
        return
    with pytest.raises(ReviewError, match=rf"on their way out \(1 {state.replace('_', ' ')}\)"):
        fresh.close_issue(issue.id, BY, "끝남")
    assert [each.verb for each in fresh.store.entries(issue.id)] == ["open"]


def test_nothing_is_added_to_a_closed_issue(either: Desk) -> None:
    """Neither a case nor a fact; what it has stays, and once it is open again all goes on."""
    issue = either.open_issue("유출", "김하나")
    fact = either.note_fact(issue.id, "3건입니다.", "김하나")
    keep(either.store, named("c-1", issue=issue.id))
    keep(either.store, named("c-2"))
    either.close_issue(issue.id, BY, "끝남")
    acts: list[Callable[[], object]] = [
        lambda: either.join(either.store.get("c-2"), issue.id, "김하나"),
        lambda: either.decide(either.store.get("c-2"), Decision(verb="join", by="김하나", to=issue.id)),
        lambda: either.note_fact(issue.id, "4건입니다.", "김하나"),
        lambda: either.note_fact(issue.id, "5건입니다.", "김하나", instead_of=fact.id),
    ]
    for each in acts:
        with pytest.raises(ReviewError, match="reopen it before anything is added"):
            each()
    assert either.ledger(issue.id).facts == (fact,)
    assert either.join(either.store.get("c-1"), "", "김하나").issue == "", "a case can leave"
    either.reopen_issue(issue.id, BY, "새 피해 접수")
    assert either.join(either.store.get("c-2"), issue.id, "김하나").issue == issue.id


@pytest.mark.parametrize("roles", [(), ("evaluator",), ("admin",)])
def test_who_may_not_close_an_issue(fresh: Desk, roles: tuple[Role, ...]) -> None:
    who, issue = person("누구", *roles), fresh.open_issue("유출", "김하나")
    with pytest.raises(ReviewError, match="may not note facts or change issues"):
        fresh.close_issue(issue.id, who)
    with pytest.raises(ReviewError, match="may not note facts or change issues"):
        fresh.open_issue("둘", "누구", who)
    fresh.close_issue(issue.id, BY)
    with pytest.raises(ReviewError, match="may not note facts or change issues"):
        fresh.reopen_issue(issue.id, who, "까닭")


def test_of_two_who_close_an_issue_one_does(either: Desk) -> None:
    issue = either.open_issue("유출", "김하나")
    told = at_once(
        *(lambda by=by: either.close_issue(issue.id, person(by, "staff")) for by in ("가람", "나래", "다솜"))
    )

    assert len([each for each in told if not isinstance(each, ReviewError)]) == 1
    assert [each.verb for each in either.store.entries(issue.id)] == ["open", "close issue"]


AT = datetime(2026, 11, 22, tzinfo=UTC)


def reply(case: str, text: str, hours: int, *, version: int = 1, posted: str = "") -> Reply:
    return Reply(
        case=case, version=version, channel="web_form", lang="ko", text=text, by="승인자",
        at=AT + timedelta(hours=hours), posted=posted,
    )  # fmt: skip


THREE, FIVE = "접수된 사례는 3건입니다.", "접수된 사례는 5건입니다."


@pytest.mark.parametrize(
    ("replies", "found"),
    [
        ([], 0),
        ([reply("c-1", THREE, 0)], 0),
        ([reply("c-1", THREE, 0), reply("c-2", THREE, 1)], 0),
        ([reply("c-1", THREE, 0), reply("c-2", FIVE, 1)], 1),
        ([reply("c-1", "현재까지 " + THREE, 0), reply("c-2", FIVE, 1)], 0),
        # what never went out and was approved anew in other words was never said
        ([reply("c-1", THREE, 0), reply("c-1", FIVE, 1, version=2), reply("c-2", FIVE, 2)], 0),
        ([reply("c-1", THREE, 0, posted="김하나"), reply("c-1", FIVE, 1, version=2)], 1),
    ],
)
def test_one_voice(replies: list[Reply], found: int) -> None:
    """Contradictions of what was approved, each told with the words of both."""
    said = list(clashes(replies))

    assert len(said) == found
    for each in said:
        assert (each.conflict.kind, each.says, each.conflict.said) == ("figure", FIVE, THREE)


def test_the_log_is_read_from_its_end(either: Desk) -> None:
    """Newest first, narrowed by who, what, where and when, page by page."""
    one, two = either.open_issue("하나", "김하나"), either.open_issue("둘", "박두리")
    either.note_fact(two.id, "3건입니다.", "박두리")
    latest = either.store.latest
    now = datetime.now(UTC)

    assert [each.seq for each in latest(Sought(), 50)] == [3, 2, 1]
    assert [each.seq for each in latest(Sought(), 2)] == [3, 2]
    assert [each.seq for each in latest(Sought(before=3), 50)] == [2, 1]
    assert [each.seq for each in latest(Sought(by="박"), 50)] == [3, 2]
    assert [each.seq for each in latest(Sought(verb="open"), 50)] == [2, 1]
    assert [each.seq for each in latest(Sought(subject=one.id), 50)] == [1]
    assert len(latest(Sought(since=now - timedelta(hours=1), until=now + timedelta(hours=1)), 50)) == 3
    for none in (Sought(by="없음"), Sought(verb="ope"), Sought(until=now - timedelta(hours=1)),
                 Sought(since=now + timedelta(hours=1)), Sought(before=1)):  # fmt: skip
        assert latest(none, 50) == []


def test_a_check_tells_how_far_it_is_and_can_be_stopped(either: Desk) -> None:
    for number in range(3):
        either.open_issue(f"사안 {number}", "김하나")
    seen: list[int] = []

    assert either.store.faults(seen.append) == []
    assert seen == [1, 2, 3]

    def stop(seq: int) -> None:
        if seq == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        either.store.faults(stop)
    assert either.store.faults() == []


@pytest.mark.parametrize(
    ("roles", "areas"),
    [
        ((), set()),
        (("staff",), {"read", "facts"}),
        (("reviewer",), {"read", "facts"}),
        (("executive",), {"read", "facts", "log", "pack"}),
        (("legal",), {"read", "facts", "erase", "log", "pack"}),
        (("evaluator",), {"read", "log"}),
        (("admin",), {"read", "erase", "log", "pack", "people"}),
    ],
)
def test_who_may_what(roles: tuple[Role, ...], areas: set[Area]) -> None:
    assert {area for area in HOLDERS if may(roles, area)} == areas
