"""Bringing a database to this version's tables and triggers, and seeing whether it is there."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from db import triggers
from db.engine import Database, DatabaseUnusable


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("db") / "migrations"))
    return config


async def upgrade(database: Database) -> None:
    """Create or migrate the tables; raises DatabaseUnusable for a database that a newer Footnote made."""
    async with database.reading() as connection:
        state = await connection.run_sync(_state)
    if state == "newer":
        raise DatabaseUnusable(
            f"The database {database.file} was made by a newer version of Footnote: update Footnote, "
            "or point DATABASE_URL to another file."
        )
    if state == "older":
        async with database.writing() as connection:
            # A migration may copy a table that others point to; the pragma does nothing inside a transaction.
            await connection.run_sync(_migrate)


async def assert_guarded(database: Database) -> None:
    """Raise DatabaseUnusable where a trigger or a citation is missing that no fact may be without."""
    async with database.reading() as connection:
        gone = await connection.run_sync(triggers.missing)
        bare = await connection.scalar(
            text(
                "SELECT count(*) FROM fact WHERE status <> 'draft'"
                " AND NOT EXISTS (SELECT 1 FROM citation WHERE fact_id = fact.id)"
            )
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
    """Return `current`, `older` (to be migrated, or empty) or `newer` (than this program)."""
    async with database.reading() as connection:
        return await connection.run_sync(_state)


def _state(connection: Connection) -> str:
    script = ScriptDirectory.from_config(_config())
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision == script.get_current_head():
        return "current"
    try:
        known = revision is None or script.get_revision(revision) is not None
    except CommandError:
        known = False
    return "older" if known else "newer"


def _migrate(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    triggers.install(connection)
