"""How Alembic runs the revisions: on the connection that the store gives it."""

from __future__ import annotations

from alembic import context

from playbook.review.store.schema import META

context.configure(connection=context.config.attributes["connection"], target_metadata=META)
with context.begin_transaction():
    context.run_migrations()
