"""Issues on disk: facts, approved replies and promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from playbook.errors import ReviewError
from playbook.records import CaseState, Issue, Severity
from playbook.reply.facts import Fact, Ledger
from playbook.reply.promises import PromiseState, Task
from playbook.reply.voice import Reply
from playbook.review.audit import Act
from playbook.review.store.cases import put_step, put_task
from playbook.review.store.engine import Database, IntegrityError, naive
from playbook.review.store.schema import CASES, FACTS, ISSUES, REPLIES, TASKS
from playbook.review.written import Step


@dataclass
class Counted:
    """What stands in one issue."""

    cases: dict[CaseState, int] = field(default_factory=dict)
    """How many are in each state."""
    severity: Severity | None = None
    """Of the gravest; None without a case."""
    due: datetime | None = None
    """When the next thing is due on any of them, UTC."""
    promises: int = 0
    """That are still to be kept."""


class Issues(Database):
    """The part of the store that keeps issues."""

    def put_issue(self, issue: Issue, act: Act) -> None:
        """Keep a new issue."""
        with self.acting(act) as writing:
            writing.insert(ISSUES, issue.model_dump_json(), id=issue.id)

    def turn_issue(self, issue: Issue, before: Issue, act: Act) -> None:
        """Keep an issue in its next form.

        Raises:
            ReviewError: it is not as it was before any more; nothing is kept.
        """
        with self.acting(act) as writing:
            kept = writing.connection.execute(select(ISSUES.c.record).where(ISSUES.c.id == issue.id)).scalar_one()
            if Issue.model_validate_json(kept) != before:
                raise ReviewError(
                    f"Issue {issue.id} was closed or opened by somebody else a moment ago; look at it again.",
                    code="issue_raced",
                )
            writing.update(ISSUES, issue.model_dump_json(), id=issue.id)

    def issues(self) -> list[Issue]:
        """All issues, latest first."""
        found = [Issue.model_validate_json(record) for record in self.column(select(ISSUES.c.record))]
        return sorted(found, key=lambda issue: issue.created_at, reverse=True)

    def issue_counts(self) -> defaultdict[str, Counted]:
        """What stands in each issue, by its id, counted where it is kept; an issue without cases has nothing."""
        counts: defaultdict[str, Counted] = defaultdict(Counted)
        cases = select(CASES.c.issue, CASES.c.state, func.count(), func.max(CASES.c.severity), func.min(CASES.c.due))
        promised = select(CASES.c.issue, func.count()).join(TASKS, TASKS.c.case_id == CASES.c.id)
        with self.reading() as connection:
            rows = connection.execute(cases.where(CASES.c.issue != "").group_by(CASES.c.issue, CASES.c.state))
            for issue, state, number, severity, due in rows:
                found = counts[issue]
                found.cases[state] = number
                found.severity = max(severity, found.severity or severity)
                if due is not None:
                    found.due = min(due.replace(tzinfo=UTC), found.due or datetime.max.replace(tzinfo=UTC))
            tasks = promised.where(CASES.c.issue != "", TASKS.c.state == "open").group_by(CASES.c.issue)
            for issue, number in connection.execute(tasks):
                counts[issue].promises = number
        return counts

    def ledger(self, issue_id: str) -> Ledger:
        """The facts of an issue."""
        query = select(FACTS.c.record).where(FACTS.c.issue == issue_id).order_by(FACTS.c.number)
        return Ledger(issue=issue_id, facts=tuple(Fact.model_validate_json(record) for record in self.column(query)))

    def add_fact(
        self, ledger: Ledger, act: Act, steps: Sequence[Step] = (), approved: Mapping[str, int] | None = None
    ) -> None:
        """Keep the last fact of a ledger, and the steps of cases that follow from it.

        Args:
            ledger: the facts of an issue.
            act: who noted the last of them.
            steps: cases whose approval is taken back because of it.
            approved: the cases of the issue that were approved when these steps were thought through, see
                ``approved``; None where it does not matter.

        Raises:
            ReviewError: somebody else has written to the ledger or to one of these cases, or has approved one,
                meanwhile; nothing is kept.
        """
        fact = ledger.facts[-1]
        row = {"id": fact.id, "issue": fact.issue, "number": len(ledger.facts)}
        with self.acting(act) as writing:
            if approved is not None and approved != _approved(writing.connection, fact.issue):
                raise ReviewError("A reply of the issue was approved or sent a moment ago.", code="stale")
            try:
                writing.insert(FACTS, fact.model_dump_json(), **row)
            except IntegrityError as error:
                raise ReviewError(
                    "Somebody else has added a fact a moment ago; look at the ledger again.", code="fact_raced"
                ) from error
            for step in steps:
                writing.follow(step.act)
                put_step(writing, step)

    def approved(self, issue_id: str) -> dict[str, int]:
        """The cases of an issue whose reply is approved and not out yet, with their versions."""
        with self.reading() as connection:
            return _approved(connection, issue_id)

    def replies(self, issue_id: str | None = None, case_id: str | None = None) -> list[Reply]:
        """Every reply that was approved in an issue or for a case, oldest first, also those that changed later."""
        query = select(REPLIES.c.record).join(CASES, CASES.c.id == REPLIES.c.case_id)
        if issue_id is not None:
            query = query.where(CASES.c.issue == issue_id)
        if case_id is not None:
            query = query.where(CASES.c.id == case_id)
        found = [Reply.model_validate_json(record) for record in self.column(query)]
        return sorted(found, key=lambda reply: reply.at)

    def tasks(
        self,
        *states: PromiseState,
        case_id: str | None = None,
        issue: str | None = None,
        due_before: datetime | None = None,
    ) -> list[Task]:
        """Promises in these states (all where none is named), the next one due first, undated ones last."""
        query = select(TASKS.c.record)
        if states:
            query = query.where(TASKS.c.state.in_(states))
        if case_id is not None:
            query = query.where(TASKS.c.case_id == case_id)
        if issue is not None:
            query = query.join(CASES, CASES.c.id == TASKS.c.case_id).where(CASES.c.issue == issue)
        if due_before is not None:
            query = query.where(TASKS.c.due < naive(due_before))
        found = [Task.model_validate_json(record) for record in self.column(query)]
        return sorted(found, key=lambda task: (task.due is None, task.due or task.made_at, task.id))

    def save_task(self, task: Task, act: Act, *, due: datetime | None = None) -> None:
        """Write a promise, new, changed or at its end.

        Args:
            task: the promise.
            act: who did what to it.
            due: when the next clock of its case runs out now, UTC.

        Raises:
            ReviewError: it was kept or dropped a moment ago.
        """
        with self.acting(act) as writing:
            if not put_task(writing, task):
                raise ReviewError(f"Promise {task.id} is not open any more.", code="promise_not_open", promise=task.id)
            columns = CASES.update().where(CASES.c.id == task.case).values(due=naive(due) if due else None)
            writing.connection.execute(columns)


def _approved(connection: Connection, issue_id: str) -> dict[str, int]:
    query = select(CASES.c.id, CASES.c.version).where(CASES.c.issue == issue_id, CASES.c.state == "approved")
    return {row.id: row.version for row in connection.execute(query)}
