"""How long personal data is kept once a case is over: what the company's rules say, and what the law asks."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import Field

from playbook.errors import RuleError
from playbook.records import Bilingual, Case, Certainty, Record, Topic
from playbook.triage.yaml_files import load_yaml, validated

FILE = "retention.yaml"


class Duty(Record):
    """What the law asks to be kept."""

    text: Bilingual
    """Law and article."""
    months: int = Field(ge=1, le=1200)


class RetentionRule(Record):
    """A row of the file."""

    id: str
    because: Bilingual
    topics: tuple[Topic, ...] = ()
    """Topics that it is about; the row without any is about all others."""
    months: int = Field(ge=1, le=1200)
    """After closing, personal data is kept for so long."""
    law: Duty | None = None
    certainty: Certainty = "unverified"
    """How sure the law and the months are; a lawyer has to check them."""


class Due(Record):
    """A case whose personal data has been kept for as long as the rules say."""

    case: str
    topic: Topic
    ended_at: datetime
    """When it was closed or withdrawn, UTC."""
    due: datetime
    """When its data should have gone, UTC."""
    rule: str
    because: Bilingual


class Retention:
    """All retention rules.

    Raises:
        RuleError: a file cannot be read, or a row of it is wrong; names file, row and mend.
    """

    def __init__(self, rules: Iterable[RetentionRule]) -> None:
        self.rules = tuple(rules)
        if not any(not rule.topics for rule in self.rules):
            raise RuleError(f"{FILE}: one row without `topics` is needed, for what no other row is about.")
        for rule in self.rules:
            if rule.law and rule.months < rule.law.months:
                raise RuleError(
                    f"{FILE}: {rule.id}: months is {rule.months}, and its law asks for {rule.law.months}; raise it."
                )

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> Retention:
        """Read the file of each folder; a row of an earlier folder comes first, and replaces one with the same id."""
        found: dict[str, RetentionRule] = {}
        for path in (folder / FILE for folder in folders):
            if not path.is_file():
                continue
            rows = load_yaml(path)
            if not isinstance(rows, list):
                raise RuleError(f"{path}: a list of rules is needed, each with id, because and months.")
            for number, row in enumerate(rows):
                rule = validated(RetentionRule, row, f"{path}: [{number}]")
                found.setdefault(rule.id, rule)
        return cls(found.values())

    def of(self, topic: Topic) -> RetentionRule:
        """The rule for a topic."""
        named = (rule for rule in self.rules if topic in rule.topics)
        return next(named, None) or next(rule for rule in self.rules if not rule.topics)

    @property
    def shortest(self) -> int:
        """The fewest months of any rule."""
        return min(rule.months for rule in self.rules)

    def due(self, case: Case) -> Due:
        """When the personal data of a case that is over should go."""
        rule, ended = self.of(case.triage.topic), ended_at(case)
        return Due(
            case=case.id, topic=case.triage.topic, ended_at=ended, due=later(ended, rule.months), rule=rule.id,
            because=rule.because,
        )  # fmt: skip

    def held_by_law(self, case: Case, now: datetime) -> tuple[Duty, datetime] | None:
        """The law that asks for a case to be kept still, and until when; None where none does."""
        law = self.of(case.triage.topic).law
        until = later(ended_at(case), law.months) if law else now
        return (law, until) if law and until > now else None


def ended_at(case: Case) -> datetime:
    """When a case was closed or withdrawn for the last time; its last change where it is not over."""
    ends = [event.at for event in case.events if event.verb in ("close", "withdraw")]
    return ends[-1] if ends else case.events[-1].at if case.events else case.created_at


def later(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
