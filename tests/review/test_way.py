"""A state machine over the whole desk: several people with several roles decide at random, and what approval
promises holds after every step.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from playbook.desk import Desk
from playbook.errors import ReviewError
from playbook.records import Case, Decision
from playbook.review.approvals import approval_digest, fits, same_person
from playbook.review.steps import BESIDE, GRANTED, TRANSITIONS
from playbook.review.store import Store

from .conftest import LEAK, REASON, person, saying

PEOPLE = {
    each.name: each
    for each in (
        person("가람", "staff"),
        person("나래", "reviewer", teams=("pr",)),
        person("다솜", "executive"),
        person("라온", "legal"),
        person("마루", "executive", "legal"),
        person("바다", "executive", ceo=True),
        person("사라", "evaluator", "admin"),
    )
}
TEXTS = (
    "불편을 드려 죄송합니다. 고객센터로 연락해 주십시오.",
    "확인한 사실을 말씀드리겠습니다.",
    LEAK,
    "[연락 창구]로 연락해 주십시오.",
    "5만 원을 드리겠습니다.",
)
VERBS = sorted({verb for _, verb in TRANSITIONS} - {"draft", "erase", "join", "leave"})


class Way(RuleBasedStateMachine):
    """One case on its way; ``desk`` is set by the test."""

    desk: Desk
    reached: ClassVar[Counter[str]] = Counter()

    @initialize(
        severity=st.sampled_from([1, 3, 4]), speaker=st.sampled_from(["brand", "ceo"]),
        pushed=st.sampled_from([("submit", "approve", "record"), ("submit", "approve"), ("submit",), ()]),
    )  # fmt: skip
    def begin(self, severity: int, speaker: str, pushed: tuple[Any, ...]) -> None:
        self.desk._built["store"] = self.store = Store("sqlite://")
        issue = self.desk.open_issue("유출", "가람")
        self.fact = self.desk.note_fact(issue.id, "유출 고객 4,500명", "가람")
        drafted = saying(TEXTS[0], severity=severity, topic="billing")
        assert drafted.draft is not None
        drafted = drafted.model_copy(update={"draft": drafted.draft.model_copy(update={"speaker": speaker})})
        self.before: Case | None = None
        self.case = self.desk.join(drafted, issue.id, "가람")
        self.approved: list[str] = []
        for verb in pushed:
            self.push_on(verb, 0)

    @rule(
        verb=st.sampled_from(VERBS),
        who=st.sampled_from(sorted(PEOPLE)),
        text=st.none() | st.sampled_from(TEXTS),
        back=st.sampled_from([0, 0, 0, 1, 3]),
        reason=st.sampled_from([REASON, REASON, ""]),
        aside=st.booleans(),
    )
    def decide(self, verb: Any, who: str, text: str | None, back: int, reason: str, aside: bool) -> None:
        person = PEOPLE[who]
        case = self.case
        assert case.draft is not None
        fields: dict[str, Any] = {"text": text, "reason": reason, "version": max(case.version - back, 0)}
        if verb == "record":
            fields |= {"where": "게시판", "text": text or case.draft.text}
        if aside:
            fields["overrule"] = self.warnings()
        fields |= {"hand_over": {"team": "cs"}, "assign": {"to": who}, "mark": {"milestone": "investigated"}}.get(
            verb, {}
        )
        decision = Decision.model_validate({"verb": verb, "by": who} | fields)
        logged = self.store.head()[0]
        try:
            following = self.desk.decide(case, decision, person)
        except ReviewError:
            assert self.store.get(case.id) == case
            assert self.store.head()[0] == logged
            return
        assert (case.state, verb) in TRANSITIONS
        assert GRANTED[verb] & set(person.roles)
        assert verb in BESIDE or case.basis <= max(case.version - back, 0)
        self.go_on(following)

    @rule(verb=st.sampled_from(["submit", "approve", "record"]), first=st.integers(0, len(PEOPLE) - 1))
    def push_on(self, verb: Any, first: int) -> None:
        """The straight way, which chance alone would seldom take to its end: whoever may, does."""
        people = sorted(PEOPLE)
        for who in (*people[first:], *people[:first]):
            fields: dict[str, Any] = {"overrule": self.warnings()} if verb == "approve" else {}
            if verb == "record" and self.case.draft:
                fields = {"where": "게시판", "text": self.case.draft.text}
            wanted = Decision.model_validate({"verb": verb, "by": who, "reason": REASON} | fields)
            try:
                self.go_on(self.desk.decide(self.case, wanted, PEOPLE[who]))
            except ReviewError:
                continue
            self.an_approval_is_whole()
            if verb != "approve" or self.case.state == "approved":
                return

    @precondition(lambda self: self.case.state == "approved")
    @rule(number=st.integers(1, 9))
    def a_fact_changes(self, number: int) -> None:
        stood = {fact for s in self.case.draft.sentences for fact in s.facts} if self.case.draft else set()
        old, known = self.fact, len(self.desk.ledger(self.fact.issue).facts)
        said = f"유출 고객 {number},{known:03}명"
        self.fact = self.desk.note_fact(old.issue, said, "가람", instead_of=old.id)
        now = self.store.get(self.case.id)
        if old.id in stood:
            assert (now.state, now.signatures, now.approved_hash) == ("in_review", (), None)
        if now != self.case:
            self.go_on(now)

    def warnings(self) -> tuple[tuple[str, str], ...]:
        text = self.case.draft.text if self.case.draft else ""
        return tuple(
            (f.check, text[f.start : f.end] if f.start is not None else "")
            for f in self.case.findings
            if f.level == "warning" and f.part == "reply"
        )

    def go_on(self, following: Case) -> None:
        self.before, self.case = self.case, following
        self.reached[following.state] += 1
        if following.state == "approved" and self.before.state != "approved":
            assert following.draft is not None
            self.approved.append(following.draft.text)

    @invariant()
    def an_approval_is_whole(self) -> None:
        """All seats signed by different people, none of them the author, on exactly what stands there."""
        case = self.case
        digest = approval_digest(case.channel, case.draft)
        names = [signature.by for signature in case.signatures]
        assert not any(same_person(name, case.author) for name in names)
        assert len(set(names)) == len(names)
        assert all(signature.digest == digest for signature in case.signatures)
        assert all(fits(PEOPLE[each.by], each.seat) for each in case.signatures)
        if case.state in ("approved", "sent"):
            assert sorted(each.seat.model_dump_json() for each in case.signatures) == sorted(
                seat.model_dump_json() for seat in case.seats
            )
            assert case.seats == self.desk.approvals.seats(case, case.draft)
            assert case.approved_hash == digest
            assert case.draft is not None
            assert not case.draft.slots
        elif case.state != "closed":
            assert case.approved_hash is None
        if case.state not in ("in_review", "approved", "sent", "closed"):
            assert case.signatures == ()

    @invariant()
    def an_edit_voids_signatures(self) -> None:
        if self.before is not None and self.case.events[-1].verb in ("edit", "void", "return", "reject", "withdraw"):
            assert self.case.signatures == ()

    @invariant()
    def versions_only_grow(self) -> None:
        assert self.case.version == len(self.case.events)
        assert self.case.basis <= self.case.version
        if self.before is not None:
            assert self.case.version > self.before.version
            assert self.case.basis >= self.before.basis
            assert self.case.events[: len(self.before.events)] == self.before.events
            assert (self.case.message, self.case.triage) == (self.before.message, self.before.triage)

    @invariant()
    def what_was_approved_is_kept(self) -> None:
        assert [reply.text for reply in self.store.replies(case_id=self.case.id)] == self.approved

    @invariant()
    def the_log_holds(self) -> None:
        assert self.store.get(self.case.id) == self.case
        assert self.store.faults() == []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


def test_whatever_people_do(fresh: Desk) -> None:
    """Many ways, of which enough come to an approval, and some to its end."""

    class Here(Way):
        desk = fresh
        reached: ClassVar[Counter[str]] = Counter()

    few = settings(
        max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
        derandomize=True,  # a run that fails here fails everywhere
        phases=(Phase.explicit, Phase.generate),  # making a way shorter would take minutes
    )  # fmt: skip
    run_state_machine_as_test(Here, settings=few)
    assert Here.reached["approved"] > 5
    assert Here.reached["sent"]
