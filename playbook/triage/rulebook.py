"""The rule tables, read from ``rules/``: the first row that holds decides.

``rules/kinds.yaml``, ``topics.yaml``, ``severity.yaml``, ``stances.yaml`` and ``owners.yaml`` each hold an ordered
list of rules. ``then`` is the label, or ``model`` for the most probable label of the models. A company's own
folder is laid over ours: its rules come first, and a rule of the same id replaces ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field

from playbook.errors import RuleError
from playbook.records import KINDS, OWNERS, STANCES, TOPICS, Bilingual, Record
from playbook.triage.conditions import ALWAYS, Condition, Facts, parse
from playbook.triage.signals import Patterns
from playbook.triage.yaml_files import load_yaml, validated

TABLES: dict[str, tuple[Any, ...]] = {
    "kinds": KINDS,
    "topics": TOPICS,
    "severity": (1, 2, 3, 4),
    "stances": STANCES,
    "owners": OWNERS,
}
"""Table and the labels it may decide, in the order they are decided."""

MODEL = "model"
"""Stands for "what the models say"."""


class _Row(Record):
    id: str = Field(pattern=r"^[a-z]+\.[a-z0-9_]+$")
    when: Any = None
    then: Any
    also: tuple[Any, ...] = ()
    because: Bilingual
    cites: tuple[str, ...] = ()
    shows: dict[Any, tuple[str, ...]] = Field(default_factory=dict)


class _Table(Record):
    decides: str
    about: Bilingual
    rules: tuple[_Row, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Rule:
    """One row of a table."""

    id: str
    when: Condition
    then: Any
    """The label it gives, or ``model``."""
    also: tuple[Any, ...]
    """Supporting stances, or further owners."""
    because: Bilingual
    cites: tuple[str, ...]
    file: str
    shows: Mapping[Any, tuple[str, ...]] = field(default_factory=dict)
    """For a row that leaves the label to the models: the signals that speak for each label, to be pointed at."""


class Rulebook:
    """All tables, ready to decide."""

    def __init__(self, tables: dict[str, tuple[Rule, ...]]) -> None:
        self.tables = tables
        self._by_id = {rule.id: rule for rules in tables.values() for rule in rules}

    @classmethod
    def from_folders(cls, folders: Sequence[Path], patterns: Patterns, model_signals: Iterable[str]) -> Rulebook:
        """Read the tables of all folders, first folder first.

        Raises:
            RuleError: a file is wrong, names an unknown signal or label, or a table has no last row.
        """
        from playbook.triage.signals import CONTEXT_SIGNALS

        ids = {*patterns.signals, *CONTEXT_SIGNALS, *model_signals}
        known = ids | {name.split(".")[0] for name in ids}
        tables = {}
        for table, labels in TABLES.items():
            rules: dict[str, Rule] = {}
            for folder in folders:
                path = folder / f"{table}.yaml"
                if path.is_file():
                    for rule in _read(path, table, labels, known):
                        rules.setdefault(rule.id, rule)
            if not rules or not any(rule.when == ALWAYS for rule in rules.values()):
                raise RuleError(f"table {table!r} needs a last rule without `when`, so that something always decides.")
            tables[table] = tuple(rules.values())
        return cls(tables)

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id.

        Raises:
            RuleError: there is none.
        """
        if rule_id in self._by_id:
            return self._by_id[rule_id]
        import difflib

        near = difflib.get_close_matches(rule_id, self._by_id, n=3)
        raise RuleError(f"no rule {rule_id!r}" + (f"; did you mean {', '.join(near)}?" if near else "."))

    def without(self, rule_id: str) -> Rulebook | None:
        """The same tables less one rule; None where nothing would always decide any more.

        Raises:
            RuleError: there is no such rule.
        """
        left_out = self.rule(rule_id)
        tables = {table: tuple(r for r in rules if r is not left_out) for table, rules in self.tables.items()}
        lasting = all(any(rule.when == ALWAYS for rule in rules) for rules in tables.values())
        return Rulebook(tables) if lasting else None

    def decide(self, table: str, facts: Facts) -> Rule:
        """The first row of the table that holds."""
        return next(rule for rule in self.tables[table] if rule.when.holds(facts))


def _read(path: Path, table: str, labels: tuple[Any, ...], known: set[str]) -> Iterable[Rule]:
    content = validated(_Table, load_yaml(path), str(path))
    if content.decides != table:
        raise RuleError(f"{path}: decides {content.decides!r}, but a file of this name decides {table!r}.")
    seen: set[str] = set()
    for row in content.rules:
        place = f"{path}: rule {row.id!r}"
        if row.id in seen:
            raise RuleError(f"{place} stands twice in this file; give one another id.")
        seen.add(row.id)
        allowed = (*labels, MODEL) if table in ("kinds", "topics", "severity") else labels
        for label in (row.then, *row.also):
            if label not in allowed:
                raise RuleError(f"{place}: no label {label!r}; one of {', '.join(map(str, allowed))}.")
        when = ALWAYS if row.when is None else parse(row.when, known, place)
        for label, shown in row.shows.items():
            unknown = [name for name in shown if name not in known]
            if label not in labels or unknown:
                raise RuleError(f"{place}: shows: unknown {', '.join(unknown) or label!r}.")
        yield Rule(row.id, when, row.then, row.also, row.because, row.cites, path.name, row.shows)
