"""Days as people type them, on the clock of Seoul."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from playbook.errors import InputError
from playbook.reply.deadlines import SEOUL


def begin_of(day: str | None) -> datetime | None:
    """The first moment of a day; None where none is given.

    Raises:
        InputError: it is no day.
    """
    return _midnight(day, 0)


def end_of(day: str | None) -> datetime | None:
    """The first moment after a day; None where none is given.

    Raises:
        InputError: it is no day.
    """
    return _midnight(day, 1)


def _midnight(said: str | None, later: int) -> datetime | None:
    said = (said or "").strip()
    if not said:
        return None
    try:
        return datetime.combine(date.fromisoformat(said) + timedelta(days=later), time.min, SEOUL)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{said!r} is no day; write it as 2026-11-22.", code="no_such_day", value=said[:40]) from error
