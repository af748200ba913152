"""The audit log on disk, and whether everything still is as the log says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Select, select

from playbook.errors import ReviewError
from playbook.records import Record
from playbook.review.audit import Entry, Fault, faults, sha256
from playbook.review.store.engine import Database, naive, row_key
from playbook.review.store.schema import (
    ACCOUNTS,
    AUDIT,
    AUDIT_HEAD,
    CASES,
    COMMENTS,
    DRAFTS,
    FACTS,
    ISSUES,
    MESSAGES,
    REPLIES,
    TASKS,
)

LOGGED = (CASES, MESSAGES, DRAFTS, COMMENTS, ISSUES, FACTS, REPLIES, TASKS, ACCOUNTS)
"""Tables whose every row the log answers for."""


class Sought(Record):
    """Which entries are looked for; empty and None leave all."""

    by: str = ""
    """Part of a name."""
    verb: str = ""
    subject: str = ""
    since: datetime | None = None
    """Entries from then on."""
    until: datetime | None = None
    """Entries before then."""
    before: int | None = None
    """Entries with a lower number."""

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is by whom and of the verb that is looked for."""
        return self.by.casefold() in entry.by.casefold() and self.verb in ("", entry.verb)


class Log(Database):
    """The part of the store that proves the rest."""

    def entries(self, subject: str | None = None) -> Iterator[Entry]:
        """The log, oldest first; that of one case, issue or account where it is named.

        Raises:
            ReviewError: an entry cannot be read: somebody has been at it.
        """
        with self.reading() as connection:
            yield from entries_of(connection, subject)

    def latest(self, sought: Sought, most: int) -> list[Entry]:
        """Entries that are looked for, newest first.

        Raises:
            ReviewError: an entry cannot be read: somebody has been at it.
        """
        query = select(AUDIT.c.record).order_by(AUDIT.c.seq.desc())
        if sought.subject:
            query = query.where(AUDIT.c.subject == sought.subject)
        if sought.before is not None:
            query = query.where(AUDIT.c.seq < sought.before)
        if sought.since:
            query = query.where(AUDIT.c.at >= naive(sought.since))
        if sought.until:
            query = query.where(AUDIT.c.at < naive(sought.until))
        with self.reading() as connection:
            return list(islice(filter(sought.fits, _read(connection, query)), most))

    def entry(self, seq: int) -> Entry | None:
        """The entry of that number."""
        found = self.column(select(AUDIT.c.record).where(AUDIT.c.seq == seq))
        return Entry.model_validate_json(found[0]) if found else None

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry."""
        with self.reading() as connection:
            return head_of(connection)

    def faults(self, looking: Callable[[int], object] = bool) -> list[Fault]:
        """Where the log does not hold, and which rows are not as it says; empty where all is well.

        Args:
            looking: told the number of each entry before it is looked over; it may raise to stop.
        """
        last: dict[str, tuple[int, str]] = {}
        beside: list[Fault] = []

        def noted(connection: Connection) -> Iterator[Entry]:
            query = select(AUDIT).order_by(AUDIT.c.seq)
            for row in connection.execute(query, execution_options={"yield_per": 1000}).mappings():
                place = f"entry {row['seq']}"
                looking(row["seq"])
                try:
                    each = Entry.model_validate_json(row["record"])
                    at = naive(datetime.fromisoformat(each.at))
                except ValueError:
                    beside.append(Fault(seq=row["seq"], place=place, what="cannot be read any more"))
                    continue
                last.update((key, (each.seq, digest)) for key, digest in each.rows.items())
                kept = {"seq": each.seq, "subject": each.subject, "at": at, "hash": each.hash}
                beside.extend(_columns(place, each.seq, row, kept))
                yield each

        with self.reading() as connection:  # one state, so that what is written meanwhile looks like no fault
            chain = faults(noted(connection), head_of(connection))
            return [*chain, *beside, *_changed_rows(connection, last)]


def entries_of(connection: Connection, subject: str | None = None) -> Iterator[Entry]:
    """The log as it stands in one state of the database, oldest entry first."""
    query = select(AUDIT.c.record).order_by(AUDIT.c.seq)
    if subject is not None:
        query = query.where(AUDIT.c.subject == subject)
    yield from _read(connection, query)


def _read(connection: Connection, query: Select[str]) -> Iterator[Entry]:
    for record in connection.execute(query, execution_options={"yield_per": 1000}).scalars():
        try:
            yield Entry.model_validate_json(record)
        except ValidationError as error:
            raise ReviewError(
                f"An entry of the audit log cannot be read: {str(record)[:80]!r}. `playbook audit verify` says which.",
                code="audit_unreadable",
            ) from error


def head_of(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry in one state of the database."""
    found = connection.execute(select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash).where(AUDIT_HEAD.c.id == 1)).one_or_none()
    return (found.seq, found.hash) if found else (0, "")


def _changed_rows(connection: Connection, last: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    seen = set()
    for table in LOGGED:
        for row in connection.execute(select(table), execution_options={"yield_per": 1000}).mappings():
            key = row_key(table, row)
            seen.add(key)
            seq, digest = last.get(key, (None, None))
            if digest is None:
                yield Fault(seq=None, place=key, what="is in no entry of the log: it was put in from outside")
            elif digest != sha256(row["record"]):
                yield Fault(seq=seq, place=key, what="has been altered since the program wrote it")
            elif table.name in _KEPT:
                yield from _columns(key, seq, row, _KEPT[table.name](json.loads(row["record"])))
    for key, (seq, digest) in last.items():
        if digest and key not in seen:
            yield Fault(seq=seq, place=key, what="has been removed")


def _columns(key: str, seq: int | None, row: Mapping[Any, Any], kept: Mapping[str, Any]) -> Iterator[Fault]:
    """Where the columns that a row is searched by are not as its record says."""
    for name, value in kept.items():
        found = _utc(row[name]) if isinstance(value, datetime) and row[name] else row[name]
        if found != value:
            yield Fault(seq=seq, place=key, what=f"its column {name} says {found!r}, its record {value!r}")


def _utc(moment: datetime) -> datetime:
    return naive(moment) if moment.tzinfo else moment


def _of_case(record: dict[str, Any]) -> dict[str, Any]:
    case = record["case"]
    kept = {name: case[name] for name in ("id", "version", "state", "issue", "assignee") if name in case}
    return kept | {
        "severity": case["triage"]["severity"],
        "topic": case["triage"]["topic"],
        "created_at": _moment(case["created_at"]),
    }


def _of_task(record: dict[str, Any]) -> dict[str, Any]:
    return {"case_id": record["case"], "state": record["state"], "due": _moment(record["due"])}


def _moment(text: str | None) -> datetime | None:
    return naive(datetime.fromisoformat(text)) if text else None


_KEPT: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "cases": _of_case,
    "comments": lambda record: {"case_id": record["case"], "at": _moment(record["at"])},
    "facts": lambda record: {"issue": record["issue"], "number": int(record["id"].rpartition(".")[2])},
    "promises": _of_task,
    "accounts": lambda record: {"login": record["login"]},
}
"""What the columns beside a record have to say, by table."""
