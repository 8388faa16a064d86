"""Drafts: facts in the making, from a document or a member, that wait for a moderator."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("proposer", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("private", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decided", sa.DateTime(), nullable=True),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(decided IS NULL) = (fact_id IS NULL AND reason IS NULL)", name=op.f("ck_draft_decided_with_an_outcome")
        ),
        sa.CheckConstraint("fact_id IS NULL OR reason IS NULL", name=op.f("ck_draft_one_outcome")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_draft_fact_id_fact")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_draft_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_draft_server_source_id_digest", "draft", ["server", "source_id", "digest"], unique=True)
    op.create_index("ix_draft_server_decided", "draft", ["server", "decided"])
    op.create_index("ix_draft_proposer", "draft", ["proposer"])
