"""Notifications on disk: written with the change that they tell of, and taken out by one worker at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from playbook.review.notify.letters import Letter
from playbook.review.store.engine import Database, IntegrityError, Writing, naive
from playbook.review.store.schema import OUTBOX

ERROR = 500
"""Characters of an error that are kept."""


_TIMES = ("at", "next_at", "delivered_at")


class Outbox(Database):
    """The part of the store that keeps what is to go out."""

    def post(self, letters: Iterable[Letter]) -> list[Letter]:
        """Keep notifications that tell of no change; those that are there already are left as they are.

        Returns:
            those that are new.
        """
        new = []
        for letter in letters:
            try:
                with self.changing() as connection:
                    connection.execute(OUTBOX.insert().values(**_row(letter)))
            except IntegrityError:
                continue
            new.append(letter)
        return new

    def claim(self, now: datetime, lease: timedelta, most: int = 16) -> list[Letter]:
        """Take what is due, so that no other worker takes it before the lease is over.

        Args:
            now: UTC.
            lease: how long it is ours; a worker that dies leaves it to the others after that.
            most: how many at once.
        """
        due = select(OUTBOX).where(OUTBOX.c.next_at <= naive(now)).order_by(OUTBOX.c.next_at, OUTBOX.c.id).limit(most)
        if not self.column(due.with_only_columns(OUTBOX.c.id).limit(1)):
            return []  # without asking for the right to write
        taken = []
        with self.changing() as connection:
            for row in connection.execute(due.with_for_update(skip_locked=True)).mappings().all():
                letter = _letter(dict(row) | {"attempts": row["attempts"] + 1, "next_at": naive(now + lease)})
                connection.execute(
                    OUTBOX.update()
                    .where(OUTBOX.c.id == letter.id)
                    .values(attempts=letter.attempts, next_at=naive(now + lease))
                )
                taken.append(letter)
        return taken

    def settle(
        self, letter: Letter, *, delivered_at: datetime | None = None, error: str = "", next_at: datetime | None = None
    ) -> bool:
        """Note what became of an attempt; False where the lease was over and another worker has it now."""
        values = {
            "delivered_at": naive(delivered_at) if delivered_at else None,
            "error": error[:ERROR],
            "next_at": naive(next_at) if next_at else None,
        }
        ours = (OUTBOX.c.id == letter.id) & (OUTBOX.c.attempts == letter.attempts) & OUTBOX.c.next_at.is_not(None)
        with self.changing() as connection:
            return connection.execute(OUTBOX.update().where(ours).values(**values)).rowcount == 1

    def letters(self, *, waiting: bool = True, given_up: bool = True, delivered: bool = False) -> list[Letter]:
        """Notifications in the outbox, latest first."""
        with self.reading() as connection:
            rows = connection.execute(select(OUTBOX).order_by(OUTBOX.c.at.desc(), OUTBOX.c.id)).mappings().all()
        found = [_letter(dict(row)) for row in rows]
        return [
            letter
            for letter in found
            if (waiting and letter.next_at) or (given_up and letter.given_up) or (delivered and letter.delivered_at)
        ]

    def again(self, letter_id: str, now: datetime) -> bool:
        """Try a notification again that was given up; False where there is none of that id."""
        lost = (OUTBOX.c.id == letter_id) & OUTBOX.c.next_at.is_(None) & OUTBOX.c.delivered_at.is_(None)
        with self.changing() as connection:
            change = OUTBOX.update().where(lost).values(at=naive(now), next_at=naive(now), error="")
            return connection.execute(change).rowcount == 1


def put_letter(writing: Writing, letter: Letter) -> None:
    """Keep a notification that is to go out, together with what is being written."""
    writing.connection.execute(OUTBOX.insert().values(**_row(letter)))


def _letter(row: dict[str, Any]) -> Letter:
    return Letter(**row | {name: row[name].replace(tzinfo=UTC) for name in _TIMES if row[name] is not None})


def _row(letter: Letter) -> dict[str, Any]:
    row = letter._asdict()
    return row | {name: naive(row[name]) for name in _TIMES if row[name] is not None}
