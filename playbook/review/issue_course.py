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
from playbook.review.grants import answering

if TYPE_CHECKING:
    from playbook.review.store import Store

ON_THE_WAY_OUT: tuple[CaseState, ...] = ("in_review", "approved")
"""States of a reply that somebody is about to decide on or to send."""


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
        """Note that an event is over; its facts, replies and promises stay as they are, and promises fall due.

        Nothing can be added to it until it is opened again.

        Raises:
            ReviewError: there is no such issue, it is closed already, a reply of it is in review or approved and not
                out yet, something else is left to do in it and nobody says why it is closed nevertheless, or it is
                not theirs to close.
        """
        now, left = datetime.now(UTC), self.standing(issue_id)
        if left.issue.closed_at:
            raise ReviewError(f"Issue {issue_id} is closed already.", code="issue_closed")
        answering(person)
        waiting = {state: left.cases[state] for state in ON_THE_WAY_OUT if left.cases.get(state)}
        if waiting:
            said = " and ".join(f"{number} {state.replace('_', ' ')}" for state, number in waiting.items())
            raise ReviewError(
                f"Issue {issue_id} has replies on their way out ({said}); decide on them, record or withdraw them, or "
                "take them out of the issue, before it is closed.",
                code="issue_in_review", n=sum(waiting.values()),
            )  # fmt: skip
        if (left.in_work or left.promises) and not why.strip():
            raise ReviewError(
                f"Issue {issue_id} has {left.in_work} case(s) in work and {left.promises} promise(s) to keep; say why "
                "it is closed nevertheless.",
                code="issue_unfinished", cases=left.in_work, promises=left.promises,
            )  # fmt: skip
        return self._turn(left.issue, now, "close issue", person, why)

    def reopen_issue(self, issue_id: str, person: Person, why: str = "") -> Issue:
        """Go on with an issue that was closed.

        Raises:
            ReviewError: there is no such issue, it is not closed, nobody says why, or it is not theirs to open.
        """
        issue = self.issue(issue_id)
        if not issue.closed_at:
            raise ReviewError(f"Issue {issue_id} is not closed.", code="issue_open")
        answering(person)
        if not why.strip():
            raise ReviewError(
                "Say why: reopen needs a reason, so that the others can act on it.", code="no_reason", verb="reopen"
            )
        return self._turn(issue, None, "reopen issue", person, why)

    def _turn(self, issue: Issue, closed_at: datetime | None, verb: str, person: Person, why: str) -> Issue:
        following = issue.model_copy(update={"closed_at": closed_at})
        self.store.turn_issue(following, issue, Act(
            at=datetime.now(UTC), by=person.name, verb=verb, subject=issue.id, why=why.strip(), source=person.source,
        ))  # fmt: skip
        return following
