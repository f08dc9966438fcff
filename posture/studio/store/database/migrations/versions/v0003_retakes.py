"""What was wrong with the photos of a group's day that have to be taken again.

It stays as it is: it says nothing of what ``tables.py`` holds today.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; no photo waits to be taken again."""
    op.create_table(
        "retakes",
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("remedies", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("client_id", "on", name="pk_retakes"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_retakes_client_id", ondelete="CASCADE"
        ),
    )
