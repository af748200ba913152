"""Lists of phrases, from ``rules/checks/*.yaml``: words, where they are harmless, why they hurt, what to write instead.

Of the alternatives of all expressions only those are tried whose letters a text has; the whole expression is run where
one of them matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from playbook.errors import RuleError
from playbook.records import Bilingual, Finding, FindingLevel, Record
from playbook.reply.checks.alternatives import Alternatives
from playbook.reply.checks.occasion import Occasion, any_holds
from playbook.reply.checks.proof import Proof
from playbook.reply.checks.said import PartName
from playbook.triage.yaml_files import Expression, load_yaml, validated

_STEPS: tuple[FindingLevel, ...] = ("note", "warning", "error")


class Phrase(Record):
    """One way in which words hurt. All expressions read the text in one spelling and lower case."""

    id: str
    level: FindingLevel
    patterns: tuple[Expression, ...] = Field(min_length=1)
    unless: tuple[Expression, ...] = ()
    """Where one of these stands in the same sentence, the phrase is harmless."""
    with_fault: tuple[Expression, ...] = ()
    """Where one of these stands anywhere in the text, the phrase is acceptable."""
    said: tuple[PartName, ...] = ()
    """Where the text does one of these anywhere, the phrase is acceptable."""
    beside: tuple[Expression, ...] = ()
    """Only where one of these stands anywhere in the text."""
    where: tuple[Occasion, ...] = ()
    """Only on one of these occasions."""
    spared: tuple[Occasion, ...] = ()
    """Not on these."""
    graver: tuple[Occasion, ...] = ()
    """One level up on these."""
    milder: tuple[Occasion, ...] = ()
    """One level down on these."""
    vouched: bool = False
    """Acceptable where a person vouched for the very words."""
    why: Bilingual
    suggest: Bilingual
    cites: tuple[str, ...] = ()
    """Passage ids."""

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _union(self.unless)

    @cached_property
    def _with_fault(self) -> re.Pattern[str] | None:
        return _union(self.with_fault)

    @cached_property
    def _beside(self) -> re.Pattern[str] | None:
        return _union(self.beside)

    def concerns(self, proof: Proof) -> bool:
        """Whether this is an occasion on which the phrase hurts."""
        return (not self.where or any_holds(self.where, proof)) and not any_holds(self.spared, proof)

    def applies(self, proof: Proof) -> bool:
        """Whether it hurts in this text, wherever it stood."""
        return (
            not any(map(proof.says, self.said))
            and not (self._with_fault and self._with_fault.search(proof.folded))
            and not (self._beside and not self._beside.search(proof.folded))
        )

    def hurts(self, proof: Proof, start: int, end: int) -> bool:
        """Whether it hurts in its sentence."""
        if self._unless is not None:
            first, last = proof.sentence_at(start)
            if self._unless.search(proof.folded[first : max(last, end)]):
                return False
        words = proof.folded[start:end].strip()
        return not (self.vouched and any(words in fact.lower() for fact in proof.known))

    def level_for(self, proof: Proof) -> FindingLevel:
        """The level on the occasion of ``proof``."""
        step = _STEPS.index(self.level) + any_holds(self.graver, proof) - any_holds(self.milder, proof)
        return _STEPS[max(0, min(step, len(_STEPS) - 1))]


_WORDS = re.compile(r"<(?P<name>[a-z_]+)>")
_EXPRESSIONS = ("patterns", "unless", "with_fault", "beside")


class _File(Record):
    words: dict[str, Expression] = Field(default_factory=dict)
    """Sorts of words; an expression names one as ``<sort>``."""
    phrases: tuple[Phrase, ...]

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, read: Any) -> Any:
        """The file with every named sort of words in its place."""
        if not isinstance(read, dict) or not isinstance(read.get("words"), dict):
            return read
        words = {name: f"(?:{expression})" for name, expression in read["words"].items()}

        def spelled(expression: Any) -> Any:
            return (
                _WORDS.sub(lambda named: words[named["name"]], expression)
                if isinstance(expression, str)
                else expression
            )

        def row(phrase: Any) -> Any:
            if not isinstance(phrase, dict):
                return phrase
            return phrase | {name: [spelled(each) for each in phrase[name]] for name in _EXPRESSIONS if name in phrase}

        try:
            return read | {"phrases": [row(phrase) for phrase in read.get("phrases", ())]}
        except KeyError as unknown:
            raise ValueError(f"no words of the sort <{unknown.args[0]}>; name it under words") from unknown


class Phrases:
    """A check over a list of phrases; subclasses give it the name of its file."""

    name: ClassVar[str]

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._patterns = {
            f"{row} {number}": (row, re.compile(pattern))
            for row, phrase in enumerate(self.phrases)
            for number, pattern in enumerate(phrase.patterns)
        }
        self._occasions = {(phrase.where, phrase.spared): phrase for phrase in self.phrases}.values()
        self._alternatives = Alternatives({name: pattern.pattern for name, (_, pattern) in self._patterns.items()})

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> Self:
        """The phrases of the first folder that lists them.

        Raises:
            RuleError: the list is missing or wrong.
        """
        for folder in folders:
            path = folder / "checks" / f"{cls.name}.yaml"
            if path.is_file():
                return cls(validated(_File, load_yaml(path), str(path)).phrases)
        raise RuleError(f"no checks/{cls.name}.yaml in the rule folders.")

    def __call__(self, proof: Proof) -> Iterator[Finding]:
        """The first hit of every phrase that hurts here."""
        if not any(phrase.concerns(proof) for phrase in self._occasions):
            return
        patterns: dict[int, list[re.Pattern[str]]] = {}
        for name in self._alternatives.matching(proof.folded):
            row, pattern = self._patterns[name]
            patterns.setdefault(row, []).append(pattern)
        for row in sorted(patterns):
            phrase = self.phrases[row]
            span = _first_hit(phrase, patterns[row], proof)
            if span is not None:
                yield proof.finding(
                    self.name,
                    phrase.level_for(proof),
                    phrase.why,
                    proof.normal.span(*span),
                    phrase.suggest,
                    phrase.cites,
                )


def _first_hit(phrase: Phrase, patterns: Sequence[re.Pattern[str]], proof: Proof) -> tuple[int, int] | None:
    if not phrase.concerns(proof):
        return None
    hits = sorted(match.span() for pattern in patterns for match in pattern.finditer(proof.folded) if match[0].strip())
    if not hits or not phrase.applies(proof):
        return None
    return next((hit for hit in hits if phrase.hurts(proof, *hit)), None)


def _union(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None
