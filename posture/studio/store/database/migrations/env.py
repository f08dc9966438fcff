"""Runs the migrations on the connection that the store hands over, in its transaction."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
