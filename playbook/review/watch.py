"""The watch: which clocks run, what waits for whom, and what happens when time runs out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from playbook.errors import ReviewError
from playbook.records import Case, Decision, Person
from playbook.reply.promises import Task
from playbook.review.approvals import Approvals, Board, principals, same_person, signable
from playbook.review.clocks import OVER, Clock, next_due
from playbook.review.steps import OPEN
from playbook.review.written import Beside, Step

if TYPE_CHECKING:
    from playbook.review.clocks import ClockRules
    from playbook.review.notify import Digest, Line, Notifier
    from playbook.review.store import Store

PROGRAM = Person(name="playbook", roles=("staff",), source="clock")
"""In whose name the program escalates."""
IN_WORK = tuple(state for state in OPEN if state not in OVER)
"""States in which clocks run."""
DAY = timedelta(days=1)


class WatchDesk:
    """The part of a desk that watches the time."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where cases are kept."""

        @property
        def approvals(self) -> Approvals:
            """Who has to sign what."""

        @property
        def clock_rules(self) -> ClockRules:
            """Which clocks run on a case."""

        @property
        def notifier(self) -> Notifier:
            """Who is told of what, and where."""

        def addresses(self) -> Mapping[str, str]:
            """Mail addresses by name."""

        def step(self, case: Case, decision: Decision, person: Person) -> Step:
            """What a decision comes to."""

    def clocks(self, case: Case, now: datetime | None = None) -> tuple[Clock, ...]:
        """Every clock of a case, running, met or missed, the one due first ahead."""
        return self._clocks(case, (), now or datetime.now(UTC))

    def due_of(self, case: Case, tasks: Sequence[Task] = ()) -> datetime | None:
        """When the next thing is due on a case, UTC; None where nothing is.

        Args:
            case: the case.
            tasks: promises of it that are being changed.
        """
        return next_due(self._clocks(case, tasks, datetime.now(UTC)))

    def _clocks(self, case: Case, tasks: Iterable[Task], now: datetime) -> tuple[Clock, ...]:
        kept = {task.id: task for task in self.store.tasks(case_id=case.id)} if case.version else {}
        return self.clock_rules.clocks(case, list((kept | {task.id: task for task in tasks}).values()), now)

    def watched(self, case: Case, verb: str, by: str, tasks: Sequence[Task], now: datetime) -> Beside:
        """What is kept with a step: when the next clock runs out (``due``), and who is told (``outgoing``).

        Args:
            case: the case after it.
            verb: the step.
            by: who took it.
            tasks: promises that change with it.
            now: when it was taken, UTC.
        """
        clocks = self._clocks(case, tasks, now)
        outgoing = []
        if self.notifier.targets:
            people, addresses = self.store.people(), self.addresses()
            outgoing = self.notifier.letters(case, verb, by, clocks, people, addresses, now)
        return {"due": next_due(clocks), "outgoing": outgoing}

    def escalate_missed(self, now: datetime | None = None) -> list[Case]:
        """Escalate every case with a clock that has run out, once; the reason names the clock.

        A case that somebody is changing at this moment is left to the next round.

        Args:
            now: UTC; by default this moment.
        """
        now, escalated = now or datetime.now(UTC), []
        for case in self.store.unwatched(now, *IN_WORK):
            if case.escalated:
                continue
            missed = [clock for clock in self.clocks(case, now) if clock.state == "missed" and clock.stopped is None]
            if not missed:
                continue
            name, due = missed[0].name, missed[0].due
            reason = f"{name.ko} 기한이 지났습니다 · {name.en}: time ran out ({due:%Y-%m-%dT%H:%MZ}, {missed[0].rule})"
            decision = Decision(verb="escalate", by=PROGRAM.name, reason=reason, version=case.version)
            step = self.step(case, decision, PROGRAM)
            try:
                self.store.save(step.case, step.act, **step.beside)
            except ReviewError:
                continue  # it is not as it was: another worker, or a person, has been at it
            escalated.append(step.case)
        return escalated

    def waiting_for(
        self, person: Person, now: datetime | None = None, cases: Iterable[Case] | None = None
    ) -> list[Case]:
        """Cases whose next step this person can take, by clock and level.

        These are replies in review that they may sign (in their own right, or as a deputy by now), replies of theirs
        that came back or are approved and not yet out, and what is assigned to them or handed to their department.

        Args:
            person: who.
            now: the moment; this one by default.
            cases: those to choose from, where they have been read already; all that are in work by default.
        """
        now, everybody = now or datetime.now(UTC), self.store.people()
        found = self.store.queue(*IN_WORK, most=None) if cases is None else cases
        return [case for case in found if case.state in IN_WORK and self._can_go_on(case, person, everybody, now)]

    def _can_go_on(self, case: Case, person: Person, everybody: Sequence[Person], now: datetime) -> bool:
        own = same_person(person.name, case.author)
        if case.state == "in_review":
            after = min(rule.deputy_after for rule in self.approvals.holding(case, case.draft))
            absent = principals(person, everybody, case.submitted_at, after, now)
            return bool(signable(case, Board(person=person, principals=absent)))
        if own and case.state in ("returned", "approved"):
            return True
        if case.assignee:
            return same_person(person.name, case.assignee)
        return case.handed_to is not None and case.handed_to in person.teams

    def digest_of(self, person: Person | None, now: datetime | None = None) -> Digest:
        """What is left to do: for one person, or for the whole desk.

        Args:
            person: whose cases; all where it is None.
            now: UTC; by default this moment.
        """
        from playbook.review.notify import Digest, Line

        now = now or datetime.now(UTC)
        cases = self.store.queue(*IN_WORK, most=None)
        waiting = (
            self.waiting_for(person, now) if person else [c for c in cases if c.state in ("in_review", "returned")]
        )
        ids = {case.id for case in waiting}
        if person:
            cases = [c for c in cases if c.id in ids or _concerns(c, person)]
        pairs = [(case, clock) for case in cases for clock in self.clocks(case, now)]
        still = [(case, clock) for case, clock in pairs if clock.stopped is None]

        def lines(found: Iterable[tuple[Case, Clock]]) -> tuple[Line, ...]:
            return tuple(
                Line(case=case.id, severity=case.triage.severity, clock=clock.name, due=clock.due)
                for case, clock in sorted(found, key=lambda each: (each[1].due, -each[0].triage.severity))
            )

        return Digest(personal=person is not None, sections={
            "waiting": tuple(Line(case=case.id, severity=case.triage.severity) for case in waiting),
            "overdue": lines((case, clock) for case, clock in still if clock.state == "missed"),
            "due": lines((case, clock) for case, clock in still if clock.state == "running" and clock.due <= now + DAY),
            "approved": tuple(Line(case=c.id, severity=c.triage.severity) for c in cases if c.state == "approved"),
            "late": lines(
                (case, clock) for case, clock in pairs
                if clock.state == "missed" and clock.stopped is not None and clock.stopped > now - DAY
            ),
        })  # fmt: skip


def _concerns(case: Case, person: Person) -> bool:
    return same_person(person.name, case.author) or same_person(person.name, case.assignee)
