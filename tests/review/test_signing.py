"""Signatures: whose they are, what they are on, who signs in whose place, and what may not be signed at all."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest

from playbook.errors import ReviewError
from playbook.records import Case, CaseState, Finding, Person, Seat, Verb
from playbook.review.approvals import Board, approval_digest, fits, open_seats, principals, signable
from playbook.testing import MOMENT, a_case, a_draft

from .conftest import CLEAN, ERROR, ONE, OPEN, TWO, WARNING, after, in_state, person

CEO = (Seat(role="executive", ceo=True, because="approval.ceo"), Seat(role="reviewer", because="approval.ceo"))
TEAM = (Seat(role="reviewer", team="cs", because="approval.amount"),)
CHIEF = person("대표", "executive", ceo=True)
EXECUTIVE = person("임원", "executive")
LAWYER = person("법무", "legal")
OTHER = a_draft("다른 말입니다.")


def signers(case: Case) -> list[tuple[str, str]]:
    return [(each.seat.role, each.by) for each in case.signatures]


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


@pytest.mark.parametrize("first", [EXECUTIVE, LAWYER])
def test_all_seats_have_to_be_signed(first: Person) -> None:
    """In any order; until then nothing is approved."""
    second = LAWYER if first is EXECUTIVE else EXECUTIVE
    case = after(in_state("in_review", TWO), "approve", first, seats=TWO)

    assert (case.state, case.approved_hash) == ("in_review", None)
    assert open_seats(case) == [seat for seat in TWO if seat.role not in first.roles]
    done = after(case, "approve", second, seats=TWO)
    assert done.state == "approved"
    assert {each.digest for each in done.signatures} == {done.approved_hash} == {approval_digest(case.channel, CLEAN)}
    assert sorted(signers(done)) == [("executive", "임원"), ("legal", "법무")]


def test_one_person_gives_one_signature() -> None:
    """Whatever roles they have, and however they type their name."""
    both = person("둘다", "executive", "legal")
    case = after(in_state("in_review", TWO), "approve", both, seats=TWO)
    with pytest.raises(ReviewError, match="has signed this wording already"):
        after(case, "approve", both.model_copy(update={"name": "둘 다"}), seats=TWO)


@pytest.mark.parametrize(
    ("told", "who", "seats"),
    [
        ("it needs executive and legal", person("검토", "reviewer"), TWO),
        ("it needs legal", EXECUTIVE, TWO[1:]),
        ("it needs reviewer of team cs", person("검토", "reviewer", teams=("pr",)), TEAM),
        ("it needs reviewer of team cs", LAWYER, TEAM),
        ("the chief executive in person", EXECUTIVE, CEO[:1]),
        ("it needs reviewer", LAWYER, ONE),
    ],
)
def test_a_seat_that_is_not_theirs(told: str, who: Person, seats: tuple[Seat, ...]) -> None:
    """The refusal says whose it is."""
    with pytest.raises(ReviewError, match=told):
        after(in_state("in_review", seats), "approve", who, seats=seats)


@pytest.mark.parametrize(
    ("who", "seats"),
    [
        (EXECUTIVE, ONE),
        (EXECUTIVE, TEAM),
        (CHIEF, CEO[:1]),
        (CHIEF, ONE),
        (person("검토", "reviewer", teams=("cs",)), TEAM),
        (LAWYER, TWO[1:]),
    ],
)
def test_a_seat_that_is_theirs(who: Person, seats: tuple[Seat, ...]) -> None:
    """An executive may also review, the chief executive is one."""
    assert after(in_state("in_review", seats), "approve", who, seats=seats).state == "approved"


@pytest.mark.parametrize(
    ("minutes", "after_minutes", "may"),
    [(0, 15, False), (14, 15, False), (15, 15, True), (60, 15, True), (0, 0, True)],
)
def test_when_a_deputy_may_sign(minutes: int, after_minutes: int, may: bool) -> None:
    """Not before the time of the rules has gone by since it came into review."""
    boss = person("임원", "executive", deputy="대 리")
    deputy = person("대리", "staff")
    now = MOMENT + timedelta(minutes=minutes)

    found = principals(deputy, [boss, deputy, LAWYER], MOMENT, after_minutes, now)
    assert found == ((boss,) if may else ())
    assert principals(deputy, [boss, deputy], None, 0, now) == ()
    assert principals(LAWYER, [boss, deputy], MOMENT, 0, now) == ()


def test_a_deputy_signs_instead_of_somebody() -> None:
    """The signature says for whom."""
    deputy = person("대리", "reviewer")
    case = after(in_state("in_review", TWO), "approve", deputy, seats=TWO, principals=(EXECUTIVE,))

    assert [(each.by, each.instead_of, each.seat.role) for each in case.signatures] == [("대리", "임원", "executive")]
    assert after(case, "approve", LAWYER, seats=TWO).state == "approved"


def test_ones_own_seat_comes_before_that_of_another() -> None:
    """Whoever may sign in their own right does."""
    case = after(in_state("in_review", TWO), "approve", LAWYER, seats=TWO, principals=(EXECUTIVE,))

    assert [(each.by, each.instead_of) for each in case.signatures] == [("법무", "")]


@pytest.mark.parametrize(
    ("told", "who", "seats", "instead"),
    [
        ("another person has to", person("작성자", "reviewer"), TWO, (EXECUTIVE,)),
        ("cannot sign this", person("대리", "reviewer"), TWO, (person("작성자", "executive"),)),
        ("chief executive in person", person("대리", "legal"), CEO[:1], (CHIEF,)),
        ("cannot sign this", person("대리", "reviewer"), TWO[1:], (EXECUTIVE,)),
        ("cannot sign this", person("대리", "reviewer"), TWO, ()),
        ("may not approve", person("대리", "staff"), TWO, (EXECUTIVE,)),
    ],
)
def test_a_deputy_who_may_not(told: str, who: Person, seats: tuple[Seat, ...], instead: tuple[Person, ...]) -> None:
    """Neither the author, nor for the author, nor for the chief executive, nor for more than the other could."""
    with pytest.raises(ReviewError, match=told):
        after(in_state("in_review", seats), "approve", who, seats=seats, principals=instead)


def test_nobody_counts_twice() -> None:
    """Who has signed is not represented as well, and who is represented does not sign as well."""
    both = person("둘다", "executive", "legal")
    first = after(in_state("in_review", TWO), "approve", both, seats=TWO)
    with pytest.raises(ReviewError, match="cannot sign this"):
        after(first, "approve", person("대리", "reviewer"), seats=TWO, principals=(both,))
    first = after(in_state("in_review", TWO), "approve", person("대리", "reviewer"), seats=TWO, principals=(both,))
    with pytest.raises(ReviewError, match="has signed this wording already"):
        after(first, "approve", both, seats=TWO)


@pytest.mark.parametrize(
    ("begun", "verb", "state"),
    [
        ("in_review", "edit", "in_review"),
        ("in_review", "return", "returned"),
        ("in_review", "reject", "rejected"),
        ("in_review", "withdraw", "withdrawn"),
        ("approved", "edit", "in_review"),
        ("approved", "return", "returned"),
        ("approved", "withdraw", "withdrawn"),
    ],
)
def test_a_change_voids_signatures(begun: CaseState, verb: Verb, state: CaseState) -> None:
    """An edit goes back to review, also one that changes no letter."""
    first = after(in_state("in_review", TWO), "approve", EXECUTIVE, seats=TWO)
    case = first if begun == "in_review" else after(first, "approve", LAWYER, seats=TWO)
    changed = after(case, verb, "작성자", seats=TWO)

    assert (changed.state, changed.signatures, changed.approved_hash) == (state, (), None)


def test_a_fact_that_changes_voids_signatures() -> None:
    """The program does this, and the reply has to be signed anew."""
    case = after(in_state("approved"), "void", "김하나")

    assert (case.state, case.signatures, case.approved_hash) == ("in_review", (), None)
    assert after(case, "approve", "승인자").state == "approved"


@pytest.mark.parametrize("verb", ["assign", "escalate", "hand_over", "mark", "join", "leave"])
@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_what_happens_beside_keeps_signatures(verb: Verb, state: CaseState) -> None:
    """They stand on the words, which are the same."""
    first = after(in_state("in_review", TWO), "approve", EXECUTIVE, seats=TWO)
    case = first if state == "in_review" else after(first, "approve", LAWYER, seats=TWO)
    case = case.model_copy(update={"milestones": {}})
    later = after(case, verb, "누군가", seats=TWO)

    assert (later.signatures, later.approved_hash) == (case.signatures, case.approved_hash)


def test_whoever_changes_words_while_signing_signs_alone() -> None:
    """Earlier signatures were on other words."""
    first = after(in_state("in_review", TWO), "approve", EXECUTIVE, seats=TWO)
    second = after(first, "approve", LAWYER, OTHER, seats=TWO)

    assert (second.state, signers(second)) == ("in_review", [("legal", "법무")])
    assert after(second, "approve", EXECUTIVE, OTHER, seats=TWO).state == "approved"


def test_words_that_need_more_signatures_get_them() -> None:
    """Also when they come in with an approval: what is asked for follows the words that are signed."""
    case = after(in_state("in_review", ONE), "approve", "승인자", OTHER, seats=TWO)

    assert (case.state, case.seats, len(case.signatures)) == ("in_review", TWO, 1)


def test_rules_that_change_ask_anew() -> None:
    """A signature for a seat that is not asked for any more does not count for another."""
    first = after(in_state("in_review", TWO), "approve", EXECUTIVE, seats=TWO)
    case = after(first, "assign", seats=ONE, to="누군가")

    assert (case.seats, case.signatures) == (ONE, ())


def test_a_case_of_before_seats_can_be_approved() -> None:
    """It came into review when nobody wrote down who has to sign."""
    case = in_state("in_review").model_copy(update={"seats": ()})

    assert after(case, "approve", "승인자").state == "approved"


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


def test_only_an_approved_case_has_what_was_approved() -> None:
    """And keeps it when it is sent and closed."""
    states: tuple[CaseState, ...] = ("drafted", "in_review", "returned", "rejected", "withdrawn")
    digest = approval_digest("web_form", CLEAN)

    assert {in_state(state).approved_hash for state in states} == {None}
    assert {in_state(state).approved_hash for state in ("approved", "sent", "closed")} == {digest}
    assert after(in_state("closed"), "reopen").approved_hash is None


@pytest.mark.parametrize(("may", "roles"), [(True, ("executive",)), (True, ("reviewer",)), (False, ("staff",)),
                                            (False, ("admin",)), (False, ("evaluator",)), (False, ())])  # fmt: skip
def test_who_fits_a_routine_seat(may: bool, roles: Any) -> None:
    """Reviewers and executives."""
    assert fits(person("누군가", *roles), ONE[0]) is may


BOTH = person("둘다", "executive", "legal")
PRIVACY = (
    Seat(role="reviewer", team="security", because="approval.privacy"),
    Seat(role="reviewer", team="cs", because="approval.amount"),
)
OFFICER = person("담당", "reviewer", teams=("security", "cs"))


@pytest.mark.parametrize(
    ("who", "seats", "wanted", "signed"),
    [
        (BOTH, TWO, "", "executive"),
        (BOTH, TWO, "executive", "executive"),
        (BOTH, TWO, " legal ", "legal"),
        (BOTH, TWO, "approval.crisis", "executive"),
        (LAWYER, TWO, "legal", "legal"),
        (OFFICER, PRIVACY, "", "approval.privacy"),
        (OFFICER, PRIVACY, "approval.amount", "approval.amount"),
        (EXECUTIVE, ONE, "reviewer", "reviewer"),
    ],
)
def test_a_person_chooses_their_seat(who: Person, seats: tuple[Seat, ...], wanted: str, signed: str) -> None:
    """By role or by rule; the first that is theirs where they say nothing."""
    case = after(in_state("in_review", seats), "approve", who, seats=seats, seat=wanted)

    (signature,) = case.signatures
    assert signed in (signature.seat.role, signature.seat.because)


@pytest.mark.parametrize(
    ("who", "seats", "wanted", "told"),
    [
        (BOTH, TWO, "reviewer", "Nobody has to sign as reviewer here; 둘다 may sign as executive or legal"),
        (BOTH, TWO, "Legal", "Nobody has to sign as Legal"),
        (BOTH, TWO, "approval.none", "may sign as executive or legal"),
        (EXECUTIVE, TWO, "legal", "임원 cannot sign this as legal; it needs executive and legal"),
        (LAWYER, ONE, "legal", "법무 cannot sign this as legal; it needs reviewer"),
        (OFFICER, PRIVACY, "legal", "may sign as reviewer"),
    ],
)
def test_a_seat_that_cannot_be_chosen(who: Person, seats: tuple[Seat, ...], wanted: str, told: str) -> None:
    """The refusal says what could be."""
    with pytest.raises(ReviewError, match=told):
        after(in_state("in_review", seats), "approve", who, seats=seats, seat=wanted)


def test_a_deputy_chooses_in_whose_place() -> None:
    """Their own seat comes first; another one has to be named, and the author's absence gives nobody a seat."""
    boss = person("임원", "executive", deputy="법무")
    board = Board(person=LAWYER, seats=TWO, principals=(boss,))
    case = in_state("in_review", TWO)

    assert [(seat.role, whose) for seat, whose in signable(case, board)] == [("legal", ""), ("executive", "임원")]
    done = after(case, "approve", LAWYER, seats=TWO, principals=(boss,), seat="executive")
    assert (done.signatures[0].seat.role, done.signatures[0].instead_of) == ("executive", "임원")
    own = Board(person=LAWYER, principals=(boss.model_copy(update={"name": "작성자"}),))
    assert [whose for _, whose in signable(case, own)] == [""]
    assert signable(case, Board(person=person("작성자", "legal"))) == []
    assert signable(done, board) == []
