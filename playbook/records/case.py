"""A message on its way to a reply that people stand for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbook.records.base import Record
from playbook.records.draft import Draft, Finding
from playbook.records.message import Citation, Message, Triage
from playbook.records.vocabulary import Channel, Owner

CaseState = Literal[
    "received", "drafted", "in_review", "returned", "approved", "rejected", "sent", "withdrawn", "closed"
]  # fmt: skip
"""Where a case stands on its way from a message to a reply that a person has sent."""

Verb = Literal[
    "draft", "edit", "submit", "approve", "return", "reject", "record", "close", "reopen", "withdraw",
    "escalate", "assign", "hand_over", "mark", "overrule", "void", "join", "leave", "erase",
]  # fmt: skip
"""What can be done with a case. ``record`` notes that a person has sent the approved reply; ``void`` is done by the
program, when a fact changes under an approved reply."""

Role = Literal["staff", "reviewer", "executive", "legal", "evaluator", "admin"]
"""What a person may do: write, approve, approve what is grave, look over what is said in law, test, grant."""

Milestone = Literal[
    "received", "acknowledged", "assessed", "investigated", "reported", "notified", "responded", "closed"
]  # fmt: skip
"""The steps of handling a complaint as ISO 10002:2018 (clause 8) names them, and two that the law asks for within a
time: ``reported``, an intrusion to the authority, and ``notified``, a leak of data to the people concerned."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Person(Record):
    """Somebody who works at the desk. A name stands for one person; without accounts nobody checks it."""

    name: Name
    roles: tuple[Role, ...] = ()
    teams: tuple[Owner, ...] = ()
    """The departments that this person answers for."""
    ceo: bool = False
    """The chief executive, who alone approves what is said in their name."""
    deputy: str = ""
    """Name of who may sign in this person's place after the time that the rules set."""
    verified: bool = False
    """Logged in; a name alone was typed where not."""
    source: str = ""
    """Where they act from, as ``web 10.0.0.7`` or ``command line``."""


class Seat(Record):
    """A signature that an approval needs: anybody with the role, of the team where one is named."""

    role: Role
    team: Owner | None = None
    ceo: bool = False
    """Only the chief executive."""
    because: str = ""
    """Id of the approval rule that asks for it."""


class Signature(Record):
    """One person's approval of exactly one wording."""

    seat: Seat
    by: str
    at: datetime
    """UTC."""
    digest: str
    """What was signed: see ``approval_digest``."""
    instead_of: str = ""
    """Whose deputy signed; empty where the person signed in their own right."""
    verified: bool = False
    """The signer was logged in."""


class Overruling(Record):
    """A warning or a note that a person has set aside, and why; it holds for these words alone."""

    check: str
    words: str
    """The words that the finding stood on; empty where it was about the whole text."""
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    by: str
    at: datetime


class Sent(Record):
    """What a person says has been sent. Playbook sends nothing itself."""

    at: datetime
    """When it went out, UTC."""
    where: str
    """Address of the post, mailbox or number; no personal data is asked for."""
    text: str
    """The final text, pasted back."""
    as_approved: bool
    """Whether that text is the approved one, blanks and Unicode composition aside."""
    by: str


class Decision(Record):
    """What a person decided, and why."""

    verb: Verb
    by: Name
    reason: str = ""
    """Needed for return, reject, withdraw, reopen, escalate, hand_over, overrule and for an approver's edit."""
    text: str | None = None
    """The new wording, for submit and edit; the final text for record."""
    statement: str | None = None
    """The new wording of the statement; an empty one takes it off the approval."""
    subject: str | None = None
    """The new subject line, for channels that have one."""
    slots: dict[str, str] = Field(default_factory=dict)
    """Values for slots, by what they ask; each becomes a confirmed fact."""
    confirm: tuple[str, ...] = ()
    """Further facts that this person vouches for."""
    owners: dict[str, str] = Field(default_factory=dict)
    """Who keeps which promise, by its words in the reply; an empty key owns all others."""
    overrule: tuple[tuple[str, str], ...] = ()
    """Check and words of each finding that is set aside for ``reason``."""
    where: str = ""
    """For record: where it went out."""
    sent_at: datetime | None = None
    """For record: when it went out; now where absent."""
    to: str = ""
    """For assign: who has it now (empty: nobody)."""
    team: Owner | None = None
    """For hand_over: the department that takes it on."""
    milestone: Milestone | None = None
    """For mark."""
    seat: str = ""
    """For approve: the seat to sign in, by its role or the rule that asks for it; the first that fits where empty."""
    version: int | None = None
    """The version that the person looked at; a wording or a step that came after it refuses the decision."""


class Event(Record):
    """Something that happened to a case."""

    at: datetime
    """UTC."""
    by: str
    verb: str
    reason: str = ""
    text_hash: str = ""
    """Digest of what an approval would have covered at that moment."""
    source: str = ""
    """Where the person acted from."""


class Case(Record):
    """A message on its way to a reviewed reply."""

    id: str
    message: Message
    channel: Channel
    triage: Triage
    citations: tuple[Citation, ...] = ()
    draft: Draft | None = None
    """None where the stance is monitor, or nothing has been drafted yet."""
    care: str = ""
    """Where nothing is said: what to do inside, for the people who had to read the message."""
    findings: tuple[Finding, ...] = ()
    overruled: tuple[Overruling, ...] = ()
    confirmed: tuple[str, ...] = ()
    """Facts that a person vouched for; figures in the reply have to rest on them or on the message."""
    gap: bool = False
    """No passage of the library covers this message."""
    issue: str = ""
    """Id of the event that it belongs to with other cases; empty where it stands alone."""
    owners: dict[str, str] = Field(default_factory=dict)
    """Who keeps which promise of the reply, by its words; an empty key owns all others."""
    state: CaseState = "drafted"
    author: str = ""
    """Who sent it to review; never the one who approves it."""
    assignee: str = ""
    """Who has it in hand."""
    handed_to: Owner | None = None
    """The department that it was handed to."""
    escalated: bool = False
    seats: tuple[Seat, ...] = ()
    """The signatures that the wording in review needs."""
    signatures: tuple[Signature, ...] = ()
    """Those that it has; any edit voids them."""
    approved_hash: str | None = None
    """Digest of what the approval covers; any edit voids it."""
    sent: Sent | None = None
    milestones: dict[Milestone, datetime] = Field(default_factory=dict)
    """When each step of ISO 10002 was reached, UTC."""
    submitted_at: datetime | None = None
    """When it last came into review, UTC; deputies and clocks count from it."""
    version: int = 0
    """Grows by one with every change."""
    basis: int = 0
    """The version of the last change of wording or state; a decision made on an older one is refused."""
    created_at: datetime
    events: tuple[Event, ...] = ()


class Comment(Record):
    """An internal note on a case. It is never part of a reply."""

    id: str
    case: str
    at: datetime
    by: str
    kind: Literal["note", "hand_over"] = "note"
    to: str = ""
    """The person or department it is meant for; empty for everybody."""
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class Version(Record):
    """One wording that a case had."""

    case: str
    version: int
    by: str
    at: datetime
    verb: str
    reason: str = ""
    text: str
    statement: str | None = None
    moves: tuple[str, ...] = ()
    """What its sentences do, in order; ``edited`` for those that a person wrote."""
    digest: str


class Issue(Record):
    """One event that many messages are about: its cases share facts, promises and one voice."""

    id: str
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    created_at: datetime
    """UTC."""
    closed_at: datetime | None = None
    """UTC; None while it goes on."""
