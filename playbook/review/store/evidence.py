"""All that the store knows of one case or issue, as it stands at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Select, Table, select

from playbook.errors import ReviewError
from playbook.review.audit import Entry, Link
from playbook.review.store.engine import row_key
from playbook.review.store.log import Log, entries_of, head_of
from playbook.review.store.schema import CASES, COMMENTS, DRAFTS, FACTS, ISSUES, MESSAGES, REPLIES, TASKS


class Kept(NamedTuple):
    """Rows as they stand in the store, and what the audit log says of them."""

    subjects: tuple[str, ...]
    """Ids of the issue and of the cases, sorted."""
    rows: dict[str, str]
    """Each row by table and key."""
    log: list[Link]
    """Entries about these subjects or rows; of all others only the link."""
    head: tuple[int, str]
    """Number and hash of the last entry."""


class Evidence(Log):
    """The part of the store that gives out what it knows of one matter."""

    def kept_of(self, subject: str) -> Kept:
        """Rows and log of a case, with the facts of its issue, or of an issue with all its cases.

        Raises:
            ReviewError: there is neither a case nor an issue of that id.
        """
        with self.reading() as connection:
            issue = connection.execute(select(CASES.c.issue).where(CASES.c.id == subject)).scalar()
            cases = select(CASES.c.id).where(CASES.c.id == subject if issue is not None else CASES.c.issue == subject)
            known = {subject, *connection.execute(cases).scalars()} | ({issue} if issue else set())
            rows = dict(_rows(connection, cases, issue if issue is not None else subject))
            if not rows:
                raise ReviewError(
                    f"There is no case and no issue {subject!r}; `playbook case list` shows cases.",
                    code="no_matter", subject=subject,
                )  # fmt: skip
            log = [
                each if each.subject in known or each.rows.keys() & rows.keys() else _link(each)
                for each in entries_of(connection)
            ]
            return Kept(tuple(sorted(known)), rows, log, head_of(connection))


def _rows(connection: Connection, cases: Select[str], issue: str) -> Iterator[tuple[str, str]]:
    ours: list[tuple[Table, object]] = [
        (ISSUES, ISSUES.c.id == issue), (FACTS, FACTS.c.issue == issue), (CASES, CASES.c.id.in_(cases)),
        *((table, table.c.case_id.in_(cases)) for table in (MESSAGES, DRAFTS, COMMENTS, REPLIES, TASKS)),
    ]  # fmt: skip
    for table, where in ours:
        keys = list(table.primary_key)
        query = select(*keys, table.c.record).where(where).order_by(*keys)  # type: ignore[arg-type]
        for row in connection.execute(query).mappings():
            yield row_key(table, row), row["record"]


def _link(found: Entry) -> Link:
    return Link(seq=found.seq, digest=found.digest, hash=found.hash)
