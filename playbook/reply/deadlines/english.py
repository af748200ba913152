# ruff: noqa: E501 - broken up, these expressions read worse
"""Deadlines as they are said in English. "Next Friday" is the one of next week: the latest reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from playbook.reply.deadlines.calendar import (
    PERIODS,
    at_hour,
    end_of,
    last_of_month,
    months_on,
    next_date,
    part_of_month,
    weekday_on,
    working_days_after,
)
from playbook.reply.numerals import MONTH, MONTHS, number

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day"
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2}
_NUMERAL = r"(?:[0-9]{1,3}|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty|sixty|ninety)"
_MONTH = rf"(?P<month>{MONTH})(?:\.(?=,? [0-9]))?"
_LIMIT = r"(?P<limit>\b(?:by|before|no later than|not later than) (?:the )?)"
_LEAD = rf"(?:{_LIMIT}|\b(?:on|at|from) (?:the )?)"
_PART = r"(?: (?P<part>morning|lunchtime|afternoon|evening|night))?"
_HOUR = (
    r"(?:(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m\b\.?|(?P<clock>(?<![0-9:])(?:[01]?[0-9]|2[0-3]):[0-5][0-9])"
    r"|(?P<noon>noon|midday)|(?P<midnight>midnight)|(?P<late>end of (?:the )?day|eod\b)|(?P<office>(?:the )?(?:close of (?:business|play)|end of (?:the )?(?:business|working) day|cob\b)))"
)
_BEFORE = rf"(?:{_HOUR}(?: (?:kst|gmt|et|pt|utc))?,? (?:on |of )?(?:the )?)?"
_ON = r"(?:on (?:the )?)?"
_AFTER = r"(?:,? (?:at |by )?" + re.sub(r"\?P<(\w+)>", r"?P<\1_after>", _HOUR) + r")?"


def _within(match: re.Match[str], now: datetime) -> datetime | None:
    """Within 48 hours, in the next two weeks, in 3 business days."""
    said, unit = match["count"], match["unit"]
    count = number("two" if said == "a couple of" else said)
    if count is None:
        return None
    whole, today = int(count), now.date()
    if unit in ("minute", "hour"):
        return now + timedelta(minutes=whole * (60 if unit == "hour" else 1))
    if unit in ("month", "year"):
        return end_of(months_on(today, whole * (12 if unit == "year" else 1)), now)
    if match["worked"]:
        return end_of(working_days_after(today, whole * (5 if unit == "week" else 1)), now)
    return end_of(today + timedelta(days=whole * (7 if unit == "week" else 1)), now)


def _near(match: re.Match[str], now: datetime) -> datetime:
    """By noon tomorrow, later today, tonight."""
    day = now.date() + timedelta(days=_NEAR[match["near"]])
    return _hour(match, day, now, "tonight" if match["near"] == "tonight" else None)


def _next_working_day(match: re.Match[str], now: datetime) -> datetime:
    """By the next business day, on the next working day at noon."""
    return _hour(match, working_days_after(now.date(), 1), now)


def _this(match: re.Match[str], now: datetime) -> datetime:
    """This afternoon."""
    return end_of(now.date(), now, PERIODS[match["of_day"]])


def _weekday(match: re.Match[str], now: datetime) -> datetime:
    """By Friday noon, on Monday, next Tuesday."""
    weeks = 1 if match["next"] == "next " else None
    due = _hour(match, weekday_on(now.date(), _WEEKDAYS.index(match["weekday"][:3]), weeks), now)
    return due + timedelta(days=7) if due <= now and weeks is None else due


def _date(match: re.Match[str], now: datetime) -> datetime | None:
    """By 3 September, on March 5th, 2027. A day without a limit that has gone by this year tells of the past."""
    said = match.groupdict()
    year = int(said["year"]) if said.get("year") else None
    month = MONTHS.index(match["month"][:3]) + 1 if match["month"][0].isalpha() else int(match["month"])
    day = next_date(now.date(), month, int(match["day"]), year)
    if day is None or day < now.date() or (not match["limit"] and day > months_on(now.date(), 6)):
        return None
    return _hour(match, day, now)


def _edge(match: re.Match[str], now: datetime) -> datetime:
    """By the end of March, at the beginning of next week, by the end of the year."""
    unit, part = (
        match["of"],
        "early" if match["edge"] in ("start", "beginning") else "mid" if match["edge"] == "middle" else "",
    )
    today, ahead = now.date(), unit.startswith("next ")
    unit = unit.removeprefix("next ")
    if unit == "week":
        return end_of(weekday_on(today, {"early": 1, "mid": 3}.get(part, 6), int(ahead)), now)
    if unit == "month":
        return end_of(part_of_month(today.year, today.month + ahead, part), now)
    if unit == "quarter":
        return end_of(last_of_month(today.year, (today.month + 2) // 3 * 3 + 3 * ahead), now)
    if unit == "year":
        return end_of(last_of_month(today.year + ahead, {"early": 3, "mid": 8}.get(part, 12)), now)
    return _part(today, unit, part, now)


def _month(match: re.Match[str], now: datetime) -> datetime:
    """By early April, in mid-March, in March 2027."""
    said = match.groupdict()
    part = {"early": "early", "mid": "mid"}.get((said.get("of_month") or "").strip(" -"), "")
    return _part(now.date(), match["month"], part, now, said.get("year"))


def _part(today: date, month: str, part: str, now: datetime, year: str | None = None) -> datetime:
    index = MONTHS.index(month[:3]) + 1
    return end_of(part_of_month(int(year) if year else today.year + (index < today.month), index, part), now)


def _period(match: re.Match[str], now: datetime) -> datetime:
    """Next week, this month, the weekend."""
    named, today = match["period"], now.date()
    ahead = int("next" in named)
    if "year" in named:
        return end_of(date(today.year + ahead, 12, 31), now)
    if "month" in named:
        return end_of(last_of_month(today.year, today.month + ahead), now)
    return end_of(weekday_on(today, 6, ahead), now)


def _clock(match: re.Match[str], now: datetime) -> datetime:
    """By 6 p.m., by noon: today, or tomorrow where that has gone by."""
    due = _hour(match, now.date(), now)
    return due if due > now else due + timedelta(days=1)


def _hour(match: re.Match[str], day: date, now: datetime, part: str | None = None) -> datetime:
    """The hour that a match names before or after its day, else the end of the day or of a part of it."""
    said = match.groupdict()
    named = {
        name: said.get(name) or said.get(f"{name}_after")
        for name in ("hour", "minute", "half", "clock", "noon", "midnight", "office")
    }
    if named["clock"]:
        hour, minute = named["clock"].split(":")
        return at_hour(day, int(hour) * 60 + int(minute), now)
    if named["hour"]:
        hour_of_day = int(named["hour"]) % 12 + (12 if named["half"] == "p" else 0)
        return at_hour(day, hour_of_day * 60 + int(named["minute"] or 0), now)
    for name, minutes in (("noon", 720), ("midnight", 1440), ("office", 1080)):
        if named[name]:
            return at_hour(day, minutes, now)
    part = said.get("part") or part
    return end_of(day, now, PERIODS[part]) if part else end_of(day, now)


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime], datetime | None]]
"""A way to say it, and how it is resolved; the group ``limit`` makes it firm."""

RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (
            rf"(?P<limit>\b(?:within|in|over)\b)(?: the)?(?: next)? (?P<count>{_NUMERAL})(?P<worked> (?:business|working))?[ -](?P<unit>minute|hour|day|week|month|year)s?\b(?! ago)",
            _within,
        ),
        (
            rf"(?:{_LEAD}|\blater )?{_BEFORE}\b(?P<near>the day after tomorrow|today|tonight|tomorrow)\b{_PART}{_AFTER}",
            _near,
        ),
        (rf"{_LEAD}?{_BEFORE}\b(?:next|following) (?:business|working) day\b{_PART}{_AFTER}", _next_working_day),
        (rf"(?:{_LIMIT}|\b(?:later )?)this (?P<of_day>morning|afternoon|evening)\b", _this),
        (rf"{_LEAD}?{_BEFORE}{_ON}(?P<next>\b(?:next |this |coming ))?\b{_WEEKDAY}\b{_PART}{_AFTER}", _weekday),
        (
            rf"{_LEAD}?{_BEFORE}{_ON}(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?(?<![\w.])(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? (?P<year>20[0-9]{{2}}))?{_AFTER}",
            _date,
        ),
        (
            rf"{_LEAD}?{_BEFORE}{_ON}(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?\b{_MONTH} (?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9:])(?:,? (?P<year>20[0-9]{{2}}))?{_AFTER}",
            _date,
        ),
        (rf"{_LEAD}{_BEFORE}(?P<year>20[0-9]{{2}})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9]){_AFTER}", _date),
        (
            rf"(?:{_LIMIT}|\b(?:at|around|towards?|in) (?:the )?)(?P<edge>end|close|start|beginning|middle) of (?:the |this )?(?P<of>(?:next )?(?:week|month|year|quarter)|{MONTH})\b",
            _edge,
        ),
        (
            rf"(?:{_LIMIT}|\b(?:in|during) )(?P<of_month>early |mid-? ?|late )?{_MONTH}(?: (?P<year>20[0-9]{{2}}))?(?! ?[0-9])",
            _month,
        ),
        (
            rf"(?:{_LIMIT}|\b(?:later|over|during|at|on) (?:the )?)?\b(?P<period>(?:this|next) (?:week|month|year|weekend)|the weekend)\b",
            _period,
        ),
        (rf"(?:{_LIMIT}|\bat ){_HOUR}(?=[ ,.;)]|$)", _clock),
    )
)
