"""Paragraphs of documents have their page and headings, and a full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("locators", sa.JSON(), nullable=True))
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_passage_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("source_id", "paragraph", name=op.f("uq_passage_source_id_paragraph")),
    )
    op.create_table(
        "passage_stem",
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("stem", sa.String(length=80), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("server", "stem", name=op.f("pk_passage_stem")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passage_edition",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_passage_edition_source_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_passage_edition")),
    )
    # By which column a word stands in a paragraph is asked, and never at which place.
    op.execute(
        "CREATE VIRTUAL TABLE passage_search USING fts5(text, headings, tokenize = 'unicode61', detail = column)"
    )
