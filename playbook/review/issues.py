"""Issues: what cases of one event share, which is their facts and one voice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from playbook.errors import ReviewError
from playbook.records import Case, Decision, Draft, Finding, Issue, Person
from playbook.reply.deadlines import SEOUL
from playbook.reply.facts import Ledger, bind
from playbook.reply.voice import Reply
from playbook.review.audit import Act
from playbook.review.grants import answering

if TYPE_CHECKING:
    from playbook.review.store import Store


class IssueDesk:
    """The part of a desk that keeps issues."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where issues are kept."""

        def findings(self, case: Case) -> tuple[Finding, ...]:
            """What the checks say of a case."""

        def decide(self, case: Case, decision: Decision, person: Person | None = None) -> Case:
            """Carry out a decision."""

        def person(self, name: str, source: str = "") -> Person:
            """Who that is."""

    def issues(self) -> list[Issue]:
        """All issues, latest first."""
        return self.store.issues()

    def issue(self, issue_id: str) -> Issue:
        """The issue of that id.

        Raises:
            ReviewError: there is none.
        """
        found = {issue.id: issue for issue in self.store.issues()}
        if issue_id not in found:
            raise ReviewError(
                f"No issue {issue_id!r}; `playbook issue list` shows those there are.", code="no_issue", id=issue_id
            )
        return found[issue_id]

    def going_on(self, issue_id: str) -> Issue:
        """The issue of that id, which takes in cases and facts.

        Raises:
            ReviewError: there is none, or it is closed.
        """
        issue = self.issue(issue_id)
        if issue.closed_at:
            day = f"{issue.closed_at.astimezone(SEOUL):%Y-%m-%d}"
            raise ReviewError(
                f"Issue {issue_id} was closed on {day}; reopen it before anything is added: playbook issue reopen "
                f"{issue_id}.",
                code="issue_over", id=issue_id,
            )  # fmt: skip
        return issue

    def open_issue(self, title: str, by: str = "", person: Person | None = None) -> Issue:
        """A new issue.

        Raises:
            ReviewError: the title is empty or longer than 200 characters.
        """
        if not 0 < len(title.strip()) <= 200:
            length = len(title.strip())
            raise ReviewError(
                f"An issue needs a title of 1 to 200 characters, not {length}.", code="issue_title", n=length
            )
        now = datetime.now(UTC)
        who = answering(person or self.person(by or "playbook"))
        issue = Issue(id=f"i-{secrets.token_hex(4)}", title=title, created_at=now)
        self.store.put_issue(issue, Act(
            at=now, by=who.name, verb="open", subject=issue.id, source=who.source, detail={"title": title},
        ))  # fmt: skip
        return issue

    def join(self, case: Case, issue_id: str, by: str, person: Person | None = None) -> Case:
        """Put a case to an issue (none where the id is empty), look it over with its facts, and keep it.

        Raises:
            ReviewError: no such issue, or the issue or the case is over.
        """
        if case.issue == issue_id:
            return case
        if issue_id:
            self.going_on(issue_id)
        verb: Literal["join", "leave"] = "join" if issue_id else "leave"
        return self.decide(case, Decision(verb=verb, by=by, to=issue_id or case.issue), person)

    def issue_cases(self, issue_id: str) -> list[Case]:
        """The cases of an issue, gravest first."""
        return self.store.queue(issue=issue_id, most=None)

    def ledger(self, issue_id: str) -> Ledger:
        """The facts of an issue.

        Raises:
            ReviewError: there is no such issue.
        """
        self.issue(issue_id)
        return self.store.ledger(issue_id)

    def ledger_of(self, case: Case) -> Ledger | None:
        """The facts of the issue of a case; None where it stands alone."""
        return self.store.ledger(case.issue) if case.issue else None

    def replies_beside(self, case: Case) -> tuple[Reply, ...]:
        """What was approved for other cases of the same issue."""
        if not case.issue:
            return ()
        return tuple(reply for reply in self.store.replies(case.issue) if reply.case != case.id)

    def bound(self, case: Case, draft: Draft, vouched: Sequence[str] = (), ledger: Ledger | None = None) -> Draft:
        """A draft whose sentences know the facts that they stand on.

        Args:
            case: the case.
            draft: its draft.
            vouched: facts that somebody vouches for now.
            ledger: the facts of its issue, where they are not those that are kept.
        """
        ledger = ledger or self.ledger_of(case)
        confirmed = ledger.confirmed if ledger else ()
        own = tuple(dict.fromkeys((*case.confirmed, *vouched)))
        received = case.message.posted_at or case.created_at
        said = bind(draft.sentences, confirmed, own, case.message.text, received=received)
        return draft.model_copy(update={"sentences": said})
