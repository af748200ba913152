"""Who has a case open just now: kept beside the log, since it proves nothing and is forgotten within a minute."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from playbook.records import Record
from playbook.review.store.engine import Database, IntegrityError, naive
from playbook.review.store.schema import PRESENCE

LASTS = timedelta(seconds=45)
"""How long somebody counts as present after the page last said so; it says so every 20 seconds at the latest."""


class Presence(Record):
    """Somebody who has a case open."""

    person: str
    editing: bool
    """Their wording differs from the one that is kept."""
    at: datetime
    """When the page last said so, UTC."""


class Presences(Database):
    """The part of the store that knows who looks at what."""

    def looking(self, case_id: str, person: str, editing: bool, now: datetime) -> None:
        """Note that somebody has a case open; what has run out is swept away with it."""
        key = (PRESENCE.c.case_id == case_id, PRESENCE.c.person == person)
        with self.changing() as connection:
            connection.execute(delete(PRESENCE).where(PRESENCE.c.at < naive(now - LASTS)))
            found = connection.execute(PRESENCE.update().where(*key).values(editing=editing, at=naive(now)))
            if found.rowcount:
                return
            try:
                with connection.begin_nested():
                    row = {"case_id": case_id, "person": person, "editing": editing, "at": naive(now)}
                    connection.execute(PRESENCE.insert().values(**row))
            except IntegrityError:  # the same person has just opened it in another window
                connection.execute(PRESENCE.update().where(*key).values(editing=editing, at=naive(now)))

    def gone(self, case_id: str, person: str) -> None:
        """Note that somebody has put a case aside."""
        with self.changing() as connection:
            connection.execute(delete(PRESENCE).where(PRESENCE.c.case_id == case_id, PRESENCE.c.person == person))

    def present(self, case_ids: Collection[str], now: datetime) -> dict[str, list[Presence]]:
        """Who has which of these cases open, those who edit first."""
        query = (
            select(PRESENCE)
            .where(PRESENCE.c.case_id.in_(case_ids), PRESENCE.c.at >= naive(now - LASTS))
            .order_by(PRESENCE.c.editing.desc(), PRESENCE.c.person)
        )
        found: dict[str, list[Presence]] = {}
        with self.reading() as connection:
            for row in connection.execute(query):
                here = Presence(person=row.person, editing=row.editing, at=row.at.replace(tzinfo=UTC))
                found.setdefault(row.case_id, []).append(here)
        return found
