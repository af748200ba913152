"""Deadlines in a text, in Korean and English, resolved to a moment.

>>> at = datetime(2026, 11, 20, 15, tzinfo=SEOUL)  # a Friday
>>> [str(d.due) for d in deadlines("48시간 이내에 답변드리고, 다음 주 중 결과를 공개하겠습니다.", at)]
['2026-11-22 15:00:00+09:00', '2026-11-29 23:59:00+09:00']

What only tells how long something lasts is none: 3일째, 24시간 영업, open until 9 p.m.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from playbook.language.normalise import normalise
from playbook.reply.deadlines import english, korean
from playbook.reply.deadlines.calendar import SEOUL, is_working_day, working_days_after

__all__ = ["SEOUL", "Deadline", "deadlines", "is_working_day", "working_days_after"]


class Deadline(NamedTuple):
    """A deadline that stands in a text."""

    text: str
    start: int
    """First code point in the text."""
    end: int
    """One past the last code point."""
    due: datetime
    """In the zone that was asked for."""
    firm: bool
    """It names a limit (까지, 이내, by, within); otherwise it only says when."""


def deadlines(text: str, at: datetime, zone: ZoneInfo = SEOUL) -> tuple[Deadline, ...]:
    """All deadlines of a text in order, none overlapping another; where two readings overlap, the longer one.

    Args:
        text: any text.
        at: the moment from which relative ones count; aware.
        zone: where the people are who read it.
    """
    now = at.astimezone(zone)
    normal = normalise(text)
    found: list[Deadline] = []
    for start, end, due, firm in sorted(_readings(normal.folded, now), key=lambda each: (each[0] - each[1], each[0])):
        place = normal.span(start, end)
        if not any(one.start < place[1] and place[0] < one.end for one in found):
            found.append(Deadline(text[place[0] : place[1]], *place, due, firm))
    return tuple(sorted(found, key=lambda deadline: deadline.start))


def _readings(folded: str, now: datetime) -> Iterator[tuple[int, int, datetime, bool]]:
    for language in (korean, english):
        for pattern, resolve in language.RULES:
            for match in pattern.finditer(folded):
                try:
                    due = resolve(match, now)
                except (ValueError, OverflowError):  # 31 June, the year 10000
                    continue
                if due is not None:
                    start, end = _trimmed(folded, *match.span())
                    yield start, end, due, "limit" in pattern.groupindex and bool(match["limit"])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
