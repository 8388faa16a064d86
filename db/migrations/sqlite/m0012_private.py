"""How a question or a report was put: privately, or where others could read it; and reporters are told."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gap_asker", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("gap_asker", sa.Column("unreachable", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("report", sa.Column("channel", sa.BigInteger(), nullable=True))
    op.add_column("report", sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False))
    # How it was with those that are there nobody knows: they are taken for private.
    op.execute("UPDATE gap_asker SET private = 1")
    op.execute("UPDATE report SET private = 1")
