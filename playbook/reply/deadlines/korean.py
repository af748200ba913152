# ruff: noqa: E501 - expressions over Korean count double; broken up they read worse
"""Deadlines as they are said in Korean."""

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
    next_day,
    part_of_month,
    weekday_on,
    working_days_after,
)
from playbook.reply.numerals import number

_DAYS = {"일주일": 7, "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "열흘": 10, "보름": 15}
_NEAR = {"오늘": 0, "금일": 0, "당일": 0, "내일": 1, "명일": 1, "익일": 1, "모레": 2, "글피": 3}
_PARTS = {"초": "early", "초순": "early", "중순": "mid"}
_WEEKDAYS = "월화수목금토일"
_WEEK = r"(?P<week>이번 ?주|금주|다음 ?주|차주|내주|다다음 ?주)"

_LIMIT = r"(?P<limit> ?(?:까지|이내|안에|안으로|내에|내로|중에|중으로|전까지|중(?=[ ,.]|$)|안(?=[ ,.]|$)|내(?=[ ,.]|$))(?:는|에는|에)?)"
_WHEN = rf"(?:{_LIMIT}|(?:에는?|(?=[ ,.]|$)))"
_HOUR = (
    r"(?P<half>오전|오후|새벽|아침|저녁|밤|낮)? ?(?P<hour>[0-2]?[0-9])시(?!간|점)(?: ?(?P<minute>[0-5]?[0-9])분| ?(?P<thirty>반))?"
    r"|(?P<noon>정오)|(?P<midnight>자정)|(?P<clock>(?<![0-9:])[0-2]?[0-9]:[0-5][0-9])"
)
_CLOCK = rf"(?:{_HOUR}|(?P<period>새벽|오전|아침|점심|오후|저녁|밤))"
_OF_DAY = rf"(?:[(][{_WEEKDAYS}][)])?(?:,? ?{_CLOCK})?{_WHEN}"
_RUNNING = r"(?<!부터)(?<!부터 )(?<!에서 )(?<!~)(?<!~ )"
"""Before it no other hour opens a range, which would be opening hours."""


def _within(match: re.Match[str], now: datetime) -> datetime | None:
    """3일 이내, 48시간 안에, 일주일 뒤, 영업일 기준 3일."""
    worked = match["worked"] or match["worked_after"]
    if match["days"]:
        days = _DAYS[match["days"]]
        return end_of(working_days_after(now.date(), days) if worked else now.date() + timedelta(days=days), now)
    count, unit = number(match["count"].replace("석", "세").replace("넉", "네")), match["unit"]
    if count is None:
        return None
    whole, today = int(count), now.date()
    if unit in ("분", "시간"):
        return now + timedelta(minutes=whole * (1 if unit == "분" else 60))
    if unit in ("영업일", "근무일") or (unit == "일" and worked):
        return end_of(working_days_after(today, whole), now)
    if unit in ("개월", "달", "년"):
        return end_of(months_on(today, whole * (12 if unit == "년" else 1)), now)
    return end_of(today + timedelta(days=whole * (7 if unit.startswith("주") else 1)), now)


def _date(match: re.Match[str], now: datetime) -> datetime | None:
    """9월 3일까지, 2026. 9. 3., 9/3. A day without a limit that has gone by this year tells of the past."""
    year = match.groupdict().get("year")
    day = next_date(now.date(), int(match["month"]), int(match["day"]), int(year) if year else None)
    if day is None or day < now.date() or (not match["limit"] and day > months_on(now.date(), 6)):
        return None
    return _hour(match, day, now)


def _day_of_month(match: re.Match[str], now: datetime) -> datetime | None:
    """30일까지."""
    day = next_day(now.date(), int(match["day"]))
    return None if day is None else _hour(match, day, now)


def _near(match: re.Match[str], now: datetime) -> datetime | None:
    """오늘 오후 6시에, 내일까지, 모레."""
    return _hour(match, now.date() + timedelta(days=_NEAR[match["near"]]), now)


def _next_working_day(match: re.Match[str], now: datetime) -> datetime | None:
    """다음 영업일까지, 익영업일 오전에."""
    return _hour(match, working_days_after(now.date(), 1), now)


def _weekday(match: re.Match[str], now: datetime) -> datetime | None:
    """금요일까지, 다음 주 수요일."""
    weeks = None if match["week"] is None else _weeks(match["week"])
    due = _hour(match, weekday_on(now.date(), _WEEKDAYS.index(match["weekday"]), weeks), now)
    return due + timedelta(days=7) if due and due <= now and weeks is None else due


def _in_week(match: re.Match[str], now: datetime) -> datetime | None:
    """다음 주 중, 이번 주말: the end of Sunday; 다음 주 초: of Tuesday."""
    if not (match["part"] or match["limit"] or match["at"]):
        return None  # 다음 주 행사
    return end_of(weekday_on(now.date(), 1 if match["part"] == "초" else 6, _weeks(match["week"])), now)


def _in_month(match: re.Match[str], now: datetime) -> datetime | None:
    """3월 말까지, 다음 달 중순."""
    today = now.date()
    if not (match["part"] or match["limit"] or match["at"]):
        return None
    if match["month"]:
        month = int(match["month"])
        year = int(match["year"]) if match["year"] else today.year + (month < today.month)
    else:
        year, month = today.year, today.month + (match["next"] is not None)
    return end_of(part_of_month(year, month, _PARTS.get(match["part"] or "", "")), now)


def _in_period(match: re.Match[str], now: datetime) -> datetime | None:
    """주말, 월말, 연내, 내년 초, 상반기, 3분기."""
    today, name = now.date(), match["period_of"].replace(" ", "")
    year = today.year + (name.startswith("내년") or bool(match["of_next"]))
    if name.startswith("주말"):
        return end_of(weekday_on(today, 6), now)
    if name.startswith("월말"):
        return end_of(last_of_month(today.year, today.month), now)
    if name.startswith("내년초"):
        return end_of(last_of_month(year, 3), now)
    if "반기" in name or "분기" in name:
        month = {"상": 6, "하": 12}.get(name[0]) or int(name[0]) * 3
        return end_of(last_of_month(year + (year == today.year and month < today.month), month), now)
    return end_of(date(year, 12, 31), now)


def _clock(match: re.Match[str], now: datetime) -> datetime | None:
    """오후 6시까지: today, or tomorrow where that has gone by."""
    due = _hour(match, now.date(), now)
    return due if due is None or due > now else due + timedelta(days=1)


def _office(_match: re.Match[str], now: datetime) -> datetime:
    """업무 시간 내: until six."""
    return at_hour(now.date(), 18 * 60, now)


def _weeks(named: str) -> int:
    return {"이번주": 0, "금주": 0, "다다음주": 2}.get(named.replace(" ", ""), 1)


def _hour(match: re.Match[str], day: date, now: datetime) -> datetime | None:
    """The hour that a match names on a day, else its end. An hour without 오전 or 오후 is the later one."""
    if match["noon"]:
        return at_hour(day, 720, now)
    if match["midnight"]:
        return at_hour(day, 1440, now)
    if period := match.groupdict().get("period"):
        return end_of(day, now, PERIODS[period])
    if match["clock"]:
        hour, minute = map(int, match["clock"].split(":"))
    elif match["hour"]:
        hour, minute = int(match["hour"]), 30 if match["thirty"] else int(match["minute"] or 0)
        half = match["half"]
        if hour < 12 and half not in ("오전", "새벽", "아침"):
            hour += 12
        elif hour == 12 and half in ("오전", "새벽", "밤"):
            hour = 0 if half != "밤" else 24
    else:
        return end_of(day, now)
    return at_hour(day, hour * 60 + minute, now) if hour * 60 + minute <= 1440 else None


_WORKED = r"(?:영업일|근무일|평일) ?기준(?:으로)?"
_COUNT = rf"(?P<days>{'|'.join(_DAYS)})|(?<![0-9.,~])(?P<count>[0-9]{{1,3}}|한|두|세|네|석|넉) ?(?P<unit>분|시간|영업일|근무일|일|주일|주|개월|달|년)"
_AFTER = r"(?P<limit> ?(?:이내|안에|안으로|내에|내로|내(?=[ ,.]|$)|뒤|후)(?:에|로|까지)?(?:는)?)(?=[ ,.]|$)"
_MONTH_DAY = r"(?P<month>1[0-2]|0?[1-9])월 ?(?P<day>[0-3]?[0-9])일(?![간째])"
_SOME_MONTH = r"(?:(?P<year>20[0-9]{2})년 ?)?(?<![0-9.])(?P<month>1[0-2]|0?[1-9])월|(?:이번 ?달|이달|당월)|(?P<next>다음 ?달|내달|익월)"
_PERIOD = r"(?P<of_next>내년 ?)?(?P<period_of>주말|월말|연말|연내|올해|금년|내년 ?초|내년|상반기|하반기|[1-4]분기)(?: ?(?:안|내|말|중))?"
_IN = rf"(?:{_LIMIT}|(?P<at>에))?(?=[ ,.]|$)"

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime], datetime | None]]
"""A way to say it, and how it is resolved; the group ``limit`` makes it firm."""

RULES: tuple[Rule, ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (
            rf"(?P<worked>{_WORKED} ?)?(?<!최근 )(?<!지난 )(?:{_COUNT})(?P<worked_after> ?[(]{_WORKED}[)])?{_AFTER}",
            _within,
        ),
        (rf"(?:다음 ?|익|차)(?:영업일|근무일) ?{_OF_DAY}", _next_working_day),
        (rf"(?:(?P<year>20[0-9]{{2}})년 ?)?(?<![0-9.]){_MONTH_DAY}{_OF_DAY}", _date),
        (
            rf"(?<![0-9])(?P<year>20[0-9]{{2}})[-./] ?(?P<month>1[0-2]|0?[1-9])[-./] ?(?P<day>[0-3]?[0-9])\.?{_OF_DAY}",
            _date,
        ),
        (rf"(?<![0-9/])(?P<month>1[0-2]|0?[1-9])/(?P<day>[0-3]?[0-9])(?![0-9/]){_OF_DAY}", _date),
        (
            rf"(?<![0-9.월/])(?<!월 )(?P<day>[0-3]?[0-9])일(?=까지| ?(?:오전|오후|정오|자정|새벽|저녁|밤|[(])){_OF_DAY}",
            _day_of_month,
        ),
        (rf"(?P<near>{'|'.join(_NEAR)}) ?{_OF_DAY}", _near),
        (rf"(?:{_WEEK} ?|오는 |돌아오는 )?(?<![가-힣])(?P<weekday>[{_WEEKDAYS}])요일{_OF_DAY}", _weekday),
        (rf"{_WEEK} ?(?P<part>주말|초|말)?{_IN}", _in_week),
        (rf"(?:{_SOME_MONTH}) ?(?P<part>초순|초|중순|하순|말)?{_IN}", _in_month),
        (rf"{_PERIOD}{_IN}", _in_period),
        (rf"{_RUNNING}(?:{_HOUR})(?P<limit> ?(?:까지|이전|전까지|안에))?(?:에는?)?(?=[ ,.]|$)", _clock),
        (r"(?P<limit>업무 ?시간 ?(?:내|중|안)에?)", _office),
    )
)
