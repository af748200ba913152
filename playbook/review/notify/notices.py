"""Notices: which change is told to whom, decided when it happens and kept until it is delivered."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from playbook.errors import RuleError
from playbook.records import Bilingual, Case, Person, Record, Severity, Verb
from playbook.reply.deadlines import SEOUL, is_working_day
from playbook.review.approvals import fits, open_seats, same_person
from playbook.review.clocks import Clock
from playbook.review.notify.letters import Letter
from playbook.review.notify.targets import CONCERNED, EventName, Hour, Mail, Target, TargetFile, read_targets
from playbook.triage.yaml_files import load_yaml, validated

FILE = "notify.yaml"
PROGRAM = "playbook"
"""In whose name the program itself decides."""
Section = Literal["waiting", "overdue", "due", "approved", "late"]
"""Parts of a digest: waiting for this person; past due; due within a day; approved and not recorded as out; done too
late since yesterday."""


class EventRule(Record):
    """A row of the file."""

    id: EventName
    after: Verb | Literal["receive", "missed"]
    says: Bilingual
    severity: Severity = 1
    concerns: tuple[Literal["signers", "author", "assignee", "team"], ...] = ()


class DigestRule(Record):
    """When the web process sends the summary of the day by itself, in Seoul."""

    at: Hour
    until: Hour
    """A process that starts later on that day lets it be."""
    days: Literal["working", "every"] = "working"

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> DigestRule:
        if self.until <= self.at:
            raise ValueError(f"until ({self.until}) has to be later than at ({self.at}), on the same day")
        return self

    def day(self, now: datetime) -> date | None:
        """The day whose summary is to go out at this moment; None where none is."""
        here = now.astimezone(SEOUL)
        if not self.at <= f"{here:%H:%M}" < self.until or (self.days == "working" and not is_working_day(here.date())):
            return None
        return here.date()


class NotifyRules(Record):
    """The file."""

    levels: dict[Severity, Bilingual]
    events: tuple[EventRule, ...]
    digest: DigestRule | None = None
    """Where it is absent nothing is sent by itself."""


class Line(Record):
    """A case in a digest."""

    case: str
    severity: Severity
    clock: Bilingual | None = None
    due: datetime | None = None


class Digest(Record):
    """What is left to do, for one person or for the whole desk."""

    personal: bool
    """For one person."""
    sections: dict[Section, tuple[Line, ...]]


class Notice(Record):
    """What one target is told."""

    id: str
    """The same however often it is delivered."""
    event: EventName
    happened: datetime
    case: str = ""
    severity: Severity = 1
    clock: Bilingual | None = None
    """The clock that runs out next."""
    due: datetime | None = None
    to: str = ""
    """Mail address; empty for webhooks."""
    digest: Digest | None = None


class Notifier:
    """Which events are told to which targets.

    Raises:
        RuleError: ``rules/notify.yaml`` is wrong.
        SetupError: the company's file is wrong.
    """

    def __init__(self, rules: NotifyRules, file: TargetFile, link: str | None = None) -> None:
        self.levels = rules.levels
        self.digest = rules.digest
        self.events = {rule.id: rule for rule in rules.events}
        self.targets: dict[str, Target] = {target.name: target for target in file.targets}
        self.link = file.link or link
        self.addresses: Mapping[str, str] = file.people
        self._after: dict[str, EventRule] = {rule.after: rule for rule in rules.events}

    @classmethod
    def from_files(cls, folders: Iterable[Path], targets: Path | None, link: str | None = None) -> Notifier:
        """The first ``notify.yaml`` of the rule folders, and the company's file of targets.

        Args:
            folders: rule folders, the company's own first.
            targets: the company's file; None where there is none.
            link: where people open the desk, unless the file says so.
        """
        for path in (folder / FILE for folder in folders):
            if path.is_file():
                return cls(validated(NotifyRules, load_yaml(path), str(path)), read_targets(targets), link)
        raise RuleError(f"{FILE} is in none of the rule folders; install playbook again.")

    def letters(
        self,
        case: Case,
        verb: str,
        by: str,
        clocks: Sequence[Clock],
        people: Sequence[Person],
        addresses: Mapping[str, str],
        now: datetime,
    ) -> list[Letter]:
        """What goes out because of a step; nothing where no target wants it.

        Args:
            case: the case after the step.
            verb: the step, or ``receive``.
            by: who took it.
            clocks: the clocks of the case after it.
            people: everybody with an account.
            addresses: mail addresses by name.
            now: when it happened, UTC.
        """
        if verb == "approve" and case.state != "approved":
            return []  # further signatures are needed
        if verb == "assign" and not case.assignee:
            return []
        rule = self._after.get("missed" if verb == "escalate" and by == PROGRAM else verb)
        if rule is None:
            return []
        level = case.triage.severity
        running = next((clock for clock in clocks if clock.stopped is None), None)
        return [
            self.letter(target, Notice(
                id=f"o-{secrets.token_hex(12)}", event=rule.id, happened=now, case=case.id, severity=level, to=to,
                clock=running.name if running else None, due=running.due if running else None,
            ))
            for target in self.targets.values()
            if target.takes(rule.id) and level >= (target.severity or rule.severity)
            for to in _recipients(target, rule, case, people, addresses)
        ]  # fmt: skip

    def letter(self, target: Target, notice: Notice) -> Letter:
        """A notice as the outbox keeps it; it waits for the end of quiet hours unless it tells of a crisis."""
        now = notice.happened
        at = target.quiet.over(now) if target.quiet and notice.severity < 4 else now
        return Letter(id=notice.id, target=target.name, at=at, next_at=at, record=notice.model_dump_json())


def _recipients(
    target: Target, rule: EventRule, case: Case, people: Sequence[Person], addresses: Mapping[str, str]
) -> Iterable[str]:
    if not isinstance(target, Mail):
        return [""]
    named = [address for address in target.to if address != CONCERNED]
    if CONCERNED in target.to:
        names = list(_concerned(rule, case, people))
        named += [at for known, at in addresses.items() if any(same_person(known, name) for name in names)]
    return dict.fromkeys(named)


def _concerned(rule: EventRule, case: Case, people: Sequence[Person]) -> Iterator[str]:
    """Names of those whom an event concerns."""
    for concern in rule.concerns:
        match concern:
            case "signers":
                seats = open_seats(case) if case.state == "in_review" else []
                for person in people:
                    own = same_person(person.name, case.author)
                    if not own and any(fits(person, seat) for seat in seats):
                        yield person.name
            case "team":
                yield from (person.name for person in people if case.handed_to in person.teams)
            case "author":
                yield case.author
            case "assignee":
                yield case.assignee
