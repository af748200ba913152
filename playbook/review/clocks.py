"""Clocks: by when somebody has to act on a case, and whether they did.

Rules say which clocks run (``rules/clocks.yaml``). Every moment that counts is computed in UTC and, where a clock
stands still at night and on holidays, in the desk hours of Seoul; where a reader sits changes only how it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, StringConstraints

from playbook.errors import RuleError
from playbook.records import CHANNELS, Bilingual, Case, CaseState, Certainty, Event, Record, Severity
from playbook.reply.deadlines import SEOUL, is_working_day
from playbook.reply.promises import Task
from playbook.triage.conditions import ALWAYS, LABELS, Condition, Facts, parse
from playbook.triage.yaml_files import load_yaml, validated

FILE = "clocks.yaml"
OVER: tuple[CaseState, ...] = ("rejected", "withdrawn", "closed")
"""States in which nothing more is expected of anybody."""
LONGEST = timedelta(days=365)
_LABELS = LABELS | {"channel": CHANNELS}

Start = Literal["received", "known", "submitted", "responded", "escalated", "promised"]
End = Literal["acknowledged", "reported", "notified", "responded", "closed", "decided", "acted", "kept"]
ClockState = Literal["running", "met", "missed"]
"""Time is left; it was done in time; time ran out, whether it was done later or not."""


class Clock(Record):
    """One time within which somebody has to act on a case."""

    rule: str
    """Id of the rule, as in ``rules/clocks.yaml``."""
    name: Bilingual
    because: Bilingual
    certainty: Certainty
    """How sure the limit is; ``unverified`` for all that is a default of ours."""
    cites: tuple[str, ...] = ()
    started: datetime
    """UTC."""
    due: datetime
    """UTC; never before ``started``."""
    state: ClockState
    stopped: datetime | None = None
    """When what it asks for was done, UTC, or when the case ended without; None while somebody has still to act."""
    promise: str = ""
    """Id of the promise that it is about; empty for all others."""


class DeskHours(Record):
    """When routine clocks run, on working days in Seoul."""

    opens: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    shuts: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

    @property
    def length(self) -> timedelta:
        """How long a desk day is."""
        day = datetime.min
        return datetime.combine(day, _time(self.shuts)) - datetime.combine(day, _time(self.opens))

    def after(self, start: datetime, span: timedelta) -> datetime:
        """The moment at which this much of desk hours has gone by since ``start``; UTC."""
        here = start.astimezone(SEOUL)
        day = here.date()
        while True:
            if is_working_day(day):
                begin = max(here, datetime.combine(day, _time(self.opens), SEOUL))
                left = datetime.combine(day, _time(self.shuts), SEOUL) - begin
                if span <= left:
                    return (begin + span).astimezone(UTC)
                span -= max(left, timedelta())
            day += timedelta(days=1)


class Limit(NamedTuple):
    """How long somebody has."""

    span: timedelta
    desk: bool
    """Counted in desk hours only."""

    def after(self, start: datetime, hours: DeskHours) -> datetime:
        """When it is over, UTC."""
        return hours.after(start, self.span) if self.desk else start.astimezone(UTC) + self.span


class ClockRule(Record):
    """A row of the file."""

    id: str = Field(pattern=r"^clock(\.[a-z_]+)+$")
    name: Bilingual
    because: Bilingual
    when: Any = None
    """A condition tree; it holds for every case where there is none."""
    starts: Start
    ends: End
    within: dict[Severity, str] = Field(default_factory=dict)
    """Limit by severity, as ``4 desk hours``; no clock for a severity without one."""
    certainty: Certainty
    cites: tuple[str, ...] = ()


class _Row(NamedTuple):
    rule: ClockRule
    condition: Condition
    limits: Mapping[Severity, Limit]


class ClockRules:
    """All clock rules.

    Raises:
        RuleError: a file cannot be read, or a row of it is wrong; names file, row and mend.
    """

    def __init__(self, hours: DeskHours, rows: Sequence[_Row]) -> None:
        self.hours = hours
        self.rules = {row.rule.id: row.rule for row in rows}
        self._rows = rows

    @classmethod
    def from_folders(cls, folders: Iterable[Path], known: Collection[str]) -> ClockRules:
        """Read the file of each folder; a row of an earlier folder takes the place of one with the same id.

        Args:
            folders: rule folders, the company's own first.
            known: ids and families of all signals.
        """
        files = [(path, load_yaml(path)) for path in (folder / FILE for folder in folders) if path.is_file()]
        for path, content in files:
            if not isinstance(content, dict) or not set(content) <= {"desk", "clocks"}:
                raise RuleError(f"{path}: desk (opens, shuts) and clocks (a list of rules) are needed, nothing else.")
        said = next(((path, content["desk"]) for path, content in files if "desk" in content), None)
        if said is None:
            raise RuleError(
                f"{FILE}: no file says when the desk works; write desk: {{opens: '09:00', shuts: '18:00'}}."
            )
        hours = validated(DeskHours, said[1], f"{said[0]}: desk")
        if hours.length <= timedelta():
            raise RuleError(f"{said[0]}: desk: it shuts ({hours.shuts}) before it opens ({hours.opens}).")
        found: dict[str, _Row] = {}
        for path, content in files:
            for number, row in enumerate(content.get("clocks") or ()):
                rule = validated(ClockRule, row, f"{path}: clocks[{number}]")
                place = f"{path}: {rule.id}"
                condition = ALWAYS if rule.when is None else parse(rule.when, known, place, _LABELS)
                found.setdefault(rule.id, _Row(rule, condition, _limits(rule, hours, place)))
        return cls(hours, list(found.values()))

    def clocks(self, case: Case, tasks: Sequence[Task], now: datetime) -> tuple[Clock, ...]:
        """Every clock of a case, the next one due first.

        Args:
            case: the case, kept or not.
            tasks: its promises in any state.
            now: aware.
        """
        labels = {name: getattr(case.triage, name) for name in ("kind", "topic", "severity", "stance", "lang")}
        facts = Facts({signal.id: signal for signal in case.triage.signals}, labels | {"channel": case.channel})
        held = (row for row in self._rows if row.condition.holds(facts))
        found = [clock for row in held for clock in self._of(row, case, tasks, now)]
        return tuple(sorted(found, key=lambda clock: (clock.due, clock.rule, clock.promise)))

    def _of(self, row: _Row, case: Case, tasks: Sequence[Task], now: datetime) -> Iterator[Clock]:
        rule = row.rule
        if rule.starts == "promised":
            for task in tasks:
                if task.due is not None and task.state != "dropped":
                    due = max(task.due, task.made_at)
                    yield from _clock(rule, case, task.made_at, due, task.done_at, now, task.id)
            return
        limit, start = row.limits.get(case.triage.severity), _start(rule, case)
        if limit is not None and start is not None:
            yield from _clock(rule, case, start, limit.after(start, self.hours), _stop(rule, case), now)


def next_due(clocks: Iterable[Clock]) -> datetime | None:
    """When the next thing is due that nobody has done, which may be past; None where nothing is."""
    return min((clock.due for clock in clocks if clock.stopped is None), default=None)


def _clock(
    rule: ClockRule,
    case: Case,
    start: datetime,
    due: datetime,
    stopped: datetime | None,
    now: datetime,
    promise: str = "",
) -> Iterator[Clock]:
    done = stopped is not None
    if not done and case.state in OVER:
        stopped = _utc(case.events[-1].at) if case.events else _utc(now)
        if due > stopped:
            return  # the case ended before anything was due
    in_time = (stopped or now) <= due
    yield Clock(
        rule=rule.id, name=rule.name, because=rule.because, certainty=rule.certainty, cites=rule.cites,
        started=_utc(start), due=_utc(due), stopped=_utc(stopped) if stopped else None, promise=promise,
        state="missed" if not in_time else "met" if done else "running",
    )  # fmt: skip


def _start(rule: ClockRule, case: Case) -> datetime | None:
    match rule.starts:
        case "submitted":
            return _utc(case.submitted_at) if case.submitted_at else None
        case "responded":
            return _utc(case.milestones["responded"]) if "responded" in case.milestones else None
        case "escalated":
            last = _escalation(case)
            return _utc(case.events[last].at) if last is not None else None
    received = min(_utc(case.milestones.get("received", case.created_at)), _utc(case.created_at))
    if rule.starts == "received" and rule.ends not in case.milestones:
        again = (_utc(event.at) for event in reversed(case.events) if event.verb == "reopen")
        return next(again, received)
    return received


def _stop(rule: ClockRule, case: Case) -> datetime | None:
    match rule.ends:
        case "decided":
            if case.state == "in_review" or case.submitted_at is None:
                return None
            return _decided(case, case.submitted_at)
        case "acted":
            last = _escalation(case)
            return next((event.at for event in _steps_of_others(case, last)), None) if last is not None else None
        case "kept":
            return None
        case milestone:
            return case.milestones.get(milestone)


def _decided(case: Case, since: datetime) -> datetime | None:
    """When the last review ended: with the last signature that was needed, or with the first refusal."""
    taken = [event for event in case.events if event.at >= since]
    signed = [event.at for event in taken if event.verb == "approve"]
    if signed and len(signed) >= len(case.seats):
        return signed[-1]
    return next((event.at for event in taken if event.verb in ("return", "reject", "withdraw")), None)


def _escalation(case: Case) -> int | None:
    escalations = [number for number, event in enumerate(case.events) if event.verb == "escalate"]
    return escalations[-1] if escalations else None


def _steps_of_others(case: Case, escalation: int) -> Iterator[Event]:
    by = case.events[escalation].by
    return (event for event in case.events[escalation + 1 :] if event.by != by)


_LIMIT = re.compile(r"(\d{1,5}) (desk )?(minute|hour|day)s?")


def _limits(rule: ClockRule, hours: DeskHours, place: str) -> dict[Severity, Limit]:
    """The limits of a row, from the least to the gravest severity."""
    if (rule.starts == "promised") != (rule.ends == "kept") or (rule.starts == "promised" and rule.within):
        raise RuleError(f"{place}: a promise starts as promised, ends as kept and brings its own limit (no within).")
    found: dict[Severity, Limit] = {}
    for severity, said in sorted(rule.within.items()):
        match = _LIMIT.fullmatch(said)
        if match is None or not int(match[1]):
            raise RuleError(
                f"{place}: within {severity}: {said!r}; write it as 30 minutes, 4 desk hours or 2 desk days."
            )
        unit = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}.get(match[3])
        desk = match[2] is not None
        limit = Limit(int(match[1]) * (unit or (hours.length if desk else timedelta(days=1))), desk)
        if limit.span > LONGEST:
            raise RuleError(f"{place}: within {severity}: {said!r} is longer than a year.")
        for lesser, other in found.items():
            if limit.span > other.span or (limit.desk and not other.desk):
                raise RuleError(f"{place}: severity {severity} has more time than severity {lesser}; give it less.")
        found[severity] = limit
    return found


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone was written in Seoul."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=SEOUL)).astimezone(UTC)
