"""A table for what waits for its author's yes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_preview_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview")),
        sa.UniqueConstraint("actor_id", "channel", name=op.f("uq_preview_actor_id_channel")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_preview_ends", "preview", ["ends"], unique=False)
