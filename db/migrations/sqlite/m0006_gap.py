"""Questions that the store could not answer, and who wants to know."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("closed", sa.DateTime(), nullable=True),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(closed IS NULL) = (fact_id IS NULL AND reason IS NULL)", name=op.f("ck_gap_closed_with_an_outcome")
        ),
        sa.CheckConstraint("fact_id IS NULL OR reason IS NULL", name=op.f("ck_gap_one_outcome")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_gap_fact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_gap_server_words", "gap", ["server", "words"], unique=True, sqlite_where=sa.text("closed IS NULL")
    )
    op.create_table(
        "gap_asker",
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_asker_gap_id")),
        sa.PrimaryKeyConstraint("gap_id", "member", name=op.f("pk_gap_asker")),
    )
    op.create_index("ix_gap_asker_at", "gap_asker", ["at"], unique=False)
    op.create_index("ix_gap_asker_member", "gap_asker", ["member"], unique=False)
