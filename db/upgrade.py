"""The database as this version of the program expects it: migrated, with its tables, triggers and citations."""

import logging
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, exists, func, inspect, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db import fact_mapper, index, tables
from db.backup import back_up
from db.engine import Database
from db.errors import DatabaseUnusable, NoProgram
from db.kinds import KINDS
from db.migrations.history import migrate, revisions
from db.records import Topic

BATCH = 500  # facts indexed at once
_UNMIGRATED = "The store was not migrated: a backup comes before that."
log = logging.getLogger(__name__)


async def upgrade(database: Database, *, backups: Path | None = None, rehearsed: bool = False) -> None:
    """Create or migrate the tables, all or nothing of it, after a backup unless it is `rehearsed` on a copy.

    `backups` is the folder of the operator's.
    Raises DatabaseUnusable for a database of a newer Footnote, of something else, or with other tables than its
    recorded version says.
    """
    async with database.reading() as connection:
        state = await connection.run_sync(_state)
        differences = await connection.run_sync(_differences, database) if state == "current" else []
    match state:
        case "newer":
            raise DatabaseUnusable(
                f"The database {database.name} was made by a newer version of Footnote: update Footnote, "
                "or point DATABASE_URL to another one."
            )
        case "foreign":
            raise DatabaseUnusable(
                f"The database {database.name} holds tables of another program: point DATABASE_URL to another one."
            )
        case "older" | "empty":
            differences = await _migrated(database, backups, rehearsed=rehearsed)
    if differences:
        raise _unreleased(database, f"has other tables than its version says ({', '.join(differences[:3])})")
    await _enter_kinds(database)
    await _reindex(database)


async def _migrated(database: Database, backups: Path | None, *, rehearsed: bool) -> list[str]:
    """Migrate in one transaction; return the differences there are then, of which the first takes all of it back."""
    async with database.writing() as connection:
        # Another process may have migrated it by now: what came of that is no backup from before.
        if not rehearsed and await connection.run_sync(_state) == "older":
            await _keep(database, backups)
        try:
            await connection.run_sync(migrate, database.backend.triggers)
        except DBAPIError as error:
            if database.backend.unusable(error):
                raise
            raise _unreleased(database, "cannot be migrated") from error
        differences = await connection.run_sync(_differences, database)
        if differences:
            await connection.rollback()
        return differences


async def _keep(database: Database, backups: Path | None) -> None:
    """Make a backup of the store as it is before it is migrated, while nobody else can write, and say where it lies.

    Without a place or a program for one that is said; raises DatabaseUnusable where it cannot be made.
    """
    version = revisions()[-1]
    target, lack = database.backend.before(version, backups), "BACKUP_DIR is not set."
    if target:
        with suppress(OSError):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            await back_up(database, target)
        except NoProgram as missing:
            lack = str(missing)
        except DatabaseUnusable as problem:
            raise DatabaseUnusable(f"{problem} {_UNMIGRATED}") from problem
        else:
            if damage := await database.backend.damage(target):
                raise DatabaseUnusable(f"{target} cannot be read to its end: {damage}. {_UNMIGRATED}")
            log.info("the store is migrated to version %s; as it was before it is kept in %s", version, target)
            return
    log.warning(
        "the store is migrated to version %s, all of it or nothing, and no backup was made before: %s "
        "Run `footnote backup FILE` before the next update, or set BACKUP_DIR where pg_dump is.",
        version,
        lack,
    )


def _unreleased(database: Database, problem: str) -> DatabaseUnusable:
    # Migrations were edited in place until they were frozen (`tests/db/test_migrations.py`).
    return DatabaseUnusable(
        f"The database {database.name} {problem}: it was made by a version of Footnote before its first release, "
        "or changed by another program. It is left as it was: export it with the version that made it "
        "(`footnote export`), point DATABASE_URL to a new database and `footnote import` it there; "
        "or restore it from a backup."
    )


async def _enter_kinds(database: Database) -> None:
    """Enter the kinds that the records know, which a program with a new one does at its first start."""
    async with database.reading() as connection:
        missing = {*KINDS} - {*await connection.scalars(select(tables.kind.c.name))}
    if missing:
        async with database.writing() as connection:
            rows = [{"name": name} for name in sorted(missing)]
            await connection.execute(insert(tables.kind).on_conflict_do_nothing(), rows)


async def _reindex(database: Database) -> None:
    """Index all anew where another version of the tokenizer made the index."""
    async with database.reading() as connection:
        if await index.is_current(connection):
            return
    async with database.writing() as connection:
        await reindex(connection)


async def reindex(connection: AsyncConnection) -> None:
    """Index all topics and facts anew, in the caller's transaction."""
    await index.clear(connection)
    for row in (await connection.execute(select(tables.topic))).all():
        topic = Topic.stored({"key": row.key, "title": row.title, "aliases": row.aliases})
        await index.name_topic(connection, row.id, topic, row.server)
    rows, last = tables.fact, 0
    while True:
        numbers = select(rows.c.id).where(rows.c.id > last, rows.c.status != "draft").order_by(rows.c.id).limit(BATCH)
        facts = await fact_mapper.select_facts(connection, rows.c.id.in_(numbers))
        if not facts:
            return
        for server in dict.fromkeys(fact.server for fact in facts):
            numbered = {fact.number: fact for fact in facts if fact.server == server}
            await index.index_facts(connection, numbered, server or tables.SHARED)
        last = facts[-1].number


async def assert_guarded(database: Database) -> None:
    """Raise DatabaseUnusable where a trigger or a citation is missing, or a fact is of a kind that no record has."""
    async with database.reading() as connection:
        missing = await connection.run_sync(database.backend.triggers.missing)
        cited = exists().where(tables.citation.c.fact_id == tables.fact.c.id)
        uncited = await connection.scalar(select(func.count()).where(tables.fact.c.status != "draft", ~cited))
        others = tables.kind.c.name.not_in(KINDS), exists().where(tables.fact.c.kind == tables.kind.c.name)
        unknown = (
            await connection.scalars(select(tables.kind.c.name).where(*others).order_by(tables.kind.c.name))
        ).all()
    if unknown:
        raise DatabaseUnusable(
            f"The database {database.name} holds facts of a kind that this Footnote does not know "
            f"({', '.join(unknown)}): start the version that wrote them."
        )
    if missing or uncited:
        what = f"lacks the triggers {', '.join(missing)}" if missing else f"holds {uncited} facts without a citation"
        raise DatabaseUnusable(
            f"The database {database.name} {what}, so that its facts are not safe: restore it from a backup, "
            "or run `footnote doctor --repair`."
        )


async def state(database: Database) -> str:
    """Return `current`, `older` (to be migrated), `empty`, `newer` (than this program) or `foreign`."""
    async with database.reading() as connection:
        return await connection.run_sync(_state)


def _state(connection: Connection) -> str:
    names = inspect(connection).get_table_names()
    if names and "alembic_version" not in names:
        return "foreign"
    if not names:
        return "empty"
    recorded = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if recorded == revisions()[-1]:
        return "current"
    return "older" if recorded is None or recorded in revisions() else "newer"


def _differences(connection: Connection, database: Database) -> list[str]:
    """Return where the columns and indexes are not those that the program expects."""
    expected = {(table.name, column.name) for table in tables.metadata.tables.values() for column in table.columns}
    # FTS5 hides the column by which its rows are known.
    expected |= {(table.name, name) for table, names in tables.FULL_TEXT.items() for name in names if name != "rowid"}
    owners = {owner for owner, _ in expected}
    found = {(owner, name) for owner, name in database.backend.schema.columns(connection) if owner in owners}
    indexes = {str(index.name) for table in tables.metadata.tables.values() for index in table.indexes}
    indexes -= database.backend.schema.indexes(connection)
    return [
        *(f"no column {owner}.{name}" for owner, name in sorted(expected - found)),
        *(f"a column {owner}.{name} that is unknown" for owner, name in sorted(found - expected)),
        *(f"no index {name}" for name in sorted(indexes)),
    ]
