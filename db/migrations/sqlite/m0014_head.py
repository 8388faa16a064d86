"""Revisions know their transaction and what their hash covers, and the newest one is kept beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revision", sa.Column("change", sa.Integer(), nullable=True))
    op.add_column("revision", sa.Column("hash_version", sa.Integer(), server_default="1", nullable=False))
    # The triggers are made anew after every migration.
    op.execute("DROP TRIGGER IF EXISTS revision_is_not_changed")
    # Until now all that one transaction wrote was told by its time.
    op.execute(
        "UPDATE revision SET change = first.id FROM"
        " (SELECT at, actor_id, min(id) AS id FROM revision GROUP BY at, actor_id) AS first"
        " WHERE first.at = revision.at AND first.actor_id = revision.actor_id"
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
    )
    op.execute("INSERT INTO head SELECT 1, id, hash FROM revision ORDER BY id DESC LIMIT 1")
