# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""Days that a text names by the day on which it was written: 어제, 지난 화요일, 사흘 전에, yesterday, last Friday.

Yesterday is another day in a reply than in the message that it answers, and in a fact that somebody noted last week.
Each is resolved from the moment of its own text, in Seoul; after that they are dates like any other. What only sounds
like a day is none: 오늘날, 어제오늘 일이 아니다, 출발 3일 전까지.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from playbook.language.normalise import normalise
from playbook.records import Lang
from playbook.reply.deadlines.calendar import SEOUL, weekday_on
from playbook.reply.numerals import number
from playbook.reply.values import Value, values

_NEAR_KO = {
    "그끄저께": -3, "그끄제": -3, "그저께": -2, "그제": -2, "어젯밤": -1, "어제": -1, "작일": -1, "간밤": -1, "지난밤": -1,
    "오늘": 0, "금일": 0, "내일": 1, "명일": 1, "모레": 2, "글피": 3,
}  # fmt: skip
_NEAR_EN = {
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "the day after tomorrow": 2, "tomorrow": 1,
}  # fmt: skip
_AGO_KO = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "열흘": 10}
_WEEKDAYS_KO = "월화수목금토일"
_WEEKDAYS_EN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PARTICLE = r"(?:(?:에|부터|까지|과|와)?(?:은|는|도|만)?|[이가을를의자]|에야)"
_OF_DAY = r"오전|오후|새벽|아침|점심|낮|저녁|밤|정오|자정"

_DAY = re.compile(
    rf"(?<![가-힣])(?<!어제 )(?P<near_ko>{'|'.join(_NEAR_KO)})(?! ?오늘)(?! ?내일)(?= ?(?:{_OF_DAY})|{_PARTICLE}(?![가-힣]))"
    rf"|(?<![가-힣])(?P<which_ko>지난 ?주|저번 ?주|이번 ?주|금주|다음 ?주|지난|저번|오는|돌아오는) ?(?P<weekday_ko>[{_WEEKDAYS_KO}])요일"
    rf"|(?:^|(?<=[,.!?\n] )|(?<=[은는이가을를도서] ))(?:(?P<ago_ko>{'|'.join(_AGO_KO)})|(?P<days_ko>[1-9][0-9]?) ?일) ?전(?=[에의부, ]|$)"
    rf"|\b(?P<near_en>{'|'.join(_NEAR_EN)})\b"
    rf"|\b(?P<which_en>last|this past|this coming|this|coming|next) (?P<weekday_en>{_WEEKDAY_EN})\b"
    rf"|\b(?P<of_week>{_WEEKDAY_EN}),? (?:of )?(?P<week_en>last|this|next) week\b"
    r"|\b(?P<days_en>[1-9][0-9]?|a|one|two|three|four|five|six|seven|eight|nine|ten) days? ago\b"
)
_SIGN = re.compile(
    r"어제|젯밤|그제|끄제|저께|작일|간밤|지난밤|오늘|금일|내일|명일|모레|글피|요일|전(?:[에의부, ]|$)|day|night|tomorrow|this (?:morn|after|even)"
)
"""Without one of these, in folded text, no day is named: most texts have none, and the expression is slow."""
_WEEKS = {"지난주": -1, "저번주": -1, "이번주": 0, "금주": 0, "다음주": 1, "last": -1, "this": 0, "next": 1}


class Day(NamedTuple):
    """A day that a text names by the day on which it was written."""

    start: int
    """First code point in the text."""
    end: int
    """One past the last code point."""
    date: date


def day_of(at: datetime) -> date:
    """The day of a moment in Seoul, where a moment without a zone is taken to be."""
    return (at if at.tzinfo else at.replace(tzinfo=SEOUL)).astimezone(SEOUL).date()


def days(text: str, at: datetime) -> tuple[Day, ...]:
    """All days that ``text``, written at ``at``, names so, in order. Never raises."""
    return _days(text, day_of(at))


def stated(text: str, at: datetime) -> tuple[Value, ...]:
    """Values of a text as :func:`values` has them, and its days as whole dates."""
    return _stated(text, day_of(at))


def held(text: str, at: datetime) -> tuple[Value, ...]:
    """The same of a text that another one rests on: a date without its year is the one nearest to ``at``."""
    return tuple(_with_year(value, day_of(at)) for value in stated(text, at))


def spelled(text: str, at: datetime, lang: Lang) -> str:
    """The text with dates in the place of its days, so that it can be read on any other day.

    >>> spelled("어제 오후 6시에 멈췄습니다.", datetime(2026, 11, 22, tzinfo=SEOUL), "ko")
    '11월 21일 오후 6시에 멈췄습니다.'
    """
    for start, end, day in reversed(days(text, at)):
        said = f"{day.month}월 {day.day}일" if lang == "ko" else f"{day.day} {day:%B}"
        night = {"어젯밤": " 밤", "간밤": " 밤", "지난밤": " 밤", "last night": " at night"}.get(
            text[start:end].lower(), ""
        )
        text = f"{text[:start]}{said}{night}{text[end:]}"
    return text


@lru_cache(maxsize=1024)
def _days(text: str, today: date) -> tuple[Day, ...]:
    normal = normalise(text)
    return tuple(Day(*normal.span(start, end), day) for start, end, day in _found(normal.folded, today))


@lru_cache(maxsize=1024)
def _stated(text: str, today: date) -> tuple[Value, ...]:
    found = _days(text, today)
    whole = [
        Value("date", text[start:end], start, end, date=(day.year, day.month, day.day)) for start, end, day in found
    ]
    others = [v for v in values(text) if not any(start < v.end and v.start < end for start, end, _ in found)]
    return tuple(sorted([*whole, *others], key=lambda value: value.start))


def _found(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    if not _SIGN.search(folded):
        return
    for match in _DAY.finditer(folded):
        try:
            day = _day(match, today)
        except OverflowError:  # before the year 1, after 9999
            continue
        if day is not None:
            yield match.start(), match.end(), day


def _day(match: re.Match[str], today: date) -> date | None:
    near = match["near_ko"] or match["near_en"]
    if near:
        return today + timedelta(days=_NEAR_KO.get(near, 0) or _NEAR_EN.get(near, 0))
    if match["ago_ko"]:
        return today - timedelta(days=_AGO_KO[match["ago_ko"]])
    ago = match["days_ko"] or match["days_en"]
    if ago:
        counted = number(ago)
        return None if counted is None else today - timedelta(days=int(counted))
    if match["weekday_ko"]:
        return _weekday(match["which_ko"].replace(" ", ""), _WEEKDAYS_KO.index(match["weekday_ko"]), today)
    if match["of_week"]:
        return weekday_on(today, _WEEKDAYS_EN.index(match["of_week"][:3]), _WEEKS[match["week_en"]])
    return _weekday(match["which_en"], _WEEKDAYS_EN.index(match["weekday_en"][:3]), today)


def _weekday(which: str, weekday: int, today: date) -> date:
    """지난 화요일 and last Friday are the latest before today, 오는 and coming the first after it."""
    if which in ("지난", "저번", "last", "this past"):
        return weekday_on(today - timedelta(days=7), weekday)
    if which in ("오는", "돌아오는", "coming", "this coming"):
        return weekday_on(today + timedelta(days=1), weekday)
    return weekday_on(today, weekday, _WEEKS[which])


def _with_year(value: Value, today: date) -> Value:
    if value.date is None or value.date[0] is not None or None in value.date[1:]:
        return value
    _, month, day = value.date
    near = [found for year in (-1, 0, 1) if (found := _real(today.year + year, month, day)) is not None]
    if not near:
        return value
    nearest = min(near, key=lambda found: abs((found - today).days))
    return value._replace(date=(nearest.year, nearest.month, nearest.day))


def _real(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
