"""Signals: facts about a message that rules may use, each with the words it stood on.

Patterns come from ``rules/signals/*.yaml``, one family a file. A pattern signal hits when one of its expressions
matches the normalised, lower-cased text; a hit inside an ``unless`` expression (a harmless look-alike) does not
count, nor, where the signal is ``negatable``, one that the sentence denies. Context signals come from what the
desk knows about the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field

from playbook.errors import RuleError
from playbook.language.detect import detect, other_script
from playbook.language.normalise import Normalised, normalise
from playbook.language.privacy import find
from playbook.records import Bilingual, Context, Lang, PersonalData, Record, Signal, Span
from playbook.triage.needles import Sieve
from playbook.triage.yaml_files import Expression, load_yaml, validated

REACH_FOLLOWERS = 10_000
"""An author with this many followers has reach."""
SPREADING_SHARES = 100
"""A message shared this often is gaining attention."""
REPEATED_CONTACTS = 2

_ENDLESS = re.compile(r"(\S{200})\S")
"""What no blank interrupts for this long is no word; a blank in it keeps the time of patterns linear."""

_MARKUP = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?/?|!--[^<>]{0,300}--)>")
"""Tags of pasted web pages: they are no words of the author."""

_MACHINE = re.compile(r"```.{0,2000}?```|\{[^{}]{0,400}\"[^{}\"]{1,60}\"\s*:[^{}]{0,400}\}", re.DOTALL)
"""Code and data that was pasted in: no words of a person, and the way to slip labels to a model."""

_DENIED_AFTER = re.compile(r"[가-힣]{0,3}[은는이가도을를]?\s?(?:전혀 |아예 |하나도 )?(?:없|안 |않|아니|못 |말고)")
_DENIED_BEFORE = re.compile(
    r"(?:\bno|\bnot|\bnever|\bwithout|\bnobody(?: was| got)?|n't|\bno one(?: was| got)?)\s(?:\w+\s){0,2}$"
    r"|(?:^|\s)(?:아무도|안|전혀)\s?(?:안\s?)?$"
)


class Examples(Record):
    """Texts that prove a signal; ``rules check`` runs them."""

    hit: tuple[str, ...] = Field(min_length=1)
    miss: tuple[str, ...] = Field(min_length=1)


class PatternSignal(Record):
    """One signal as a rule file writes it."""

    id: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    says: Bilingual
    """What it tells, for a person."""
    patterns: tuple[Expression, ...] = Field(min_length=1)
    """Regular expressions on lower-cased text."""
    unless: tuple[Expression, ...] = ()
    """Expressions of harmless look-alikes; a hit that overlaps one is dropped."""
    negatable: bool = False
    """A denied hit ("no one was hurt") does not count."""
    examples: Examples

    @cached_property
    def expression(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in self.patterns))

    @cached_property
    def look_alike(self) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{p})" for p in self.unless)) if self.unless else None

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Spans in ``text`` (normalised, lower case) that count."""
        found = [m.span() for m in self.expression.finditer(text) if m.end() > m.start()]
        if found and self.look_alike is not None:
            harmless = [m.span() for m in self.look_alike.finditer(text)]
            found = [f for f in found if not any(h[0] < f[1] and f[0] < h[1] for h in harmless)]
        if found and self.negatable:
            found = [f for f in found if not _denied(text, *f)]
        return found


class _Family(Record):
    family: str = Field(pattern=r"^[a-z_]+$")
    about: Bilingual
    signals: tuple[PatternSignal, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Reading:
    """A message made ready for signals: personal data blanked, offsets kept."""

    original: str
    normalised: Normalised
    text: str
    """Normalised, lower case, personal data replaced by spaces of the same length."""
    personal_data: tuple[PersonalData, ...]
    lang: Lang
    other_script: bool
    """Most letters are of neither language's script."""

    def span(self, start: int, end: int, signal: str) -> Span:
        """The original words behind a hit in ``text``."""
        first, last = self.normalised.span(start, end)
        return Span(start=first, end=last, text=self.original[first:last], signal=signal)


def read(text: str) -> Reading:
    """Normalise a text and blank its personal data."""
    normalised = normalise(text)
    found = find(text)
    folded = _MARKUP.sub(_blank, _MACHINE.sub(_blank, normalised.folded))
    if found:
        hidden = {place for p in found for place in range(p.start, p.end)}
        folded = "".join(
            " " if first in hidden else letter for letter, first in zip(folded, normalised.starts, strict=True)
        )
    return Reading(text, normalised, _ENDLESS.sub(r"\1 ", folded), found, detect(text), other_script(text) is not None)


class Patterns:
    """All pattern signals of the rule folders; the first folder that has an id wins."""

    def __init__(self, signals: Sequence[PatternSignal]) -> None:
        self.signals = {signal.id: signal for signal in signals}
        self._sieve = Sieve({signal.id: signal.expression.pattern for signal in signals})

    @property
    def families(self) -> set[str]:
        """Names of the families."""
        return {name.split(".")[0] for name in self.signals}

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> Patterns:
        """Read ``signals/*.yaml`` of each folder.

        Raises:
            RuleError: a file is wrong; names file, signal and mend.
        """
        found: dict[str, PatternSignal] = {}
        for folder in folders:
            for path in sorted((folder / "signals").glob("*.yaml")):
                family = validated(_Family, load_yaml(path), str(path))
                here: set[str] = set()
                for signal in family.signals:
                    if signal.id.split(".")[0] != family.family or signal.id in here:
                        raise RuleError(f"{path}: signal {signal.id!r}: ids are {family.family}.name, each once.")
                    here.add(signal.id)
                    found.setdefault(signal.id, signal)
        return cls(list(found.values()))

    def of(self, reading: Reading) -> list[Signal]:
        """Signals that the text gives."""
        possible = self._sieve.candidates(reading.text)
        return [
            Signal(
                id=signal.id,
                score=1.0,
                source="pattern",
                spans=tuple(reading.span(start, end, signal.id) for start, end in hits[:3]),
            )
            for signal in self.signals.values()
            if signal.id in possible and (hits := signal.hits(reading.text))
        ]


CONTEXT_SIGNALS = {
    "context.press": Bilingual(ko="기자가 물음", en="press is asking"),
    "context.regulator": Bilingual(ko="규제·수사기관의 연락", en="a regulator is asking"),
    "context.insider": Bilingual(ko="임직원·협력사의 글", en="an employee or partner writes"),
    "context.investor": Bilingual(ko="투자자의 글", en="an investor writes"),
    "context.reach": Bilingual(ko="영향력이 큰 계정", en="an author with reach"),
    "context.spreading": Bilingual(ko="퍼지고 있는 글", en="the message is spreading"),
    "context.repeated": Bilingual(ko="같은 일로 여러 번 연락함", en="contacted us repeatedly"),
    "text.other_script": Bilingual(ko="한국어도 영어도 아닌 글", en="neither Korean nor English"),
}


def of_writing(reading: Reading) -> list[Signal]:
    """Signals about the writing itself."""
    return [Signal(id="text.other_script", score=1.0, source="context")] if reading.other_script else []


def of_context(context: Context, press_channel: bool = False) -> list[Signal]:
    """Signals that the circumstances give."""
    present = {
        "context.press": context.author == "press" or press_channel,
        "context.regulator": context.author == "regulator",
        "context.insider": context.author in ("employee", "partner"),
        "context.investor": context.author == "investor",
        "context.reach": context.followers >= REACH_FOLLOWERS,
        "context.spreading": context.shares >= SPREADING_SHARES,
        "context.repeated": context.prior_contacts >= REPEATED_CONTACTS,
    }
    return [Signal(id=name, score=1.0, source="context") for name, is_so in present.items() if is_so]


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _denied(text: str, start: int, end: int) -> bool:
    return bool(_DENIED_AFTER.match(text, end) or _DENIED_BEFORE.search(text[max(0, start - 30) : start]))
