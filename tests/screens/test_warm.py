"""A desk that gets ready behind the page: what it says when the program ends before it is."""

from __future__ import annotations

import logging
import threading
from typing import cast

import pytest

from playbook.desk import Desk
from playbook.errors import PlaybookError
from playbook.screens.warm import WarmDesk


class Half:
    """A desk whose parts go while it drafts."""

    def __init__(self, fault: Exception, closed: bool) -> None:
        self._fault, self._closed = fault, closed
        self.drafting, self.gone = threading.Event(), threading.Event()

    def draft(self, message: object) -> None:
        self.drafting.set()
        assert not self._closed or self.gone.wait(10)
        raise self._fault

    def close(self) -> None:
        self.gone.set()


@pytest.mark.parametrize(
    ("fault", "closed", "cried"),
    [
        (RuntimeError("the store is closed"), True, False),
        (RuntimeError("a fault of ours"), False, True),
        (PlaybookError("no rules"), True, False),
        (PlaybookError("no rules"), False, False),
    ],
)
def test_stopped_while_it_warms(
    fault: Exception, closed: bool, cried: bool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cries: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: cries.append(told.exc_value))
    half = Half(fault, closed)
    warm = WarmDesk(cast(Desk, half))

    with caplog.at_level(logging.WARNING, "playbook.screens.warm"):
        warm.start()
        assert half.drafting.wait(10)
        if closed:
            warm.close()
        _ = warm.desk  # waits for the end of the warming

    assert cries == ([fault] if cried else [])
    assert ("no rules" in caplog.text) == isinstance(fault, PlaybookError)
