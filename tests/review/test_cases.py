"""Cases: every step that is allowed, every one that is refused, and what an approval covers."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from playbook.errors import ReviewError
from playbook.records import Case, CaseState, Decision, Finding, Verb
from playbook.review.cases import apply, text_hash
from playbook.testing import MOMENT, a_case, a_draft

from .conftest import CLEAN, ERROR, OPEN, WARNING, after, decision, in_state

STATES: tuple[CaseState, ...] = get_args(CaseState)
VERBS: tuple[Verb, ...] = get_args(Verb)

FOLLOWING: dict[tuple[CaseState, Verb], CaseState] = {
    ("drafted", "submit"): "in_review",
    ("drafted", "edit"): "drafted",
    ("in_review", "edit"): "in_review",
    ("in_review", "approve"): "approved",
    ("in_review", "return"): "returned",
    ("in_review", "reject"): "rejected",
    ("returned", "submit"): "in_review",
    ("returned", "edit"): "returned",
    ("approved", "edit"): "in_review",
    ("approved", "return"): "returned",
}


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state in STATES for verb in VERBS])
def test_what_may_follow_what(state: CaseState, verb: Verb) -> None:
    """Ten of the twenty-five steps exist; the others say what is possible instead, and change nothing."""
    case = in_state(state)
    if (state, verb) in FOLLOWING:
        assert after(case, verb, "승인자").state == FOLLOWING[state, verb]
        return
    possible = [v for s, v in FOLLOWING if s == state]
    with pytest.raises(ReviewError, match=f"is {state}; {verb} is not possible now") as caught:
        after(case, verb, "승인자")
    assert all(v in str(caught.value) for v in possible or ["only nothing"])


@pytest.mark.parametrize("state", STATES)
def test_a_rejected_case_stays_so(state: CaseState) -> None:
    """From every other state something can still be done."""
    assert any(s == state for s, _ in FOLLOWING) is (state != "rejected")


@pytest.mark.parametrize(
    "by", ["작성자", " 작성자 ", "작 성자", unicodedata.normalize("NFD", "작성자"), "작성자\u200b"]
)
def test_the_author_cannot_approve(by: str) -> None:
    """However the name is typed."""
    with pytest.raises(ReviewError, match="another person has to"):
        after(in_state("in_review"), "approve", by)


def test_capitals_do_not_make_another_person() -> None:
    """Kim is kim."""
    case = after(a_case(), "submit", "Kim Minji")
    with pytest.raises(ReviewError, match="another person has to"):
        after(case, "approve", "kim minji")


@pytest.mark.parametrize("by", ["승인자", "작성자2", "작성", "Author"])
def test_another_person_can_approve(by: str) -> None:
    """A name that only begins alike is another one."""
    assert after(in_state("in_review"), "approve", by).state == "approved"


def test_who_submits_again_becomes_the_author() -> None:
    """The one who takes the case over answers for it."""
    case = after(in_state("returned"), "submit", "후임자")

    assert case.author == "후임자"
    with pytest.raises(ReviewError, match="another person has to"):
        after(case, "approve", "후임자")


@pytest.mark.parametrize("verb", ["edit", "return", "approve"])
def test_only_submitting_makes_an_author(verb: Verb) -> None:
    """Whoever edits, returns or approves is not the one who sent it."""
    assert after(in_state("in_review"), verb, "승인자").author == "작성자"


@pytest.mark.parametrize(
    ("told", "draft", "findings"),
    [
        ("연락 창구", OPEN, ()),
        ("1 error", CLEAN, (ERROR,)),
        ("2 error", CLEAN, (ERROR, WARNING, ERROR)),
        ("연락 창구", OPEN, (ERROR,)),
    ],
)
def test_an_unfinished_reply_is_not_approved(told: str, draft: Any, findings: tuple[Finding, ...]) -> None:
    """A slot or an error stands in the way, and the refusal names it."""
    with pytest.raises(ReviewError, match=told):
        after(in_state("in_review"), "approve", "승인자", draft, findings)


@pytest.mark.parametrize(
    ("draft", "findings"),
    [(CLEAN, ()), (CLEAN, (WARNING,)), (CLEAN, (WARNING.model_copy(update={"level": "note"}),)), (None, ())],
)
def test_a_finished_reply_is_approved(draft: Any, findings: tuple[Finding, ...]) -> None:
    """Warnings ask for a look and block nothing; so does having nothing to say."""
    assert after(in_state("in_review"), "approve", "승인자", draft, findings).state == "approved"


@pytest.mark.parametrize("verb", ["submit", "edit"])
def test_an_unfinished_reply_can_be_worked_on(verb: Verb) -> None:
    """Slots and errors are no hindrance before approval."""
    case = after(a_case(), verb, draft=OPEN, findings=(ERROR,))

    assert case.draft == OPEN
    assert case.findings == (ERROR,)


@pytest.mark.parametrize("verb", ["return", "reject"])
@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_refusal_needs_a_reason(verb: Verb, reason: str) -> None:
    """Blanks are none."""
    with pytest.raises(ReviewError, match="needs a reason"):
        after(in_state("in_review"), verb, "승인자", reason=reason)


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_the_author_gets_the_reason(state: CaseState) -> None:
    """It stands in the last event, without blanks around it."""
    case = after(in_state(state), "return", "승인자", reason="  날짜를 확인해 주세요. ")

    assert case.events[-1].reason == "날짜를 확인해 주세요."
    assert case.events[-1].by == "승인자"


@pytest.mark.parametrize("state", ["drafted", "in_review", "returned", "approved"])
@pytest.mark.parametrize("off", [-1, 1, 5])
def test_a_decision_on_another_version_is_refused(state: CaseState, off: int) -> None:
    """Somebody else was faster; the refusal names both versions."""
    case = in_state(state)
    if case.version + off < 0:
        off = 1
    with pytest.raises(ReviewError, match=f"version {case.version + off}, now {case.version}"):
        after(case, "edit", version=case.version + off)


@pytest.mark.parametrize("version", [None, 1])
def test_a_decision_on_this_version_is_taken(version: int | None) -> None:
    """So is one that names none."""
    assert after(in_state("in_review"), "approve", "승인자", version=version).version == 2


def test_approval_covers_channel_and_text() -> None:
    """The hash is of both, and only an approved case has one."""
    case = in_state("approved")

    assert case.approved_hash == text_hash(case.channel, CLEAN.text)
    assert text_hash("x", "글") != text_hash("email", "글")
    assert text_hash("x", "글") != text_hash("x", "글.")
    assert {in_state(s).approved_hash for s in STATES if s != "approved"} == {None}


@pytest.mark.parametrize(("verb", "state"), [("edit", "in_review"), ("return", "returned")])
def test_a_change_voids_the_approval(verb: Verb, state: CaseState) -> None:
    """An edit goes back to review, also one that changes nothing."""
    case = after(in_state("approved"), verb, "누군가", a_draft("다른 말입니다."))

    assert case.state == state
    assert case.approved_hash is None
    assert after(in_state("approved"), "edit", "누군가").approved_hash is None


def test_a_voided_approval_has_to_be_given_anew() -> None:
    """And covers the new words."""
    edited = after(in_state("approved"), "edit", "누군가", a_draft("다른 말입니다."))
    again = after(edited, "approve", "승인자", a_draft("다른 말입니다."))

    assert again.approved_hash == text_hash(again.channel, "다른 말입니다.")


def test_facts_that_people_vouch_for_are_kept() -> None:
    """Filled slots and confirmed statements, each once, in the order in which they came; blanks are none."""
    case = after(a_case(), "edit", slots={"연락 창구": "고객센터", "답변 기한": " "}, confirm=("11월 30일",))
    case = after(case, "submit", confirm=("고객센터", "320명", ""))

    assert case.confirmed == ("고객센터", "11월 30일", "320명")


def test_a_refused_decision_changes_nothing() -> None:
    """The case is as it was, to the last field."""
    case = in_state("in_review")
    before = case.model_dump()
    for wrong in (decision("approve"), decision("submit"), decision("reject", reason=""), decision("edit", version=7)):
        with pytest.raises(ReviewError):
            apply(case, wrong, CLEAN, (), MOMENT)

    assert case.model_dump() == before


class Review(RuleBasedStateMachine):
    """People decide at random; whatever happens, what approval promises holds."""

    people = st.sampled_from(["가람", "나래", "다솜"])
    texts = st.sampled_from(["사과드립니다.", "확인하고 있습니다.", "[연락 창구]로 연락해 주십시오."])

    @initialize()
    def begin(self) -> None:
        self.case: Case = a_case()
        self.before: list[Case] = [self.case]

    @rule(
        verb=st.sampled_from(VERBS),
        by=people,
        text=texts,
        wrong=st.booleans(),
        reason=st.sampled_from(["", "다시 보세요"]),
        version=st.one_of(st.none(), st.integers(0, 6)),
    )
    def decide(self, verb: Verb, by: str, text: str, wrong: bool, reason: str, version: int | None) -> None:
        draft = a_draft(text, slots=OPEN.slots if "[" in text else ())
        findings = (ERROR,) if wrong else (WARNING,)
        wanted = Decision(verb=verb, by=by, reason=reason, version=version)
        allowed = (
            (self.case.state, verb) in FOLLOWING
            and version in (None, self.case.version)
            and (verb not in ("return", "reject") or bool(reason))
            and (verb != "approve" or (by != self.case.author and not wrong and not draft.slots))
        )
        now = MOMENT + timedelta(minutes=len(self.before))
        if not allowed:
            with pytest.raises(ReviewError):
                apply(self.case, wanted, draft, findings, now)
            return
        self.case = apply(self.case, wanted, draft, findings, now)
        self.before.append(self.case)

    @invariant()
    def an_approval_covers_what_stands_there(self) -> None:
        draft = self.case.draft
        assert draft is not None
        if self.case.state == "approved":
            assert self.case.approved_hash == text_hash(self.case.channel, draft.text)
            assert self.case.events[-1].verb == "approve"
            assert self.case.events[-1].by != self.case.author
            assert not draft.slots
            assert not [f for f in self.case.findings if f.level == "error"]
        else:
            assert self.case.approved_hash is None

    @invariant()
    def every_change_is_told(self) -> None:
        assert self.case.version == len(self.case.events) == len(self.before) - 1
        assert all(after.events[:-1] == before.events for before, after in pairwise(self.before))
        assert all(e.text_hash for e in self.case.events)

    @invariant()
    def the_message_is_never_touched(self) -> None:
        first = self.before[0]
        assert (self.case.id, self.case.message, self.case.triage) == (first.id, first.message, first.triage)


TestReview = Review.TestCase
TestReview.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
