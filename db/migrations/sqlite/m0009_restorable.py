"""Facts that can be restored are found without looking through all, so that they can be completed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_fact_restorable",
        "fact",
        ["server"],
        unique=False,
        sqlite_where=sa.text("status = 'retracted' OR rank = 'deprecated'"),
    )
