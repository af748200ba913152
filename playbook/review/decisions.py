"""Decisions: what people do with a case, carried out on the case as it stands now and kept with its proof."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from playbook.errors import ReviewError
from playbook.records import (
    Case,
    CaseState,
    Comment,
    Decision,
    Draft,
    Finding,
    Issue,
    Message,
    Person,
    Seat,
    Triage,
    Version,
)
from playbook.review.approvals import Approvals, Board, anybody, principals, same_person, signable
from playbook.review.audit import Act
from playbook.review.cases import apply
from playbook.review.erasure import erased
from playbook.review.grants import holding
from playbook.review.steps import TRANSITIONS
from playbook.review.wordings import carried_over, proposal_of, reply_of, tasks_of, wording_of
from playbook.review.written import Beside, Step

if TYPE_CHECKING:
    from playbook.reply.facts import Ledger
    from playbook.reply.promises import Task
    from playbook.review.store import Store
    from playbook.review.store.presence import Presence

IN_WORK: tuple[CaseState, ...] = ("received", "drafted", "in_review", "returned")
"""States in which a wording can still change."""
ATTEMPTS = 20
"""How often a decision is tried again because something beside the wording has changed meanwhile."""


class ReviewDesk:
    """The part of a desk where people decide."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where cases are kept."""

        @property
        def approvals(self) -> Approvals:
            """Who has to sign what."""

        def findings(self, case: Case, *, ledger: Ledger | None = None) -> tuple[Finding, ...]:
            """What the checks say of a case."""

        def ledger_of(self, case: Case) -> Ledger | None:
            """The facts of the issue of a case."""

        def bound(self, case: Case, draft: Draft, vouched: Sequence[str] = (), ledger: Ledger | None = None) -> Draft:
            """A draft whose sentences know the facts that they stand on."""

        def revised(self, case: Case, text: str, values: Mapping[str, str] | None = None) -> Draft | None:
            """The draft of a case with another wording."""

        def draft(self, message: Message) -> Case:
            """Triage, evidence, a draft and what the checks say of it."""

        def triage(self, message: Message) -> Triage:
            """What a message is."""

        def watched(self, case: Case, verb: str, by: str, tasks: Sequence[Task], now: datetime) -> Beside:
            """What is kept with a step: when the next clock runs out, and who is told."""

        def going_on(self, issue_id: str) -> Issue:
            """The issue of that id, which is not closed."""

        def author_key(self, case: Case) -> str:
            """What tells the writer of a message from others."""

        def may_erase(self, case: Case, decision: Decision, now: datetime) -> Decision:
            """A decision to erase, with what the law says of it."""

        def remember(self, case: Case, decision: Decision) -> None:
            """Have searches know of a reply that went out, or forget it."""

    def person(self, name: str, source: str = "") -> Person:
        """Who that is: an account where there are any, otherwise whoever says so.

        Raises:
            ReviewError: there is no name, or there are accounts and none is of that name.
        """
        if not 0 < len(name.strip()) <= 80:
            raise ReviewError(f"Say who it is: a name has 1 to 80 characters, not {len(name.strip())}.", code="no_name")
        people = self.store.people()
        if not people:
            return anybody(name, source)
        found = next((each for each in people if same_person(each.name, name)), None)
        if found is None:
            raise ReviewError(
                f"Nobody named {name!r} has an account here; an admin makes one: playbook users add.",
                code="no_account", name=name,
            )  # fmt: skip
        return found.model_copy(update={"source": source})

    def board(self, case: Case, draft: Draft | None, person: Person, now: datetime) -> Board:
        """Who decides, and what the rules ask of this draft."""
        held = self.approvals.holding(case, draft)
        after = min(rule.deputy_after for rule in held)
        return Board(
            person=person,
            seats=self.approvals.seats(case, draft),
            principals=principals(person, self.store.people(), case.submitted_at, after, now),
            warnings_stand=all(rule.open_warnings for rule in held),
        )

    def seats_for(self, case: Case, person: Person) -> list[tuple[Seat, str]]:
        """The seats of a case in review that a person may sign in now, each with the name of whoever they sign for.

        That name is empty for those that are theirs in their own right. Which one they take is said by
        ``Decision.seat`` (its ``role``, or its ``because`` where two have one role); the first where nothing is said.
        """
        return signable(case, self.board(case, case.draft, person, datetime.now(UTC)))

    def decide(self, case: Case, decision: Decision, person: Person | None = None) -> Case:
        """Carry out a decision on a case as it stands now, and keep it.

        What others have done beside the wording meanwhile (a comment, an assignment, a signature) stays; a wording
        or a step that came between refuses the decision.

        Args:
            case: the case as the person saw it.
            decision: what they want.
            person: who they are, where somebody has checked it.

        Raises:
            ReviewError: not allowed now, to this person or on this text; nothing has changed.
        """
        person = person or self.person(decision.by)
        if not same_person(person.name, decision.by):
            raise ReviewError(
                f"{person.name} cannot decide in the name of {decision.by}.", code="other_name", name=person.name
            )
        changes = {"by": person.name, "version": case.version if decision.version is None else decision.version}
        decision = decision.model_copy(update=changes)
        for attempt in range(ATTEMPTS):
            current = self.store.find(case.id) or _new(case)
            step = self.step(current, decision, person)
            try:
                self.store.save(step.case, step.act, **step.beside)
            except ReviewError as error:
                now = self.store.find(case.id)
                moved = error.code == "fact_moved" or (now is not None and now.version != current.version)
                if attempt == ATTEMPTS - 1 or not moved:
                    raise
            else:
                self.remember(step.case, decision)
                return step.case
        raise AssertionError("unreachable")

    def step(self, case: Case, decision: Decision, person: Person, ledger: Ledger | None = None) -> Step:
        """What a decision comes to on a case as it is given; nothing is kept.

        Args:
            case: the case.
            decision: what the person wants.
            person: who they are.
            ledger: the facts of its issue, where they are not kept yet.

        Raises:
            ReviewError: not allowed, to this person or on this text.
        """
        now = datetime.now(UTC)
        if decision.verb == "erase":
            decision = self.may_erase(case, decision, now)
        known = tuple(filter(str.strip, (*decision.slots.values(), *decision.confirm)))
        draft = self._worded(case, decision)
        if decision.verb == "draft":
            drafted = self.draft(case.message)
            case = case.model_copy(update={
                "citations": drafted.citations, "care": drafted.care, "gap": drafted.gap, "triage": drafted.triage,
            })  # fmt: skip
            draft = drafted.draft
        if decision.verb == "join":
            self.going_on(decision.to)
        if decision.verb in ("join", "leave"):
            case = case.model_copy(update={"issue": decision.to if decision.verb == "join" else ""})
        ledger = ledger or self.ledger_of(case)
        going = TRANSITIONS.get((case.state, decision.verb), case.state)
        if draft and {case.state, going} & set(IN_WORK):  # what has been approved stands as it is
            draft = self.bound(case, draft, known, ledger)
        looked_at = case.model_copy(
            update={
                "draft": draft,
                "state": going,
                "confirmed": (*case.confirmed, *known),
                "owners": case.owners | decision.owners,
            }
        )
        findings = self.findings(looked_at, ledger=ledger) if draft else ()
        following = apply(case, decision, draft, findings, now, self.board(case, draft, person, now))
        if decision.verb == "erase":
            following = erased(following)
        reply = reply_of(following) if decision.verb == "approve" else None
        tasks = tasks_of(reply, following.owners) if reply else ()
        if reply or decision.verb in ("reject", "withdraw"):
            tasks = carried_over(self.store.tasks(case_id=case.id), tasks)
        if decision.verb == "record" and following.sent:
            before = self.store.replies(case_id=case.id)
            reply = before[-1].model_copy(update={"posted": decision.by}) if before else None
        comment = None
        if decision.verb == "hand_over":
            comment = _comment(case.id, decision.by, decision.reason, now, to=decision.team or "", kind="hand_over")
        beside: Beside = {
            "reply": reply, "tasks": tasks, "comment": comment,
            "wording": wording_of(case, following, decision, now), "proposal": proposal_of(case, following),
            "author_key": self.author_key(following), "erase": decision.verb == "erase",
            "facts": len(ledger.facts) if ledger and decision.verb == "approve" else None,
            **self.watched(following, decision.verb, decision.by, tasks, now),
        }  # fmt: skip
        return Step(following, act_of(following, decision, person, now), beside)

    def _worded(self, case: Case, decision: Decision) -> Draft | None:
        if case.draft is None or decision.verb not in ("edit", "submit", "approve"):
            return case.draft
        text = decision.text if decision.text is not None else case.draft.text
        draft = self.revised(case, text, decision.slots)
        if draft is None:
            return draft
        given = {"statement": decision.statement, "subject": decision.subject}
        return draft.model_copy(update={name: text.strip() or None for name, text in given.items() if text is not None})

    def receive(self, message: Message, by: str, person: Person | None = None) -> Case:
        """Take a message in, labelled and not yet drafted, so that somebody can take it on.

        Raises:
            InputError: the message is empty or too long.
            ReviewError: none of the person's roles answers for replies.
        """
        now, person = datetime.now(UTC), holding(person or self.person(by), "facts")
        triage = self.triage(message)
        case = Case(
            id=f"c-{secrets.token_hex(6)}", message=message, channel=message.channel or "web_form", triage=triage,
            state="received", version=1, basis=1, created_at=now, milestones={"received": message.posted_at or now},
        )  # fmt: skip
        act = Act(at=now, by=by, verb="receive", subject=case.id, source=person.source)
        beside: Beside = {"author_key": self.author_key(case), **self.watched(case, "receive", by, (), now)}
        self.store.save(case, act, **beside)
        return case

    def comment(self, case: Case, text: str, by: str, to: str = "", person: Person | None = None) -> Comment:
        """Keep an internal note on a case. It is never part of a reply.

        Raises:
            ReviewError: the note is empty or longer than 5,000 characters, the case has not been kept yet, or the
                person has no role.
        """
        now, person = datetime.now(UTC), holding(person or self.person(by), "read")
        if not 0 < len(text.strip()) <= 5000:
            raise ReviewError(
                f"A note has 1 to 5,000 characters, not {len(text.strip()):,}.", code="note_length", n=len(text.strip())
            )
        self.store.get(case.id)
        comment = _comment(case.id, by, text, now, to=to)
        act = Act(at=now, by=by, verb="comment", subject=case.id, source=person.source, detail={"comment": comment.id})
        self.store.comment(comment, act)
        return comment

    def looking(self, case_id: str, person: str, editing: bool = False) -> None:
        """Note that somebody has a case open, and whether they are editing it; noted again every few seconds."""
        self.store.looking(case_id, person, editing, datetime.now(UTC))

    def gone(self, case_id: str, person: str) -> None:
        """Note that somebody has put a case aside."""
        self.store.gone(case_id, person)

    def present(self, case_ids: Collection[str]) -> dict[str, list[Presence]]:
        """Who has which of these cases open now, whoever edits first."""
        return self.store.present(case_ids, datetime.now(UTC))

    def versions(self, case: Case) -> list[Version]:
        """Every wording of a case, oldest first."""
        return self.store.versions(case.id)


def _new(case: Case) -> Case:
    """A case that has just been drafted and is not kept yet."""
    if case.version or case.events or case.state != "drafted":
        raise ReviewError(f"Case {case.id} is not kept here; draft its message anew.", code="unknown_case")
    return case


def act_of(case: Case, decision: Decision, person: Person, now: datetime) -> Act:
    """What the audit log says of a decision."""
    detail: dict[str, Any] = {
        "state": case.state, "version": case.version, "covers": case.events[-1].text_hash,
        "verified": person.verified, "as_approved": case.sent.as_approved if case.sent else None,
        "signature": case.signatures[-1].model_dump(mode="json", exclude={"at"})
        if decision.verb == "approve" else None,
        "overruled": [list(each) for each in decision.overrule] or None,
        "milestone": decision.milestone, "to": decision.to or decision.team or None, "where": decision.where or None,
    }  # fmt: skip
    return Act(
        at=now, by=decision.by, verb=decision.verb, subject=case.id, why=decision.reason.strip(),
        source=person.source, detail={name: value for name, value in detail.items() if value is not None},
    )  # fmt: skip


def _comment(case: str, by: str, text: str, now: datetime, *, to: str = "", kind: Any = "note") -> Comment:
    return Comment(id=f"n-{secrets.token_hex(6)}", case=case, at=now, by=by, to=to, text=text, kind=kind)
