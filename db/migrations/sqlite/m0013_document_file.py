"""A document says which file it was read from, and what read it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("digest", sa.String(length=64), nullable=True))
    op.add_column("document", sa.Column("reader", sa.String(length=100), nullable=True))
    op.add_column("document", sa.Column("path", sa.Text(), nullable=True))
