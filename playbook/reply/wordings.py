"""Moves and their wordings: what a sentence does, the ways to say it and when each fits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field, model_validator

from playbook.records import Bilingual, Kind, Lang, Record, Severity, Topic
from playbook.triage.conditions import PRESENT, Facts

HEARD: frozenset[str] = frozenset({"thing", "place", "when", "ask", "matter", "told"})
"""Names of phrases that a wording can pick up from the message."""

Part = Literal[
    "greeting", "people", "opening", "now", "facts", "quote", "action", "prevention", "route", "closing", "signature"
]  # fmt: skip
"""The paragraph of a letter or statement that a sentence belongs to."""
PARTS: tuple[str, ...] = get_args(Part)
"""All parts in the order of reading."""

_HEARD = re.compile(rf"\{{({'|'.join(sorted(HEARD))})\}}")


class Wording(Record):
    """One way to say a move, and when it fits."""

    say: str = Field(min_length=3)
    kinds: tuple[Kind, ...] = ()
    topics: tuple[Topic, ...] = ()
    severity: tuple[Severity, ...] = ()
    signals: tuple[str, ...] = ()
    """One of these holds."""
    all: tuple[str, ...] = ()
    """Each of these holds."""
    brief: bool = False
    """Taken only where a channel has no room for the others."""

    @cached_property
    def needs(self) -> frozenset[str]:
        """Phrases of the message that it says."""
        return frozenset(_HEARD.findall(self.say))

    def fits(self, facts: Facts, heard: Collection[str] = ()) -> bool:
        """Whether every condition given holds and every phrase was heard."""
        wanted = (("kind", self.kinds), ("topic", self.topics), ("severity", self.severity))
        return (
            all(not values or facts.labels[name] in values for name, values in wanted)
            and (not self.signals or any(facts.score(name) >= PRESENT for name in self.signals))
            and all(facts.score(name) >= PRESENT for name in self.all)
            and all(name in heard for name in self.needs)
        )

    @cached_property
    def specificity(self) -> int:
        """Signals say more than topics, topics more than a phrase of the message, and this more than kinds.

        Two phrases say more than one, and the trouble more than the thing.
        """
        return (
            10 * bool(self.all) + 8 * bool(self.signals) + 4 * bool(self.topics) + 3 * len(self.needs)
            + ("told" in self.needs) + bool(self.kinds) + bool(self.severity)
        )  # fmt: skip


class Move(Record):
    """What a sentence of a reply does."""

    about: Bilingual
    cites: tuple[str, ...] = ()
    part: Part = "facts"
    points: bool = False
    """It says where the full statement is."""
    ko: tuple[Wording, ...] = Field(min_length=1)
    en: tuple[Wording, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _always_something(self) -> Move:
        for lang in ("ko", "en"):
            usual = [w for w in getattr(self, lang) if not (w.brief or w.needs)]
            if not usual:
                raise ValueError(f"{lang}: needs one wording that is not brief and needs nothing of the message")
            if all(w.specificity for w in usual) and len(usual) > 1:
                kinds = {k for w in usual if not (w.topics or w.signals or w.all or w.severity) for k in w.kinds}
                if not kinds and not _alike(usual):
                    raise ValueError(f"{lang}: needs one wording that fits where no other does")
        return self

    def equals(self, facts: Facts, lang: Lang, brief: bool = False, heard: Collection[str] = ()) -> list[Wording]:
        """The most specific wordings that fit; with ``brief``, brief ones where the move has some that fit."""
        fitting = [w for w in (self.ko if lang == "ko" else self.en) if w.fits(facts, heard)]
        short = [w for w in fitting if w.brief]
        fitting = short if brief and short else [w for w in fitting if not w.brief]
        best = max((w.specificity for w in fitting), default=0)
        return [w for w in fitting if w.specificity == best]

    def wording(
        self, facts: Facts, lang: Lang, seed: str, brief: bool = False, heard: Collection[str] = ()
    ) -> Wording | None:
        """One of the most specific wordings that fit, chosen by ``seed``, so that a message keeps its draft."""
        equals = self.equals(facts, lang, brief, heard)
        return equals[int(hashlib.sha256(seed.encode()).hexdigest(), 16) % len(equals)] if equals else None


def _alike(wordings: list[Wording]) -> bool:
    """Whether all are for the same occasion; a move may have nothing to say on any other."""
    return len({(w.kinds, w.topics, w.severity, w.signals, w.all) for w in wordings}) == 1
