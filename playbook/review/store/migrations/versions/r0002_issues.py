"""Issues: facts, approved replies and promises."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of issues; a database of before revisions were counted may have some of them."""
    there = sa.inspect(op.get_bind())
    if "issue" not in {column["name"] for column in there.get_columns("cases")}:
        op.add_column("cases", sa.Column("issue", sa.String(40), nullable=False, server_default=""))
    tables: dict[str, list[sa.Column[object]]] = {
        "issues": [sa.Column("id", sa.String(40), primary_key=True)],
        "facts": [
            sa.Column("id", sa.String(60), primary_key=True),
            sa.Column("issue", sa.String(40), nullable=False, index=True),
            sa.Column("number", sa.Integer, nullable=False),
        ],
        "replies": [
            sa.Column("case_id", sa.String(40), primary_key=True),
            sa.Column("version", sa.Integer, primary_key=True),
        ],
        "promises": [
            sa.Column("id", sa.String(60), primary_key=True),
            sa.Column("case_id", sa.String(40), nullable=False, index=True),
            sa.Column("state", sa.String(10), nullable=False),
            sa.Column("due", sa.DateTime, nullable=True),
        ],
    }
    for name, columns in tables.items():
        if not there.has_table(name):
            op.create_table(name, *columns, sa.Column("record", sa.Text, nullable=False))
