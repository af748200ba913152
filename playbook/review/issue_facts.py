"""The facts of an issue: noted, changed, taken back, and the replies that stand on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from playbook.errors import ReviewError
from playbook.language.korean import sentences
from playbook.records import Case, Decision, Issue, Person
from playbook.reply.facts import Fact, FactStatus, Ground, Ledger, grounds_of
from playbook.review.approvals import anybody
from playbook.review.audit import Act
from playbook.review.grants import answering
from playbook.review.written import Step

if TYPE_CHECKING:
    from playbook.review.store import Store

ATTEMPTS = 20
"""How often a fact is noted again because a reply was approved or sent meanwhile."""
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


class FactDesk:
    """The part of a desk that keeps facts."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where facts are kept."""

        def going_on(self, issue_id: str) -> Issue:
            """The issue of that id, which is not closed."""

        def person(self, name: str, source: str = "") -> Person:
            """Who that is."""

        def step(self, case: Case, decision: Decision, person: Person, ledger: Ledger | None = None) -> Step:
            """What a decision comes to."""

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
        back into review at the same moment: there is none at which it stands approved on what no longer holds.

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
            ReviewError: no such issue or fact, the issue is closed, nothing would change, somebody else was faster,
                or it is not theirs.
        """
        self.going_on(issue_id)
        _checked(statement, by)
        person = answering(person or self.person(by))
        verb = "withdraw fact" if withdraw else "change fact" if instead_of else "add fact"
        for attempt in range(ATTEMPTS):
            ledger, now = self.store.ledger(issue_id), datetime.now(UTC)
            if withdraw:
                following = ledger.withdraw(instead_of, by, now, source or "")
            elif instead_of:
                following = ledger.change(instead_of, by, now, statement=statement, status=status, source=source)
            elif statement is None:
                raise ReviewError("A new fact needs a statement.", code="fact_empty")
            else:
                following = ledger.add(statement, status or "confirmed", by, now, source or "")
            fact = following.facts[-1]
            detail = {"fact": fact.id, "instead_of": instead_of}
            act = Act(at=now, by=by, verb=verb, subject=issue_id, why=source or "", source=person.source, detail=detail)
            shakes = bool(instead_of) or fact.status == "must_not_say"
            approved = self.store.approved(issue_id) if shakes else None
            taken_back = tuple(self._taken_back(following, anybody(by, person.source))) if shakes else ()
            try:
                self.store.add_fact(following, act, taken_back, approved)
            except ReviewError as error:
                if error.code != "stale" or attempt == ATTEMPTS - 1:
                    raise
            else:
                return fact
        raise AssertionError("unreachable")

    def _taken_back(self, ledger: Ledger, program: Person) -> Iterator[Step]:
        """The replies that are approved, not out yet, and stand on an earlier version of the last fact of a ledger.

        The program takes them back, whatever the person may do in whose name it does.
        """
        fact = ledger.facts[-1]
        reason = f"{fact.supersedes or fact.id} → {fact.id}: {fact.statement}"
        for use in self.uses(fact, ledger):
            last, case = self.store.replies(case_id=use.case)[-1:], self.store.get(use.case)
            if use.kind == "approved" and case.state == "approved" and last and last[0].version == use.version:
                yield self.step(case, Decision(verb="void", by=program.name, reason=reason), program, ledger)

    def uses(self, fact: Fact, ledger: Ledger | None = None) -> list[Use]:
        """Drafts and approved replies of the issue that stand on a fact or on any version of it.

        Args:
            fact: the fact.
            ledger: the facts of its issue, where they are not kept yet.
        """
        versions = (ledger or self.store.ledger(fact.issue)).versions(fact.id)
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


def _checked(statement: str | None, by: str) -> None:
    if not by.strip():
        raise ReviewError("A fact needs the name of whoever vouches for it.", code="fact_by")
    if len(by.strip()) > 80:
        raise ReviewError(f"A name has at most 80 characters, not {len(by.strip())}.", code="no_name")
    if statement is not None and not 0 < len(statement.strip()) <= 1000:
        length = len(statement.strip())
        raise ReviewError(
            f"A fact is a statement of 1 to 1,000 characters, not {length}.", code="fact_length", n=length
        )
