"""Issues on a real database: facts that change, promises that fall due, replies that speak with one voice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Decision
from playbook.reply.facts import Ledger
from playbook.review.approvals import approval_digest
from playbook.review.wordings import reply_of
from playbook.testing import a_case

from .conftest import LEAK, REASON, UNTIL, in_review, keep, named, person, saying, told
from .conftest import approved as approved_in


def approved(desk: Desk, issue: str, text: str, name: str = "c-1", **changes: Any) -> Any:
    return approved_in(desk, text, name, issue, **changes)


def reviewed(desk: Desk, issue: str, text: str, name: str = "c-1", **changes: Any) -> Any:
    return in_review(desk, text, name, issue, **changes)


def test_an_issue_holds_its_cases(either: Desk) -> None:
    """Those that joined, and no others; a case can leave again."""
    issue = either.open_issue("  고객 정보 유출  ", "김하나")
    case = either.join(a_case(id="c-1"), issue.id, "작성자")
    keep(either.store, named("c-2"))

    assert [(each.id, each.title) for each in either.issues()] == [(issue.id, "고객 정보 유출")]
    assert [each.id for each in either.issue_cases(issue.id)] == ["c-1"]
    assert either.store.get("c-1") == case
    assert either.join(case, "", "작성자").issue == ""
    assert either.issue_cases(issue.id) == []
    assert [event.verb for event in either.store.get("c-1").events] == ["join", "leave"]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda desk: desk.open_issue("  ", "누구"), "needs a title"),
        (lambda desk: desk.open_issue("가" * 201, "누구"), "not 201"),
        (lambda desk: desk.ledger("i-none"), "No issue 'i-none'"),
        (lambda desk: desk.join(a_case(), "i-none", "누구"), "No issue 'i-none'"),
        (lambda desk: desk.note_fact("i-none", "사실", "누구"), "No issue 'i-none'"),
        (lambda desk: desk.keep_promise("p", "누구"), "No open promise 'p'"),
        (lambda desk: desk.follow_up("p"), "No open promise 'p'"),
    ],
)
def test_what_does_not_exist(either: Desk, call: Any, match: str) -> None:
    """One line that names it."""
    with pytest.raises(ReviewError, match=match):
        call(either)


@pytest.mark.parametrize(
    ("statement", "by", "match"),
    [
        ("", "김하나", "1 to 1,000"),
        ("가" * 1001, "김하나", "not 1001"),
        ("사실", " ", "whoever vouches"),
        (None, "김하나", "needs a statement"),
    ],
)
def test_a_fact_that_cannot_be_noted(either: Desk, statement: str | None, by: str, match: str) -> None:
    """Without a statement or a name it is none."""
    issue = either.open_issue("사고", "김하나")
    with pytest.raises(ReviewError, match=match):
        either.note_fact(issue.id, statement, by)
    assert either.ledger(issue.id) == Ledger(issue=issue.id)


def test_a_fact_holds_in_every_case_of_its_issue(either: Desk) -> None:
    """What one person confirms, the replies of all may state; outside it stays unproven."""
    issue = either.open_issue("유출", "김하나")
    before = either.join(saying(LEAK, "c-1"), issue.id, "작성자")
    fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나", source="보안팀 로그")
    after = either.join(saying(LEAK, "c-2"), issue.id, "작성자")

    assert told(before, "unbound")
    assert not told(after, "unbound")
    assert after.draft is not None
    assert after.draft.sentences[0].facts == (fact.id,)
    assert "unbound" in {finding.check for finding in either.findings(saying(LEAK, "c-3"))}


def test_a_changed_fact_lists_what_stands_on_it(either: Desk) -> None:
    """Drafts, approved and posted replies, also those that were written before; a new draft is told what holds."""
    issue = either.open_issue("유출", "김하나")
    fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    sent = approved(either, issue.id, LEAK, "c-posted")
    either.decide(sent, Decision(verb="record", by="박두리", where="게시판", text=LEAK))
    approved(either, issue.id, LEAK, "c-approved")
    reviewed(either, issue.id, LEAK, "c-draft")
    reviewed(either, issue.id, "불편을 드려 죄송합니다.", "c-other")
    changed = either.note_fact(issue.id, "유출 고객 3,370만 명", "박두리", instead_of=fact.id)
    uses = either.uses(changed)

    assert sorted((use.case, use.kind) for use in uses) == [
        ("c-approved", "approved"),  # somebody may have posted it and not said so
        ("c-approved", "draft"),
        ("c-draft", "draft"),
        ("c-posted", "posted"),
    ]
    assert all(use.sentences == (LEAK,) for use in uses)
    errors = [f for f in either.findings(either.store.get("c-draft")) if f.level == "error"]
    assert [f.check for f in errors] == ["contested"]
    assert "3,370만 명" in errors[0].suggest


def test_an_approval_does_not_pass_over_the_ledger(either: Desk) -> None:
    """What must not be said blocks, whoever vouches for it in the case."""
    issue = either.open_issue("유출", "김하나")
    either.note_fact(issue.id, "생산량은 38만 대", "법무", status="must_not_say")
    case = reviewed(either, issue.id, "모두 38만 대를 만들었습니다.", confirm=("38만 대",))
    with pytest.raises(ReviewError, match="공개하지 않기로 한 사실"):
        either.decide(case, Decision(verb="approve", by="승인자", confirm=("38만 대",)))


def test_an_approved_reply_binds_the_next(either: Desk) -> None:
    """Both sentences stand side by side; within one case nothing is compared with itself."""
    issue = either.open_issue("유출", "김하나")
    either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    first = approved(either, issue.id, LEAK)
    second = reviewed(either, issue.id, "개인정보가 유출된 고객은 9,000명입니다.", "c-2", confirm=("9,000명",))
    found = [finding for finding in second.findings if finding.check == "voice"]

    assert [(finding.level, finding.beside) for finding in found] == [("error", LEAK)]
    assert not told(either.decide(first, Decision(verb="edit", by="승인자", text=LEAK + " ", reason=REASON)), "voice")


def test_a_promise_nobody_owns_blocks(either: Desk) -> None:
    """Until somebody is named, by its words or for all; the owner is kept with the case."""
    issue = either.open_issue("사고", "김하나")
    case = reviewed(either, issue.id, UNTIL, confirm=("11월 30일",))
    with pytest.raises(ReviewError, match="담당자가 없는 약속"):
        either.decide(case, Decision(verb="approve", by="승인자"))
    owned = either.decide(case, Decision(verb="edit", by="승인자", owners={"11월 30일까지": " 김하나 "}))
    done = either.decide(owned, Decision(verb="approve", by="승인자"))

    assert done.owners == {"11월 30일까지": "김하나"}
    assert [(t.owner, t.what, t.state) for t in either.promises()] == [("김하나", UNTIL, "open")]


def test_a_promise_falls_due_and_is_kept(either: Desk) -> None:
    """Listed before its date, overdue after it, gone once it is kept."""
    issue = either.open_issue("사고", "김하나")
    approved(either, issue.id, "2시간 안에 다시 알려 드리겠습니다.", confirm=("2시간",), owners={"": "김하나"})
    task = either.promises(issue=issue.id)[0]
    now = datetime.now(UTC)

    assert task.due is not None
    assert timedelta(hours=1) < task.due - now < timedelta(hours=3)
    assert either.promises(due_before=now) == []
    assert either.promises(due_before=now + timedelta(hours=3)) == [task]
    assert task.overdue(now + timedelta(hours=3))
    assert "2시간 안에 다시 알려 드리겠습니다." in either.follow_up(task.id)
    kept = either.keep_promise(task.id, "김하나", "공지 2보")
    assert either.promises() == []
    assert either.promises("kept") == [kept]
    with pytest.raises(ReviewError, match="No open promise"):
        either.keep_promise(task.id, "김하나")


@pytest.mark.parametrize(
    ("verb", "text", "open_then"),
    [
        ("approve", "12월 5일까지 원인을 밝히겠습니다.", ["12월 5일까지"]),
        ("approve", "불편을 드려 죄송합니다.", []),
        ("approve", UNTIL, ["11월 30일까지"]),
        ("reject", UNTIL, []),
    ],
)
def test_promises_follow_the_last_approval(either: Desk, verb: Any, text: str, open_then: list[str]) -> None:
    """Another wording makes its own and drops the others; a rejection drops all."""
    issue, vouched = either.open_issue("사고", "김하나"), ("11월 30일", "12월 5일")
    case = approved(either, issue.id, UNTIL, confirm=vouched, owners={"": "김하나"})
    case = either.decide(case, Decision(verb="edit", by="작성자", text=text))
    case = either.decide(case, Decision(verb=verb, by="승인자", reason="바뀐 사정", confirm=vouched))

    assert [task.words for task in either.promises()] == open_then
    assert len(either.promises("dropped")) == 1


def test_what_was_kept_is_not_promised_again(either: Desk) -> None:
    """A new approval of the same sentence makes no new task."""
    issue = either.open_issue("사고", "김하나")
    case = approved(either, issue.id, UNTIL, confirm=("11월 30일",), owners={"": "김하나"})
    either.keep_promise(either.promises()[0].id, "김하나")
    case = either.decide(case, Decision(verb="edit", by="작성자", text=UNTIL + " 감사합니다."))
    either.decide(case, Decision(verb="approve", by="승인자"))

    assert either.promises() == []


def test_a_reply_outlives_its_case(either: Desk) -> None:
    """It may have been posted: what was approved is kept word for word when the case is edited again."""
    issue = either.open_issue("사고", "김하나")
    case = approved(either, issue.id, "불편을 드려 죄송합니다.")
    digest = case.approved_hash
    either.decide(case, Decision(verb="edit", by="작성자", text="다른 말입니다."))
    replies = either.store.replies(issue.id)

    assert [reply.text for reply in replies] == ["불편을 드려 죄송합니다."]
    assert case.draft is not None
    assert digest == approval_digest(case.channel, case.draft)
    assert reply_of(either.store.get(case.id)) is None


@pytest.mark.parametrize(
    ("how", "void"),
    [
        ({"statement": "유출 고객 3,370만 명"}, True),
        ({"status": "unconfirmed"}, True),
        ({"status": "must_not_say"}, True),
        ({"source": "경찰 조사"}, True),
        ({"withdraw": True}, True),
        (None, False),
    ],
)
def test_an_approval_does_not_outlive_its_facts(either: Desk, how: dict[str, Any] | None, void: bool) -> None:
    """Whatever changes of the fact, what is approved and not sent goes back; another fact changes nothing."""
    issue = either.open_issue("유출", "김하나")
    fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    beside = either.note_fact(issue.id, "사고는 11월 3일", "김하나")
    case = approved(either, issue.id, LEAK)
    other = {"statement": "사고는 11월 4일", "instead_of": beside.id}
    given: dict[str, Any] = other if how is None else {"statement": None, "instead_of": fact.id} | how
    either.note_fact(issue.id, by="박두리", **given)
    now = either.store.get(case.id)

    assert (now.state, now.approved_hash is None, now.signatures == ()) == (
        ("in_review", True, True) if void else ("approved", False, False)
    )
    if void:
        assert (now.events[-1].verb, now.events[-1].by) == ("void", "박두리")
        assert fact.id in now.events[-1].reason
    assert [reply.text for reply in either.store.replies(case_id=case.id)] == [LEAK]
    assert either.store.faults() == []


def test_what_was_sent_stays_and_is_listed(either: Desk) -> None:
    """It cannot be taken back: people have to correct it."""
    issue = either.open_issue("유출", "김하나")
    fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    case = approved(either, issue.id, LEAK)
    case = either.decide(case, Decision(verb="record", by="게시자", where="게시판", text=LEAK))
    changed = either.note_fact(issue.id, "유출 고객 9,000명", "박두리", instead_of=fact.id)

    assert either.store.get(case.id) == case
    assert [(use.case, use.kind, use.sentences) for use in either.uses(changed)] == [("c-1", "posted", (LEAK,))]


def test_a_statement_stands_on_facts_too(either: Desk) -> None:
    """The short reply does not give the figure, the statement beside it does."""
    issue = either.open_issue("유출", "김하나")
    fact = either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    case = reviewed(either, issue.id, "입장문을 확인해 주십시오.")
    statement = f"사과드립니다\n\n{LEAK} 현재까지 확인된 것입니다."
    wanted = Decision(verb="approve", by="승인자", statement=statement, reason=REASON)
    case = either.decide(case, wanted)
    assert case.state == "approved"
    assert either.store.replies(issue.id)[0].statement == wanted.statement
    changed = either.note_fact(issue.id, "유출 고객 9,000명", "박두리", instead_of=fact.id)

    assert either.store.get(case.id).state == "in_review"
    assert LEAK in either.uses(changed)[0].sentences


@pytest.mark.parametrize("role", ["staff", "reviewer", "legal", "executive"])
def test_a_fact_is_changed_by_whoever_answers(fresh: Desk, role: Any) -> None:
    """The approval is taken back by the program, whatever the person may do with it."""
    issue = fresh.open_issue("유출", "김하나")
    fact = fresh.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    case = approved(fresh, issue.id, LEAK)
    fresh.note_fact(issue.id, "유출 고객 9,000명", "담당자", instead_of=fact.id, person=person("담당자", role))

    assert fresh.store.get(case.id).state == "in_review"


@pytest.mark.parametrize("roles", [(), ("evaluator",), ("admin",), ("admin", "evaluator")])
def test_others_note_no_facts(fresh: Desk, roles: Any) -> None:
    """Nobody who does not answer for replies changes what they stand on."""
    issue = fresh.open_issue("유출", "김하나")
    with pytest.raises(ReviewError, match="may not note facts"):
        fresh.note_fact(issue.id, "유출 고객 4,500명", "평가자", person=person("평가자", *roles))

    assert fresh.ledger(issue.id).facts == ()


def test_what_may_not_be_said_takes_an_approval_back(either: Desk) -> None:
    """Also where it was approved before anybody said so; what else was approved stands."""
    issue = either.open_issue("유출", "김하나")
    either.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    case = approved(either, issue.id, LEAK)
    other = approved(either, issue.id, UNTIL, "c-2", confirm=("11월 30일",), owners={"": "김하나"})
    either.note_fact(issue.id, "유출 고객 4,500명", "김하나", status="must_not_say")

    assert either.store.get(case.id).state == "in_review"
    assert either.store.get(other.id).state == "approved"


def test_more_cases_than_a_queue_shows(fresh: Desk) -> None:
    """All that stands on a fact is listed, however many there are."""
    issue = fresh.open_issue("유출", "김하나")
    fact = fresh.note_fact(issue.id, "유출 고객 4,500명", "김하나")
    for number in range(205):
        keep(fresh.store, saying(LEAK, f"c-{number}", issue=issue.id))

    assert len(fresh.uses(fact)) == len(fresh.issue_cases(issue.id)) == 205
