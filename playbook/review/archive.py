"""The archive: every conversation kept and found again, given out under seal, and erased when its time has come."""

from __future__ import annotations

import logging
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.errors import PlaybookError, ReviewError
from playbook.records import (
    CHANNELS,
    Bilingual,
    Case,
    CaseState,
    Channel,
    Decision,
    Kind,
    Person,
    Stance,
    Topic,
)
from playbook.review.audit import Act, Entry, sha256
from playbook.review.changes import Changes, changes
from playbook.review.evidence import Made, matter, pack
from playbook.review.evidence_page import page
from playbook.review.grants import holding
from playbook.review.keys import kept_key
from playbook.review.retention import Due, Retention, later
from playbook.review.seal import Seal
from playbook.review.searchable import Found, arrived, author_key, terms

if TYPE_CHECKING:
    from playbook.library.gaps import Gap
    from playbook.review.store import Store

_log = logging.getLogger(__name__)


class ArchiveDesk:
    """The part of a desk that looks back."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where cases are kept."""

        @property
        def home(self) -> Path:
            """Where the keys of this desk are."""

        @property
        def retention(self) -> Retention:
            """How long personal data is kept."""

        def missing(self) -> list[Gap]:
            """Messages that no guidance covers."""

        def reopen_library(self) -> None:
            """Forget cards and index."""

        def decide(self, case: Case, decision: Decision, person: Person | None = None) -> Case:
            """Carry out a decision."""

    @property
    def seal(self) -> Seal:
        """The seal of this desk, made when first needed."""
        return Seal.under(self.home)

    def evidence(self, subject: str, *, mask: bool = False, now: datetime | None = None) -> bytes:
        """All that is known of a case or an issue, as a sealed ZIP archive: see ``review.evidence``.

        Args:
            subject: id of the case or issue.
            mask: take out the personal data of the people who wrote.
            now: when it is made; now where absent.

        Raises:
            ReviewError: there is neither a case nor an issue of that id.
            SetupError: the key of the seal cannot be read or made.
        """
        from playbook import __version__

        kept = self.store.kept_of(subject)
        made = Made(self.seal, now or datetime.now(UTC), f"playbook {__version__}", mask)
        given = matter(subject, kept.subjects, kept.rows, mask)
        full = [each for each in kept.log if isinstance(each, Entry)]
        shown = page(given, full, _about(made, kept.head, subject))
        return pack(given, kept.log, kept.head, shown, made)

    def give_evidence(self, subject: str, person: Person, *, mask: bool = False) -> bytes:
        """An evidence pack that leaves the desk: the log says who took it, of what, and the digest of the pack.

        Args:
            subject: id of the case or issue.
            person: who takes it.
            mask: take out the personal data of the people who wrote.

        Raises:
            ReviewError: there is neither a case nor an issue of that id, or it is not theirs to take.
            SetupError: the key of the seal cannot be read or made.
        """
        holding(person, "pack")
        now = datetime.now(UTC)
        content = self.evidence(subject, mask=mask, now=now)
        self.store.note(Act(
            at=now, by=person.name, verb="export evidence", subject=subject, source=person.source,
            detail={"masked": mask, "sha256": sha256(content)},
        ))  # fmt: skip
        return content

    def archive(
        self,
        query: str = "",
        *,
        topic: Topic | None = None,
        kind: Kind | None = None,
        stance: Stance | None = None,
        state: CaseState | None = None,
        channel: Channel | None = None,
        author: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        most: int = 50,
    ) -> list[Found]:
        """Conversations, latest first.

        Args:
            query: words that all have to stand in message or reply, anywhere in them; in quotes, words in a row.
            topic: only of this topic.
            kind: only of this kind.
            stance: only where this stance was decided.
            state: only in this state.
            channel: only messages of this channel.
            author: only of this writer: a handle, or one as it is shown (``ho***ng``).
            since: only messages from then on.
            until: only messages before then.
            most: how many.
        """
        from playbook.review.store.archive import Search

        shown = author if "***" in author else ""
        keys = None if shown or not author.strip() else self._keys(author, channel)
        return self.store.search(
            Search(
                words=tuple(terms(query)), topic=topic, kind=kind, stance=stance, state=state, channel=channel,
                author=shown, keys=keys, since=since, until=until,
            ),
            most,
        )  # fmt: skip

    def earlier(self, case: Case) -> list[Case]:
        """What the writer of a message sent us before it on the same channel, latest first."""
        key = self.author_key(case)
        ids = self.store.ids_by_author([key], before=arrived(case)) if key else ()
        return [self.store.get(found) for found in ids if found != case.id]

    def by_author(self, handle: str, channel: Channel | None = None) -> list[Case]:
        """All cases of a writer, latest first: what somebody may ask to see or to have erased."""
        return [self.store.get(found) for found in self.store.ids_by_author(self._keys(handle, channel))]

    def author_key(self, case: Case) -> str:
        """What tells the writer of a message from others; empty where no handle is known."""
        handle = case.message.context.handle
        return author_key(self._archive_key, case.message.channel or case.channel, handle) if handle else ""

    def _keys(self, handle: str, channel: Channel | None) -> tuple[str, ...]:
        channels = (channel,) if channel else CHANNELS
        return tuple(filter(None, (author_key(self._archive_key, each, handle) for each in channels)))

    @property
    def _archive_key(self) -> bytes:
        return kept_key(self.home / "archive.key", lambda: secrets.token_bytes(32))

    def changes(self, most: int = 1000) -> Changes:
        """What people changed in what the program proposed, over the latest ``most`` replies, and what comes again."""
        ids = self.store.worded()
        cases = ((self.store.get(each), self.store.versions(each)) for each in ids[:most])
        found = changes(cases, (gap.topic for gap in self.missing() for _ in range(gap.times)))
        return found.model_copy(update={"left_out": max(len(ids) - most, 0)})

    def erase_due(self, now: datetime | None = None) -> list[Due]:
        """Cases whose personal data has been kept for as long as the rules say, the one due longest first."""
        now = now or datetime.now(UTC)
        ids = self.store.unerased(later(now, -self.retention.shortest))
        found = (self.retention.due(self.store.get(each)) for each in ids)
        return sorted((each for each in found if each.due <= now), key=lambda each: each.due)

    def may_erase(self, case: Case, decision: Decision, now: datetime) -> Decision:
        """A decision to erase, which says so where the law asks for the case to be kept still.

        Raises:
            ReviewError: it does, and no reason is given.
        """
        held = self.retention.held_by_law(case, now) if case.state in ("closed", "withdrawn") else None
        if held is None:
            return decision
        law, until = held
        if not decision.reason.strip():
            raise ReviewError(
                f"{law.text.en} asks for case {case.id} to be kept until {until:%Y-%m-%d}; a lawyer has to check "
                "this. Say why it is erased before.",
                code="kept_by_law", law_ko=law.text.ko, law_en=law.text.en, until=f"{until:%Y-%m-%d}",
            )  # fmt: skip
        said = f"{decision.reason.strip()} [before {until:%Y-%m-%d}: {law.text.ko}]"
        return decision.model_copy(update={"reason": said})

    def remember(self, case: Case, decision: Decision) -> None:
        """Have searches know of a reply that went out, or forget it when its case is erased."""
        from playbook.review.replies import forget_reply, keep_reply

        if decision.verb not in ("record", "erase"):
            return
        folder = self.home / "knowledge"
        try:
            changed = keep_reply(case, folder) if decision.verb == "record" else forget_reply(case.id, folder)
        except PlaybookError as error:  # the decision is kept already; only searches do not know of it
            _log.warning("The reply of %s is on record, and searches do not find it: %s", case.id, error)
            return
        if changed:
            self.reopen_library()


def _about(made: Made, head: tuple[int, str], subject: str) -> list[tuple[Bilingual, str]]:
    facts = [
        ("만든 때 (UTC)", "made at (UTC)", f"{made.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"),
        ("만든 프로그램", "made by", made.program),
        ("감사 기록의 끝", "head of the audit log", f"{head[0]}:{head[1]}"),
        ("봉인 키", "key of the seal", made.seal.fingerprint),
        ("확인 방법", "how to check it", f"playbook audit verify {subject}.zip"),
    ]
    if made.mask:
        facts.append(("개인정보", "personal data", "가리고 실었습니다. / Taken out."))
    return [(Bilingual(ko=ko, en=en), value) for ko, en, value in facts]
