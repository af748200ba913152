"""Moves and plans: what a reply does, sentence by sentence, from ``rules/moves.yaml``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from playbook.errors import RuleError
from playbook.language.korean import fill
from playbook.records import Bilingual, Kind, Lang, Record, Severity, Topic
from playbook.triage.conditions import ALWAYS, Condition, Facts, parse
from playbook.triage.yaml_files import load_yaml, validated

_SLOT = re.compile(r"\[([a-z_]+)\]")


class Wording(Record):
    """One way to say a move, and when it fits."""

    say: str = Field(min_length=3)
    kinds: tuple[Kind, ...] = ()
    topics: tuple[Topic, ...] = ()
    severity: tuple[Severity, ...] = ()
    signals: tuple[str, ...] = ()
    brief: bool = False
    """Taken only where a channel has no room for the others."""

    def fits(self, facts: Facts) -> bool:
        """Whether every condition given holds."""
        wanted = (("kind", self.kinds), ("topic", self.topics), ("severity", self.severity))
        return all(not values or facts.labels[name] in values for name, values in wanted) and (
            not self.signals or any(facts.score(name) >= 0.5 for name in self.signals)
        )

    @property
    def specificity(self) -> int:
        """Signals say more than topics, topics more than kinds."""
        return 4 * bool(self.signals) + 2 * bool(self.topics) + bool(self.kinds) + bool(self.severity)


class Move(Record):
    """What a sentence of a reply does."""

    about: Bilingual
    cites: tuple[str, ...] = ()
    ko: tuple[Wording, ...] = Field(min_length=1)
    en: tuple[Wording, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _always_something(self) -> Move:
        for lang in ("ko", "en"):
            usual = [w for w in getattr(self, lang) if not w.brief]
            if not usual:
                raise ValueError(f"{lang}: needs one wording that is not brief")
            if all(w.specificity for w in usual) and len(usual) > 1:
                kinds = {k for w in usual if not (w.topics or w.signals or w.severity) for k in w.kinds}
                if not kinds:
                    raise ValueError(f"{lang}: needs one wording that fits where no other does")
        return self

    def wording(self, facts: Facts, lang: Lang, seed: str, brief: bool = False) -> Wording | None:
        """The most specific wording that fits; equals are chosen by ``seed``, so a message keeps its draft.

        With ``brief``, a brief one is taken where the move has one that fits.
        """
        fitting = [w for w in (self.ko if lang == "ko" else self.en) if w.fits(facts)]
        short = [w for w in fitting if w.brief]
        fitting = short if brief and short else [w for w in fitting if not w.brief]
        if not fitting:
            return None
        best = max(w.specificity for w in fitting)
        equals = [w for w in fitting if w.specificity == best]
        return equals[int(hashlib.sha256(seed.encode()).hexdigest(), 16) % len(equals)]


class _PlanRow(Record):
    id: str
    when: Any = None
    moves: tuple[str, ...] = Field(min_length=1)
    essential: tuple[str, ...] = Field(min_length=1)
    statement: bool = False


class _Subjects(Record):
    signals: dict[str, Bilingual]
    topics: dict[Topic, Bilingual]


class _Title(Record):
    ko: str
    en: str
    calm_ko: str
    calm_en: str


class StatementForm(Record):
    """How a full statement is built."""

    title: _Title
    moves: tuple[str, ...]
    """Moves that a statement can make, in its order; it makes those of its plan."""
    always: tuple[str, ...] = ()
    """Moves that every statement makes."""
    ending: Bilingual


class _File(Record):
    slots: dict[str, Bilingual]
    subjects: _Subjects
    moves: dict[str, Move]
    plans: tuple[_PlanRow, ...]
    statement: StatementForm


@dataclass(frozen=True)
class Plan:
    """Moves in order for one sort of reply."""

    id: str
    when: Condition
    moves: tuple[str, ...]
    essential: tuple[str, ...]
    """Moves that stay where only one short reply is possible, the weightiest first."""
    statement: bool
    """The reply wants a full statement beside it when it is serious or does not fit."""


class Moves:
    """All moves, plans, slots and subjects."""

    def __init__(self, content: _File, plans: tuple[Plan, ...]) -> None:
        self.moves, self.slots, self.statement = content.moves, content.slots, content.statement
        self._subjects, self.plans = content.subjects, plans

    @classmethod
    def from_folders(cls, folders: Iterable[Path], known: Collection[str]) -> Moves:
        """Read ``moves.yaml`` of the first folder that has one.

        Raises:
            RuleError: it is wrong: an unknown move, slot or signal, or no last plan.
        """
        path = next((folder / "moves.yaml" for folder in folders if (folder / "moves.yaml").is_file()), None)
        if path is None:
            raise RuleError("no moves.yaml in the rule folders.")
        content = validated(_File, load_yaml(path), str(path))
        plans = []
        for row in content.plans:
            unknown = [name for name in (*row.moves, *row.essential) if name not in content.moves]
            if unknown:
                raise RuleError(f"{path}: plan {row.id!r} names unknown moves {', '.join(unknown)}.")
            when = ALWAYS if row.when is None else parse(row.when, known, f"{path}: plan {row.id!r}")
            plans.append(Plan(row.id, when, row.moves, row.essential, row.statement))
        unknown = [name for name in (*content.statement.moves, *content.statement.always) if name not in content.moves]
        if unknown:
            raise RuleError(f"{path}: the statement names unknown moves {', '.join(unknown)}.")
        if not plans or plans[-1].when != ALWAYS:
            raise RuleError(f"{path}: the last plan must have no `when`.")
        for name, move in content.moves.items():
            for wording in (*move.ko, *move.en):
                unknown = [slot for slot in _SLOT.findall(wording.say) if slot not in content.slots]
                unknown += [signal for signal in wording.signals if signal not in known]
                if unknown:
                    raise RuleError(f"{path}: move {name!r}: unknown {', '.join(unknown)} in {wording.say!r}.")
        return cls(content, tuple(plans))

    def plan(self, facts: Facts) -> Plan:
        """The first plan that holds."""
        return next(plan for plan in self.plans if plan.when.holds(facts))

    def subject(self, facts: Facts, lang: Lang) -> str:
        """How to name what the message is about."""
        for signal, name in self._subjects.signals.items():
            if facts.labels["topic"] in ("safety", "product_quality", "labor") and facts.score(signal) >= 0.5:
                return name.of(lang)
        return self._subjects.topics[facts.labels["topic"]].of(lang)

    def say(self, move: str, facts: Facts, lang: Lang, seed: str, brief: bool = False) -> str:
        """The sentence of a move with slots in words for a person; empty where the move has nothing to say."""
        wording = self.moves[move].wording(facts, lang, f"{seed}/{move}", brief)
        return self.spoken(wording.say, facts, lang) if wording else ""

    def spoken(self, template: str, facts: Facts, lang: Lang) -> str:
        """A template with slots and subject put in and particles chosen."""
        named = _SLOT.sub(lambda m: f"[{self.slots[m[1]].of(lang)}]", template)
        return fill(named, subject=self.subject(facts, lang))

    def asks(self, lang: Lang) -> Mapping[str, str]:
        """What a slot asks of a person: its name."""
        return {bilingual.of(lang): name for name, bilingual in self.slots.items()}
