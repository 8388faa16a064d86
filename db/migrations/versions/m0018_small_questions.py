"""On PostgreSQL no workers and no compiling for a question: to start them takes longer than most questions do."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    database = connection.scalar(sa.text("SELECT current_database()"))
    name = connection.dialect.identifier_preparer.quote_identifier(database)
    # Defaults of the role, which a pooler between does not lose.
    for setting in ("max_parallel_workers_per_gather = 0", "jit = off"):
        connection.execute(sa.text(f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET {setting}"))
