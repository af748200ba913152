"""A message, and what the program says about it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.records.base import Probability, Record
from playbook.records.vocabulary import (
    Author,
    Certainty,
    Channel,
    Kind,
    Lang,
    Owner,
    PassageKind,
    PersonalDataType,
    Severity,
    Stance,
    Topic,
)


class Context(Record):
    """What the desk knows about the author and the reach of a message."""

    author: Author = "unknown"
    followers: int = Field(0, ge=0)
    """Followers of the author's account."""
    prior_contacts: int = Field(0, ge=0)
    """How often this person has contacted us about the same matter before."""
    shares: int = Field(0, ge=0)
    """How often the message has been passed on so far."""
    handle: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    """Name of the author's account on the channel; shown masked, and used to find earlier contacts."""


class Message(Record):
    """A text that reached the communications desk."""

    id: str = ""
    text: Annotated[str, StringConstraints(min_length=1)]
    lang: Lang | None = None
    """Language of the text; found from the text where absent."""
    channel: Channel | None = None
    context: Context = Context()
    posted_at: datetime | None = None


class PersonalData(Record):
    """A stretch of the original text that tells who somebody is."""

    type: PersonalDataType
    start: int
    """First code point in the text as it came in."""
    end: int
    """One past the last code point."""
    confidence: Probability = 1.0
    """Shape, neighbourhood and checksum together; a failed checksum lowers it and never drops the find."""


class Span(Record):
    """A stretch of the original text that a signal stood on."""

    start: int
    end: int
    text: str
    signal: str
    """Id of the signal, as in ``rules/signals``."""


class Signal(Record):
    """One fact about a message that rules may use."""

    id: str
    score: Probability
    """1.0 for a pattern that hit; a probability for a model's reading."""
    source: Literal["pattern", "model", "context"]
    spans: tuple[Span, ...] = ()


class Reason(Record):
    """A rule that decided, why, on what grounds and on which words."""

    rule: str
    because: str
    """In the language of the message."""
    cites: tuple[str, ...] = ()
    """Passage ids."""
    spans: tuple[Span, ...] = ()


class Confidence(Record):
    """How sure each decided label is, 0 to 1."""

    kind: Probability
    topic: Probability
    severity: Probability
    stance: Probability


class Triage(Record):
    """What a message is, how bad it could get, what to do about it and who acts."""

    id: str
    lang: Lang
    kind: Kind
    topic: Topic
    severity: Severity
    stance: Stance
    supporting: tuple[Stance, ...] = ()
    """Further moves that the reply needs beside its heart."""
    owner: Owner
    owners: tuple[Owner, ...]
    """The first owner and everyone else who has to know."""
    confidence: Confidence
    needs_human: bool
    """The program is not sure enough to be followed without a look."""
    doubts: tuple[str, ...] = ()
    """Why a look is needed, in the language of the message."""
    reasons: tuple[Reason, ...]
    personal_data: tuple[PersonalData, ...] = ()
    signals: tuple[Signal, ...] = Field((), exclude=True)
    """All facts that the rules saw; kept for explanation, not written to files."""


class Citation(Record):
    """A passage that supports the decision, quoted word for word."""

    id: str
    kind: PassageKind
    title: str
    quote: str
    """A sentence that stands in the passage as it is."""
    why: str
    """Why it fits this message."""
    facts: tuple[str, ...] = ()
    source: str = ""
    certainty: Certainty = "single_source"
    score: Probability


class Hit(Record):
    """One answer of a search."""

    id: str
    kind: PassageKind
    title: str
    quote: str
    source: str
    certainty: Certainty
    facts: tuple[str, ...]
    score: Probability
