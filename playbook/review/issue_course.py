"""The course of an issue: how all of them stand, whether it spoke with one voice, and when it is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from playbook.errors import ReviewError
from playbook.records import CaseState, Issue, Person, Severity
from playbook.reply.voice import Conflict, Reply, conflicts
from playbook.review.audit import Act
from playbook.review.clocks import OVER

if TYPE_CHECKING:
    from playbook.review.store import Store


class Standing(NamedTuple):
    """How an issue stands."""

    issue: Issue
    cases: dict[CaseState, int]
    """How many are in each state."""
    severity: Severity | None
    """Of the gravest; None without a case."""
    due: datetime | None
    """When the next thing is due on any of them, UTC; may be past."""
    promises: int
    """That are still to be kept."""

    @property
    def in_work(self) -> int:
        """Cases that somebody has still to do with."""
        return sum(number for state, number in self.cases.items() if state not in OVER)


class Clash(NamedTuple):
    """A sentence of an approved reply, and one of an earlier reply that says otherwise."""

    reply: Reply
    conflict: Conflict

    @property
    def says(self) -> str:
        """The words of the later one."""
        return self.reply.text[self.conflict.start : self.conflict.end]


def clashes(replies: Sequence[Reply]) -> Iterator[Clash]:
    """Where the replies of an issue contradict each other, in the order in which they were approved.

    A wording that never went out and was approved anew in other words counts no more.

    Args:
        replies: all that were approved, oldest first.
    """
    last = {reply.case: reply.version for reply in replies}
    standing = [reply for reply in replies if reply.posted or reply.version == last[reply.case]]
    for number, reply in enumerate(standing):
        for conflict in conflicts(reply.text, standing[:number], reply.at):
            yield Clash(reply, conflict)


class CourseDesk:
    """The part of a desk that follows issues from their beginning to their end."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where issues are kept."""

        def issue(self, issue_id: str) -> Issue:
            """The issue of that id."""

    def standings(self) -> list[Standing]:
        """How every issue stands, latest first."""
        counted = self.store.issue_counts()
        return [
            Standing(issue, found.cases, found.severity, found.due, found.promises)
            for issue in self.store.issues()
            for found in (counted[issue.id],)
        ]

    def standing(self, issue_id: str) -> Standing:
        """How one issue stands.

        Raises:
            ReviewError: there is none of that id.
        """
        issue, found = self.issue(issue_id), self.store.issue_counts()[issue_id]
        return Standing(issue, found.cases, found.severity, found.due, found.promises)

    def close_issue(self, issue_id: str, person: Person, why: str = "") -> Issue:
        """Note that an event is over; its facts, replies and promises stay as they are.

        Raises:
            ReviewError: there is no such issue, it is closed already, or something is left to do in it and nobody says
                why it is closed nevertheless.
        """
        now, left = datetime.now(UTC), self.standing(issue_id)
        if left.issue.closed_at:
            raise ReviewError(f"Issue {issue_id} is closed already.", code="issue_closed")
        if (left.in_work or left.promises) and not why.strip():
            raise ReviewError(
                f"Issue {issue_id} has {left.in_work} case(s) in work and {left.promises} promise(s) to keep; say why "
                "it is closed nevertheless.",
                code="issue_unfinished", cases=left.in_work, promises=left.promises,
            )  # fmt: skip
        return self._turn(left.issue.model_copy(update={"closed_at": now}), "close issue", person, now, why)

    def reopen_issue(self, issue_id: str, person: Person, why: str = "") -> Issue:
        """Go on with an issue that was closed.

        Raises:
            ReviewError: there is no such issue, or it is not closed.
        """
        issue = self.issue(issue_id)
        if not issue.closed_at:
            raise ReviewError(f"Issue {issue_id} is not closed.", code="issue_open")
        now = datetime.now(UTC)
        return self._turn(issue.model_copy(update={"closed_at": None}), "reopen issue", person, now, why)

    def _turn(self, issue: Issue, verb: str, person: Person, now: datetime, why: str) -> Issue:
        act = Act(at=now, by=person.name, verb=verb, subject=issue.id, why=why.strip(), source=person.source)
        self.store.put_issue(issue, act)
        return issue
