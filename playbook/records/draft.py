"""A reply in the making, and what the checks find in it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from playbook.records.base import Record
from playbook.records.vocabulary import FindingLevel, Lang, LengthUnit, Mode, Speaker


class Slot(Record):
    """A fact that a person has to fill in; it stands in the text as ``[ask]``."""

    name: str
    ask: str
    filled: bool = False


class Sentence(Record):
    """One sentence of a draft, what it does and what it stands on."""

    text: str
    move: str
    cites: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


Worded = Literal["ours", "model", "mixed"]
"""Whose sentences a draft has: our own, a language model's, or of both."""


class Usage(Record):
    """What a question to a language model took."""

    model: str
    seconds: float = Field(ge=0)
    tokens_in: int | None = None
    """Tokens of the question; None where the provider does not tell."""
    tokens_out: int | None = None
    """Tokens of the answer; None where the provider does not tell."""
    cost: float | None = None
    """As the provider states it, in US dollars; None where it does not."""


class Draft(Record):
    """A reply for a person to review."""

    text: str
    lang: Lang
    length: int
    limit: int | None
    """In ``unit``; None where the channel sets no limit."""
    unit: LengthUnit
    parts: tuple[str, ...]
    """The posts of a thread in order; a single one where the text fits."""
    slots: tuple[Slot, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    subject: str | None = None
    """The subject line of an e-mail; None on other channels."""
    statement: str | None = None
    """A full statement that the short reply points to, where one is needed; its first paragraph is the title."""
    mode: Mode | None = None
    """What it does about the matter; None where nobody decided it."""
    speaker: Speaker = "brand"
    """Who speaks in it."""
    worded: Worded = "ours"
    """Whose wording it is, before a person edits it."""
    notes: tuple[str, ...] = ()
    """Why a language model's wording was not taken, in whole or in part; in the language of the draft."""
    usage: Usage | None = None
    """What the language model took; None where none was asked."""


class Finding(Record):
    """What a check has to say about a text."""

    check: str
    level: FindingLevel
    message: str
    suggest: str = ""
    start: int | None = None
    end: int | None = None
    cites: tuple[str, ...] = ()
    """Ids of the passages that the finding rests on."""
    part: Literal["reply", "statement"] = "reply"
    """Which text the span counts in."""
    overruled: str = ""
    """Why a person set it aside; empty where it stands."""
    beside: str = ""
    """A sentence of an approved reply that this one goes against, to be read side by side."""
