"""Days and hours that people promise by, resolved from a moment of reference; vague ones to their latest reading.

A day without an hour ends at 23:59. Weeks begin on Monday. Working days leave out Saturday, Sunday and the
holidays of Korea. Early, middle and late in a month end on the 10th, the 20th and the last day.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
"""The zone of a deadline that names none."""
LAST_MINUTE = time(23, 59)
PERIODS = {
    "새벽": time(6), "오전": time(12), "아침": time(12), "점심": time(13), "낮": time(18), "오후": LAST_MINUTE,
    "저녁": time(22), "밤": LAST_MINUTE, "morning": time(12), "lunchtime": time(14), "afternoon": time(18),
    "evening": time(22), "night": LAST_MINUTE, "tonight": LAST_MINUTE,
}  # fmt: skip
"""When a part of the day is over."""


def end_of(day: date, now: datetime, at: time = LAST_MINUTE) -> datetime:
    """The end of a day, or another time of it, in the zone of ``now``."""
    return datetime.combine(day, at, now.tzinfo)


def at_hour(day: date, minutes: int, now: datetime) -> datetime:
    """Minutes after midnight of a day in the zone of ``now``; 24:00 is the beginning of the next."""
    return datetime.combine(day + timedelta(days=minutes // 1440), time(minutes % 1440 // 60, minutes % 60), now.tzinfo)


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_month(year: int, month: int) -> date:
    """The last day of a month; months past December run into the next year."""
    year, month = divmod(year * 12 + month - 1, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def part_of_month(year: int, month: int, part: str) -> date:
    """The last day of the beginning (``early``), the middle (``mid``) or the whole of a month."""
    last = last_of_month(year, month)
    return last.replace(day={"early": 10, "mid": 20}.get(part, last.day))


def is_working_day(day: date) -> bool:
    """Whether offices in Korea work that day: no weekend, no public holiday or its substitute, no Labour Day."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_after(day: date, n: int) -> date:
    """The ``n``-th working day after ``day``, which itself does not count; ``day`` where ``n`` is not positive.

    Raises:
        OverflowError: it would lie beyond the year 9999.
    """
    while n > 0:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """Public holidays of Korea, lunar, substitute and decreed ones too, and Labour Day, on which banks are shut.

    What the government decrees late is known from the next release of the ``holidays`` package on; before 1948 and
    after 2100 it knows none.
    """
    from holidays import country_holidays  # a tenth of a second that most texts do not need

    return frozenset(country_holidays("KR", years=year, categories=("public", "bank")))


def weekday_on(day: date, weekday: int, weeks: int | None = None) -> date:
    """A day of the week: in the week that is ``weeks`` ahead, or the next one to come, today included."""
    if weeks is None:
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    return day + timedelta(days=7 * weeks + weekday - day.weekday())


def next_date(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """The date in a given year, or the next one to come; None where there is no such day."""
    for candidate in (year,) if year else range(today.year, today.year + 5):  # 29 February takes up to four years
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def next_day(today: date, day: int) -> date | None:
    """The next day of this number, today included; None where no month has it."""
    for ahead in range(3):
        first = months_on(today.replace(day=1), ahead)
        if 1 <= day <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=day) >= today:
            return first.replace(day=day)
    return None
