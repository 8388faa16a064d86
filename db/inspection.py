"""The inspection of a store: what is damaged in it, in words, and the repair of what facts and ledger can mend.

It looks at a copy, in which migrations can be rehearsed and the index made anew, while others use the store itself.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db import backup, fact_mapper, passage_index, tables, upgrade
from db.dates.bounds import calendar_bounds
from db.engine import Database, file_of
from db.errors import DatabaseUnusable
from db.ledger import proof
from db.records import Fact
from db.sqlite import schema, triggers
from db.sqlite.file import DRIVER

State = Literal["sound", "unknown", "wrong"]
NAMED = 3  # things of a kind that one sentence names
# The tables that are made from facts and topics, and the columns that say something of them; ids are made anew.
_INDEX = {
    "name": "folded, shown, topic_id, fact_id, server, kind",
    "turned_name": "kind, server, folded, (SELECT coalesce(topic_id, -fact_id) FROM name WHERE id = name_id)",
    "word": "server, word, stem, sound, facts",
    "fact_search": f"rowid, words, {', '.join(tables.SEARCHED)}",
    "index_version": "version",
    "fact_topic": "fact_id, topic_id, position, server, kind",
    "fact": "id, first_day, last_day",
}
_FULL_TEXT = ("fact_search", "passage_search")
_BEFORE = "CREATE TEMP TABLE before_{table} AS SELECT {columns} FROM {table}"
_DIFFERING = (
    "SELECT EXISTS (SELECT * FROM before_{table} EXCEPT SELECT {columns} FROM {table})"
    " OR EXISTS (SELECT {columns} FROM {table} EXCEPT SELECT * FROM before_{table})"
)
_MARKS = {"sound": "✓", "unknown": "–", "wrong": "✗"}


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at; `wrong` keeps Footnote from working as it should, `unknown` could not be looked at."""

    subject: str
    message: str
    state: State = "sound"

    @property
    def wrong(self) -> bool:
        return self.state == "wrong"

    def __str__(self) -> str:
        return f"{_MARKS[self.state]} {self.subject}: {self.message}"


async def inspect(database: Database) -> AsyncIterator[Diagnosis]:
    """Yield what is found of the store, changing nothing."""
    if not await database.exists():
        there = file_of(database).path.absolute().parent.is_dir()
        how = "is not there yet; the first start makes it" if there else "cannot be made: its folder is not there"
        yield Diagnosis("database", f"{database.name} {how}", "sound" if there else "wrong")
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "copy.db"
        try:
            await backup.back_up(database, file)
        except DatabaseUnusable as problem:
            yield Diagnosis("database", str(problem), "wrong")
            return
        copy = Database(f"{DRIVER}:///{file}", called=database.name)
        try:
            async for diagnosis in _inspect(copy, file):
                yield diagnosis
        finally:
            await copy.dispose()
    yield _access(database)


async def _inspect(copy: Database, file: Path) -> AsyncIterator[Diagnosis]:
    damage = _damage(file)
    if damage:
        yield Diagnosis("file", f"SQLite finds {copy.name} damaged: {_some(damage)}", "wrong")
    else:
        yield Diagnosis("file", "SQLite finds it whole, and every reference leads somewhere")
    try:
        state = await upgrade.state(copy)
        await upgrade.upgrade(copy, rehearsed=True)
    except DatabaseUnusable as problem:
        yield Diagnosis("database", str(problem), "wrong")
        return
    except Exception:  # whatever damage does is told, and not thrown
        yield _unseen("migrations", copy)
        return
    older = state in ("older", "empty")
    yield Diagnosis("migrations", "older than this program; the next start migrates it" if older else "up to date")
    for subject, look in (
        ("schema", _schema),
        ("triggers", _guards),
        ("ledger", _ledger),
        # Before the index: to make that anew empties this one, which the next start fills.
        ("passage index", _passages),
        ("index", _index),
        ("database", _count),
    ):
        try:
            yield await look(copy)
        except DatabaseUnusable as problem:
            yield Diagnosis(subject, str(problem), "wrong")
        except Exception:  # whatever damage does is told, and not thrown
            yield _unseen(subject, copy)


def _unseen(subject: str, copy: Database) -> Diagnosis:
    return Diagnosis(subject, f"cannot be looked at in {copy.name}, for what is damaged there", "wrong")


def _damage(file: Path) -> list[str]:
    """Return what SQLite itself finds wrong."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
            search = "SELECT name FROM sqlite_master WHERE name = 'fact_search'"
            if connection.execute(search).fetchone():
                connection.execute("INSERT INTO fact_search (fact_search) VALUES ('integrity-check')")
    except sqlite3.Error as error:
        return [str(error)]
    except UnicodeDecodeError:
        return ["it holds text that is none"]
    return [line for line in found if line != "ok"] + [f"row {row[1]} of {row[0]} points to nothing" for row in lost]


async def _schema(copy: Database) -> Diagnosis:
    async with copy.reading() as connection:
        found = await connection.run_sync(schema.objects)
    expected = schema.expected()
    differing = [*_differing(found, expected)]
    if differing:
        return Diagnosis("schema", f"not as the migrations make it: {_some(differing)}", "wrong")
    return Diagnosis("schema", "as the migrations make it")


def _differing(found: dict[tuple[str, str], str], expected: dict[tuple[str, str], str]) -> Iterator[str]:
    for thing in sorted(found.keys() | expected.keys()):
        kind, name = thing
        if kind == "trigger" and name in triggers.TRIGGERS:
            continue
        if thing not in found:
            yield f"no {kind} {name}"
        elif thing not in expected:
            yield f"a {kind} {name} that is unknown"
        elif found[thing] != expected[thing]:
            yield f"another {kind} {name}"


async def _guards(copy: Database) -> Diagnosis:
    await upgrade.assert_guarded(copy)
    return Diagnosis("triggers", f"all {len(triggers.TRIGGERS)} are there, and every fact has a citation")


async def _ledger(copy: Database) -> Diagnosis:
    async with copy.reading() as connection:
        found = await proof.prove(connection)
    if not found.sound:
        return Diagnosis("ledger", " ".join(found.problems), "wrong")
    head = found.newest.number if found.newest else 0
    return Diagnosis("ledger", f"whole to revision {head}, and every record is as its last revision left it")


async def _index(copy: Database) -> Diagnosis:
    async with copy.writing() as connection:
        differing = await _made_anew(connection)
    if differing:
        return Diagnosis("index", f"not what the facts make of it: {_some(differing)}; see --repair", "wrong")
    return Diagnosis("index", "what the facts make of it")


async def _passages(copy: Database) -> Diagnosis:
    if damage := await passage_index.damage(copy):
        return Diagnosis("passage index", f"{damage}; `footnote doctor --repair` indexes them anew", "wrong")
    return Diagnosis("passage index", "what the documents make of it")


async def _made_anew(connection: AsyncConnection) -> list[str]:
    """Make the index anew and return the tables in which it differs from the one before."""
    for table, columns in _INDEX.items():
        await connection.execute(text(_BEFORE.format(table=table, columns=columns)))
    await index_anew(connection)
    return [
        table
        for table, columns in _INDEX.items()
        if await connection.scalar(text(_DIFFERING.format(table=table, columns=columns)))
    ]


async def index_anew(connection: AsyncConnection) -> None:
    """Make all anew that is made from facts and topics."""
    await upgrade.reindex(connection)
    rows = tables.fact
    for fact in (await connection.execute(select(rows.c.id, rows.c.when, rows.c.first_day, rows.c.last_day))).all():
        try:
            days = calendar_bounds(fact.when) if fact.when else (None, None)
        except ValueError:
            # An earlier version took it for a date, and gave it these days.
            continue
        if days != (fact.first_day, fact.last_day):
            first, last = days
            await connection.execute(rows.update().where(rows.c.id == fact.id).values(first_day=first, last_day=last))


async def _count(copy: Database) -> Diagnosis:
    async with copy.reading() as connection:
        count = await connection.scalar(select(func.count()).where(tables.fact.c.status != "draft"))
    return Diagnosis("database", f"{copy.name} holds {count} facts")


def _access(database: Database) -> Diagnosis:
    """Say whether the store itself, of which a copy was looked at, can be written."""
    try:
        with closing(file_of(database).connect()) as connection:
            connection.execute("PRAGMA busy_timeout = 1000")
            connection.execute("BEGIN IMMEDIATE")
            # It takes a write to be told that there may be none.
            connection.execute("PRAGMA user_version = 1")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return Diagnosis("access", "another program is writing to it now", "unknown")
        message = f"{database.name} is read-only: allow writing to the file and to its folder."
        return Diagnosis("access", message, "wrong")
    except sqlite3.DatabaseError as error:
        return Diagnosis("access", f"{database.name} cannot be written: {error}", "wrong")
    return Diagnosis("access", "it can be written")


def _some(things: Sequence[str]) -> str:
    more = f", and {len(things) - NAMED} more" if len(things) > NAMED else ""
    return ", ".join(things[:NAMED]) + more


async def repair(database: Database) -> AsyncIterator[Diagnosis]:
    """Mend what facts and ledger can mend, in one transaction; a backup is made before.

    Triggers, indexes and all that is made from facts are made anew. Facts, sources and topics that are not as their
    last revision left them are put back, where the ledger is whole.
    """
    if await upgrade.state(database) != "current":
        yield Diagnosis("repair", "only a store of this version is mended: start Footnote once", "wrong")
        return
    kept = Path(f"{file_of(database).path}.{datetime.now(UTC):%Y%m%dT%H%M%S}.before-repair")
    await backup.back_up(database, kept)
    yield Diagnosis("repair", f"{kept} is a backup of what was there")
    try:
        async with database.writing() as connection:
            await connection.execute(text("REINDEX"))
            # What is damaged in it may keep it from being emptied.
            for search in _FULL_TEXT:
                await connection.execute(text(f"DROP TABLE IF EXISTS {search}"))
            missing = await connection.run_sync(triggers.missing)
            await connection.run_sync(triggers.install)
            made = await connection.run_sync(_lacking)
            found = await proof.prove(connection)
            whole = not (found.broken or found.cut)
            back = [name async for name in _put_back(connection)] if whole else []
            await index_anew(connection)
            left = (await proof.prove(connection)).problems
    except DBAPIError as error:
        yield Diagnosis("repair", f"nothing could be mended, and nothing was changed: {error.orig}", "wrong")
        return
    yield Diagnosis("triggers", f"made anew: {', '.join(missing) or 'none was missing'}")
    if made:
        yield Diagnosis("schema", f"made anew: {', '.join(made)}")
    if back:
        yield Diagnosis("ledger", f"put back as their last revision left them: {_some(back)}")
    yield Diagnosis("index", "made anew")
    for problem in left:
        yield Diagnosis("ledger", f"{problem} Nothing here can mend that: `footnote restore` takes a backup.", "wrong")


def _lacking(connection: Connection) -> list[str]:
    """Make the indexes and the tables of the index that are not there; return what was made."""
    found, expected = schema.objects(connection), schema.expected()
    made = []
    for (kind, name), sql in expected.items():
        mendable = kind == "index" or (kind == "table" and name in (*_INDEX, *_FULL_TEXT))
        if mendable and (kind, name) not in found and sql:
            connection.execute(text(sql))
            made.append(f"{kind} {name}")
    return made


async def _put_back(connection: AsyncConnection) -> AsyncIterator[str]:
    """Put back the facts, sources and topics that are not as their last revision left them; yield their names."""
    for table, subject in ((tables.source, "source"), (tables.topic, "topic")):
        for key, server in [found async for found in proof.strayed_records(connection, table, subject)]:
            after = await _last(connection, subject, tables.revision.c.key == key, tables.revision.c.server == server)
            record = {"record": after.after} if subject == "source" else after.after
            here = (table.c.key == key) & (table.c.server == server)
            if (await connection.execute(table.update().where(here).values(record))).rowcount == 0:
                await connection.execute(table.insert().values(server=server, **{"key": key, **record}))
            yield f"{subject} {key}"
    for number in [found async for found in proof.strayed_facts(connection)]:
        last = await _last(connection, "fact", tables.revision.c.fact_id == number)
        if last is None:
            continue
        fact = Fact.model_validate(last.after)
        sources = await _ids(connection, tables.source, [cited.source for cited in fact.citations], last.server)
        topics = await _ids(connection, tables.topic, fact.topics, last.server)
        there = await connection.scalar(select(tables.fact.c.id).where(tables.fact.c.id == number))
        if there is None:
            await fact_mapper.draft(connection, fact, last.server, sources, topics, number)
        await fact_mapper.update(connection, number, last.number, fact, sources, topics)
        yield f"F{number}"


async def _last(connection: AsyncConnection, subject: str, *conditions: Any) -> Any:
    rows = tables.revision
    query = select(rows).where(rows.c.subject == subject, *conditions).order_by(rows.c.id.desc()).limit(1)
    return (await connection.execute(query)).one_or_none()


async def _ids(connection: AsyncConnection, table: Any, keys: Sequence[str], server: int) -> dict[str, int]:
    """Return the ids of sources or topics that a server may use: its own, else the shared ones."""
    here = (table.c.key.in_(keys), table.c.server.in_((tables.SHARED, server)))
    rows = await connection.execute(select(table.c.key, table.c.id).where(*here).order_by(table.c.server))
    return {row.key: int(row.id) for row in rows}
