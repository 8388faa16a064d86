"""Documents added by command, in versions, and the shared facts that a server hides."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_document_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_document_source_id", "document", ["source_id"], unique=False)
    op.create_table(
        "hidden",
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("server <> 0", name=op.f("ck_hidden_server")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_hidden_fact_id")),
        sa.PrimaryKeyConstraint("server", "fact_id", name=op.f("pk_hidden")),
    )
