"""Conditions of rules: small trees over signals and labels, parsed once.

A tree is written in YAML as::

    all: [danger, {none: [harmless.play]}, {kind: [complaint, incident]}]
    any: [danger.fire, {model.public_concern: 0.6}, {severity: [3, 4]}]

A bare name is a signal (``danger.fire``) or a family (``danger``: any signal of it). A name with a number asks
for at least that score; ``kind``, ``topic``, ``severity`` and ``stance`` ask for one of the labels decided so
far; ``model_kind`` and the like ask what the models alone would say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from playbook.errors import RuleError
from playbook.records import KINDS, STANCES, TOPICS, Signal

PRESENT = 0.5
"""A model's signal counts as present from this probability."""

MODELS = "model"
"""The family of signals that models give."""

LABELS: dict[str, Collection[Any]] = {
    "kind": KINDS,
    "topic": TOPICS,
    "severity": (1, 2, 3, 4),
    "stance": STANCES,
    "model_kind": KINDS,
    "model_topic": TOPICS,
    "model_severity": (1, 2, 3, 4),
    "model_stance": STANCES,
    "lang": ("ko", "en"),
}


@dataclass
class Facts:
    """What rules look at: signals by id, the labels decided so far, and what the models read."""

    signals: dict[str, Signal]
    labels: dict[str, Any] = field(default_factory=dict)
    readings: Mapping[str, float] = field(default_factory=dict)
    """Probabilities under the names of signals; most of dozens are never asked for, so they are no records."""

    def score(self, name: str) -> float:
        """Score of a signal, or the highest of a family; 0 where nothing hit."""
        if "." in name:
            signal = self.signals.get(name)
            return signal.score if signal else self.readings.get(name, 0.0)
        return max((s.score for s in self._family(name)), default=0.0)

    def behind(self, name: str) -> list[Signal]:
        """The signals that a name stands for."""
        if "." not in name:
            return [s for s in self._family(name) if s.score >= PRESENT]
        if name in self.signals:
            return [self.signals[name]]
        return [Signal(id=name, score=self.readings[name], source="model")] if name in self.readings else []

    def _family(self, name: str) -> list[Signal]:
        start = name + "."
        found = [s for s in self.signals.values() if s.id.startswith(start)]
        read = (Signal(id=i, score=score, source="model") for i, score in self.readings.items() if i.startswith(start))
        return [*found, *read] if name == MODELS else found


@dataclass(frozen=True)
class Condition:
    """One node: a signal, a label or a combination."""

    operator: str
    """``all``, ``any``, ``none``, ``signal`` or ``label``."""
    parts: tuple[Condition, ...] = ()
    name: str = ""
    values: tuple[Any, ...] = ()
    least: float = PRESENT

    def holds(self, facts: Facts) -> bool:
        """Whether it is true of these facts."""
        return self._test(facts)

    @cached_property
    def _test(self) -> Callable[[Facts], bool]:
        """The tree as functions, put together once: rules are asked a hundred times a message."""
        tests, name, least, values = tuple(part._test for part in self.parts), self.name, self.least, self.values
        match self.operator:
            case "all":
                return lambda facts: all(test(facts) for test in tests)
            case "any":
                return lambda facts: any(test(facts) for test in tests)
            case "none":
                return lambda facts: not any(test(facts) for test in tests)
            case "label":
                return lambda facts: facts.labels.get(name) in values
            case _:
                return lambda facts: facts.score(name) >= least

    def grounds(self, facts: Facts) -> list[Signal]:
        """The signals that made it true, for the reason shown."""
        if self.operator == "signal":
            return facts.behind(self.name) if self.holds(facts) else []
        if self.operator in ("all", "any"):
            return [signal for part in self.parts if part.holds(facts) for signal in part.grounds(facts)]
        return []

    def names(self) -> set[str]:
        """All signals and families that it mentions."""
        own = {self.name} if self.operator == "signal" else set()
        return own.union(*(part.names() for part in self.parts))

    def text(self) -> str:
        """The condition in one line, for ``rules explain``."""
        match self.operator:
            case "label":
                return f"{self.name} = {' | '.join(map(str, self.values))}"
            case "signal":
                return self.name if self.least == PRESENT else f"{self.name} ≥ {self.least:g}"
            case _:
                return f"{self.operator}({', '.join(part.text() for part in self.parts)})"


ALWAYS = Condition("all")


def parse(value: Any, known: Collection[str], place: str, labels: Mapping[str, Collection[Any]] = LABELS) -> Condition:
    """A condition from YAML.

    Args:
        value: what the file says under ``when``.
        known: ids and families of all signals.
        place: file and rule, for errors.
        labels: what a condition may ask for, with the values that each may have.

    Raises:
        RuleError: an unknown name, operator, label or form.
    """
    if isinstance(value, str):
        if value not in known:
            import difflib

            near = difflib.get_close_matches(value, known, n=2)
            raise RuleError(f"{place}: no signal {value!r}" + (f"; did you mean {' or '.join(near)}?" if near else "."))
        return Condition("signal", name=value)
    if not isinstance(value, Mapping) or not value:
        raise RuleError(f"{place}: a condition is a signal or a mapping of all, any, none, label or signal: {value!r}")
    parts = tuple(_entry(name, entry, known, place, labels) for name, entry in value.items())
    return parts[0] if len(parts) == 1 else Condition("all", parts)


def _entry(
    name: str, entry: Any, known: Collection[str], place: str, labels: Mapping[str, Collection[Any]]
) -> Condition:
    if name in ("all", "any", "none"):
        if not isinstance(entry, list) or not entry:
            raise RuleError(f"{place}: {name} takes a list of conditions, not {entry!r}.")
        return Condition(name, tuple(parse(part, known, place, labels) for part in entry))
    if name in labels:
        values = tuple(entry) if isinstance(entry, list) else (entry,)
        if not values:
            raise RuleError(f"{place}: {name} takes one label or a list of them, not an empty list.")
        for each in values:
            if each not in labels[name]:
                raise RuleError(f"{place}: {name} knows no {each!r}; one of {', '.join(map(str, labels[name]))}.")
        return Condition("label", name=name, values=values)
    if isinstance(entry, (int, float)) and 0 < entry <= 1:
        found = parse(name, known, place, labels)
        return Condition("signal", name=found.name, least=float(entry))
    raise RuleError(f"{place}: cannot read {name!r}: {entry!r}; a score lies between 0 and 1.")
