"""Decisions on a real store: the way of a case to an approved reply, and every refusal on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from desk.conftest import BROKEN, prepared, slots_of
from pydantic import ValidationError

from playbook.desk import Desk
from playbook.errors import PlaybookError, ReviewError
from playbook.records import Case, Decision, Message
from playbook.review.approvals import anybody, approval_digest
from playbook.testing import a_case, a_draft

from .conftest import REASON, approved, in_review, named, person, saying, told

SORRY = "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오."


def submitted(desk: Desk, **changes: Any) -> Case:
    return desk.decide(prepared(desk), Decision.model_validate({"verb": "submit", "by": "작성자"} | changes))


def test_the_way_to_a_closed_case(either: Desk) -> None:
    """Submitted, returned, filled, submitted, approved, recorded, closed: each step is stored and provable."""
    case = submitted(either)
    case = either.decide(case, Decision(verb="return", by="승인자", reason="창구를 적어 주세요."))
    case = either.decide(case, Decision(verb="edit", by="작성자", slots=slots_of(case, "11월 30일 오전"), version=2))
    case = either.decide(case, Decision(verb="submit", by="작성자"))
    case = either.decide(case, Decision(verb="approve", by="승인자", owners={"": "작성자"}))

    assert case.state == "approved"
    assert case.draft is not None
    assert case.approved_hash == approval_digest(case.channel, case.draft)
    assert "11월 30일 오전" in case.confirmed
    assert [f for f in case.findings if f.level == "error"] == []
    assert [reply.text for reply in either.store.replies(case_id=case.id)] == [case.draft.text]
    case = either.decide(case, Decision(verb="record", by="게시자", where="게시판", text=case.draft.text))
    assert either.store.replies(case_id=case.id)[0].posted == "게시자"
    case = either.decide(case, Decision(verb="close", by="게시자"))
    assert either.store.get(case.id) == case
    verbs = ["submit", "return", "edit", "submit", "approve", "record", "close"]
    assert [event.verb for event in case.events] == verbs
    assert [entry.verb for entry in either.store.entries(case.id)] == verbs
    assert either.store.faults() == []


def test_a_message_that_is_taken_in(drafting: Desk) -> None:
    """It waits for somebody, undrafted; drafting it is a step like any other."""
    either = drafting
    case = either.receive(Message(text=BROKEN, channel="x"), "김하나")
    assert (case.state, case.draft, case.channel) == ("received", None, "x")
    assert either.store.get(case.id) == case
    mine = either.decide(case, Decision(verb="assign", by="김하나", to="박두리"))
    drafted = either.decide(mine, Decision(verb="draft", by="박두리"))

    assert drafted.state == "drafted"
    assert drafted.draft is not None
    assert drafted.assignee == "박두리"
    assert [version.text for version in either.versions(drafted)] == [drafted.draft.text]
    assert [entry.verb for entry in either.store.entries(case.id)] == ["receive", "assign", "draft"]
    with pytest.raises(ReviewError, match="draft is not possible now"):
        either.decide(drafted, Decision(verb="draft", by="박두리"))


def test_every_wording_is_kept(either: Desk) -> None:
    """With who, when and why; a step that changes no word adds none."""
    case = in_review(either, "처음 글입니다.")
    case = either.decide(case, Decision(verb="edit", by="승인자", text="둘째 글입니다.", reason="더 짧게"))
    case = either.decide(case, Decision(verb="assign", by="승인자", to="작성자"))
    case = either.decide(case, Decision(verb="approve", by="승인자", text="셋째 글입니다.", reason="더 바르게"))
    kept = either.versions(case)

    assert [version.text for version in kept] == ["처음 글입니다.", "둘째 글입니다.", "셋째 글입니다."]
    assert [(version.by, version.reason) for version in kept[1:]] == [("승인자", "더 짧게"), ("승인자", "더 바르게")]
    assert kept[-1].digest == case.approved_hash
    assert [reply.text for reply in either.store.replies(case_id=case.id)] == ["셋째 글입니다."]


@pytest.mark.parametrize(
    ("told", "decision"),
    [
        ("still to be filled in", {"by": "승인자"}),
        ("another person", {"by": "작성자"}),
        ("has changed since you opened it", {"by": "승인자", "version": 0}),
        ("has changed since you opened it", {"by": "승인자", "version": 9}),
        ("Say why", {"by": "승인자", "text": SORRY, "reason": ""}),
        ("error", {"by": "승인자", "text": "전액 환불해 드리겠습니다. 고객센터로 연락해 주십시오."}),
        ("error", {"by": "승인자", "text": "7일 안에 답하겠습니다. 고객센터로 연락해 주십시오."}),
        ("error", {"by": "승인자", "text": "본의 아니게 불편을 드렸습니다. 고객센터로 연락해 주십시오."}),
        ("error", {"by": "승인자", "text": "010-1234-5678로 연락드리겠습니다."}),
        ("error", {"by": "승인자", "text": SORRY, "statement": "사과문\n\n[조치]를 하겠습니다."}),
        ("reply is empty", {"by": "승인자", "text": " "}),
    ],
)
def test_an_approval_that_is_refused(fresh: Desk, told: str, decision: dict[str, Any]) -> None:
    """The refusal says why, and the case is stored as it was."""
    case = submitted(fresh)
    with pytest.raises(ReviewError, match=told):
        fresh.decide(case, Decision.model_validate({"verb": "approve", "reason": REASON} | decision))
    assert fresh.store.get(case.id) == case
    assert fresh.store.head()[0] == 1


@pytest.mark.parametrize(
    "decision",
    [
        {"text": SORRY},
        {
            "text": "7일 안에 답하겠습니다. 고객센터로 연락해 주십시오.",
            "confirm": ("7일",),
            "owners": {"7일 안에": "김하나"},
        },
        {
            "text": "전액 환불해 드리겠습니다. 고객센터로 연락해 주십시오.",
            "confirm": ("구매 금액 전액 환불",),
            "owners": {"": "고객지원팀"},
        },
        {"text": "불편을 드려 죄송합니다. [연락 창구]로 연락해 주십시오.", "slots": {"연락 창구": "채널톡"}},
        {"text": "홍보팀 [담당자]입니다. 고객센터로 연락해 주십시오.", "slots": {"담당자": "김민지 과장"}},
        {"text": SORRY, "statement": "사과문\n\n머리 숙여 사과드립니다."},
    ],
)
def test_an_approver_may_finish_the_reply(fresh: Desk, decision: dict[str, Any]) -> None:
    """With words, slots and facts of their own and a reason; the same checks look it over."""
    case = submitted(fresh)
    wanted = {"verb": "approve", "by": "승인자", "reason": REASON} | decision
    done = fresh.decide(case, Decision.model_validate(wanted))

    assert done.state == "approved"
    assert done.draft is not None
    assert done.draft.statement == decision.get("statement", case.draft and case.draft.statement)
    assert fresh.store.get(case.id).approved_hash == done.approved_hash


def test_words_that_name_an_amount_ask_for_its_seat(fresh: Desk) -> None:
    """Also when they come in with the approval itself."""
    case = in_review(fresh, SORRY)
    assert [seat.team for seat in case.seats] == [None]
    text = SORRY + " 5만 원을 드립니다."
    wanted = Decision(verb="approve", by="승인자", text=text, confirm=("5만 원",), reason=REASON)
    reviewer = person("승인자", "reviewer", teams=("pr",))
    with pytest.raises(ReviewError, match="reviewer of team cs"):
        fresh.decide(case, wanted, reviewer)
    assert fresh.decide(case, wanted, reviewer.model_copy(update={"teams": ("cs",)})).state == "approved"


def test_an_edit_after_approval_goes_back_to_review(either: Desk) -> None:
    """To the comma; and what was approved is still there, word for word."""
    case = approved(either, SORRY)
    edited = either.decide(case, Decision(verb="edit", by="승인자", text=SORRY + " ", reason=REASON))

    assert (edited.state, edited.approved_hash, edited.signatures) == ("in_review", None, ())
    assert either.store.get(case.id).approved_hash is None
    assert [reply.text for reply in either.store.replies(case_id=case.id)] == [SORRY]


def test_an_edit_that_changes_nothing_goes_back_too(either: Desk) -> None:
    """Somebody opened it again; it is signed anew."""
    edited = either.decide(approved(either, SORRY), Decision(verb="edit", by="작성자", text=SORRY))

    assert (edited.state, edited.approved_hash, edited.signatures) == ("in_review", None, ())
    assert either.decide(edited, Decision(verb="approve", by="승인자")).state == "approved"


def test_a_stale_copy_cannot_be_written(either: Desk) -> None:
    """Two people hold the same version; the second one has to look again."""
    case = submitted(either)
    either.decide(case, Decision(verb="return", by="승인자", reason="다시 봐 주세요."))
    with pytest.raises(ReviewError, match="has changed since you opened it") as caught:
        either.decide(case, Decision(verb="edit", by="작성자", text="다른 말입니다."))
    assert caught.value.code == "stale"
    assert either.store.get(case.id).state == "returned"


def test_a_double_click_is_one_step(either: Desk) -> None:
    """The second is refused, and nothing is told twice."""
    case = prepared(either)
    either.decide(case, Decision(verb="submit", by="작성자"))
    with pytest.raises(ReviewError):
        either.decide(case, Decision(verb="submit", by="작성자"))
    assert either.store.head()[0] == 1


@pytest.mark.parametrize("verb", ["assign", "escalate", "hand_over", "join", "leave", "comment"])
def test_whoever_edits_is_not_disturbed(either: Desk, verb: Any) -> None:
    """By what others do beside; and what they did stays."""
    issue = either.open_issue("사고", "누군가")
    case = in_review(either, SORRY, issue=issue.id if verb == "leave" else "")
    seen = case
    if verb == "comment":
        either.comment(case, "확인 중입니다.", "누군가")
    elif verb in ("join", "leave"):
        either.join(case, issue.id if verb == "join" else "", "누군가")
    else:
        given = {"assign": {"to": "누군가"}, "hand_over": {"team": "legal"}}.get(verb, {})
        either.decide(case, Decision.model_validate({"verb": verb, "by": "누군가", "reason": REASON} | given))
    edited = either.decide(seen, Decision(verb="edit", by="작성자", text="다른 말입니다."))

    assert edited.draft is not None
    assert edited.draft.text == "다른 말입니다."
    assert edited.assignee == ("누군가" if verb == "assign" else "")
    assert edited.escalated is (verb == "escalate")
    assert edited.handed_to == ("legal" if verb == "hand_over" else None)
    assert edited.issue == (issue.id if verb == "join" else "")
    assert len(either.store.comments(case.id)) == (verb in ("comment", "hand_over"))


def test_a_refused_first_step_stores_nothing(either: Desk) -> None:
    """A case that was never submitted is no case."""
    with pytest.raises(ReviewError, match="not possible now"):
        either.decide(prepared(either), Decision(verb="approve", by="승인자"))
    assert either.store.queue() == []
    assert either.store.head()[0] == 0


@pytest.mark.parametrize(
    "forged",
    [{"state": "in_review", "author": "작성자"}, {"state": "approved"}, {"version": 3}, {"state": "received"}],
)
def test_a_case_that_was_never_kept(fresh: Desk, forged: dict[str, Any]) -> None:
    """Only a fresh draft may begin; whatever else a caller hands in has never been here."""
    case = saying(SORRY, **forged)
    for verb in ("approve", "edit", "record", "assign", "draft"):
        with pytest.raises(ReviewError, match="is not kept here"):
            fresh.decide(case, Decision(verb=verb, by="승인자", where="여기", text=SORRY))
    assert fresh.store.queue() == []


def test_what_a_fresh_draft_claims_counts_for_nothing(fresh: Desk) -> None:
    """Signatures and approval that come with it are gone when it is sent to review."""
    real = approved(fresh, SORRY, "c-real")
    forged = named("c-2", draft=real.draft, signatures=real.signatures, approved_hash=real.approved_hash)
    case = fresh.decide(forged, Decision(verb="submit", by="작성자"))

    assert (case.signatures, case.approved_hash) == ((), None)


def test_what_the_store_has_counts_and_not_what_is_handed_in(fresh: Desk) -> None:
    """A copy that somebody changed changes nothing."""
    case = in_review(fresh, SORRY)
    forged = case.model_copy(update={"author": "누군가", "draft": a_draft("몰래 바꾼 글")})
    with pytest.raises(ReviewError, match="another person"):
        fresh.decide(forged, Decision(verb="approve", by="작성자"))
    assert fresh.decide(forged, Decision(verb="assign", by="누군가", to="누군가")).draft == case.draft


def test_saying_nothing_is_decided_too(either: Desk) -> None:
    """A case without a draft goes the same way, and is closed without having been sent."""
    case = either.decide(prepared(either, kind="abuse", stance="monitor"), Decision(verb="submit", by="작성자"))
    done = either.decide(case, Decision(verb="approve", by="승인자", text="글", slots={"연락 창구": "x"}))

    assert done.draft is None
    assert done.state == "approved"
    assert either.store.replies(case_id=done.id) == []
    assert either.decide(done, Decision(verb="close", by="승인자")).state == "closed"


@pytest.mark.parametrize("by", ["", "   ", "이" * 81])
def test_a_decision_needs_a_name(fresh: Desk, by: str) -> None:
    """A name that can be shown; so does a note."""
    with pytest.raises(ValidationError):
        Decision(verb="submit", by=by)
    case = in_review(fresh, SORRY)
    with pytest.raises(ReviewError, match="Say who it is"):
        fresh.comment(case, "메모", by)
    with pytest.raises(ReviewError, match="Say who it is"):
        fresh.receive(Message(text=BROKEN), by)


def test_nobody_decides_in_the_name_of_another(fresh: Desk) -> None:
    """Whoever is logged in signs with their own name, as it is written in their account."""
    case = in_review(fresh, SORRY)
    with pytest.raises(ReviewError, match="박두리 cannot decide in the name of 이세라"):
        fresh.decide(case, Decision(verb="approve", by="이세라"), anybody("박두리"))
    done = fresh.decide(case, Decision(verb="approve", by="박 두리"), anybody("박두리", "web 127.0.0.1"))

    assert done.signatures[0].by == done.events[-1].by == "박두리"
    assert done.events[-1].source == "web 127.0.0.1"
    assert [entry.source for entry in fresh.store.entries(case.id)] == ["", "web 127.0.0.1"]


def test_who_a_record_is_from(either: Desk) -> None:
    """A text that differs needs a reason; the log says that it differed."""
    case = approved(either, SORRY)
    wanted = Decision(verb="record", by="게시자", where="게시판", text=SORRY + " 덧붙인 말.")
    with pytest.raises(ReviewError, match="is not the approved one"):
        either.decide(case, wanted)
    sent = either.decide(case, wanted.model_copy(update={"reason": "글자 수"}))

    assert sent.sent is not None
    assert not sent.sent.as_approved
    assert sent.approved_hash == case.approved_hash
    assert list(either.store.entries(case.id))[-1].detail["as_approved"] is False
    with pytest.raises(ReviewError, match="edit is not possible now"):
        either.decide(sent, Decision(verb="edit", by="작성자", text="다른 글"))


def test_what_is_reopened_is_approved_anew(either: Desk) -> None:
    """Both replies are kept; the second is what is sent the second time."""
    case = approved(either, SORRY)
    case = either.decide(case, Decision(verb="record", by="게시자", where="게시판", text=SORRY))
    case = either.decide(case, Decision(verb="reopen", by="작성자", reason="고객이 다시 물었습니다."))
    assert (case.state, case.sent, case.signatures) == ("drafted", None, ())
    case = either.decide(case, Decision(verb="submit", by="작성자", text="다시 안내드립니다."))
    case = either.decide(case, Decision(verb="approve", by="승인자"))
    case = either.decide(case, Decision(verb="record", by="게시자", where="게시판", text="다시 안내드립니다."))

    assert [(r.text, r.posted) for r in either.store.replies(case_id=case.id)] == [
        (SORRY, "게시자"), ("다시 안내드립니다.", "게시자"),
    ]  # fmt: skip


def test_a_case_joins_only_an_issue_that_is_there(fresh: Desk) -> None:
    """Whichever way it is asked."""
    case = in_review(fresh, SORRY)
    for to in ("i-none", ""):
        with pytest.raises(ReviewError, match="No issue"):
            fresh.decide(case, Decision(verb="join", by="누군가", to=to))
    assert fresh.store.get(case.id) == case


def test_a_crisis_takes_two_and_no_open_warning(either: Desk) -> None:
    """Both signatures stand on the same words; warnings are mended or set aside before."""
    text = SORRY + " 확인해 볼게요."
    case = in_review(either, text, labels={"severity": 4, "topic": "billing"})
    assert sorted(seat.role for seat in case.seats) == ["executive", "legal"]
    warnings = [finding for finding in case.findings if finding.level == "warning"]
    assert told(case, "register")
    with pytest.raises(ReviewError, match="stand in a grave matter"):
        either.decide(case, Decision(verb="approve", by="임원"), person("임원", "executive"))
    assert case.draft is not None
    which = tuple((f.check, text[f.start : f.end] if f.start is not None else "") for f in warnings)
    case = either.decide(case, Decision(verb="overrule", by="작성자", reason="고객 말투에 맞춤", overrule=which))
    case = either.decide(case, Decision(verb="approve", by="임원"), person("임원", "executive"))
    assert case.state == "in_review"
    case = either.decide(case, Decision(verb="approve", by="법무"), person("법무", "legal", verified=True))

    assert case.state == "approved"
    assert [(s.by, s.verified, s.digest == case.approved_hash) for s in case.signatures] == [
        ("임원", False, True), ("법무", True, True),
    ]  # fmt: skip
    assert either.store.faults() == []


def test_errors_are_ours(fresh: Desk) -> None:
    """Long reasons, odd times and unknown words are refused in one line."""
    case = approved(fresh, SORRY)
    for wrong in (
        {"verb": "record", "text": SORRY, "where": "여기", "sent_at": datetime(2026, 1, 1)},
        {"verb": "record", "text": SORRY, "where": "여기", "sent_at": datetime(2999, 1, 1, tzinfo=UTC)},
        {"verb": "escalate", "reason": "가" * 5001},
        {"verb": "hand_over", "reason": "가" * 5001, "team": "cs"},
        {"verb": "overrule", "reason": REASON},
        {"verb": "mark", "milestone": "closed"},
    ):
        with pytest.raises(PlaybookError) as caught:
            fresh.decide(case, Decision.model_validate({"by": "승인자"} | wrong))
        assert "\n" not in str(caught.value)
    assert fresh.store.get(case.id) == case


def test_a_home_without_cases(either: Desk) -> None:
    """The empty store has nothing and holds."""
    assert (either.store.queue(), either.issues(), either.promises(), either.store.faults()) == ([], [], [], [])
    assert either.store.find(a_case().id) is None
