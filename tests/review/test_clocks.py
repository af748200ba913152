"""Clocks: which run on which case, when they run out, and what stops them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.desk import Desk
from playbook.errors import RuleError
from playbook.records import CHANNELS, Case, Channel, Event, Severity, Signal
from playbook.reply.deadlines import SEOUL, is_working_day
from playbook.reply.promises import Task
from playbook.review.clocks import Clock, ClockRules, next_due
from playbook.review.notify import Notice, Webhook
from playbook.review.notify.targets import Quiet
from playbook.settings import data_folder
from playbook.testing import a_case, a_message
from tests.review.conftest import ONE, TWO, after

FAR = datetime(2100, 1, 1, tzinfo=UTC)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def case_at(start: datetime, severity: int = 1, channel: Channel = "x", **changes: Any) -> Case:
    """A case that the desk received at this moment."""
    message = a_message(channel=channel)
    fields = {"created_at": start, "milestones": {"received": start}, "state": "received", "severity": severity}
    return a_case(message, **fields | changes)


def clocks(desk: Desk, case: Case, now: datetime, tasks: tuple[Task, ...] = ()) -> dict[str, Clock]:
    return {clock.rule: clock for clock in desk.clock_rules.clocks(case, tasks, now)}


def task(**changes: Any) -> Task:
    fields: dict[str, Any] = {
        "id": "c-1.2.1", "case": "c-1", "lang": "ko", "words": "금요일까지", "what": "금요일까지 알려 드리겠습니다.",
        "made_at": seoul("2026-11-23 10:00"), "due": seoul("2026-11-27 18:00"), "owner": "홍보팀",
    }  # fmt: skip
    return Task.model_validate(fields | changes)


ANSWERS = [
    # severity, channel, received, first answer due
    (1, "x", "2026-11-23 09:00", "2026-11-23 17:00"),
    (1, "x", "2026-11-23 10:00", "2026-11-23 18:00"),
    (1, "x", "2026-11-23 10:01", "2026-11-24 09:01"),
    (1, "x", "2026-11-23 03:00", "2026-11-23 17:00"),  # before it opens
    (1, "x", "2026-11-23 23:59", "2026-11-24 17:00"),  # after it shuts
    (2, "x", "2026-11-23 17:00", "2026-11-24 12:00"),
    (2, "x", "2026-11-20 17:00", "2026-11-23 12:00"),  # over a weekend
    (2, "x", "2026-11-21 11:00", "2026-11-23 13:00"),  # on a Saturday
    (3, "x", "2026-11-21 23:30", "2026-11-22 01:30"),  # day and night
    (1, "community", "2027-02-05 17:00", "2027-02-10 16:00"),  # Seollal with its substitute day, 6 to 9 February
    (1, "email", "2026-09-23 12:00", "2026-09-29 12:00"),  # Chuseok, 24 to 26 September, and the weekend
    (2, "email", "2026-12-31 17:00", "2027-01-04 17:00"),  # New Year on a Friday
    (1, "email", "2028-02-28 17:30", "2028-03-02 17:30"),  # leap day is a working day, 1 March a holiday
    (2, "press", "2026-11-23 15:00", "2026-11-23 17:00"),
    (3, "press", "2026-11-23 23:30", "2026-11-24 00:30"),
    (3, "app_store", "2026-12-31 22:00", "2027-01-01 02:00"),
]  # fmt: skip


@pytest.mark.parametrize(("severity", "channel", "received", "due"), ANSWERS)
def test_first_answers(desk: Desk, severity: int, channel: Channel, received: str, due: str) -> None:
    """The graver and the more public, the sooner; only routine clocks stand still out of hours."""
    start = seoul(received)
    found = [
        c
        for c in clocks(desk, case_at(start, severity, channel), start).values()
        if c.name.ko.startswith(("첫 답", "기자"))
    ]

    assert [(clock.started, clock.due, clock.state) for clock in found] == [(start, seoul(due), "running")]


@pytest.mark.parametrize("received", ["2026-11-23 10:00", "2026-11-21 23:30", "2027-02-07 23:59", "2026-12-31 23:30"])
def test_the_first_hour_of_a_crisis(desk: Desk, received: str) -> None:
    """Sixty minutes by the clock on the wall, whatever day it is."""
    start = seoul(received)
    found = clocks(desk, case_at(start, 4), start)

    assert found["clock.first_hour"].due == start + timedelta(minutes=60)
    assert found["clock.first_hour"].certainty == "unverified"
    assert not any(rule.startswith("clock.first_answer") for rule in found)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("severity", get_args(Severity))
def test_every_case_that_is_answered_has_a_clock(desk: Desk, channel: Channel, severity: int) -> None:
    """Exactly one says by when the first word is out; a case of silence has none."""
    start = seoul("2026-11-23 10:00")
    answered, silent = case_at(start, severity, channel), case_at(start, severity, channel, stance="monitor")

    assert len(clocks(desk, answered, start)) == 1
    assert clocks(desk, silent, start) == {}


def test_graver_is_never_later(desk: Desk) -> None:
    """On one channel, received at one moment, a graver case is due no later than a lesser one."""

    @given(
        at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC)),
        channel=st.sampled_from(CHANNELS),
    )
    def holds(at: datetime, channel: Channel) -> None:
        due = [next_due(desk.clock_rules.clocks(case_at(at, level, channel), (), at)) for level in (1, 2, 3, 4)]
        assert None not in due
        assert due == sorted(due, reverse=True)  # type: ignore[type-var]

    holds()


ZONES = ["UTC", "Asia/Seoul", "America/New_York", "Australia/Sydney", "Asia/Kathmandu", "Pacific/Kiritimati"]
TURNS = [  # around the hours at which New York and Sydney turn their clocks
    datetime(2026, 3, 8, 6, 30), datetime(2026, 11, 1, 5, 30), datetime(2026, 4, 4, 15, 30),
    datetime(2026, 10, 3, 15, 30), datetime(2026, 12, 31, 14, 59), datetime(2028, 2, 28, 15),
]  # fmt: skip


def test_where_somebody_sits_changes_nothing(desk: Desk) -> None:
    """The same moment told in another zone, also on the days when clocks are turned, gives the same due moment."""

    @given(
        at=st.one_of(st.sampled_from(TURNS), st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1))),
        shift=st.integers(-7200, 7200),
        zone=st.sampled_from(ZONES),
        level=st.sampled_from([1, 2, 3, 4]),
        channel=st.sampled_from(CHANNELS),
    )
    def holds(at: datetime, shift: int, zone: str, level: int, channel: Channel) -> None:
        moment = at.replace(tzinfo=UTC) + timedelta(seconds=shift)
        there = moment.astimezone(ZoneInfo(zone))
        here, elsewhere = (desk.clock_rules.clocks(case_at(each, level, channel), (), each) for each in (moment, there))
        assert here == elsewhere
        assert all(clock.started <= clock.due for clock in here)
        assert all(clock.due.utcoffset() == timedelta() for clock in here)

    holds()


def test_desk_hours_are_counted_to_the_minute(desk: Desk) -> None:
    """Between start and due lie as many minutes of working days from nine to six as the limit says."""

    def worked(start: datetime, end: datetime) -> int:
        day, minutes = start.astimezone(SEOUL).date(), 0
        while day <= end.astimezone(SEOUL).date():
            if is_working_day(day):
                opens, shuts = (datetime(day.year, day.month, day.day, hour, tzinfo=SEOUL) for hour in (9, 18))
                minutes += max(int((min(end, shuts) - max(start, opens)).total_seconds()), 0) // 60
            day += timedelta(days=1)
        return minutes

    @given(
        at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC)),
        minutes=st.integers(1, 4000),
    )
    def holds(at: datetime, minutes: int) -> None:
        start = at.replace(second=0, microsecond=0)
        due = desk.clock_rules.hours.after(start, timedelta(minutes=minutes))
        assert worked(start, due) == minutes
        assert worked(start, due - timedelta(minutes=1)) == minutes - 1

    holds()


BREACHES = [
    ({"topic": "privacy", "kind": "incident", "severity": 1}, False, True),
    ({"topic": "privacy", "kind": "incident", "severity": 4}, False, True),
    ({"topic": "privacy", "kind": "complaint", "severity": 2}, True, True),
    ({"topic": "privacy", "kind": "allegation", "severity": 3}, True, True),
    ({"topic": "privacy", "kind": "complaint", "severity": 2}, False, False),  # no word of personal data
    ({"topic": "privacy", "kind": "complaint", "severity": 1}, True, False),
    ({"topic": "privacy", "kind": "inquiry", "severity": 3}, True, False),
    ({"topic": "outage", "kind": "incident", "severity": 4}, True, False),
    ({"topic": "billing", "kind": "complaint", "severity": 3}, True, False),
]


@pytest.mark.parametrize(("labels", "signal", "runs"), BREACHES)
def test_the_breach_notice(desk: Desk, labels: dict[str, Any], signal: bool, runs: bool) -> None:
    """Seventy-two hours from when the desk knew, over weekends too; only where a leak is at stake."""
    start = seoul("2026-11-20 23:00")
    signals = (Signal(id="subject.privacy", score=1.0, source="pattern"),) if signal else ()
    found = clocks(desk, case_at(start, signals=signals, **labels), start).get("clock.breach_notice")

    assert (found is not None) == runs
    if found:
        assert found.due == start + timedelta(hours=72)
        assert "법률 자문이 아닙니다" in found.because.ko


def test_a_breach_notice_ends_with_the_notice_alone(desk: Desk) -> None:
    """An answer or a reopening does not end or restart it; that the notice was given does."""
    start = seoul("2026-11-20 23:00")
    case = case_at(start, 3, topic="privacy", kind="incident")
    answered = case.model_copy(update={"milestones": case.milestones | {"responded": start + timedelta(hours=1)}})
    reopen = Event(at=start + timedelta(hours=50), by="가", verb="reopen")
    reopened = answered.model_copy(update={"events": (reopen,), "state": "drafted"})
    told = reopened.model_copy(update={"milestones": case.milestones | {"notified": start + timedelta(hours=60)}})

    now = start + timedelta(hours=73)
    states = [clocks(desk, each, now)["clock.breach_notice"] for each in (case, answered, reopened, told)]
    assert [clock.state for clock in states] == ["missed", "missed", "missed", "met"]
    assert {clock.due for clock in states} == {start + timedelta(hours=72)}


INTRUSIONS = [
    ({"topic": "privacy", "kind": "incident", "severity": 1}, True, True),
    ({"topic": "outage", "kind": "incident", "severity": 4}, True, True),
    ({"topic": "outage", "kind": "complaint", "severity": 2}, True, True),
    ({"topic": "privacy", "kind": "allegation", "severity": 3}, True, True),
    ({"topic": "privacy", "kind": "rumor", "severity": 3}, True, True),
    ({"topic": "privacy", "kind": "rumor", "severity": 2}, True, False),
    ({"topic": "outage", "kind": "incident", "severity": 4}, False, False),  # an outage, and no word of an attack
    ({"topic": "privacy", "kind": "incident", "severity": 4}, False, False),  # a leak need not be an intrusion
    ({"topic": "privacy", "kind": "inquiry", "severity": 2}, True, False),
    ({"topic": "outage", "kind": "complaint", "severity": 1}, True, False),
    ({"topic": "billing", "kind": "incident", "severity": 3}, True, False),
]


@pytest.mark.parametrize(("labels", "signal", "runs"), INTRUSIONS)
def test_the_intrusion_report(desk: Desk, labels: dict[str, Any], signal: bool, runs: bool) -> None:
    """Twenty-four hours from when the desk knew, over weekends and holidays too; beside the notice of a leak."""
    start = seoul("2027-02-05 23:00")  # the Friday before Seollal
    signals = (Signal(id="intrusion.attack", score=1.0, source="pattern"),) if signal else ()
    found = clocks(desk, case_at(start, signals=signals, **labels), start).get("clock.intrusion_report")

    assert (found is not None) == runs
    if found:
        assert found.due == seoul("2027-02-06 23:00")
        assert "확인하지 못했습니다" in found.because.ko
        assert "not verified" in found.because.en
        assert "법률 자문이 아닙니다" in found.because.ko


def test_a_hack_and_a_leak_are_two_clocks(desk: Desk) -> None:
    """Each ends with its own step: the report to the authority, the notice to the people."""
    start = seoul("2026-11-20 23:30")
    signals = tuple(Signal(id=name, score=1.0, source="pattern") for name in ("intrusion.attack", "subject.privacy"))
    case = case_at(start, 3, topic="privacy", kind="incident", signals=signals)
    marked = after(case, "mark", milestone="reported", now=start + timedelta(hours=23))
    told = after(marked, "mark", milestone="notified", now=start + timedelta(hours=71))

    def states(of: Case, hours: int) -> list[str]:
        found = clocks(desk, of, start + timedelta(hours=hours))
        return [found[f"clock.{name}"].state for name in ("intrusion_report", "breach_notice")]

    assert states(case, 23) == ["running", "running"]
    assert states(case, 25) == ["missed", "running"]
    assert states(marked, 25) == ["met", "running"]
    assert states(marked, 73) == ["met", "missed"]
    assert states(told, 73) == ["met", "met"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("어젯밤 귀사 서버가 해킹당해 회원 개인정보가 유출됐다는 제보를 받았습니다. 사실입니까?", True),
        ("랜섬웨어에 감염돼서 개인정보까지 유출됐다고 공지하셨죠. 제 정보도 나갔나요? 당장 확인해 주세요.", True),
        ("제 계정이 해킹당해서 모르는 사람이 결제했어요. 환불해 주세요.", False),
        ("직원이 다른 고객에게 제 주소를 잘못 보냈어요. 개인정보 유출 아닌가요?", False),
    ],
)
def test_the_intrusion_report_of_real_messages(desk: Desk, text: str, runs: bool) -> None:
    """From the words of a message to the clock; one account that was broken into is no intrusion into systems."""
    triage = desk.triage(a_message(text))
    case = a_case(a_message(text), triage=triage, created_at=MONDAY)

    assert ("clock.intrusion_report" in clocks(desk, case, MONDAY)) == runs


SHOWN = [
    # a reader's zone, the case received there, the limit, when it is due there
    ("America/New_York", "2026-10-31 20:00", 24, "2026-11-01 19:00"),  # clocks go back at 2: the day has 25 hours
    ("America/New_York", "2026-03-07 20:00", 24, "2026-03-08 21:00"),  # and forward: 23
    ("Europe/Berlin", "2026-10-24 23:30", 24, "2026-10-25 22:30"),
    ("Australia/Sydney", "2026-10-03 12:00", 24, "2026-10-04 13:00"),
    ("Asia/Seoul", "2026-10-31 20:00", 24, "2026-11-01 20:00"),  # Seoul has no summer time
    ("America/New_York", "2026-10-30 20:00", 72, "2026-11-02 19:00"),
]


@pytest.mark.parametrize(("zone", "received", "hours", "due"), SHOWN)
def test_a_reader_elsewhere_turns_their_clock(desk: Desk, zone: str, received: str, hours: int, due: str) -> None:
    """The moment stays where it is; only what their wall clock says of it moves."""
    there = ZoneInfo(zone)
    start = datetime.fromisoformat(received).replace(tzinfo=there)
    rule = {24: "clock.intrusion_report", 72: "clock.breach_notice"}[hours]
    signals = (Signal(id="intrusion.attack", score=1.0, source="pattern"),)
    found = clocks(desk, case_at(start, 3, topic="privacy", kind="incident", signals=signals), start)[rule]

    assert found.due - start.astimezone(UTC) == timedelta(hours=hours)
    assert f"{found.due.astimezone(there):%Y-%m-%d %H:%M}" == due
    assert found.due == start.astimezone(SEOUL) + timedelta(hours=hours)


NIGHT = Quiet.model_validate({"from": "22:00", "to": "07:00"})


@pytest.mark.parametrize(
    ("severity", "received", "told"),
    [
        (3, "2026-11-23 21:59", "2026-11-23 21:59"),
        (3, "2026-11-23 22:00", "2026-11-24 07:00"),
        (3, "2026-11-23 23:59", "2026-11-24 07:00"),
        (3, "2026-11-24 00:00", "2026-11-24 07:00"),  # midnight lies within
        (3, "2026-12-31 23:30", "2027-01-01 07:00"),  # of a holiday, which is no quiet day
        (3, "2026-11-24 07:00", "2026-11-24 07:00"),
        (4, "2026-11-24 00:00", "2026-11-24 00:00"),  # a crisis waits for nobody
    ],
)
def test_quiet_hours_hold_the_word_and_not_the_clock(desk: Desk, severity: Severity, received: str, told: str) -> None:
    """What is told waits; what is due does not move."""
    start, target = seoul(received), Webhook(name="t", format="plain", url="https://example.com", quiet=NIGHT)
    notice = Notice(id="o-1", event="received", happened=start.astimezone(UTC), severity=severity)
    clock = clocks(desk, case_at(start, severity), start)

    assert desk.notifier.letter(target, notice).at == seoul(told)
    limit = {3: timedelta(hours=2), 4: timedelta(minutes=60)}[severity]
    assert min(each.due for each in clock.values()) == start + limit


STOPS: list[tuple[str, Callable[[Case], Case], str | None, bool]] = [
    # what happened, the case after it, state of the first answer two days later, whether somebody has still to act
    ("nothing", lambda case: case, "missed", True),
    ("marked by hand", lambda case: after(case, "mark", milestone="acknowledged", now=_in(1)), "met", False),
    ("marked too late", lambda case: after(case, "mark", milestone="acknowledged", now=_in(9)), "missed", False),
    ("another step marked", lambda case: after(case, "mark", milestone="investigated", now=_in(1)), "missed", True),
    ("assigned", lambda case: after(case, "assign", to="나", now=_in(1)), "missed", True),
    ("withdrawn in time", lambda case: after(case, "withdraw", now=_in(1)), None, False),
    ("withdrawn too late", lambda case: after(case, "withdraw", now=_in(30)), "missed", False),
]
MONDAY = seoul("2026-11-23 10:00")


def _in(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


@pytest.mark.parametrize(("what", "step", "state", "still"), STOPS, ids=[each[0] for each in STOPS])
def test_what_stops_a_first_answer(
    desk: Desk, what: str, step: Callable[[Case], Case], state: str | None, still: bool
) -> None:
    """Only an answer meets it; a case that ended before it was due has no clock, one that ended after has missed it."""
    case = step(case_at(MONDAY, 3, "email"))
    found = clocks(desk, case, _in(48)).get("clock.first_answer.written")

    assert (found.state if found else None) == state
    assert next_due(clocks(desk, case, _in(48)).values()) == (_in(4) if still else None)


def test_review_runs_while_signatures_are_missing(desk: Desk) -> None:
    """The first of two signatures does not end it, the second does; what voids an approval starts it again."""
    case = case_at(MONDAY, 3, state="drafted")
    waiting = after(case, "submit", now=_in(1), seats=TWO)
    first = after(waiting, "approve", "승인자", now=_in(1.2), seats=TWO)
    both = after(first, "approve", "법무", now=_in(1.5), seats=TWO)
    void = after(both, "void", now=_in(5), seats=TWO)
    returned = after(waiting, "return", "승인자", now=_in(1.9), seats=TWO)

    def review(each: Case, now: datetime) -> tuple[datetime, str, datetime | None]:
        clock = clocks(desk, each, now)["clock.review"]
        return clock.due, clock.state, clock.stopped

    assert "clock.review" not in clocks(desk, case, _in(1))
    assert review(waiting, _in(1.5)) == (_in(2), "running", None)
    assert review(first, _in(2.5)) == (_in(2), "missed", None)
    assert review(both, _in(9)) == (_in(2), "met", _in(1.5))
    assert review(returned, _in(9)) == (_in(2), "met", _in(1.9))
    assert review(void, _in(5.5)) == (_in(6), "running", None)


def test_a_reply_that_is_out_starts_the_closing(desk: Desk) -> None:
    """Once it is recorded, answer clocks are met and the clock of closing runs; closing meets it."""
    case = after(after(case_at(MONDAY, 1, state="drafted"), "submit", now=_in(1)), "approve", "승인자", now=_in(2))
    sent = after(case, "record", now=_in(3), seats=ONE)
    closed = after(sent, "close", now=_in(30))

    found = clocks(desk, sent, _in(4))
    assert found["clock.first_answer.open"].state == "met"
    assert (found["clock.closing"].due, found["clock.closing"].state) == (seoul("2026-11-30 13:00"), "running")
    assert {clock.state for clock in clocks(desk, closed, FAR).values()} == {"met"}
    assert next_due(clocks(desk, closed, FAR).values()) is None


def test_reopening_gives_new_time(desk: Desk) -> None:
    """A crisis that is taken up again has an hour from then on, and is not past due at once."""
    case = case_at(MONDAY, 4, state="drafted")
    for verb, by in (
        ("submit", "작성자"),
        ("approve", "승인자"),
        ("record", "작성자"),
        ("close", "작성자"),
        ("reopen", "작성자"),
    ):
        case = after(case, verb, by, now=_in(100 if verb == "reopen" else 0.5))
    found = clocks(desk, case, _in(100.2))["clock.first_hour"]

    assert (found.started, found.due, found.state) == (_in(100), _in(101), "running")


def test_an_escalation_ends_when_somebody_else_acts(desk: Desk) -> None:
    """Who escalated cannot end the clock that it starts."""
    case = after(case_at(MONDAY, 3, state="drafted"), "escalate", "가", now=_in(1))
    alone = after(case, "assign", "가", to="나", now=_in(1.1))
    taken = after(alone, "assign", "나", to="나", now=_in(1.2))

    assert clocks(desk, case, _in(1.1))["clock.escalated"].due == _in(1.5)
    assert clocks(desk, alone, _in(2))["clock.escalated"].state == "missed"
    assert clocks(desk, taken, _in(2))["clock.escalated"].stopped == _in(1.2)


PROMISES = [
    ({}, "running", None),
    ({"state": "kept", "done_at": seoul("2026-11-26 09:00")}, "met", seoul("2026-11-26 09:00")),
    ({"state": "kept", "done_at": seoul("2026-11-28 09:00")}, "missed", seoul("2026-11-28 09:00")),
    ({"due": seoul("2026-11-23 11:00")}, "missed", None),
    ({"due": seoul("2026-11-20 11:00")}, "missed", None),  # was past when it was made
    ({"state": "dropped"}, None, None),
    ({"due": None}, None, None),
]


@pytest.mark.parametrize(("changes", "state", "stopped"), PROMISES)
def test_promises_are_clocks(desk: Desk, changes: dict[str, Any], state: str | None, stopped: datetime | None) -> None:
    """Each dated promise is due by its own date, day and night; a dropped or undated one is not."""
    case, promise = case_at(MONDAY, 1, state="sent"), task(**changes)
    found = clocks(desk, case, seoul("2026-11-24 10:00"), (promise,)).get("clock.promise")

    assert (found.state if found else None) == state
    if found:
        assert (found.stopped, found.promise) == (stopped, promise.id)
        assert found.started <= found.due == max(promise.due or FAR, promise.made_at)


def test_a_post_of_the_past_is_due_at_once_and_one_of_the_future_never_waits(desk: Desk) -> None:
    """A clock starts when it was posted, at the latest when the desk took it in; without a zone, that is Seoul's."""
    early = case_at(MONDAY, 3, milestones={"received": MONDAY - timedelta(days=2)})
    late = case_at(MONDAY, 3, milestones={"received": MONDAY + timedelta(days=2)})
    naive = case_at(MONDAY, 3, milestones={"received": datetime(2026, 11, 23, 9)})
    starts = [clocks(desk, case, MONDAY)["clock.first_answer.open"].started for case in (early, late, naive)]

    assert starts == [MONDAY - timedelta(days=2), MONDAY, MONDAY - timedelta(hours=1)]


def test_what_is_cited_stands_in_the_library(desk: Desk) -> None:
    """Every rule that cites, cites a passage that is there; unverified limits say so."""
    passages = {passage.id for card in desk.cards for passage in card.passages}
    rules = desk.clock_rules.rules.values()

    assert [(rule.id, cite) for rule in rules for cite in rule.cites if cite not in passages] == []
    assert {rule.id for rule in rules if rule.certainty != "unverified"} == {
        "clock.breach_notice", "clock.intrusion_report", "clock.promise"
    }  # fmt: skip


ROW = (
    "{id: clock.own, name: {ko: 가, en: a}, because: {ko: 가, en: a}, starts: received, ends: responded, "
    "certainty: unverified"
)
HOURS = 'desk: {opens: "09:00", shuts: "18:00"}\n'
WRONG = [
    ("[]", "a list of rules"),
    ("rules: []", "nothing else"),
    ("clocks: []", "when the desk works"),
    ("desk: {opens: 09:00, shuts: 18:00}", "desk: shuts"),
    ('desk: {opens: "18:00", shuts: "09:00"}', "before it opens"),
    ('desk: {opens: "24:00", shuts: "25:00"}', "opens"),
    (HOURS + f"clocks: [{ROW}, within: {{5: 1 hour}}}}]", "within"),
    (HOURS + f"clocks: [{ROW}, within: {{1: soon}}}}]", "write it as"),
    (HOURS + f"clocks: [{ROW}, within: {{1: 0 hours}}}}]", "write it as"),
    (HOURS + f"clocks: [{ROW}, within: {{1: 400 days}}}}]", "longer than a year"),
    (HOURS + f"clocks: [{ROW}, within: {{1: 1 hour, 2: 2 hours}}}}]", "severity 2 has more time than severity 1"),
    (HOURS + f"clocks: [{ROW}, within: {{1: 4 hours, 2: 2 desk hours}}}}]", "severity 2 has more time"),
    (HOURS + f"clocks: [{ROW}, when: {{channel: fax}}, within: {{1: 1 hour}}}}]", "knows no 'fax'"),
    (HOURS + f"clocks: [{ROW}, when: danger.unheard_of, within: {{1: 1 hour}}}}]", "no signal"),
    (HOURS + f"clocks: [{ROW}, hurry: true}}]", "hurry"),
    (HOURS + f"clocks: [{ROW.replace('received', 'promised')}}}]", "a promise starts as promised"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_a_wrong_file_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """The error names the file and what is wrong with it."""
    (tmp_path / "clocks.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(RuleError, match=said) as refused:
        ClockRules.from_folders([tmp_path], {"danger", "danger.fire"})
    assert "clocks.yaml" in str(refused.value)


def test_a_company_sets_its_own_limits(desk: Desk, tmp_path: Path) -> None:
    """A row of its own takes the place of ours, an empty one switches it off; the others stay."""
    shorter = ROW.replace("clock.own", "clock.first_answer.open") + ", within: {1: 30 minutes}}"
    off = ROW.replace("clock.own", "clock.first_hour") + ", within: {}}"
    own = f"{HOURS.replace('18', '20')}clocks: [{shorter}, {off}]"
    (tmp_path / "clocks.yaml").write_text(own, encoding="utf-8")
    known = {*desk.patterns.signals}
    rules = ClockRules.from_folders([tmp_path, data_folder("rules")], known)

    routine = rules.clocks(case_at(MONDAY, 1), (), MONDAY)
    assert [(clock.rule, clock.due) for clock in routine] == [
        ("clock.first_answer.open", MONDAY + timedelta(minutes=30))
    ]
    assert rules.clocks(case_at(MONDAY, 4), (), MONDAY) == ()
    assert rules.hours.length == timedelta(hours=11)
    assert set(rules.rules) == set(desk.clock_rules.rules)


def test_holidays_are_known() -> None:
    """The days that the tables above rest on."""
    assert not is_working_day(date(2027, 2, 9))
    assert is_working_day(date(2028, 2, 29))
