"""What a case is searched by: its words without personal data, and who wrote it without saying who that is."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from playbook.language.normalise import normalise
from playbook.language.privacy import mask
from playbook.records import Case, CaseState, Channel, Kind, Record, Severity, Stance, Topic
from playbook.review.masking import masked_handle, plain_handle


class Found(Record):
    """One conversation as a search shows it."""

    id: str
    at: datetime
    """When the message came in, UTC."""
    channel: Channel
    kind: Kind
    topic: Topic
    severity: Severity
    stance: Stance
    state: CaseState
    author: str
    """Handle of the writer, masked; empty where none is known."""
    excerpt: str
    """The words around what was looked for, masked."""


def searchable(case: Case) -> str:
    """Message, reply and what was sent, each once, with personal data masked."""
    texts = [case.message.text]
    if case.draft is not None:
        texts += [case.draft.text, case.draft.statement or ""]
    if case.sent is not None:
        texts.append(case.sent.text)
    return "\n".join(dict.fromkeys(normalise(mask(text)[0]).text for text in texts if text))


def arrived(case: Case) -> datetime:
    """When its message came in, UTC."""
    return case.milestones.get("received", case.created_at)


def shown_author(case: Case) -> str:
    """Who wrote, as it may be shown."""
    return masked_handle(case.message.context.handle)


def terms(query: str) -> list[str]:
    """The words that have to stand in a text, each anywhere in it; what stands in quotes is one."""
    pieces = normalise(query).text.split('"')
    found = [word for number, piece in enumerate(pieces) for word in ([piece] if number % 2 else piece.split())]
    return [word.strip() for word in found if word.strip()]


def excerpt(text: str, words: list[str], width: int = 120) -> str:
    """The words around the first that is found, or the beginning."""
    plain = " ".join(text.split())
    places = [place for word in words if (place := plain.lower().find(word.lower())) >= 0]
    start = max(0, min(places, default=0) - width // 3)
    cut = plain[start : start + width]
    return f"{'…' if start else ''}{cut}{'…' if start + width < len(plain) else ''}"


def author_key(key: bytes, channel: Channel, handle: str) -> str:
    """What tells the writer from others without saying who it is; empty where no handle is known.

    HMAC-SHA256 of channel and handle, so that nobody without the key of the desk can try handles against it.
    """
    plain = plain_handle(handle)
    return hmac.new(key, f"{channel}\0{plain}".encode(), hashlib.sha256).hexdigest() if plain else ""
