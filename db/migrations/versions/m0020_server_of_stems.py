"""Full text by server: a question of one server reads nothing of what others say. The index is made anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WORDS = sa.Text(collation="C")


def upgrade() -> None:
    # The next to start finds that it was not made by its version, and makes all of it anew.
    op.execute("DELETE FROM index_version")
    op.drop_table("fact_search")
    op.drop_table("passage_search")
    if op.get_bind().dialect.name == "postgresql":
        _with_stems("fact_search", "text names topics asked details", "words")
        _with_stems("passage_search", "text headings")
        op.alter_column("lease", "holder", type_=WORDS)
        return
    op.execute(
        "CREATE VIRTUAL TABLE fact_search USING fts5("
        "server, text, names, topics, asked, details, words UNINDEXED, tokenize = 'unicode61')"
    )
    # By which column a word stands in a paragraph is asked, and never at which place.
    op.execute(
        "CREATE VIRTUAL TABLE passage_search USING fts5("
        "server, text, headings, tokenize = 'unicode61', detail = column)"
    )


def _with_stems(name: str, searched: str, *kept: str) -> None:
    """Make a table of stems, and of them a column of its name to search in, each with its server before it."""
    fields = searched.split()
    before = "mod(server, 999983)::text || ':'"
    spaced = " || ' ' || ".join(fields)
    stems = f"string_to_array(replace(' ' || {spaced}, ' ', ' ' || {before}), ' ')"
    for nothing in ("''", before, f"{before} || '|'"):
        stems = f"array_remove({stems}, {nothing})"
    op.create_table(
        name,
        sa.Column("rowid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        *(sa.Column(field, WORDS, nullable=False) for field in (*fields, *kept)),
        sa.Column(name, TSVECTOR(), sa.Computed(f"array_to_tsvector({stems})", persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_{name}", name, [name], postgresql_using="gin")
