"""Bringing a database to this version's tables and triggers, and seeing whether it is there."""

from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, exists, inspect, select, text
from sqlalchemy.dialects.sqlite import insert

from db import triggers
from db.engine import Database
from db.errors import DatabaseUnusable
from db.kinds import KINDS
from db.tables import fact, kind

MIGRATIONS = files("db") / "migrations"


@cache
def revisions() -> list[str]:
    """Return the revisions of this version, the newest last: each is the number in its file's name."""
    return sorted(file.name[1:5] for file in (MIGRATIONS / "versions").iterdir() if file.name.startswith("m"))


async def upgrade(database: Database) -> None:
    """Create or migrate the tables; raises DatabaseUnusable for a database of a newer Footnote or of something else."""
    async with database.reading() as connection:
        state = await connection.run_sync(_state)
    if state == "newer":
        raise DatabaseUnusable(
            f"The database {database.file} was made by a newer version of Footnote: update Footnote, "
            "or point DATABASE_URL to another file."
        )
    if state == "foreign":
        raise DatabaseUnusable(
            f"The database {database.file} holds tables of another program: point DATABASE_URL to another file."
        )
    if state == "older":
        async with database.writing() as connection:
            # A migration may copy a table that others point to; the pragma does nothing inside a transaction.
            await connection.run_sync(_migrate)
    await _enter_kinds(database)


async def _enter_kinds(database: Database) -> None:
    """Enter the kinds that the records know, which a program with a new one does at its first start."""
    async with database.reading() as connection:
        missing = {*KINDS} - {*await connection.scalars(select(kind.c.name))}
    if missing:
        async with database.writing() as connection:
            rows = [{"name": name} for name in sorted(missing)]
            await connection.execute(insert(kind).on_conflict_do_nothing(), rows)


async def assert_guarded(database: Database) -> None:
    """Raise DatabaseUnusable where a trigger or a citation is missing, or a fact is of a kind that no record has."""
    async with database.reading() as connection:
        gone = await connection.run_sync(triggers.missing)
        bare = await connection.scalar(
            text(
                "SELECT count(*) FROM fact WHERE status <> 'draft'"
                " AND NOT EXISTS (SELECT 1 FROM citation WHERE fact_id = fact.id)"
            )
        )
        others = kind.c.name.not_in(KINDS), exists().where(fact.c.kind == kind.c.name)
        unknown = (await connection.scalars(select(kind.c.name).where(*others).order_by(kind.c.name))).all()
    if unknown:
        raise DatabaseUnusable(
            f"The database {database.file} holds facts of a kind that this Footnote does not know "
            f"({', '.join(unknown)}): start the version that wrote them."
        )
    if gone or bare:
        what = f"lacks the triggers {', '.join(gone)}" if gone else f"holds {bare} facts without a citation"
        raise DatabaseUnusable(
            f"The database {database.file} {what}, so that its facts are not safe: restore it from a backup, "
            "or run `footnote doctor --repair`."
        )


async def repair(database: Database) -> list[str]:
    """Make the triggers anew and return the names of those that were missing."""
    async with database.writing() as connection:
        gone = await connection.run_sync(triggers.missing)
        await connection.run_sync(triggers.install)
    return gone


async def state(database: Database) -> str:
    """Return `current`, `older` (to be migrated, or empty), `newer` (than this program) or `foreign`."""
    async with database.reading() as connection:
        return await connection.run_sync(_state)


def _state(connection: Connection) -> str:
    tables = inspect(connection).get_table_names()
    if tables and "alembic_version" not in tables:
        return "foreign"
    held = connection.scalar(text("SELECT version_num FROM alembic_version")) if tables else None
    if held == revisions()[-1]:
        return "current"
    return "older" if held is None or held in revisions() else "newer"


def _migrate(connection: Connection) -> None:
    # Alembic takes a while to load, and a database is seldom older than the program.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    triggers.install(connection)
