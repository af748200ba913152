"""The audit log: what was done, by whom, when and why, as a chain of hashes.

Each entry carries the digest of its own content and the hash of that digest with the entry before it, so that an
entry that is altered, removed or put elsewhere breaks the chain there. It also carries the digest of every row that
was written with it, so that a row that was changed behind the program's back is found. (The construction is that of
Haber & Stornetta, "How to time-stamp a digital document", 1991.)

A chain can be proved to somebody who may not read all of it: where an entry is left out, its digest stands in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import Field

from playbook.records import Record

GENESIS = "0" * 64
"""What the first entry follows."""


class Act(Record):
    """What somebody does, before it is written down."""

    at: datetime
    """UTC."""
    by: str
    verb: str
    subject: str
    """Id of the case, issue, promise or account that it is done to."""
    why: str = ""
    source: str = ""
    """Where the person acts from."""
    detail: dict[str, Any] = Field(default_factory=dict)
    """What else has to be provable, as JSON values; no text of a message."""


class Link(Record):
    """One link of the chain, as far as somebody is shown it who may not read what it says."""

    seq: int
    """1 for the first."""
    digest: str
    """SHA-256 of the content of the entry, as canonical JSON."""
    hash: str
    """SHA-256 of the hash before it and ``digest``."""

    @property
    def place(self) -> str:
        """What it is called where it is at fault."""
        return f"entry {self.seq}"


class Entry(Link):
    """One link of the chain with its content: all fields but ``digest``, ``prev`` and ``hash``."""

    at: str
    """UTC, ISO 8601 with microseconds."""
    by: str
    verb: str
    subject: str
    why: str
    source: str
    detail: dict[str, Any]
    rows: dict[str, str]
    """SHA-256 of each row written with it, by table and key; empty where the row was erased."""
    prev: str
    """The hash of the entry before it."""

    @property
    def place(self) -> str:
        """What it is called where it is at fault."""
        return f"entry {self.seq} ({self.verb} {self.subject} by {self.by}, {self.at})"


class Fault(Record):
    """Something that does not hold."""

    seq: int | None
    """The entry; None where it is about a row or the end of the chain."""
    place: str
    """Entry or row, in words."""
    what: str


def canonical(value: Any) -> bytes:
    """JSON that is the same for the same content: sorted, without blanks, UTF-8 (after RFC 8785)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(content: bytes | str) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def link(prev: str, digest: str) -> str:
    """The hash of an entry."""
    return sha256(f"{prev}{digest}")


def entry(act: Act, rows: Mapping[str, str], seq: int, prev: str) -> Entry:
    """The act as the next link of a chain."""
    content = {
        "seq": seq,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": act.by,
        "verb": act.verb,
        "subject": act.subject,
        "why": act.why,
        "source": act.source,
        "detail": json.loads(canonical(act.detail)),
        "rows": dict(rows),
    }
    digest = sha256(canonical(content))
    return Entry.model_validate(content | {"digest": digest, "prev": prev, "hash": link(prev, digest)})


def content_digest(found: Entry) -> str:
    """What the digest of an entry has to be."""
    return sha256(canonical(found.model_dump(exclude={"digest", "prev", "hash"})))


def faults(entries: Iterable[Link], head: tuple[int, str]) -> list[Fault]:
    """Where a whole chain does not hold.

    Args:
        entries: in the order of their numbers; of some only the link may be known.
        head: number and hash of the last entry, as they were kept apart.
    """
    found: list[Fault] = []
    seq, prev = 0, GENESIS
    for each in entries:
        if each.seq <= seq:
            found.append(Fault(seq=each.seq, place=each.place, what=f"stands after entry {seq}, out of its place"))
        elif each.seq != seq + 1:
            gone = f"entry {seq + 1}" if each.seq == seq + 2 else f"entries {seq + 1} to {each.seq - 1}"
            found.append(Fault(seq=each.seq, place=each.place, what=f"{gone} before it missing"))
        elif (each.prev if isinstance(each, Entry) else prev) != prev:
            found.append(Fault(seq=each.seq, place=each.place, what="does not follow the entry before it"))
        if isinstance(each, Entry) and content_digest(each) != each.digest:
            found.append(Fault(seq=each.seq, place=each.place, what="its content has been altered"))
        if link(each.prev if isinstance(each, Entry) else prev, each.digest) != each.hash:
            found.append(Fault(seq=each.seq, place=each.place, what="its hash is not that of its content"))
        seq, prev = each.seq, each.hash
    if (seq, prev) != head:
        what = f"the log ends with entry {seq}, and entry {head[0]} was the last" if seq != head[0] else (
            "the last entry is not the one that was written last"
        )  # fmt: skip
        found.append(Fault(seq=None, place="end of the log", what=what))
    return found


def without(entries: Iterable[Link], anchor: tuple[int, str]) -> list[Fault]:
    """Whether a log has lost an entry that it is known to have had.

    Args:
        entries: those that it has now.
        anchor: number and hash of an entry that somebody noted earlier.
    """
    found = next((each for each in entries if each.seq == anchor[0]), None)
    if found is not None and found.hash == anchor[1]:
        return []
    what = "is not in the log any more" if found is None else "is another one than it was: the log has been rewritten"
    return [Fault(seq=anchor[0], place=f"entry {anchor[0]}, noted as {anchor[1][:12]}…", what=what)]
