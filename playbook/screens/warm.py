"""A desk that gets ready behind the page: the page is up at once, a call that comes too early waits."""

from __future__ import annotations

import logging
import threading

from playbook import Desk, Message
from playbook.errors import PlaybookError
from playbook.screens.words import SAMPLE_TEXTS

_LOG = logging.getLogger(__name__)


class WarmDesk:
    """One desk for all pages, warmed in the background."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._thread = threading.Thread(target=self._warm, name="warm-up", daemon=True)
        self._closing = False

    def start(self) -> None:
        """Begin to load models, rules, library and store."""
        self._thread.start()

    @property
    def is_ready(self) -> bool:
        """Whether a call would be answered at once."""
        return self._thread.ident is not None and not self._thread.is_alive()

    @property
    def desk(self) -> Desk:
        """The desk, once it is warm."""
        if self._thread.is_alive():
            self._thread.join()
        return self._desk

    @property
    def cold(self) -> Desk:
        """The desk without waiting, for what needs no model."""
        return self._desk

    def close(self) -> None:
        """Close the desk, ready or not; nobody waits for the rest of the warming."""
        self._closing = True
        self._desk.close()

    def _warm(self) -> None:
        try:
            for text in (SAMPLE_TEXTS[1].ko, SAMPLE_TEXTS[1].en):  # a full case: rules, models, both search arms, draft
                self._desk.draft(Message(text=text))
            _ = self._desk.store
        except PlaybookError as error:  # the first call says it again, where a person can read it
            _LOG.warning("warm-up: %s", error)
        except Exception:
            if not self._closing:  # what was closed under it fails, and that is no news
                raise
