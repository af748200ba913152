"""The course of an issue on a real database: how it stands, its end, one voice; and the log read from its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Role
from playbook.reply.voice import Reply
from playbook.review.grants import HOLDERS, Area, may
from playbook.review.issue_course import clashes
from playbook.review.store.log import Sought

from .conftest import UNTIL, approved, decision, in_review, keep, named, person

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
    case = in_review(either, "확인하고 있습니다.", "c-1", issue.id)
    with pytest.raises(ReviewError, match=r"1 case\(s\) in work and 0 promise"):
        either.close_issue(issue.id, BY)
    assert either.issue(issue.id).closed_at is None
    with pytest.raises(ReviewError, match="is not closed"):
        either.reopen_issue(issue.id, BY)

    closed = either.close_issue(issue.id, BY, "다른 사안과 합칩니다")

    assert closed.closed_at is not None
    assert either.issue(issue.id) == closed
    assert [fact.id for fact in either.ledger(issue.id).facts] == []
    with pytest.raises(ReviewError, match="closed already"):
        either.close_issue(issue.id, BY)
    either.reopen_issue(issue.id, BY)
    either.decide(case, decision("withdraw"))
    assert either.close_issue(issue.id, BY).closed_at, "nothing is left to do, and no reason is needed"
    entries = list(either.store.entries(issue.id))
    assert [each.verb for each in entries] == ["open", "close issue", "reopen issue", "close issue"]
    assert entries[1].why == "다른 사안과 합칩니다"
    assert either.store.faults() == []
    with pytest.raises(ReviewError, match="No issue"):
        either.close_issue("i-none", BY)


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
