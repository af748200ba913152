"""The courier: takes notices out of the outbox and hands them over; the part of a desk that tells people."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from playbook.errors import PlaybookError, ReviewError
from playbook.records import Case, Person
from playbook.reply.deadlines import SEOUL
from playbook.review.audit import sha256
from playbook.review.notify.letters import Letter

if TYPE_CHECKING:
    from playbook.review.notify.delivery import Attempt
    from playbook.review.notify.notices import Digest, Notifier
    from playbook.review.notify.targets import Target
    from playbook.review.store import Store

_LOG = logging.getLogger(__name__)
PAUSE = 5.0
"""Seconds between two looks into the outbox."""


class NotifyDesk:
    """The part of a desk that tells people."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """Where the outbox is."""

        @property
        def notifier(self) -> Notifier:
            """Who is told of what, and where."""

        def person(self, name: str, source: str = "") -> Person:
            """Who that is."""

        def digest_of(self, person: Person | None, now: datetime | None = None) -> Digest:
            """What is left to do."""

        def escalate_missed(self, now: datetime | None = None) -> list[Case]:
            """Escalate cases whose clock has run out."""

    def deliver(self, now: datetime | None = None) -> dict[str, str]:
        """Hand over every notice that is due, each once.

        Returns:
            what came of each, by its id: an error, or an empty text where it arrived.
        """
        results: dict[str, str] = {}
        if not self.notifier.targets:
            return results
        from playbook.review.notify.delivery import LEASE

        while letters := self.store.claim(now or datetime.now(UTC), LEASE):
            for letter, result in zip(letters, asyncio.run(self._attempts(letters)), strict=True):
                results[letter.id] = result.error
        return results

    async def _attempts(self, letters: list[Letter]) -> list[Attempt]:
        return await asyncio.gather(*map(self._attempt, letters))

    async def _attempt(self, letter: Letter) -> Attempt:
        from playbook.review.notify.delivery import attempt, next_attempt

        result, now = await attempt(letter, self.notifier), datetime.now(UTC)
        if result.error:
            self.store.settle(letter, error=result.error, next_at=next_attempt(letter, result, now))
        else:
            self.store.settle(letter, delivered_at=now)
        return result

    def post_digests(self, now: datetime | None = None) -> tuple[list[Letter], list[str]]:
        """Put the summary of the day into the outbox: once a day for each target and each person it goes to.

        However many processes do so, and however often, the name of a letter (day, target, person) lets it in once.
        Whoever has nothing to do gets none.

        Returns:
            the new letters, and the names in the company's file that have no account here.
        """
        from playbook.review.notify.notices import Notice

        now, letters, unknown = now or datetime.now(UTC), [], []
        for target in self.notifier.targets.values():
            if not target.takes("digest"):
                continue
            for to, name in self._readers(target):
                try:
                    digest = self.digest_of(self.person(name) if name else None, now)
                except ReviewError:
                    unknown.append(name)
                    continue
                if any(digest.sections.values()):
                    key = sha256(f"{target.name}\n{to}\n{name}")[:16]
                    notice = Notice(
                        id=f"d-{now.astimezone(SEOUL):%Y%m%d}-{key}", event="digest", happened=now, to=to, digest=digest
                    )
                    letters.append(self.notifier.letter(target, notice))
        return self.store.post(letters), unknown

    def digest_day(self, now: datetime | None = None) -> date | None:
        """The day whose summary the rules have sent at this moment; None where there is none, or nobody takes it."""
        rule = self.notifier.digest
        if rule is None or not any(target.takes("digest") for target in self.notifier.targets.values()):
            return None
        return rule.day(now or datetime.now(UTC))

    def _readers(self, target: Target) -> list[tuple[str, str]]:
        """Mail address and name of everybody who gets a digest of their own; no name for that of the whole desk."""
        from playbook.review.notify.targets import CONCERNED, Mail

        if not isinstance(target, Mail):
            return [("", "")]
        desk = [(address, "") for address in target.to if address != CONCERNED]
        return desk + [(at, name) for name, at in self.addresses().items() if CONCERNED in target.to]

    def addresses(self) -> Mapping[str, str]:
        """Mail addresses by name: those of accounts, and those that the company's file names."""
        of_accounts = {account.name: account.email for account in self.store.accounts() if account.email}
        return of_accounts | dict(self.notifier.addresses)


class Courier:
    """A thread that delivers notices, watches the clocks and sends the digest while the web process runs."""

    def __init__(self, desk: NotifyDesk, pause: float = PAUSE) -> None:
        """Take the desk to work for, and the seconds between two rounds."""
        self._desk, self._pause = desk, pause
        self._digested: date | None = None  # only saves work: that nobody is told twice is up to the outbox
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout: float = 1.0) -> None:
        """End after the attempt in hand, or leave it to its lease; a notice that is cut off is delivered later."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._desk.escalate_missed()
                self._desk.deliver()
                self._digest()
            except PlaybookError as error:
                _LOG.warning("notifications: %s", error)
            except Exception:
                _LOG.exception("notifications: a round failed; the next one is in %g seconds", self._pause)
            self._over.wait(self._pause)

    def _digest(self) -> None:
        day = self._desk.digest_day()
        if day is None or day == self._digested:
            return
        for name in self._desk.post_digests()[1]:
            _LOG.warning("notifications: %s is named for a digest and has no account here", name)
        self._digested = day
