"""Cases: every step that is allowed, every one that is refused, and to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest

from playbook.errors import ReviewError
from playbook.records import Case, CaseState, Decision, Finding, Role, Verb
from playbook.review.approvals import Board, approval_digest
from playbook.review.cases import apply
from playbook.review.steps import BESIDE, GRANTED, OPEN, REASONED, TRANSITIONS
from playbook.review.wordings import wording_of
from playbook.testing import MOMENT, a_case, a_draft

from .conftest import CLEAN, ERROR, ONE, TWO, WARNING, after, decision, in_state, person
from .conftest import OPEN as UNFILLED

STATES: tuple[CaseState, ...] = get_args(CaseState)
VERBS: tuple[Verb, ...] = get_args(Verb)
ROLES: tuple[Role, ...] = get_args(Role)


def before(verb: Verb) -> CaseState:
    """A state in which a step is possible."""
    return "sent" if verb == "close" else next(state for state, following in TRANSITIONS if following == verb)


def overruling(verb: Verb) -> dict[str, Any]:
    """What a step needs so that nothing but state and role can stand in its way."""
    return {"findings": (WARNING,), "overrule": (("register", ""),)} if verb == "overrule" else {}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_what_may_follow_what(state: CaseState, verb: Verb) -> None:
    """Each step leads where it should; the others say what is possible instead, and change nothing."""
    case = in_state(state)
    case = case.model_copy(update={"milestones": {}})
    if (state, verb) in TRANSITIONS:
        if (state, verb) == ("approved", "close"):  # only what stays silent is closed without having been sent
            with pytest.raises(ReviewError, match="record that it was sent"):
                after(case, verb, "승인자")
            case = case.model_copy(update={"draft": None})
            assert after(case, verb, "승인자", draft=None).state == "closed"
            return
        assert after(case, verb, "승인자", **overruling(verb)).state == TRANSITIONS[state, verb]
        return
    possible = [v for s, v in TRANSITIONS if s == state and v != "void"]
    with pytest.raises(ReviewError, match=f"is {state}; {verb} is not possible now") as caught:
        after(case, verb, "승인자")
    assert all(v in str(caught.value) for v in possible)
    assert "void" not in str(caught.value).partition("only")[2]
    assert caught.value.code == "not_now"


FOLLOWING: dict[CaseState, set[str]] = {
    "received": {"draft", "withdraw"},
    "drafted": {"edit", "submit", "withdraw"},
    "in_review": {"edit", "overrule", "approve", "return", "reject", "withdraw"},
    "returned": {"edit", "submit", "withdraw"},
    "approved": {"edit", "return", "void", "record", "close", "withdraw"},
    "sent": {"close", "reopen"},
    "rejected": {"close", "reopen"},
    "withdrawn": {"reopen", "erase"},
    "closed": {"reopen", "erase"},
}


@pytest.mark.parametrize("state", STATES)
def test_the_steps_from_a_state(state: CaseState) -> None:
    """Nobody approves what is not in review, nothing that has been sent is edited, what is over is only reopened."""
    steps = {verb for s, verb in TRANSITIONS if s == state}

    assert steps - (BESIDE - {"erase"}) == FOLLOWING[state]
    assert (steps & BESIDE - {"erase"} == BESIDE - {"erase"}) is (state in OPEN)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_do_what(verb: Verb, role: Role) -> None:
    """A step is open to the roles that it is granted to, and to nobody else."""
    state = before(verb)
    case = in_state(state).model_copy(update={"milestones": {}})
    if role in GRANTED[verb]:
        seats = (ONE[0].model_copy(update={"role": role}),)
        assert after(case, verb, person("누군가", role), seats=seats, **overruling(verb)).version == case.version + 1
        return
    with pytest.raises(ReviewError, match=f"누군가 may not {verb}") as caught:
        after(case, verb, person("누군가", role))
    assert all(granted in str(caught.value) for granted in GRANTED[verb])


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_granted_means_no(verb: Verb) -> None:
    """Whoever has no role may do nothing."""
    state = before(verb)
    with pytest.raises(ReviewError, match="may not"):
        after(in_state(state), verb, person("누군가"))


def test_who_writes_and_who_signs() -> None:
    """Staff write and do not sign, the evaluator and the admin do neither, only admin and legal erase."""
    assert {verb for verb in VERBS if "staff" not in GRANTED[verb]} == {"approve", "return", "reject", "erase"}
    assert {verb for verb in VERBS if "evaluator" in GRANTED[verb]} == set()
    assert {verb for verb in VERBS if "admin" in GRANTED[verb]} == {"erase"}
    assert set(GRANTED) == set(VERBS)


def test_who_submits_again_becomes_the_author() -> None:
    """The one who takes the case over answers for it."""
    case = after(in_state("returned"), "submit", "후임자")

    assert case.author == "후임자"
    with pytest.raises(ReviewError, match="another person has to"):
        after(case, "approve", "후임자")


@pytest.mark.parametrize("verb", ["edit", "return", "approve", "assign", "escalate"])
def test_only_submitting_makes_an_author(verb: Verb) -> None:
    """Whoever edits, returns or approves is not the one who sent it."""
    assert after(in_state("in_review"), verb, "승인자").author == "작성자"


@pytest.mark.parametrize("verb", ["submit", "edit"])
def test_an_unfinished_reply_can_be_worked_on(verb: Verb) -> None:
    """Slots and errors are no hindrance before approval."""
    case = after(a_case(), verb, draft=UNFILLED, findings=(ERROR,))

    assert case.draft == UNFILLED
    assert case.findings == (ERROR,)


@pytest.mark.parametrize("verb", sorted(REASONED))
@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_what_others_have_to_act_on_needs_a_reason(verb: Verb, reason: str) -> None:
    """Blanks are none."""
    state = before(verb)
    with pytest.raises(ReviewError, match="needs a reason"):
        after(in_state(state), verb, "승인자", reason=reason, **overruling(verb))


@pytest.mark.parametrize("verb", sorted(set(VERBS) - REASONED))
def test_other_steps_need_no_reason(verb: Verb) -> None:
    """As long as they change nobody's words."""
    state = before(verb)
    case = in_state(state).model_copy(update={"milestones": {}})

    assert after(case, verb, "승인자", reason="").version == case.version + 1


@pytest.mark.parametrize("verb", ["edit", "approve"])
def test_changing_the_words_of_another_needs_a_reason(verb: Verb) -> None:
    """The author has to learn why; the author's own changes need none."""
    other = a_draft("다른 말입니다.")
    with pytest.raises(ReviewError, match="changing what 작성자 wrote"):
        after(in_state("in_review"), verb, "승인자", other, reason=" ")
    assert after(in_state("in_review"), verb, "승인자", other).draft == other
    assert after(in_state("in_review"), "edit", "작성자", other, reason="").draft == other


@pytest.mark.parametrize(("most", "beside"), [(5000, {}), (500, {"overrule": (("register", ""),)})])
def test_a_reason_ends_somewhere(most: int, beside: dict[str, Any]) -> None:
    """The refusal says where."""
    case = in_state("in_review")
    assert after(case, "edit", findings=(WARNING,), reason="가" * most, **beside).version == 2
    with pytest.raises(ReviewError, match=f"at most {most:,} characters here, not {most + 1:,}"):
        after(case, "edit", findings=(WARNING,), reason="가" * (most + 1), **beside)


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


@pytest.mark.parametrize("beside", sorted(BESIDE - {"erase"}))
def test_what_happens_beside_disturbs_nobody(beside: Verb) -> None:
    """Whoever is editing goes on; whoever does something beside never has to look again."""
    case = in_state("in_review")
    busy = after(case, beside, "누군가")

    assert after(busy, "edit", version=case.version).version == 3
    edited = after(case, "edit", draft=a_draft("다른 말입니다."))
    assert after(edited, beside, "누군가", draft=edited.draft, version=case.version).draft == edited.draft


def test_the_first_signature_does_not_disturb_the_second() -> None:
    """Nor does an assignment before it; other words do."""
    case = in_state("in_review", TWO)
    seen = case.version
    case = after(case, "assign", "누군가", seats=TWO, to="누군가")
    first = after(case, "approve", "하나", seats=TWO, version=seen)

    assert after(first, "approve", "둘", seats=TWO, version=seen).state == "approved"
    reworded = after(case, "approve", "하나", a_draft("다른 말입니다."), seats=TWO, version=seen)
    with pytest.raises(ReviewError, match="has changed since"):
        after(reworded, "approve", "둘", a_draft("다른 말입니다."), seats=TWO, version=seen)


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
            apply(case, wrong, CLEAN, (), MOMENT, Board(person=person("작성자", *ROLES), seats=ONE))

    assert case.model_dump() == before


@pytest.mark.parametrize(
    ("told", "changes"),
    [
        ("Say where it went out", {"where": " "}),
        ("Say where it went out", {"text": "  "}),
        ("Say where it went out", {"text": None}),
        ("is not the approved one", {"text": "다른 글", "reason": ""}),
        ("still to come", {"sent_at": MOMENT + timedelta(seconds=1)}),
        ("in which zone", {"sent_at": MOMENT.replace(tzinfo=None)}),
    ],
)
def test_a_record_of_sending_that_is_refused(told: str, changes: dict[str, Any]) -> None:
    """It says where, when and what, truthfully."""
    with pytest.raises(ReviewError, match=told):
        after(in_state("approved"), "record", **changes)


def test_silence_is_not_sent() -> None:
    """There was nothing."""
    silent = a_case(stance="monitor")
    for verb, by in (("submit", "작성자"), ("approve", "승인자")):
        silent = after(silent, verb, by, None)
    with pytest.raises(ReviewError, match="decided to stay silent"):
        after(silent, "record", draft=None)


@pytest.mark.parametrize(
    ("same", "text"),
    [
        (True, CLEAN.text),
        (True, f"\n{CLEAN.text.replace(' ', '  ')} "),
        (False, CLEAN.text + "!"),
        (False, "전혀 다른 글"),
    ],
)
def test_what_was_sent_is_compared_with_what_was_approved(same: bool, text: str) -> None:
    """Blanks aside; both are kept, and the time is the one that is given."""
    early = MOMENT - timedelta(hours=1)
    case = after(in_state("approved"), "record", "누군가", text=text, sent_at=early)

    assert case.sent is not None
    assert (case.sent.as_approved, case.sent.text, case.sent.at, case.sent.by) == (same, text.strip(), early, "누군가")
    assert case.draft == CLEAN
    assert case.milestones["responded"] == early


def test_the_steps_of_handling_a_complaint() -> None:
    """Each is reached once; what is reopened is answered and closed anew."""
    case = in_state("closed")
    assert set(case.milestones) == {"received", "assessed", "acknowledged", "responded", "closed"}
    again = after(case, "reopen", "누군가")
    assert set(again.milestones) == {"received", "assessed", "acknowledged"}
    assert again.sent is None
    marked = after(again, "mark", milestone="investigated")
    assert marked.milestones["investigated"] == MOMENT
    with pytest.raises(ReviewError, match="was marked investigated before"):
        after(marked, "mark", milestone="investigated")
    with pytest.raises(ReviewError, match="marked by hand"):
        after(marked, "mark", milestone="closed")


def test_a_department_is_named_to_hand_over() -> None:
    """And has it until it comes into review."""
    with pytest.raises(ReviewError, match="which department"):
        after(a_case(), "hand_over", team=None)
    handed = after(a_case(), "hand_over", team="legal")

    assert (handed.handed_to, handed.state) == ("legal", "drafted")
    assert after(handed, "submit").handed_to is None


@pytest.mark.parametrize(("verb", "state"), [("submit", "drafted"), ("edit", "approved"), ("void", "approved")])
def test_clocks_count_from_when_it_came_into_review(verb: Verb, state: CaseState) -> None:
    """Also the second time; what is done in review starts nothing anew."""
    later = MOMENT + timedelta(hours=2)
    case = after(in_state(state), verb, now=later)

    assert (case.state, case.submitted_at) == ("in_review", later)
    assert after(case, "edit", now=later + timedelta(hours=1)).submitted_at == later


@pytest.mark.parametrize("verb", VERBS)
def test_every_change_is_told(verb: Verb) -> None:
    """One event more, one version more, and everything before it as it was."""
    state = before(verb)
    first: Case = in_state(state).model_copy(update={"milestones": {}})
    case = after(first, verb, "누군가", **overruling(verb))

    assert case.version == first.version + 1
    assert case.events[:-1] == first.events
    assert (case.events[-1].verb, case.events[-1].by) == (verb, "누군가")
    assert case.events[-1].text_hash == approval_digest(case.channel, case.draft)
    assert (case.id, case.message, case.triage) == (first.id, first.message, first.triage)


@pytest.mark.parametrize(
    ("new", "draft"),
    [(False, CLEAN), (True, a_draft("다른 말입니다.")), (True, CLEAN.model_copy(update={"statement": "입장문"}))],
)
def test_a_wording_is_kept_when_it_is_new(new: bool, draft: Any) -> None:
    """Text or statement; the first one always."""
    case = in_state("in_review")
    wanted = decision("edit")
    changed = wording_of(case, after(case, "edit", draft=draft), wanted, MOMENT)

    assert (changed is not None) is new
    first = wording_of(a_case(), after(a_case(), "submit"), Decision(verb="submit", by="작성자"), MOMENT)
    assert first is not None
    assert (first.text, first.version, first.by) == (CLEAN.text, 1, "작성자")


def test_findings_of_the_new_words_take_the_place_of_the_old() -> None:
    """Nothing of an earlier look stays."""
    found = (Finding(check="length", level="note", message="길이"),)

    assert after(after(a_case(), "edit", findings=(ERROR, WARNING)), "edit", findings=found).findings == found
