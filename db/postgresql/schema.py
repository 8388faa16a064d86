"""The schema of a database of PostgreSQL, as its catalogue says."""

from sqlalchemy import Connection, text


def columns(connection: Connection) -> set[tuple[str, str]]:
    """Return every column by the name of its table and its own, but for those of full text that FTS5 has hidden."""
    query = text(
        "SELECT table_name AS owner, column_name AS name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND is_generated = 'NEVER' AND column_name <> 'rowid'"
    )
    return {(row.owner, row.name) for row in connection.execute(query)}


def indexes(connection: Connection) -> set[str]:
    """Return the names of the indexes."""
    return set(connection.scalars(text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")))
