"""Days and moments as people write and read them on the command line: on the clock of Seoul unless they say."""

from __future__ import annotations

from datetime import datetime, time

from playbook.errors import InputError
from playbook.reply.deadlines import SEOUL


def moment_in(said: str, option: str, *, whole_day: bool = False) -> datetime:
    """The moment that was given.

    Args:
        said: a day or a moment, as 2027-03-31 or 2027-03-31T18:00, in Seoul where it names no zone.
        option: where it was given, for the error.
        whole_day: a day stands for its end, not its beginning.

    Raises:
        InputError: it is neither.
    """
    try:
        found = datetime.fromisoformat(said)
    except ValueError as error:
        raise InputError(f"{option} is {said!r}; write a day or a moment as 2027-03-31 or 2027-03-31T18:00.") from error
    if whole_day and len(said) == len("2027-03-31"):
        found = datetime.combine(found.date(), time.max)
    return found if found.tzinfo else found.replace(tzinfo=SEOUL)


def moment(at: datetime) -> str:
    """A moment on the clock of Seoul."""
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"
