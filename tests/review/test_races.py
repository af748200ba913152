"""Several people at the same instant, on each database: exactly one wins, or both have signed; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.errors import PlaybookError, ReviewError
from playbook.records import Case, Decision

from .conftest import LEAK, REASON, UNTIL, approved, in_review, person, saying

SORRY = "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오."
ROUNDS = 4


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of them gives, or the refusal that it meets, all begun at the same moment."""
    start = Barrier(len(acts))

    def go(act: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return act()
        except PlaybookError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def deciding(desk: Desk, case: Case, *decisions: Decision) -> list[Any]:
    return at_once(*(lambda each=each: desk.decide(case, each) for each in decisions))


def won(told: Sequence[Any]) -> list[Case]:
    lost = [each for each in told if isinstance(each, Exception)]
    assert all(isinstance(each, ReviewError) for each in lost)
    return [each for each in told if not isinstance(each, Exception)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"verb": "approve"}, {"verb": "approve"}),
        ({"verb": "approve"}, {"verb": "return"}),
        ({"verb": "approve"}, {"verb": "edit", "text": "다른 말입니다."}),
        ({"verb": "edit", "text": "하나입니다."}, {"verb": "edit", "text": "둘입니다."}),
        ({"verb": "reject"}, {"verb": "withdraw"}),
    ],
)
def test_of_two_decisions_one_wins(either: Desk, first: dict[str, Any], second: dict[str, Any]) -> None:
    """The other is told, and nothing of it is left."""
    for number in range(ROUNDS):
        case = in_review(either, SORRY, f"c-{number}")
        tries = [
            Decision.model_validate({"by": by, "reason": REASON} | wanted)
            for by, wanted in (("가람", first), ("나래", second))
        ]
        winners = won(deciding(either, case, *tries))

        assert len(winners) == 1
        assert either.store.get(case.id) == winners[0]
        assert winners[0].version == case.version + 1
        assert len(either.store.replies(case_id=case.id)) == (winners[0].state == "approved")
    assert either.store.faults() == []


def test_of_two_first_decisions_one_wins(either: Desk) -> None:
    """Also where the case was not stored before."""
    for number in range(ROUNDS):
        case = saying(SORRY, f"c-{number}")
        winners = won(deciding(either, case, *(Decision(verb="submit", by=by) for by in ("가람", "나래"))))

        assert len(winners) == 1
        assert either.store.get(case.id).author == winners[0].author


def test_two_signatures_are_both_kept(either: Desk) -> None:
    """Neither signer is sent back because of the other; the case is approved once."""
    people = [person("임원", "executive"), person("법무", "legal")]
    for number in range(ROUNDS):
        case = in_review(either, SORRY, f"c-{number}", labels={"severity": 4, "topic": "billing"})
        for finding in case.findings:
            if finding.level == "warning":
                words = SORRY[finding.start : finding.end] if finding.start is not None else ""
                case = either.decide(
                    case, Decision(verb="overrule", by="작성자", reason=REASON, overrule=((finding.check, words),))
                )
        told = at_once(
            *(lambda who=who, case=case: either.decide(case, Decision(verb="approve", by=who.name), who)
              for who in people)
        )  # fmt: skip
        now = either.store.get(case.id)

        assert len(won(told)) == 2
        assert now.state == "approved"
        assert {signature.by for signature in now.signatures} == {"임원", "법무"}
        assert [reply.text for reply in either.store.replies(case_id=case.id)] == [SORRY]
    assert either.store.faults() == []


def test_nobody_signs_twice_at_once(either: Desk) -> None:
    """One person in two windows gives one signature."""
    who = person("둘다", "executive", "legal")
    case = in_review(either, SORRY, labels={"severity": 4, "topic": "billing"})
    wanted = Decision(
        verb="approve", by="둘다", reason=REASON,
        overrule=tuple((f.check, SORRY[f.start : f.end] if f.start is not None else "")
                       for f in case.findings if f.level == "warning"),
    )  # fmt: skip
    told = at_once(*[lambda: either.decide(case, wanted, who)] * 3)

    assert len(won(told)) == 1
    assert len(either.store.get(case.id).signatures) == 1


def test_what_is_done_beside_is_never_lost(either: Desk) -> None:
    """Notes, marks and assignments by many, while somebody edits: all of them take place."""
    case = in_review(either, SORRY)
    acts: list[Callable[[], Any]] = [
        lambda: either.decide(case, Decision(verb="edit", by="작성자", text="다른 말입니다.")),
        lambda: either.decide(case, Decision(verb="assign", by="가람", to="가람")),
        lambda: either.decide(case, Decision(verb="mark", by="나래", milestone="acknowledged")),
        lambda: either.decide(case, Decision(verb="escalate", by="다솜", reason=REASON)),
        lambda: either.comment(case, "메모", "라온"),
        lambda: either.decide(case, Decision(verb="hand_over", by="마루", team="legal", reason=REASON)),
    ]
    assert len(won(at_once(*acts))) == len(acts)
    now = either.store.get(case.id)
    assert now.draft is not None

    assert (now.draft.text, now.assignee, now.escalated, now.handed_to) == ("다른 말입니다.", "가람", True, "legal")
    assert "acknowledged" in now.milestones
    assert len(either.store.comments(case.id)) == 2
    assert now.version == case.version + 5
    assert either.store.faults() == []


def test_an_approval_does_not_slip_past_a_fact_that_changes(either: Desk) -> None:
    """Whichever comes first, no approved reply is left standing on what no longer holds."""
    for number in range(ROUNDS):
        issue = either.open_issue("유출", "김하나")
        fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
        case = in_review(either, LEAK, f"c-{number}", issue.id)
        told = at_once(
            lambda case=case: either.decide(case, Decision(verb="approve", by="승인자")),
            lambda fact=fact: either.note_fact(
                fact.issue, "유출 고객 3,370만 명", "박두리", instead_of=fact.id
            ),
        )  # fmt: skip
        now = either.store.get(case.id)

        assert not isinstance(told[1], Exception)
        assert (now.state, now.signatures, now.approved_hash) == ("in_review", (), None)
    assert either.store.faults() == []


def test_a_reply_is_either_sent_or_taken_back(either: Desk) -> None:
    """A fact changes while somebody records that the reply has gone out."""
    for number in range(ROUNDS):
        issue = either.open_issue("유출", "김하나")
        fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
        case = approved(either, LEAK, f"c-{number}", issue.id)
        sent, changed = at_once(
            lambda case=case: either.decide(case, Decision(verb="record", by="게시자", where="여기", text=LEAK)),
            lambda fact=fact: either.note_fact(fact.issue, "유출 고객 9명", "박두리", instead_of=fact.id),
        )
        now = either.store.get(case.id)

        assert not isinstance(changed, Exception)
        assert now.state == ("in_review" if isinstance(sent, Exception) else "sent")
        assert [use.case for use in either.uses(changed)].count(case.id) >= 1


def test_of_those_who_note_a_fact_at_once_all_are_told(either: Desk) -> None:
    """Nobody's fact is lost unseen: each stands in the ledger, or its author is told to look again."""
    issue = either.open_issue("사고", "김하나")
    told = at_once(*(lambda n=n: either.note_fact(issue.id, f"사실 {n}", "김하나") for n in range(4)))
    noted = [not isinstance(each, Exception) for each in told]

    assert any(noted)
    assert {fact.statement for fact in either.ledger(issue.id).facts} == {f"사실 {n}" for n in range(4) if noted[n]}


def test_a_promise_is_kept_once(either: Desk) -> None:
    """The second who says so is told."""
    approved(either, UNTIL, confirm=("11월 30일",), owners={"": "김하나"})
    task = either.promises()[0]
    told = at_once(*(lambda by=by: either.keep_promise(task.id, by) for by in ("가람", "나래", "다솜")))
    kept = [each for each in told if not isinstance(each, Exception)]

    assert len(kept) == 1
    assert either.promises("kept") == kept
    assert either.store.faults() == []
