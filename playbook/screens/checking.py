"""A check of the whole log beside the page: it tells how far it is, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from playbook.errors import PlaybookError
from playbook.review.audit import Fault
from playbook.review.store import Store

PAUSE = 0.4
"""Seconds between two words on how far it is."""


class _StoppedError(Exception):
    """Nobody waits for the result any more."""


class Check:
    """One run through the log."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._over, self._stop = threading.Event(), False
        self._seen = 0
        self._found: list[Fault] | None = None
        self._error: PlaybookError | None = None

    def run(self) -> Iterator[int]:
        """The number of the entry that it is at, every now and then until it is done; leaving it stops it."""
        thread = threading.Thread(target=self._check, name="check", daemon=True)
        thread.start()
        try:
            while not self._over.wait(PAUSE):
                yield self._seen
        finally:
            self._stop = True

    @property
    def faults(self) -> list[Fault]:
        """What it has found.

        Raises:
            PlaybookError: the log could not be read.
        """
        if self._error is not None:
            raise self._error
        assert self._found is not None
        return self._found

    def _check(self) -> None:
        try:
            self._found = self._store.faults(self._looking)
        except _StoppedError:
            pass
        except PlaybookError as error:
            self._error = error
        finally:
            self._over.set()

    def _looking(self, seq: int) -> None:
        if self._stop:
            raise _StoppedError
        self._seen = seq
