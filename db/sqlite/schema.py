"""The schema of a file of SQLite, as its own table of it says."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, create_engine, text

from db.migrations.history import migrate
from db.sqlite import triggers
from db.tables import FULL_TEXT, metadata


def columns(connection: Connection) -> set[tuple[str, str]]:
    """Return every column by the name of its table and its own."""
    query = text(
        "SELECT entry.name AS owner, info.name AS name"
        " FROM sqlite_master AS entry, pragma_table_info(entry.name) AS info WHERE entry.type = 'table'"
    )
    return {(row.owner, row.name) for row in connection.execute(query)}


def indexes(connection: Connection) -> set[str]:
    """Return the names of the indexes."""
    return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'index'")))


def expected(_: Connection) -> dict[tuple[str, str], str]:
    """Return what the migrations make, triggers too: the SQL of each thing by its type and name."""
    return _made()


def rebuild(connection: Connection) -> None:
    """Make every index anew; those of full text are dropped, since what is damaged in one may keep it from emptying."""
    connection.execute(text("REINDEX"))
    for search in FULL_TEXT:
        connection.execute(text(f"DROP TABLE IF EXISTS {search.name}"))


def numbers(connection: Connection) -> dict[str, int]:
    """Return the last number given to a row, of each table that gives none twice."""
    return {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}


def number_from(connection: Connection, numbers: Mapping[str, int]) -> None:
    """Have the next row numbered after this one, in each table that gives no number twice."""
    for table in metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"] and numbers.get(table.name):
            last = {"owner": table.name, "number": numbers[table.name]}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :owner"), last)
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:owner, :number)"), last)


@cache
def _made() -> dict[tuple[str, str], str]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, triggers)
        made = objects(connection)
    engine.dispose()
    return made


def objects(connection: Connection) -> dict[tuple[str, str], str]:
    """Return what a database is made of, but for what SQLite keeps for itself."""
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"))
    return {(row.type, row.name): " ".join((row.sql or "").split()) for row in rows}
