"""Every record that crosses from one room to another, and the closed vocabularies they use.

Records are immutable; a step takes one and returns the next. Field names and labels are public and stable:
they are the columns of every file that the program reads or writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Lang = Literal["ko", "en"]
"""Language of a message, a draft or a screen."""

Kind = Literal[
    "complaint", "inquiry", "suggestion", "praise", "rumor", "allegation", "incident", "abuse", "spam"
]  # fmt: skip
"""What sort of message it is."""

Topic = Literal[
    "product_quality", "safety", "outage", "delivery", "billing", "privacy", "labeling", "staff_conduct",
    "support", "policy", "finance", "labor", "executive", "ethics", "legal", "other",
]  # fmt: skip
"""What the message is about: the substance, not the kind."""

Severity = Literal[1, 2, 3, 4]
"""How bad it could get: 1 routine, 2 elevated, 3 serious, 4 crisis."""

Stance = Literal["transparency", "action_plan", "escalate_cs", "acknowledge", "monitor"]
"""The heart of the reply."""

Mode = Literal["confirm", "deny", "unknown", "admit", "fix", "hand_over", "thank", "answer"]
"""What a reply does about the matter: confirm it, deny it with evidence, say that it is not yet known or admit it
(transparency); fix it by a date (action_plan); hand over (escalate_cs); thank or answer (acknowledge)."""

Speaker = Literal["brand", "member", "ceo"]
"""Who speaks in a reply: the company, a member of the team by name, or the chief executive in person."""

Owner = Literal["cs", "pr", "legal", "product", "security", "safety", "ir", "hr", "executive"]
"""Who has to act first."""

Channel = Literal[
    "x", "threads", "instagram", "facebook", "youtube", "naver_blog", "naver_cafe", "kakao_channel", "sms",
    "google_play", "app_store", "email", "web_form", "press", "community",
]  # fmt: skip
"""Where a message came from and where the reply will stand."""

Author = Literal["customer", "employee", "press", "investor", "partner", "regulator", "fan", "unknown"]
"""Who wrote it, as far as the desk knows."""

PersonalDataType = Literal[
    "KR_RRN", "KR_FRN", "KR_PASSPORT", "KR_DRIVER_LICENSE", "KR_BRN", "KR_PHONE", "KR_ACCOUNT", "KR_ADDRESS",
    "KR_VEHICLE", "DOOR_CODE", "CARD", "EMAIL", "PHONE", "ORDER_NO", "TRACKING_NO", "PERSON", "US_SSN", "IP",
]  # fmt: skip
"""Sorts of personal data that are found and masked."""

PassageKind = Literal["guideline", "case", "reply"]
"""A guideline, a precedent, or a reply of our own that was approved."""

Certainty = Literal["cross_checked", "single_source", "unverified"]
"""How sure a card is: confirmed by a second source, known from one source, or not verified."""

FindingLevel = Literal["error", "warning", "note"]
"""An error blocks approval; a warning asks for a look; a note informs."""

LengthUnit = Literal["weighted", "characters", "utf16", "cp949_bytes"]
"""How a channel counts: X weights, code points, UTF-16 units, or bytes of CP949."""

KINDS: tuple[Kind, ...] = get_args(Kind)
TOPICS: tuple[Topic, ...] = get_args(Topic)
STANCES: tuple[Stance, ...] = get_args(Stance)
MODES: tuple[Mode, ...] = get_args(Mode)
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
OWNERS: tuple[Owner, ...] = get_args(Owner)
CHANNELS: tuple[Channel, ...] = get_args(Channel)

Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """Base of all records: immutable, and nothing unknown passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Record):
    """One text in both languages, each written and not translated."""

    ko: str
    en: str

    def of(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.ko if lang == "ko" else self.en


class Context(Record):
    """What the desk knows about the author and the reach of a message."""

    author: Author = "unknown"
    followers: int = Field(0, ge=0)
    """Followers of the author's account."""
    prior_contacts: int = Field(0, ge=0)
    """How often this person has contacted us about the same matter before."""
    shares: int = Field(0, ge=0)
    """How often the message has been passed on so far."""


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
    beside: str = ""
    """A sentence of an approved reply that this one goes against, to be read side by side."""


CaseState = Literal["drafted", "in_review", "returned", "approved", "rejected"]
"""Where a case stands on its way to a reply that may be sent by a person."""

Verb = Literal["submit", "edit", "approve", "return", "reject"]
"""What a person can decide about a case."""


class Decision(Record):
    """What a person decided, and why."""

    verb: Verb
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    reason: str = ""
    """Needed for return and reject."""
    text: str | None = None
    """The new wording, for submit, edit and approve-with-changes."""
    slots: dict[str, str] = {}
    """Values for slots, by what they ask; each becomes a confirmed fact."""
    confirm: tuple[str, ...] = ()
    """Further facts that this person vouches for."""
    owners: dict[str, str] = {}
    """Who keeps which promise, by its words in the reply; an empty key owns all others."""
    version: int | None = None
    """The version that the person looked at; a newer one refuses the decision."""


class Event(Record):
    """Something that happened to a case."""

    at: datetime
    """UTC."""
    by: str
    verb: str
    reason: str = ""
    text_hash: str = ""
    """SHA-256 of channel and text at that moment."""


class Case(Record):
    """A message on its way to a reviewed reply."""

    id: str
    message: Message
    channel: Channel
    triage: Triage
    citations: tuple[Citation, ...] = ()
    draft: Draft | None = None
    """None where the stance is monitor."""
    care: str = ""
    """Where nothing is said: what to do inside, for the people who had to read the message."""
    findings: tuple[Finding, ...] = ()
    confirmed: tuple[str, ...] = ()
    """Facts that a person vouched for; figures in the reply have to rest on them or on the message."""
    gap: bool = False
    """No passage of the library covers this message."""
    issue: str = ""
    """Id of the event that it belongs to with other cases; empty where it stands alone."""
    owners: dict[str, str] = {}
    """Who keeps which promise of the reply, by its words; an empty key owns all others."""
    state: CaseState = "drafted"
    author: str = ""
    """Who sent it to review; never the one who approves it."""
    approved_hash: str | None = None
    """SHA-256 of channel and text that approval covers; any edit voids it."""
    version: int = 0
    """Grows by one with every change; a change on an older version is refused."""
    created_at: datetime
    events: tuple[Event, ...] = ()


class Issue(Record):
    """One event that many messages are about: its cases share facts, promises and one voice."""

    id: str
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    created_at: datetime
    """UTC."""
