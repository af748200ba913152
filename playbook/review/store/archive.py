"""Cases as they are searched, and what is left of them when personal data is erased."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from playbook.records import Case, CaseState, Channel, Kind, Record, Stance, Topic
from playbook.review.masking import masked
from playbook.review.searchable import Found, arrived, excerpt, searchable, shown_author
from playbook.review.store.engine import Database, Writing, naive
from playbook.review.store.schema import ARCHIVE, CASES, COMMENTS, DRAFTS, MESSAGES, REPLIES, TASKS

_ERASED = (MESSAGES, DRAFTS, COMMENTS, REPLIES, TASKS)
"""Tables that hold what people wrote, beside the case itself."""


class Search(Record):
    """What is looked for; None and empty leave all."""

    words: tuple[str, ...] = ()
    """Each has to stand somewhere in the texts."""
    topic: Topic | None = None
    kind: Kind | None = None
    stance: Stance | None = None
    channel: Channel | None = None
    state: CaseState | None = None
    author: str = ""
    """A handle as it is shown, masked."""
    keys: tuple[str, ...] | None = None
    """Author keys, of which one has to be that of the case."""
    since: datetime | None = None
    """Messages from then on."""
    until: datetime | None = None
    """Messages before then."""


def put_archive(connection: Connection, case: Case) -> None:
    """Write what a case is searched by."""
    connection.execute(ARCHIVE.delete().where(ARCHIVE.c.case_id == case.id))
    connection.execute(ARCHIVE.insert().values(**_row(case)))


def _row(case: Case) -> dict[str, Any]:
    return {
        "case_id": case.id, "at": naive(arrived(case)), "channel": case.message.channel or case.channel,
        "kind": case.triage.kind, "stance": case.triage.stance, "author": shown_author(case), "text": searchable(case),
    }  # fmt: skip


def erase_rows(writing: Writing, case_id: str, now: datetime) -> None:
    """Take personal data out of all that was written about a case, beside the case itself."""
    for table in _ERASED:
        column = table.c.case_id
        keys = list(table.primary_key)
        for row in writing.connection.execute(select(*keys, table.c.record).where(column == case_id)).mappings().all():
            content = json.loads(row["record"])
            left = masked(content, handles=False)
            columns = {key.name: row[key.name] for key in keys}
            if table is MESSAGES:
                columns["erased_at"] = naive(now)
            if left != content or table is MESSAGES:
                writing.update(table, json.dumps(left, ensure_ascii=False, separators=(",", ":")), **columns)


class Archive(Database):
    """The part of the store that finds conversations again."""

    def search(self, wanted: Search, most: int = 50) -> list[Found]:
        """Conversations, latest first."""
        self._catch_up()
        query = _matching(wanted).order_by(ARCHIVE.c.at.desc(), ARCHIVE.c.case_id).limit(most)
        with self.reading() as connection:
            return [
                Found(
                    id=row.case_id, at=row.at.replace(tzinfo=UTC), channel=row.channel, kind=row.kind, topic=row.topic,
                    severity=row.severity, stance=row.stance, state=row.state, author=row.author,
                    excerpt=excerpt(row.text, list(wanted.words)),
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def ids_by_author(self, keys: Collection[str], before: datetime | None = None) -> Sequence[str]:
        """Ids of the cases of an author, latest first."""
        self._catch_up()
        query = select(CASES.c.id).join(ARCHIVE, ARCHIVE.c.case_id == CASES.c.id)
        query = query.where(CASES.c.author_key.in_([key for key in keys if key]))
        if before is not None:
            query = query.where(ARCHIVE.c.at < naive(before))
        return self.column(query.order_by(ARCHIVE.c.at.desc()))

    def unerased(self, ended_before: datetime) -> Sequence[str]:
        """Ids of cases that ended before then and still hold the message as it came in, the longest ended first."""
        query = select(CASES.c.id).join(MESSAGES, MESSAGES.c.case_id == CASES.c.id)
        query = query.where(CASES.c.state.in_(("closed", "withdrawn")), MESSAGES.c.erased_at.is_(None))
        query = query.where(CASES.c.updated_at <= ended_before.astimezone(UTC))
        return self.column(query.order_by(CASES.c.updated_at))

    def worded(self, since: datetime | None = None) -> Sequence[str]:
        """Ids of cases whose reply has been approved, latest first."""
        query = select(CASES.c.id).where(CASES.c.id.in_(select(REPLIES.c.case_id)))
        if since is not None:
            query = query.where(CASES.c.updated_at >= since.astimezone(UTC))
        return self.column(query.order_by(CASES.c.updated_at.desc()))

    def _catch_up(self) -> None:
        """Write what cases are searched by where it is missing, as after bringing an older database up to date."""
        from playbook.review.store.cases import load

        gone = select(CASES.c.id).outerjoin(ARCHIVE, ARCHIVE.c.case_id == CASES.c.id)
        if not self.column(gone.where(ARCHIVE.c.case_id.is_(None)).limit(1)):
            return
        whole = select(CASES.c.record, MESSAGES.c.record).join(MESSAGES, MESSAGES.c.case_id == CASES.c.id)
        whole = whole.outerjoin(ARCHIVE, ARCHIVE.c.case_id == CASES.c.id).where(ARCHIVE.c.case_id.is_(None))
        with self.changing() as connection:
            for record, message in connection.execute(whole).all():
                put_archive(connection, load(record, message))


def _matching(wanted: Search) -> Select[Any]:
    query = select(ARCHIVE, CASES.c.topic, CASES.c.severity, CASES.c.state)
    query = query.join(CASES, CASES.c.id == ARCHIVE.c.case_id)
    for word in wanted.words:
        query = query.where(ARCHIVE.c.text.icontains(word, autoescape=True))
    same = ((CASES.c.topic, wanted.topic), (CASES.c.state, wanted.state), (ARCHIVE.c.kind, wanted.kind),
            (ARCHIVE.c.stance, wanted.stance), (ARCHIVE.c.channel, wanted.channel))  # fmt: skip
    for column, value in (*same, (ARCHIVE.c.author, wanted.author or None)):
        if value is not None:
            query = query.where(column == value)
    if wanted.keys is not None:
        query = query.where(CASES.c.author_key.in_(wanted.keys))
    if wanted.since is not None:
        query = query.where(ARCHIVE.c.at >= naive(wanted.since))
    if wanted.until is not None:
        query = query.where(ARCHIVE.c.at < naive(wanted.until))
    return query
