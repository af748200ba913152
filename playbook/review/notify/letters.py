"""Letters: notices on their way, as the outbox keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Letter(NamedTuple):
    """A notification in the outbox."""

    id: str
    target: str
    """Name of the target; where that is stands only in the company's file."""
    at: datetime
    """From when on it may go out, UTC."""
    next_at: datetime | None
    """When it is tried next, UTC; None once it is delivered or given up."""
    record: str
    """The notice, as JSON."""
    attempts: int = 0
    delivered_at: datetime | None = None
    error: str = ""
    """Why the last attempt failed."""

    @property
    def given_up(self) -> bool:
        """Whether it will not be tried again although it never arrived."""
        return self.next_at is None and self.delivered_at is None
