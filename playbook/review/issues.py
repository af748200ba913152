"""Issues: what cases of one event share, which is their facts, their promises and one voice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from playbook.errors import ReviewError
from playbook.language.korean import sentences
from playbook.records import Case, Draft, Finding, Issue
from playbook.reply.facts import Fact, FactStatus, Ledger, bind, grounds_of
from playbook.reply.promises import PromiseState, Task, follow_up
from playbook.reply.voice import Reply
from playbook.review.cases import join

if TYPE_CHECKING:
    from playbook.review.store import Store

UseKind = Literal["draft", "approved", "posted"]
"""A wording in work, one that was approved, or one that a person says is out."""


class Use(NamedTuple):
    """A reply that stands on a fact, or on an earlier version of it."""

    case: str
    kind: UseKind
    version: int
    sentences: tuple[str, ...]


class IssueDesk:
    """The part of a desk that keeps issues."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where issues are kept."""

        def findings(self, case: Case) -> tuple[Finding, ...]:
            """What the checks say of a case."""

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
            raise ReviewError(f"No issue {issue_id!r}; there are: {', '.join(found) or 'none yet'}.")
        return found[issue_id]

    def open_issue(self, title: str) -> Issue:
        """A new issue.

        Raises:
            ReviewError: the title is empty or longer than 200 characters.
        """
        if not 0 < len(title.strip()) <= 200:
            raise ReviewError(f"An issue needs a title of 1 to 200 characters, not {len(title.strip())}.")
        issue = Issue(id=f"i-{secrets.token_hex(4)}", title=title, created_at=datetime.now(UTC))
        self.store.add_issue(issue)
        return issue

    def join(self, case: Case, issue_id: str, by: str) -> Case:
        """Put a case to an issue (none where the id is empty), look it over with its facts, and keep it.

        Raises:
            ReviewError: no such issue, or somebody else has changed the case meanwhile.
        """
        if issue_id:
            self.issue(issue_id)
        following = join(case, issue_id, by, datetime.now(UTC))
        if following.draft is not None:
            following = following.model_copy(update={"draft": self.bound(following, following.draft)})
            following = following.model_copy(update={"findings": self.findings(following)})
        self.store.save(following)
        return following

    def issue_cases(self, issue_id: str) -> list[Case]:
        """The cases of an issue, gravest first."""
        return self.store.queue(issue=issue_id)

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

    def bound(self, case: Case, draft: Draft, vouched: Sequence[str] = ()) -> Draft:
        """A draft whose sentences know the facts that they stand on."""
        ledger = self.ledger_of(case)
        confirmed = ledger.confirmed if ledger else ()
        own = tuple(dict.fromkeys((*case.confirmed, *vouched)))
        said = bind(draft.sentences, confirmed, own, case.message.text)
        return draft.model_copy(update={"sentences": said})

    def note_fact(
        self,
        issue_id: str,
        statement: str | None,
        by: str,
        *,
        status: FactStatus | None = None,
        source: str | None = None,
        instead_of: str = "",
        withdraw: bool = False,
    ) -> Fact:
        """Add a fact, or put a new version in the place of one.

        Args:
            issue_id: the issue.
            statement: what is so; None leaves it as it was.
            by: who vouches for it.
            status: confirmed where nothing is said of a new one.
            source: what it rests on.
            instead_of: id of the fact that changes.
            withdraw: that fact holds no longer, and nothing takes its place; ``source`` says why.

        Raises:
            ReviewError: no such issue or fact, nothing would change, or somebody else was faster.
        """
        ledger, now = self.ledger(issue_id), datetime.now(UTC)
        if not by.strip():
            raise ReviewError("A fact needs the name of whoever vouches for it.")
        if statement is not None and not 0 < len(statement.strip()) <= 1000:
            raise ReviewError(f"A fact is a statement of 1 to 1,000 characters, not {len(statement.strip())}.")
        if withdraw:
            following = ledger.withdraw(instead_of, by, now, source or "")
        elif instead_of:
            following = ledger.change(instead_of, by, now, statement=statement, status=status, source=source)
        elif statement is None:
            raise ReviewError("A new fact needs a statement.")
        else:
            following = ledger.add(statement, status or "confirmed", by, now, source or "")
        self.store.add_fact(following)
        return following.facts[-1]

    def uses(self, fact: Fact) -> list[Use]:
        """Drafts and approved replies of the issue that stand on a fact or on any version of it."""
        versions = self.store.ledger(fact.issue).versions(fact.id)
        chain = {version.id for version in versions}
        grounds = [(version.id, version.statement) for version in versions]
        found: list[Use] = []
        for case in self.store.queue(issue=fact.issue):
            if case.draft is None or case.state in ("approved", "rejected"):
                continue  # what was approved stands among the replies
            said = [s.text for s in case.draft.sentences if chain & set(s.facts) or grounds_of(s.text, grounds)]
            if said:
                found.append(Use(case.id, "draft", case.version, tuple(said)))
        for reply in self.store.replies(fact.issue):
            texts = [reply.text[start:end] for start, end in sentences(reply.text)]
            said = [text for text in texts if grounds_of(text, grounds)]
            if said or chain & set(reply.facts):
                found.append(Use(reply.case, "posted" if reply.posted else "approved", reply.version, tuple(said)))
        return found

    def promises(
        self, *states: PromiseState, issue: str | None = None, due_before: datetime | None = None
    ) -> list[Task]:
        """Promises of approved replies (open ones where no state is named), the next one due first."""
        return self.store.tasks(*(states or ("open",)), issue=issue, due_before=due_before)

    def keep_promise(self, task_id: str, by: str, note: str = "") -> Task:
        """Note that a promise has been kept.

        Raises:
            ReviewError: there is no open promise of that id.
        """
        task = self._open(task_id)
        if not by.strip():
            raise ReviewError("Say who has kept the promise.")
        kept = task.model_copy(
            update={"state": "kept", "done_at": datetime.now(UTC), "done_by": by.strip(), "note": note.strip()}
        )
        self.store.save_task(kept)
        return kept

    def follow_up(self, task_id: str) -> str:
        """The start of a reply that reports on a promise.

        Raises:
            ReviewError: there is no open promise of that id.
        """
        return follow_up(self._open(task_id), datetime.now(UTC))

    def mark_posted(self, case: Case, by: str) -> Reply:
        """Note that a person has posted the approved reply of a case. Playbook itself never does.

        Raises:
            ReviewError: the case is not approved.
        """
        return self.store.mark_posted(case.id, case.version, by)

    def _open(self, task_id: str) -> Task:
        found = next((task for task in self.store.tasks("open") if task.id == task_id), None)
        if found is None:
            raise ReviewError(f"No open promise {task_id!r}; `playbook issue promises` lists those there are.")
        return found
