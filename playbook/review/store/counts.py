"""Counts of what stands in the store."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from playbook.review.store.engine import Database
from playbook.review.store.schema import CASES


class Standing(NamedTuple):
    """Cases in one state."""

    cases: int
    oldest: datetime
    """When the first of them came in."""


class Counts(Database):
    """The part of the store that counts."""

    def standing(self) -> dict[str, Standing]:
        """How many cases are in each state, and since when."""
        query = select(CASES.c.state, func.count(), func.min(CASES.c.created_at)).group_by(CASES.c.state)
        with self.reading() as connection:
            return {state: Standing(cases, oldest) for state, cases, oldest in connection.execute(query)}
