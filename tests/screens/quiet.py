"""Waiting for the page by what it does, not by the clock: machines that test are busy."""

from __future__ import annotations

import time
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, Request

STILL = 0.3
"""Seconds without a question or an answer after which nothing follows."""
LEFT = 3.0
"""Seconds without either after which an answer is not waited for: the browser does not tell the end of every stream."""


class Traffic:
    """The questions that a page has put to the server, and whether answers are on their way."""

    def __init__(self, page: Page) -> None:
        self._open: set[Request] = set()
        self.last = time.monotonic()
        page.on("request", self._asked)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    @property
    def still(self) -> bool:
        return time.monotonic() - self.last > (LEFT if self._open else STILL)

    def _asked(self, request: Request) -> None:
        if "/queue/" in request.url:
            self._open.add(request)
            self.last = time.monotonic()

    def _ended(self, request: Request) -> None:
        if request in self._open:
            self._open.remove(request)
            self.last = time.monotonic()


_of: WeakKeyDictionary[Page, Traffic] = WeakKeyDictionary()


def watched(page: Page) -> Page:
    """From now on ``quiet`` can tell."""
    _of[page] = Traffic(page)
    return page


def quiet(page: Page) -> None:
    """Nothing is asked, nothing is on its way, and what came has been drawn."""
    traffic = _of[page]
    traffic.last = time.monotonic()
    while not traffic.still:
        page.wait_for_timeout(50)
