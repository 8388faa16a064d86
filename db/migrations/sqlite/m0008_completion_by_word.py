"""Names complete from each of their words, and a topic knows of what kinds its published facts are."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    turned = op.create_table(
        "turned_name",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("server", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["name.id"], name=op.f("fk_turned_name_name_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind", "server", "folded", "name_id", name=op.f("pk_turned_name")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_turned_name_name_id", "turned_name", ["name_id"], unique=False)
    names = op.get_bind().execute(sa.text("SELECT id, folded, kind, server FROM name WHERE kind IS NOT NULL"))
    rows = []
    for name in names:
        words = name.folded.split()
        rows += [
            {"kind": name.kind, "server": name.server, "name_id": name.id, "folded": " ".join(words[at:] + words[:at])}
            for at in range(1, len(words))
        ]
    op.bulk_insert(turned, list({tuple(row.values()): row for row in rows}.values()))

    op.add_column("fact_topic", sa.Column("server", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("fact_topic", sa.Column("kind", sa.String(length=20), nullable=True))
    op.execute(
        "UPDATE fact_topic SET server = (SELECT server FROM fact WHERE fact.id = fact_id),"
        " kind = (SELECT kind FROM fact WHERE fact.id = fact_id AND status = 'published')"
    )
    op.drop_index("ix_fact_topic_topic_id", "fact_topic")
    op.create_index("ix_fact_topic_topic_id_kind_server", "fact_topic", ["topic_id", "kind", "server"], unique=False)
