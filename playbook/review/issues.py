"""Issues: what cases of one event share, which is their facts, their promises and one voice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from playbook.errors import ReviewError
from playbook.language.korean import sentences
from playbook.records import Case, Decision, Draft, Finding, Issue, Person
from playbook.reply.facts import Fact, FactStatus, Ground, Ledger, bind, grounds_of
from playbook.reply.promises import PromiseState, Task, follow_up
from playbook.reply.voice import Reply
from playbook.review.approvals import anybody
from playbook.review.audit import Act
from playbook.review.cases import WRITERS

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


def _standing_on(text: str, grounds: Sequence[Ground], now: datetime | None = None) -> list[str]:
    """The sentences of a text, said at that moment, that stand on a fact."""
    said = (text[start:end] for start, end in sentences(text))
    return [sentence for sentence in said if grounds_of(sentence, grounds, now=now)]


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

        def due_of(self, case: Case, tasks: Sequence[Task] = ()) -> datetime | None:
            """When the next thing is due on a case."""

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
                f"No issue {issue_id!r}; there are: {', '.join(found) or 'none yet'}.", code="no_issue", id=issue_id
            )
        return found[issue_id]

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
        issue = Issue(id=f"i-{secrets.token_hex(4)}", title=title, created_at=now)
        self.store.put_issue(issue, self._act(now, by or "playbook", "open", issue.id, person, title=title))
        return issue

    def _act(
        self, at: datetime, by: str, verb: str, subject: str, person: Person | None = None, why: str = "", **detail: str
    ) -> Act:
        source = person.source if person else ""
        return Act(at=at, by=by, verb=verb, subject=subject, why=why, source=source, detail=detail)

    def join(self, case: Case, issue_id: str, by: str, person: Person | None = None) -> Case:
        """Put a case to an issue (none where the id is empty), look it over with its facts, and keep it.

        Raises:
            ReviewError: no such issue, or the case is over.
        """
        if issue_id:
            self.issue(issue_id)
        if case.issue == issue_id:
            return case
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

    def bound(self, case: Case, draft: Draft, vouched: Sequence[str] = ()) -> Draft:
        """A draft whose sentences know the facts that they stand on."""
        ledger = self.ledger_of(case)
        confirmed = ledger.confirmed if ledger else ()
        own = tuple(dict.fromkeys((*case.confirmed, *vouched)))
        received = case.message.posted_at or case.created_at
        said = bind(draft.sentences, confirmed, own, case.message.text, received=received)
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
        person: Person | None = None,
    ) -> Fact:
        """Add a fact, or put a new version in the place of one.

        An approved reply that has not been sent and stands on what has changed, or states what may not be said, goes
        back into review.

        Args:
            issue_id: the issue.
            statement: what is so; None leaves it as it was.
            by: who vouches for it.
            status: confirmed where nothing is said of a new one.
            source: what it rests on.
            instead_of: id of the fact that changes.
            withdraw: that fact holds no longer, and nothing takes its place; ``source`` says why.
            person: who ``by`` is, where somebody has checked it.

        Raises:
            ReviewError: no such issue or fact, nothing would change, somebody else was faster, or it is not theirs.
        """
        ledger, now = self.ledger(issue_id), datetime.now(UTC)
        if not by.strip():
            raise ReviewError("A fact needs the name of whoever vouches for it.", code="fact_by")
        if len(by.strip()) > 80:
            raise ReviewError(f"A name has at most 80 characters, not {len(by.strip())}.", code="no_name")
        person = person or self.person(by)
        if not WRITERS & set(person.roles):
            needed = ", ".join(sorted(WRITERS))
            raise ReviewError(
                f"{by} may not note facts; it takes one of these roles: {needed}.",
                code="not_for_you",
                name=by,
                roles=sorted(WRITERS),
            )
        if statement is not None and not 0 < len(statement.strip()) <= 1000:
            length = len(statement.strip())
            raise ReviewError(
                f"A fact is a statement of 1 to 1,000 characters, not {length}.", code="fact_length", n=length
            )
        if withdraw:
            following = ledger.withdraw(instead_of, by, now, source or "")
        elif instead_of:
            following = ledger.change(instead_of, by, now, statement=statement, status=status, source=source)
        elif statement is None:
            raise ReviewError("A new fact needs a statement.", code="fact_empty")
        else:
            following = ledger.add(statement, status or "confirmed", by, now, source or "")
        fact, verb = following.facts[-1], "withdraw fact" if withdraw else "change fact" if instead_of else "add fact"
        acted = self._act(now, by, verb, issue_id, person, why=source or "", fact=fact.id, instead_of=instead_of)
        self.store.add_fact(following, acted)
        if instead_of or fact.status == "must_not_say":
            self._void(fact, by, person)
        return fact

    def _void(self, fact: Fact, by: str, person: Person | None) -> None:
        """Take the approval from replies that are not out yet and stand on an earlier version of a fact."""
        program = anybody(by, person.source if person else "")  # the program takes it back, whatever the person may do
        for use in self.uses(fact):
            last = self.store.replies(case_id=use.case)[-1:]
            if use.kind == "approved" and last and last[0].version == use.version:
                self._take_back(self.store.get(use.case), fact, program)

    def _take_back(self, case: Case, fact: Fact, program: Person) -> Case:
        """The case in review again, unless somebody has taken it further meanwhile."""
        reason = f"{fact.supersedes or fact.id} → {fact.id}: {fact.statement}"
        while case.state == "approved":
            try:
                return self.decide(case, Decision(verb="void", by=program.name, reason=reason), program)
            except ReviewError:
                now = self.store.get(case.id)
                if now.version == case.version:
                    raise
                case = now
        return case

    def void_if_shaken(self, case: Case) -> Case:
        """The case as it is, or in review again where a fact was changed while its reply was being approved."""
        if case.state != "approved" or case.draft is None or not case.issue:
            return case
        ledger = self.store.ledger(case.issue)
        used = {fact for sentence in case.draft.sentences for fact in sentence.facts}
        changed = next((fact for fact in ledger.facts if fact.supersedes in used), None)
        return case if changed is None else self._take_back(case, changed, anybody(changed.by))

    def uses(self, fact: Fact) -> list[Use]:
        """Drafts and approved replies of the issue that stand on a fact or on any version of it."""
        versions = self.store.ledger(fact.issue).versions(fact.id)
        chain = {version.id for version in versions}
        grounds = [Ground(version.id, version.statement, version.at) for version in versions]
        found: list[Use] = []
        for case in self.store.queue(issue=fact.issue, most=None):
            if case.draft is None or case.state in ("approved", "sent", "closed", "rejected", "withdrawn"):
                continue  # what was approved stands among the replies
            said = [s.text for s in case.draft.sentences if chain & set(s.facts) or grounds_of(s.text, grounds)]
            said += _standing_on(case.draft.statement or "", grounds)
            if said:
                found.append(Use(case.id, "draft", case.version, tuple(said)))
        for reply in self.store.replies(fact.issue):
            said = _standing_on(reply.text, grounds, reply.at)
            said += _standing_on(reply.statement or "", grounds, reply.at)
            if said or chain & set(reply.facts):
                found.append(Use(reply.case, "posted" if reply.posted else "approved", reply.version, tuple(said)))
        return found

    def promises(
        self, *states: PromiseState, issue: str | None = None, due_before: datetime | None = None
    ) -> list[Task]:
        """Promises of approved replies (open ones where no state is named), the next one due first."""
        return self.store.tasks(*(states or ("open",)), issue=issue, due_before=due_before)

    def keep_promise(self, task_id: str, by: str, note: str = "", person: Person | None = None) -> Task:
        """Note that a promise has been kept.

        Raises:
            ReviewError: there is no open promise of that id.
        """
        task = self._open(task_id)
        if not by.strip():
            raise ReviewError("Say who has kept the promise.", code="promise_by")
        kept = task.model_copy(
            update={"state": "kept", "done_at": datetime.now(UTC), "done_by": by.strip(), "note": note.strip()}
        )
        acted = self._act(kept.done_at or datetime.now(UTC), by, "keep promise", task_id, person, why=note)
        self.store.save_task(kept, acted, due=self.due_of(self.store.get(kept.case), [kept]))
        return kept

    def follow_up(self, task_id: str) -> str:
        """The start of a reply that reports on a promise.

        Raises:
            ReviewError: there is no open promise of that id.
        """
        return follow_up(self._open(task_id), datetime.now(UTC))

    def _open(self, task_id: str) -> Task:
        found = next((task for task in self.store.tasks("open") if task.id == task_id), None)
        if found is None:
            raise ReviewError(
                f"No open promise {task_id!r}; `playbook issue promises` lists those there are.",
                code="no_promise", id=task_id,
            )  # fmt: skip
        return found
