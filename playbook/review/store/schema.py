"""Tables of the store. A record stands whole in its column ``record``; other columns are there to be searched by."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, String, Table, Text

META = MetaData()


def _id(length: int = 40) -> Column[str]:
    return Column("id", String(length), primary_key=True)


def _record() -> Column[str]:
    return Column("record", Text, nullable=False)


CASES = Table(
    "cases",
    META,
    _id(),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("severity", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    _record(),
    Column("issue", String(40), nullable=False, server_default=""),
    Column("topic", String(30), nullable=False, server_default=""),
    Column("assignee", String(80), nullable=False, server_default=""),
    Column("due", DateTime, nullable=True),  # of its next clock; UTC without a zone, which SQLite would not keep
    Column("author_key", String(64), nullable=False, server_default="", index=True),  # keyed hash of the handle
)
"""Cases without their message, which can be erased."""
MESSAGES = Table(
    "messages",
    META,
    Column("case_id", String(40), primary_key=True),
    _record(),
    Column("erased_at", DateTime, nullable=True),
)
"""Messages as they came in; the only place where personal data of their writers stands."""
DRAFTS = Table(
    "drafts",
    META,
    Column("case_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    _record(),
)
"""Every wording that a case ever had."""
ARCHIVE = Table(
    "archive",
    META,
    Column("case_id", String(40), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),  # when the message came in
    Column("channel", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("stance", String(20), nullable=False),
    Column("author", String(200), nullable=False),  # handle, masked
    Column("text", Text, nullable=False),  # folded, masked
)
"""What cases are searched by, made anew from them whenever it is missing."""
COMMENTS = Table(
    "comments",
    META,
    _id(),
    Column("case_id", String(40), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    _record(),
)
ISSUES = Table("issues", META, _id(), _record())
FACTS = Table(
    "facts",
    META,
    _id(60),
    Column("issue", String(40), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    _record(),
)
REPLIES = Table(
    "replies",
    META,
    Column("case_id", String(40), primary_key=True),
    Column("version", Integer, primary_key=True),
    _record(),
)
"""Every reply that was ever approved."""
TASKS = Table(
    "promises",
    META,
    _id(60),
    Column("case_id", String(40), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("due", DateTime, nullable=True),
    _record(),
)
AUDIT = Table(
    "audit",
    META,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("subject", String(80), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
    Column("hash", String(64), nullable=False),
    _record(),
)
"""The chain of hashes: see ``playbook.review.audit``."""
AUDIT_HEAD = Table(
    "audit_head",
    META,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the end of the chain, kept apart from it."""
ACCOUNTS = Table(
    "accounts",
    META,
    _id(80),
    Column("login", String(80), nullable=False, unique=True),
    _record(),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", DateTime, nullable=True),
)
SESSIONS = Table(
    "sessions",
    META,
    Column("token", String(64), primary_key=True),  # SHA-256 of what the browser holds
    Column("account", String(80), nullable=False, index=True),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("source", String(200), nullable=False, server_default=""),
)
PRESENCE = Table(
    "presence",
    META,
    Column("case_id", String(40), primary_key=True),
    Column("person", String(80), primary_key=True),
    Column("editing", Boolean, nullable=False),
    Column("at", DateTime, nullable=False),
)
"""Who is looking at a case, or editing it, as of when."""
OUTBOX = Table(
    "outbox",
    META,
    _id(),
    Column("target", String(80), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("next_at", DateTime, nullable=True, index=True),  # None: delivered, or given up
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("delivered_at", DateTime, nullable=True),
    Column("error", String(500), nullable=False, server_default=""),
    _record(),
)
"""Notifications that are to go out, written with the change that they tell of."""
