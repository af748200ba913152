"""Days that a text names by the day on which it was written, resolved in Seoul from a fixed moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.records import Message
from playbook.reply.days import day_of, days, held, spelled, stated
from playbook.reply.deadlines import SEOUL
from playbook.reply.values import same, values

SUNDAY = datetime(2026, 11, 22, 9, tzinfo=SEOUL)
LATE = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)  # half past midnight on the 22nd in Seoul
EARLY = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)  # half past eleven at night on the 21st
NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=SEOUL)
FIRST = datetime(2026, 3, 1, 8, tzinfo=SEOUL)
LEAP = datetime(2028, 3, 1, 8, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("found", "text", "at"),
    [
        (["2026-11-21"], "어제 산 제품에서 연기가 났어요.", SUNDAY),
        (["2026-11-21"], "어제부터 접속이 안 됩니다.", SUNDAY),
        (["2026-11-21"], "어제까지는 됐어요", SUNDAY),
        (["2026-11-21"], "어젯밤에 멈췄어요", SUNDAY),
        (["2026-11-20"], "그제 받은 상품이에요.", SUNDAY),
        (["2026-11-20"], "그저께 받았습니다", SUNDAY),
        (["2026-11-22"], "오늘 오전에 발표했습니다.", SUNDAY),
        (["2026-11-22"], "오늘은 됩니다", SUNDAY),
        (["2026-11-23"], "내일 다시 말씀드리겠습니다.", SUNDAY),
        (["2026-11-24"], "모레까지 마칩니다", SUNDAY),
        (["2026-11-17"], "지난 화요일에 주문했어요", SUNDAY),
        (["2026-11-15"], "지난 일요일 매장에서", SUNDAY),
        (["2026-11-10"], "지난주 화요일에 주문했어요", SUNDAY),
        (["2026-11-10"], "지난 주 화요일에 주문했어요", SUNDAY),
        (["2026-11-17"], "이번 주 화요일에 주문했어요", SUNDAY),
        (["2026-11-24"], "오는 화요일에 발표합니다", SUNDAY),
        (["2026-11-24"], "다음 주 화요일에 발표합니다", SUNDAY),
        (["2026-11-19"], "냉장고를 사흘 전에 샀는데요", SUNDAY),
        (["2026-11-19"], "3일 전에 주문했습니다.", SUNDAY),
        (["2026-11-21", "2026-11-22"], "어제 신고했고 오늘 답을 받았어요.", SUNDAY),
        (["2026-11-21"], "It stopped yesterday.", SUNDAY),
        (["2026-11-21"], "Yesterday's outage", SUNDAY),
        (["2026-11-21"], "It stopped last night.", SUNDAY),
        (["2026-11-20"], "the day before yesterday", SUNDAY),
        (["2026-11-22"], "We said so this morning.", SUNDAY),
        (["2026-11-23"], "We will say more tomorrow.", SUNDAY),
        (["2026-11-20"], "It stopped last Friday.", SUNDAY),
        (["2026-11-15"], "It stopped last Sunday.", SUNDAY),
        (["2026-11-13"], "It stopped on Friday last week.", SUNDAY),
        (["2026-11-27"], "We meet next Friday.", SUNDAY),
        (["2026-11-27"], "We meet this coming Friday.", SUNDAY),
        (["2026-11-20"], "I bought it two days ago.", SUNDAY),
        (["2026-11-21"], "어제", LATE),
        (["2026-11-20"], "어제", EARLY),
        (["2026-12-31"], "어제", NEW_YEAR),
        (["2026-12-30"], "the day before yesterday", NEW_YEAR),
        (["2026-12-25"], "last Friday", NEW_YEAR),
        (["2026-02-28"], "어제", FIRST),
        (["2028-02-29"], "어제", LEAP),
    ],
)
def test_a_day(found: list[str], text: str, at: datetime) -> None:
    """In both languages; across midnight in Seoul, the ends of months and of the year."""
    assert [str(day.date) for day in days(text, at)] == found


@pytest.mark.parametrize(
    "text",
    [
        "오늘날 소비자는",
        "어제오늘 일이 아닙니다.",
        "어제 오늘 일이 아닙니다.",
        "그제야 답이 왔어요",
        "그제서야 답이 왔어요",
        "내일배움카드가 안 됩니다",
        "모레노 주방장",
        "오늘내일 중으로",
        "출발 3일 전까지 취소",
        "출발 3일 전에 취소했어요",
        "방문 이틀 전에 취소했어요",
        "3일 전까지 취소",
        "지난주에 주문했어요",
        "지난달에 샀어요",
        "다음 화요일",
        "화요일에 주문했어요",
        "매주 화요일",
        "지난번에 말씀드린",
        "오는 길에",
        "in recent days",
        "last week",
        "last year",
        "on Friday",
        "every Friday",
        "three days before the trip",
        "this product",
        "the next day",
        "days ago",
    ],
)
def test_what_is_no_day(text: str) -> None:
    """Idioms, other words, days counted from something else, weeks and weekdays that could be any."""
    assert days(text, SUNDAY) == ()


@pytest.mark.parametrize(
    ("stands", "said", "ground", "written"),
    [
        (True, "11월 21일", "어제 멈췄어요", SUNDAY),
        (True, "21 November", "어제 멈췄어요", SUNDAY),
        (True, "2026년 11월 21일", "어제 멈췄어요", SUNDAY),
        (True, "어제", "11월 21일에 멈췄다", SUNDAY),
        (True, "어제", "2026년 11월 21일에 멈췄다", SUNDAY),
        (True, "yesterday", "21 November 2026", SUNDAY),
        (True, "어제", "지난 토요일", SUNDAY),
        (True, "그제", "어제 멈췄어요", datetime(2026, 11, 21, 9, tzinfo=SEOUL)),
        (True, "12월 31일", "yesterday", NEW_YEAR),
        (True, "2026년 12월 31일", "어제", NEW_YEAR),
        (False, "11월 20일", "어제 멈췄어요", SUNDAY),
        (False, "2025년 11월 21일", "어제 멈췄어요", SUNDAY),
        (False, "어제", "11월 20일에 멈췄다", SUNDAY),
        (False, "어제", "2025년 11월 21일에 멈췄다", SUNDAY),
        (False, "어제", "11월 21일에 멈췄다", datetime(2025, 11, 23, tzinfo=SEOUL)),
        (False, "어제", "어제 멈췄어요", datetime(2026, 11, 20, 9, tzinfo=SEOUL)),
        (False, "오늘", "어제 멈췄어요", SUNDAY),
        (False, "yesterday", "last Friday", SUNDAY),
        (False, "2027년 12월 31일", "어제", NEW_YEAR),
        (False, "어제", "11월", SUNDAY),
        (False, "어제", "21명", SUNDAY),
    ],
)
def test_a_day_rests_on_a_date_and_a_date_on_a_day(stands: bool, said: str, ground: str, written: datetime) -> None:
    """What is said on the Sunday or on New Year's Day, by a ground of its own moment."""
    at = NEW_YEAR if written == NEW_YEAR else SUNDAY
    (mine,) = [value for value in stated(said, at) if value.type == "date"]

    assert any(same(mine, own) for own in held(ground, written)) is stands


@pytest.mark.parametrize(
    ("dated", "text"),
    [
        ("11월 21일 오후 6시에 멈췄습니다.", "어제 오후 6시에 멈췄습니다."),
        ("11월 21일 밤 서버가 멈췄다", "어젯밤 서버가 멈췄다"),
        ("11월 17일부터 조사한다", "지난 화요일부터 조사한다"),
        ("It stopped 21 November.", "It stopped yesterday."),
        ("배송이 3주 늦었다", "배송이 3주 늦었다"),
        ("오늘날의 기준", "오늘날의 기준"),
    ],
)
def test_a_text_for_another_day(dated: str, text: str) -> None:
    """Days become dates; all else stays."""
    assert spelled(text, SUNDAY, "ko" if any(letter >= "가" for letter in text) else "en") == dated


def test_a_moment_without_a_zone_is_in_seoul() -> None:
    assert day_of(datetime(2026, 11, 22, 0, 30)) == day_of(LATE)


@pytest.mark.parametrize(("echoed", "days_old"), [(True, 0), (False, 3)])
def test_a_reply_does_not_echo_yesterday_days_later(desk: Desk, echoed: bool, days_old: int) -> None:
    """What the author called 어제 is not called so by a reply of another day; nothing in it is loose."""
    written = datetime.now(UTC) - timedelta(days=days_old)
    text = "어제 산 공기청정기에서 타는 냄새가 나더니 연기가 났어요. 다른 집도 쓰고 있을 텐데 어떻게 된 건가요?"
    case = desk.draft(Message(text=text, channel="x", posted_at=written))

    assert case.draft is not None
    assert ("어제" in case.draft.text) is echoed
    assert [finding for finding in case.findings if finding.check == "unbound"] == []
    assert case.message.text == text


WORDS = [
    "어제",
    "오늘",
    "내일",
    "그제",
    "지난",
    "화요일",
    "지난주",
    "3일",
    "전에",
    "전",
    "두",
    "yesterday",
    "last",
    "Friday",
    "two",
    "days",
    "ago",
    "11월",
    "21일",
    "오후",
    "6시",
    "İ",
    "５",
    ".",
]


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join),
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),
)
def test_any_text_at_any_time(text: str, at: datetime) -> None:
    """Spans lie in the text, in order; values that are no days stay as they are; nothing raises."""
    moment, end = at.replace(tzinfo=SEOUL), 0
    found = days(text, moment)
    for day in found:
        assert end <= day.start < day.end <= len(text)
        end = day.end

    said = stated(text, moment)
    assert [v for v in said if v.start not in {d.start for d in found}] == [
        v for v in values(text) if not any(d.start < v.end and v.start < d.end for d in found)
    ]
    assert len(held(text, moment)) == len(said)
