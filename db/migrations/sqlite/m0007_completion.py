"""Names know whose they are and of what kind, so that they can be completed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("name", sa.Column("server", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("name", sa.Column("kind", sa.String(length=20), nullable=True))
    op.execute(
        "UPDATE name SET kind = 'topic', server = (SELECT server FROM topic WHERE topic.id = name.topic_id)"
        " WHERE topic_id IS NOT NULL"
    )
    op.execute(
        "UPDATE name SET server = (SELECT server FROM fact WHERE fact.id = name.fact_id),"
        " kind = (SELECT kind FROM fact WHERE fact.id = name.fact_id AND status = 'published')"
        " WHERE fact_id IS NOT NULL"
    )
    op.create_index("ix_name_kind_server_folded", "name", ["kind", "server", "folded"], unique=False)
    op.create_index("ix_fact_server", "fact", ["server"], unique=False)
