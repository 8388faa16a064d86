"""The kinds of fact stand in a table of their own, so that a new one needs no migration."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_CONSTRAINT = "CONSTRAINT ck_fact_kind CHECK (kind IN ('poll', 'event', 'person', 'organization', 'law', 'claim')), "


def upgrade() -> None:
    op.create_table(
        "kind",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kind")),
    )
    # A constraint can be dropped without copying the table, which may have a million rows that others point to:
    # https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
    connection = op.get_bind()
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :constraint, '') WHERE type = 'table' AND name = 'fact'"),
        {"constraint": _CONSTRAINT},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {int(version or 0) + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = RESET"))
