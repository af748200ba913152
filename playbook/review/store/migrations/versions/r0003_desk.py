"""The review desk: messages apart from cases, every wording, comments, the audit log, people and notifications."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from playbook.review.audit import GENESIS, Act, entry, sha256

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and move what is there into them; the log begins with what was found."""
    for column in (
        sa.Column("topic", sa.String(30), nullable=False, server_default=""),
        sa.Column("assignee", sa.String(80), nullable=False, server_default=""),
        sa.Column("due", sa.DateTime, nullable=True),
        sa.Column("author_key", sa.String(64), nullable=False, server_default=""),
    ):
        op.add_column("cases", column)
    op.create_index("ix_cases_author_key", "cases", ["author_key"])
    _tables()
    _move()


def _record() -> sa.Column[str]:
    return sa.Column("record", sa.Text, nullable=False)


def _tables() -> None:
    op.create_table(
        "messages",
        sa.Column("case_id", sa.String(40), primary_key=True),
        _record(),
        sa.Column("erased_at", sa.DateTime, nullable=True),
    )
    op.create_table(
        "drafts",
        sa.Column("case_id", sa.String(40), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        _record(),
    )
    op.create_table(
        "archive",
        sa.Column("case_id", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("stance", sa.String(20), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("case_id", sa.String(40), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False),
        _record(),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.String(80), nullable=False, index=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        _record(),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        _record(),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("locked_until", sa.DateTime, nullable=True),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("account", sa.String(80), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("source", sa.String(200), nullable=False, server_default=""),
    )
    op.create_table(
        "presence",
        sa.Column("case_id", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(80), primary_key=True),
        sa.Column("editing", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=True, index=True),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("delivered_at", sa.DateTime, nullable=True),
        sa.Column("error", sa.String(500), nullable=False, server_default=""),
        _record(),
    )


def _move() -> None:
    """Take messages out of cases, and begin the log with a digest of every row."""
    bind = op.get_bind()
    rows: dict[str, str] = {}
    for case_id, stored in bind.execute(sa.text("SELECT id, record FROM cases ORDER BY id")).all():
        record = json.loads(stored)
        message = json.dumps(record["case"].pop("message"), ensure_ascii=False)
        kept = json.dumps(record, ensure_ascii=False)
        bind.execute(
            sa.text("UPDATE cases SET record = :record, topic = :topic WHERE id = :id"),
            {"record": kept, "topic": record["case"]["triage"]["topic"], "id": case_id},
        )
        bind.execute(
            sa.text("INSERT INTO messages (case_id, record) VALUES (:id, :record)"), {"id": case_id, "record": message}
        )
        rows |= {f"cases/{case_id}": sha256(kept), f"messages/{case_id}": sha256(message)}
    for table, key in (("issues", "id"), ("facts", "id"), ("promises", "id"), ("replies", "case_id || '/' || version")):
        for row_key, stored in bind.execute(sa.text(f"SELECT {key}, record FROM {table}")).all():  # noqa: S608
            rows[f"{table}/{row_key}"] = sha256(stored)
    seq, head, now = 0, GENESIS, datetime.now(UTC)
    if rows:
        first = entry(Act(at=now, by="playbook", verb="upgrade", subject="store"), rows, 1, GENESIS)
        bind.execute(
            sa.text("INSERT INTO audit (seq, subject, at, hash, record) VALUES (1, 'store', :at, :hash, :record)"),
            {"at": now.replace(tzinfo=None), "hash": first.hash, "record": first.model_dump_json()},
        )
        seq, head = 1, first.hash
    bind.execute(sa.text("INSERT INTO audit_head (id, seq, hash) VALUES (1, :seq, :hash)"), {"seq": seq, "hash": head})
