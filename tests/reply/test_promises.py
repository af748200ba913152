"""Promises: deadlines as they are said, resolved from a fixed moment; which of them are ours; what follows them up."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.language.korean import register_of, sentences
from playbook.reply.checks import promise_owner
from playbook.reply.deadlines import SEOUL, deadlines, is_working_day, working_days_after
from playbook.reply.promises import Task, follow_up, owner_of, promises
from playbook.reply.slots import slot_spans

from .conftest import a_proof

quick = settings(max_examples=200, deadline=None)
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=SEOUL)
NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=SEOUL)
MONTH_END = datetime(2026, 1, 31, 10, tzinfo=SEOUL)
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=SEOUL)
NEW_YEAR_EVE = datetime(2026, 12, 31, 22, tzinfo=SEOUL)
LEAP = datetime(2028, 2, 28, 12, tzinfo=SEOUL)


def moments(text: str, at: datetime) -> list[str]:
    return [f"{deadline.due:%Y-%m-%d %H:%M}" for deadline in deadlines(text, at)]


@pytest.mark.parametrize(
    ("due", "text", "at"),
    [
        ("2026-11-22 15:00", "48시간 이내에 답변드리겠습니다.", FRIDAY),
        ("2026-11-20 17:00", "2시간 뒤에 다시 알려 드리겠습니다.", FRIDAY),
        ("2026-11-21 00:00", "30분 안에 복구하겠습니다.", NIGHT),
        ("2026-11-21 01:30", "두 시간 안에 복구하겠습니다.", NIGHT),
        ("2026-11-23 23:59", "사흘 안에 답하겠습니다.", FRIDAY),
        ("2026-11-23 23:59", "3일 이내에 처리하겠습니다.", FRIDAY),
        ("2026-11-27 23:59", "일주일 안에 알려 드리겠습니다.", FRIDAY),
        ("2026-12-04 23:59", "2주 안에 알려 드리겠습니다.", FRIDAY),
        ("2026-12-20 23:59", "한 달 이내에 보상하겠습니다.", FRIDAY),
        ("2026-02-28 23:59", "한 달 이내에 보상하겠습니다.", MONTH_END),
        ("2026-11-25 23:59", "3영업일 이내에 환불해 드리겠습니다.", FRIDAY),
        ("2026-11-23 23:59", "1영업일 이내에 환불해 드리겠습니다.", SUNDAY),
        ("2027-09-03 23:59", "9월 3일까지 원인을 밝히겠습니다.", FRIDAY),
        ("2026-11-30 18:00", "11월 30일(월) 오후 6시까지 공지하겠습니다.", FRIDAY),
        ("2026-11-30 18:30", "11월 30일 오후 6시 반까지 공지하겠습니다.", FRIDAY),
        ("2027-01-15 23:59", "2027. 1. 15.까지 보고하겠습니다.", FRIDAY),
        ("2027-01-15 23:59", "2027년 1월 15일까지 보고하겠습니다.", FRIDAY),
        ("2026-12-05 23:59", "12/5까지 처리하겠습니다.", FRIDAY),
        ("2026-11-30 23:59", "30일까지 답변드리겠습니다.", FRIDAY),
        ("2026-03-31 23:59", "31일까지 답변드리겠습니다.", MONTH_END + timedelta(days=1)),
        ("2028-02-29 23:59", "2월 29일까지 마치겠습니다.", LEAP),
        ("2026-11-20 18:00", "오늘 오후 6시에 다시 알려 드리겠습니다.", FRIDAY),
        ("2026-11-20 23:59", "오늘 중으로 안내해 드리겠습니다.", FRIDAY),
        ("2026-11-21 00:00", "오늘 자정까지 복구하겠습니다.", FRIDAY),
        ("2026-11-21 12:00", "내일 오전 중으로 회신드리겠습니다.", FRIDAY),
        ("2027-01-01 12:00", "내일 정오에 발표하겠습니다.", NEW_YEAR_EVE),
        ("2026-11-22 12:00", "모레 정오에 발표하겠습니다.", FRIDAY),
        ("2026-11-20 18:00", "18시까지 다시 공지하겠습니다.", FRIDAY),
        ("2026-11-21 18:00", "오후 6시까지 다시 공지하겠습니다.", NIGHT),
        ("2026-11-20 18:00", "업무시간 내에 연락드리겠습니다.", FRIDAY),
        ("2026-11-20 23:59", "금요일까지 답변드리겠습니다.", FRIDAY),
        ("2026-11-27 14:00", "금요일 오후 2시까지 답변드리겠습니다.", FRIDAY),
        ("2026-11-25 23:59", "다음 주 수요일까지 환불하겠습니다.", FRIDAY),
        ("2026-11-25 23:59", "다음 주 수요일까지 환불하겠습니다.", SUNDAY),
        ("2026-11-22 23:59", "이번 주 안에 마치겠습니다.", FRIDAY),
        ("2026-11-29 23:59", "다음 주 중 결과를 공개하겠습니다.", FRIDAY),
        ("2026-11-24 23:59", "다음 주 초에 결과를 공개하겠습니다.", FRIDAY),
        ("2026-11-22 23:59", "주말까지 마무리하겠습니다.", FRIDAY),
        ("2027-03-31 23:59", "3월 말까지 전수 점검을 마치겠습니다.", FRIDAY),
        ("2026-12-10 23:59", "다음 달 초에 보고서를 공개하겠습니다.", FRIDAY),
        ("2027-01-20 23:59", "다음 달 중순까지 마치겠습니다.", NEW_YEAR_EVE),
        ("2026-11-30 23:59", "이달 말까지 점검하겠습니다.", FRIDAY),
        ("2026-12-31 23:59", "연내에 시스템을 교체하겠습니다.", FRIDAY),
        ("2026-12-31 23:59", "올해 안에 끝내겠습니다.", FRIDAY),
        ("2027-06-30 23:59", "내년 상반기까지 마치겠습니다.", FRIDAY),
        ("2027-03-31 23:59", "1분기까지 마치겠습니다.", FRIDAY),
    ],
)
def test_a_deadline_in_korean(due: str, text: str, at: datetime) -> None:
    """Across midnight, weekends, the ends of months and of the year; a vague one to its latest reading."""
    assert moments(text, at) == [due]


@pytest.mark.parametrize(
    ("due", "text", "at"),
    [
        ("2026-11-21 15:00", "We will be back in the next 24 hours.", FRIDAY),
        ("2026-11-20 16:00", "We will update you within an hour.", FRIDAY),
        ("2026-11-21 00:30", "We will update you within an hour.", NIGHT),
        ("2026-12-04 23:59", "We will publish it within two weeks.", FRIDAY),
        ("2026-11-27 23:59", "You will hear from us within 5 business days.", FRIDAY),
        ("2026-02-28 23:59", "We will report within a month.", MONTH_END),
        ("2026-11-27 12:00", "We will tell you by Friday noon.", FRIDAY),
        ("2026-11-20 23:59", "We will tell you by Friday.", FRIDAY),
        ("2026-11-27 23:59", "We will tell you next Friday.", FRIDAY),
        ("2026-11-23 12:00", "We will tell you on Monday morning.", FRIDAY),
        ("2026-11-24 09:30", "We will tell you by 9:30 a.m. KST on Tuesday.", FRIDAY),
        ("2026-11-23 18:00", "We will tell you by close of business on Monday.", FRIDAY),
        ("2027-03-31 23:59", "We will finish by the end of March.", FRIDAY),
        ("2027-03-20 23:59", "We will finish by mid-March.", FRIDAY),
        ("2026-12-10 23:59", "We will finish by early December.", FRIDAY),
        ("2027-03-31 23:59", "We will finish in March 2027.", FRIDAY),
        ("2026-11-23 18:00", "We will finish by 6 p.m. on 23 November.", FRIDAY),
        ("2027-09-03 23:59", "We will finish by September 3rd, 2027.", FRIDAY),
        ("2027-01-03 23:59", "We will finish by 3 January.", NEW_YEAR_EVE),
        ("2026-12-01 23:59", "We will finish by 2026-12-01.", FRIDAY),
        ("2026-11-24 15:00", "We will speak on November 24 at 3 p.m.", FRIDAY),
        ("2026-11-20 23:59", "We will say more later today.", FRIDAY),
        ("2026-11-20 18:00", "We will say more this afternoon.", FRIDAY),
        ("2026-11-20 23:59", "We will say more tonight.", FRIDAY),
        ("2026-11-21 12:00", "We will say more by noon tomorrow.", FRIDAY),
        ("2026-11-21 00:00", "We will say more by midnight.", FRIDAY),
        ("2026-11-20 23:59", "We will say more by end of day.", FRIDAY),
        ("2026-11-29 23:59", "We will finish by the end of next week.", FRIDAY),
        ("2026-11-29 23:59", "We will finish next week.", FRIDAY),
        ("2026-12-31 23:59", "We will finish by the end of the year.", FRIDAY),
        ("2026-12-31 23:59", "We will finish by the end of the quarter.", FRIDAY),
        ("2027-01-31 23:59", "We will finish next month.", NEW_YEAR_EVE),
    ],
)
def test_a_deadline_in_english(due: str, text: str, at: datetime) -> None:
    """Hours exactly, days to their end, next Friday in the week to come."""
    assert moments(text, at) == [due]


CHUSEOK_EVE = datetime(2026, 9, 23, 16, tzinfo=SEOUL)  # a Wednesday; Thursday to Saturday are holidays
BEFORE_NEW_YEAR = datetime(2026, 2, 13, 9, tzinfo=SEOUL)  # a Friday; Monday to Wednesday are holidays
BEFORE_LIBERATION = datetime(2026, 8, 14, 9, tzinfo=SEOUL)  # a Friday; the 15th is a Saturday, its substitute Monday


@pytest.mark.parametrize(
    ("due", "text", "at"),
    [
        ("2026-09-30 23:59", "영업일 기준 3일 이내에 환불해 드리겠습니다.", CHUSEOK_EVE),
        ("2026-09-30 23:59", "3일(영업일 기준) 이내에 환불해 드리겠습니다.", CHUSEOK_EVE),
        ("2026-09-29 23:59", "평일 기준으로 이틀 안에 답하겠습니다.", CHUSEOK_EVE),
        ("2026-09-28 23:59", "1영업일 이내에 답하겠습니다.", CHUSEOK_EVE),
        ("2026-09-28 23:59", "다음 영업일까지 답하겠습니다.", CHUSEOK_EVE),
        ("2026-09-28 12:00", "다음 영업일 정오에 발표하겠습니다.", CHUSEOK_EVE),
        ("2026-09-28 23:59", "익영업일까지 환불해 드립니다.", CHUSEOK_EVE),
        ("2026-02-19 23:59", "다음 영업일까지 답하겠습니다.", BEFORE_NEW_YEAR),
        ("2026-02-23 23:59", "3 근무일 안에 답하겠습니다.", BEFORE_NEW_YEAR),
        ("2026-08-18 23:59", "1영업일 이내에 답하겠습니다.", BEFORE_LIBERATION),
        ("2027-01-04 23:59", "다음 영업일에 답하겠습니다.", NEW_YEAR_EVE),
        ("2026-09-29 23:59", "You will hear from us within two business days.", CHUSEOK_EVE),
        ("2026-09-28 23:59", "We will answer by the next business day.", CHUSEOK_EVE),
        ("2026-09-28 12:00", "We will answer by noon on the next working day.", CHUSEOK_EVE),
        ("2026-08-18 23:59", "We will answer on the next working day.", BEFORE_LIBERATION),
    ],
)
def test_working_days_know_the_holidays_of_korea(due: str, text: str, at: datetime) -> None:
    """Lunar, fixed and substitute ones, whatever the language."""
    assert moments(text, at) == [due]


@pytest.mark.parametrize(
    ("due", "text", "at"),
    [
        (["2026-09-26 23:59"], "3일 이내에 환불해 드리겠습니다.", CHUSEOK_EVE),
        (["2026-09-24 23:59"], "내일까지 답하겠습니다.", CHUSEOK_EVE),
        (["2026-09-25 16:00"], "영업일 기준 48시간 이내에 답하겠습니다.", CHUSEOK_EVE),
        (["2026-08-17 23:59"], "다음 주 월요일까지 답하겠습니다.", BEFORE_LIBERATION),
        (["2026-08-16 23:59"], "We will answer within two days.", BEFORE_LIBERATION),
        ([], "영업일 기준으로 처리합니다.", CHUSEOK_EVE),
        ([], "토요일은 영업일이 아닙니다.", CHUSEOK_EVE),
        ([], "매 영업일 게시합니다.", CHUSEOK_EVE),
        ([], "That is no business day.", CHUSEOK_EVE),
        ([], "We answer every working day.", CHUSEOK_EVE),
    ],
)
def test_other_days_run_through_holidays(due: list[str], text: str, at: datetime) -> None:
    """Days and hours that are not called working ones, and working days that are no deadline."""
    assert moments(text, at) == due


@pytest.mark.parametrize(
    ("works", "day"),
    [
        (True, date(2026, 11, 23)),
        (True, date(2026, 9, 28)),
        (True, date(2026, 12, 24)),
        (True, date(2026, 10, 6)),
        (False, date(2026, 11, 22)),
        (False, date(2026, 2, 17)),
        (False, date(2026, 9, 25)),
        (False, date(2026, 10, 5)),
        (False, date(2026, 12, 25)),
        (False, date(2025, 1, 27)),
        (False, date(2026, 5, 1)),
        (False, date(2026, 6, 3)),
    ],
)
def test_a_working_day(works: bool, day: date) -> None:
    """Weekends, lunar days, substitutes, decreed days, Labour Day and elections are none."""
    assert is_working_day(day) is works


def test_working_days_count_from_the_day_after() -> None:
    eve = CHUSEOK_EVE.date()

    assert [working_days_after(eve, n) for n in (-1, 0, 1, 2)] == [eve, eve, date(2026, 9, 28), date(2026, 9, 29)]


def test_holidays_are_looked_up_only_where_working_days_are_named() -> None:
    """The package is not imported for any other text."""
    script = (
        "import sys, datetime as d\nfrom playbook.reply.deadlines import SEOUL, deadlines\n"
        "at = d.datetime(2026, 9, 23, tzinfo=SEOUL)\n"
        "deadlines('3일 이내에, 다음 주 중에', at); print('holidays' in sys.modules)\n"
        "deadlines('3영업일 이내에', at); print('holidays' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    "text",
    [
        "3일째 답이 없습니다.",
        "24시간 영업합니다.",
        "48시간 가는 배터리입니다.",
        "사흘간 서비스가 멈췄습니다.",
        "최근 3일 이내에 구매하셨습니까?",
        "다음 주 행사를 준비합니다.",
        "어제까지 접수했습니다.",
        "한 달 동안 살펴보았습니다.",
        "9월 3일간의 기록입니다.",
        "만 3년 된 제품입니다.",
        "13월 40일까지",
        "2월 30일까지",
        "25시까지",
        "Open until 9pm.",
        "The battery lasts 48 hours.",
        "A 48-hour battery.",
        "We opened in 2025 in three cities.",
        "It happened two weeks ago.",
        "A second chance may come.",
        "the 31st of June",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    """How long something lasts or has lasted, and days that no calendar has."""
    assert moments(text, FRIDAY) == []


def test_a_zone_of_ones_own() -> None:
    """The same words mean another moment elsewhere."""
    london = ZoneInfo("Europe/London")
    here, there = (deadlines("by noon tomorrow", FRIDAY, zone)[0].due for zone in (SEOUL, london))

    assert there - here == timedelta(hours=9)


OURS = [
    (["9월 3일까지", "9월 10일까지"], "9월 3일까지 원인을 밝히고, 9월 10일까지 보상을 마치겠습니다."),
    (["11월 30일까지"], "고객센터로 연락 주시면 11월 30일까지 답변드리겠습니다."),
    (["오늘 오후 6시에"], "오늘 오후 6시에 다시 공지합니다."),
    (["3일 안에"], "3일 안에 환불해 드립니다."),
    (["연내에"], "연내에 시스템을 교체할 예정입니다."),
    (["다음 주 중"], "다음 주 중 결과를 공개하기로 했습니다."),
    (["by Friday"], "We will publish what we find by Friday."),
    (["within 5 working days"], "You will receive your refund within 5 working days."),
    (["On Monday"], "On Monday we will publish the report."),
    (["at 6 p.m."], "We'll be back with an update at 6 p.m."),
    (["by 3 December"], "Refunds will be paid by 3 December."),
    (["환불해 드리겠습니다"], "전액 환불해 드리겠습니다."),
    (["will compensate"], "We will compensate everyone affected."),
]
NOT_OURS = [
    "9월 3일까지 신청해 주십시오.",
    "9월 3일까지 접수된 건을 살펴보겠습니다.",
    "10월 5일에 발생한 사고의 원인을 밝히겠습니다.",
    "매장은 오후 9시까지 영업합니다.",
    "내일 오전 9시부터 오후 6시까지 상담해 드립니다.",
    "24시간 안에 문의해 주시기 바랍니다.",
    "11월 20일에 확인했습니다.",
    "환불 여부를 검토하겠습니다.",
    "[완료 기한]까지 마치겠습니다.",
    "재발 방지 대책을 마련하겠습니다.",
    "이번 주말까지 이용하실 수 있습니다.",
    "Please contact us by Friday.",
    "If you contact us by Friday, we will look at it.",
    "The shop will be open until 9pm.",
    "The battery will last 48 hours.",
    "Our lines will stay open until midnight on Friday.",
    "You can return it within 14 days.",
    "Customers who bought it within the last 30 days will be told.",
    "The outage on Monday will be investigated.",
    "We fixed it within two hours.",
]


@pytest.mark.parametrize(("words", "text"), OURS)
def test_what_commits_us(words: list[str], text: str) -> None:
    """A date that we are to keep; without a date what costs money or trust."""
    found = promises(text, FRIDAY)

    assert [promise.words for promise in found] == words
    assert all(text[promise.start : promise.end] == promise.words for promise in found)
    assert all(promise.what in text for promise in found)


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_others_do_or_what_lasts(text: str) -> None:
    """What is asked of customers, what has been, opening hours, and what is not promised yet."""
    assert promises(text, FRIDAY) == ()


@pytest.mark.parametrize(
    ("levels", "owners"),
    [
        ([], None),
        (["error", "error"], {}),
        (["error"], {"9월 3일까지": "김하나"}),
        (["error", "error"], {"9월 3일까지": "  "} | {"": " "}),
        ([], {"9월 3일까지": "김하나", "9월 10일까지": "박두리"}),
        ([], {"": "김하나"}),
    ],
)
def test_a_promise_needs_an_owner(levels: list[str], owners: dict[str, str] | None) -> None:
    """Once a review asks: by its words, or one for all; blanks own nothing."""
    proof = a_proof(OURS[0][1], owners=owners, at=FRIDAY)

    assert [finding.level for finding in promise_owner(proof)] == levels


def test_the_nearest_owner_keeps_it() -> None:
    """Who is named for these words comes before who keeps the rest."""
    first, second = promises(OURS[0][1], FRIDAY)
    owners = {"": "김하나", "9월 10일까지": "박두리"}

    assert (owner_of(first, owners), owner_of(second, owners)) == ("김하나", "박두리")


def a_task(**changes: object) -> Task:
    fields = {
        "id": "c-1.3.1", "case": "c-1", "lang": "ko", "words": "11월 30일까지",
        "what": "11월 30일까지 원인을 밝히겠습니다.",
        "made_at": FRIDAY.astimezone(UTC), "due": datetime(2026, 11, 30, 23, 59, tzinfo=SEOUL), "owner": "김하나",
    }  # fmt: skip
    return Task.model_validate(fields | changes)


@pytest.mark.parametrize(
    ("told", "untold", "changes", "at"),
    [
        (["11월 20일", "11월 30일까지 원인을 밝히겠습니다.", "[진행 상황]"], ["지키지 못해"], {}, FRIDAY),
        (["지키지 못해 죄송합니다", "[늦어진 이유]"], [], {}, FRIDAY + timedelta(days=20)),
        (["[진행 상황]"], ["시한", "지키지 못해"], {"due": None}, FRIDAY + timedelta(days=20)),
        (["오후 6시"], ["지키지 못해"], {"due": FRIDAY + timedelta(hours=3)}, FRIDAY),
        (["30 November", "[state of things]"], ["missed"], {"lang": "en"}, FRIDAY),
        (["missed", "[reason for the delay]"], [], {"lang": "en"}, FRIDAY + timedelta(days=20)),
        (["6 p.m. on 20 November"], [], {"lang": "en", "due": FRIDAY + timedelta(hours=3)}, FRIDAY),
    ],
)
def test_a_follow_up_begins_with_what_was_promised(
    told: list[str], untold: list[str], changes: dict[str, object], at: datetime
) -> None:
    """When, in what words, by when; an apology only where it is late; the state of things is asked."""
    text = follow_up(a_task(**changes), at)

    assert [words for words in told if words not in text] == []
    assert [words for words in untold if words in text] == []
    assert slot_spans(text)
    if changes.get("lang") != "en":
        assert {register_of(text[start:end]) for start, end in sentences(text)} <= {"formal", "fragment"}


def test_what_is_overdue() -> None:
    """Open and past its moment; what was kept or has no date never is."""
    late = FRIDAY + timedelta(days=20)

    assert a_task().overdue(late)
    assert not a_task().overdue(FRIDAY)
    assert not a_task(due=None).overdue(late)
    assert not a_task(state="kept").overdue(late)


WORDS = """
오늘 내일 오후 6시 18:00 까지 이내 안에 다음 주 수요일 9월 31일 30일까지 사흘 3영업일 말 초 연내 by within Friday
noon the end of March two weeks 25:99 2026-13-40 999 9999년 환불하겠습니다. we will If you . İ ５일 0일 next [기한]까지
"""
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join)


@quick
@given(TEXTS, st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)))
def test_any_text_can_be_read(text: str, at: datetime) -> None:
    """Nothing breaks it; spans lie in the text, in order; reading twice says the same."""
    moment = at.replace(tzinfo=SEOUL)
    end = 0
    for deadline in deadlines(text, moment):
        assert end <= deadline.start < deadline.end <= len(text)
        assert text[deadline.start : deadline.end] == deadline.text
        assert deadline.due.tzinfo is not None
        end = deadline.end
    found = promises(text, moment)

    assert found == promises(text, moment)
    assert all(0 <= promise.start < promise.end <= len(text) for promise in found)


@quick
@given(st.integers(1, 900), st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)))
def test_hours_are_exact_and_days_run_to_their_end(count: int, at: datetime) -> None:
    """Whatever the moment; working days never end on a weekend and never before as many days."""
    moment = at.replace(tzinfo=SEOUL)
    hours, days, worked = (deadlines(f"{count}{unit} 이내에", moment)[0].due for unit in ("시간", "일", "영업일"))

    assert hours - moment == timedelta(hours=count)
    assert (days.date() - moment.date()).days == count
    assert worked.weekday() < 5
    assert worked >= days
