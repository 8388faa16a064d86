"""The inspection of a store: what is damaged in it, in words, and the repair of what facts and ledger can mend.

It looks at a copy, in which migrations can be rehearsed and the index made anew, while others use the store itself.
"""

from collections.abc import AsyncIterator, Container, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db import backup, fact_mapper, passage_index, tables, upgrade
from db.backend import Schema
from db.damage import ILLEGIBLE
from db.dates.bounds import calendar_bounds
from db.diagnosis import Diagnosis
from db.engine import Database, opening
from db.errors import DatabaseUnusable, problems
from db.ledger import proof
from db.records import Fact
from db.values import now

NAMED = 3  # things of a kind that one sentence names
# The tables that are made from facts and topics, and the columns that say something of them; ids are made anew.
_INDEX = {
    "name": "folded, shown, topic_id, fact_id, server, kind",
    "turned_name": "kind, server, folded, (SELECT coalesce(topic_id, -fact_id) FROM name WHERE id = name_id)",
    "word": "server, word, stem, sound, facts",
    "fact_search": ", ".join(tables.FULL_TEXT[tables.fact_search]),
    "index_version": "version",
    "fact_topic": "fact_id, topic_id, position, server, kind",
    "fact": "id, first_day, last_day",
}
_BEFORE = "CREATE TEMP TABLE before_{table} AS SELECT {columns} FROM {table}"
_DIFFERING = (
    "SELECT EXISTS (SELECT * FROM before_{table} EXCEPT SELECT {columns} FROM {table})"
    " OR EXISTS (SELECT {columns} FROM {table} EXCEPT SELECT * FROM before_{table})"
)


async def inspect(database: Database) -> AsyncIterator[Diagnosis]:
    """Yield what is found of the store, changing nothing."""
    try:
        if not await database.exists():
            yield database.backend.absence()
            return
        with opening(database):
            async with database.backend.copy() as url:
                copy = Database(url, called=database.name)
                try:
                    async for diagnosis in _inspect(copy):
                        yield diagnosis
                finally:
                    await copy.dispose()
            yield await database.backend.access()
    except DatabaseUnusable as problem:
        yield Diagnosis("database", str(problem), "wrong")
    except OSError as error:
        yield Diagnosis("database", f"no copy of it can be made to look at: {error.strerror}", "wrong")


async def inspect_backup(database: Database, backup: Path) -> AsyncIterator[Diagnosis]:
    """Yield what is found of a backup of the store."""
    url = database.backend.opened(backup)
    if url is None:
        damage = await database.backend.damage(backup)
        said = f"{backup} cannot be read to its end: {damage}" if damage else "it can be read to its end"
        yield Diagnosis("backup", said, "wrong" if damage else "sound")
        return
    opened = Database(url)
    try:
        async for diagnosis in inspect(opened):
            yield diagnosis
    finally:
        await opened.dispose()


async def _inspect(copy: Database) -> AsyncIterator[Diagnosis]:
    backend = copy.backend
    if damage := await backend.integrity():
        yield Diagnosis(backend.noun, f"{backend.product} finds {copy.name} damaged: {_some(damage)}", "wrong")
    else:
        yield Diagnosis(backend.noun, f"{backend.product} finds it whole, and every reference leads somewhere")
    try:
        state = await upgrade.state(copy)
        await upgrade.upgrade(copy, rehearsed=True)
    except DatabaseUnusable as problem:
        yield Diagnosis("database", str(problem), "wrong")
        return
    except Exception:  # whatever damage does is told, and not thrown
        yield _unseen("migrations", copy)
        return
    if state == "empty":
        yield Diagnosis("database", f"{copy.name} has no tables: it is no store", "wrong")
        return
    older = state == "older"
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


async def _schema(copy: Database) -> Diagnosis:
    async with copy.reading() as connection:
        found = await connection.run_sync(copy.backend.schema.objects)
        expected = await connection.run_sync(copy.backend.schema.expected)
    differing = [*_differing(found, expected, copy.backend.triggers.TRIGGERS)]
    if differing:
        return Diagnosis("schema", f"not as the migrations make it: {_some(differing)}", "wrong")
    return Diagnosis("schema", "as the migrations make it")


def _differing(
    found: dict[tuple[str, str], str], expected: dict[tuple[str, str], str], triggers: Container[str]
) -> Iterator[str]:
    for thing in sorted(found.keys() | expected.keys()):
        kind, name = thing
        if kind == "trigger" and name in triggers:
            continue
        if thing not in found:
            yield f"no {kind} {name}"
        elif thing not in expected:
            yield f"a {kind} {name} that is unknown"
        elif found[thing] != expected[thing]:
            yield f"another {kind} {name}"


async def _guards(copy: Database) -> Diagnosis:
    await upgrade.assert_guarded(copy)
    return Diagnosis("triggers", f"all {len(copy.backend.triggers.TRIGGERS)} are there, and every fact has a citation")


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
    differing = [
        table
        for table, columns in _INDEX.items()
        if await connection.scalar(text(_DIFFERING.format(table=table, columns=columns)))
    ]
    for table in _INDEX:
        await connection.execute(text(f"DROP TABLE before_{table}"))
    return differing


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
    kept = database.backend.beside(f"{now():%Y%m%dT%H%M%S%f}.before-repair")
    await backup.back_up(database, kept)
    yield Diagnosis("repair", f"{kept} is a backup of what was there")
    schema, triggers = database.backend.schema, database.backend.triggers
    try:
        async with database.writing() as connection:
            await connection.run_sync(schema.rebuild)
            missing = await connection.run_sync(triggers.missing)
            # They would keep what has strayed from going back.
            await connection.run_sync(triggers.drop)
            made = await connection.run_sync(_lacking, schema)
            found = await proof.prove(connection)
            whole = not (found.broken or found.cut)
            back = [name async for name in _put_back(connection)] if whole else []
            await index_anew(connection)
            await connection.run_sync(triggers.install)
            left = (await proof.prove(connection)).problems
    except ILLEGIBLE as error:
        said = error.orig if isinstance(error, DBAPIError) else "a row does not hold what such a row holds"
        yield Diagnosis("repair", f"nothing could be mended, and nothing was changed: {said}", "wrong")
        return
    yield Diagnosis("triggers", f"made anew: {', '.join(missing) or 'none was missing'}")
    if made:
        yield Diagnosis("schema", f"made anew: {', '.join(made)}")
    if back:
        yield Diagnosis("ledger", f"put back as their last revision left them: {_some(back)}")
    yield Diagnosis("index", "made anew")
    for problem in left:
        yield Diagnosis("ledger", f"{problem} Nothing here can mend that: `footnote restore` takes a backup.", "wrong")


def _lacking(connection: Connection, schema: Schema) -> list[str]:
    """Make the indexes and the tables of the index that are not there; return what was made."""
    found, expected = schema.objects(connection), schema.expected(connection)
    searches = [table.name for table in tables.FULL_TEXT]
    made = []
    for (kind, name), sql in expected.items():
        mendable = kind == "index" or (kind == "table" and name in (*_INDEX, *searches))
        if mendable and (kind, name) not in found and sql:
            connection.execute(text(sql))
            made.append(f"{kind} {name}")
    return made


async def _put_back(connection: AsyncConnection) -> AsyncIterator[str]:
    """Put back what is not as its last revision left it, and yield its name; what the ledger does not know stays."""
    for table, subject in ((tables.source, "source"), (tables.topic, "topic")):
        for key, server in [found async for found in proof.strayed_records(connection, table, subject)]:
            last = await _last(connection, subject, tables.revision.c.key == key, tables.revision.c.server == server)
            if last is None:
                continue
            record = {"record": last.after} if subject == "source" else last.after
            here = (table.c.key == key) & (table.c.server == server)
            if (await connection.execute(table.update().where(here).values(record))).rowcount == 0:
                await connection.execute(table.insert().values(server=server, **{"key": key, **record}))
            yield f"{subject} {key}"
    for number in [found async for found in proof.strayed_facts(connection)]:
        last = await _last(connection, "fact", tables.revision.c.fact_id == number)
        if last is None or problems(Fact, last.after):
            continue
        fact = Fact.model_validate(last.after)
        sources = await _ids(connection, tables.source, [cited.source for cited in fact.citations], last.server)
        topics = await _ids(connection, tables.topic, fact.topics, last.server)
        there = await connection.scalar(select(tables.fact.c.id).where(tables.fact.c.id == number))
        if there is None:
            await fact_mapper.draft(connection, [fact], last.server, sources, topics, [number])
        await fact_mapper.update(connection, number, last.number, fact, last.server, sources, topics)
        yield f"F{number}"
    recorded = await proof.recorded_settings(connection)
    for setting in [found async for found in proof.strayed_settings(connection)]:
        await _set(connection, setting, recorded.get(setting))
        yield str(setting)


async def _set(connection: AsyncConnection, setting: proof.Setting, after: Any) -> None:
    """Set what a server has set as the ledger has it, nothing where that has nothing."""
    match setting.subject:
        case "synonym":
            table, here = tables.synonym, tables.synonym.c.server == setting.server
            rows = [{"server": setting.server, "phrases": phrases} for phrases in (after or {"groups": []})["groups"]]
        case "server":
            table, here = tables.server, tables.server.c.id == setting.server
            rows = [{"id": setting.server, "record": after}] if after else []
        case _:
            table, fact = tables.hidden, tables.fact
            shared = select(fact.c.id).where(fact.c.key == setting.key, fact.c.server == tables.SHARED)
            numbers = (await connection.scalars(shared)).all()
            here = (table.c.server == setting.server) & table.c.fact_id.in_(
                select(fact.c.id).where(fact.c.key == setting.key)
            )
            is_hidden = bool(after and after["hidden"])
            rows = [{"server": setting.server, "fact_id": number} for number in numbers if is_hidden]
    await connection.execute(delete(table).where(here))
    if rows:
        await connection.execute(table.insert(), rows)


async def _last(connection: AsyncConnection, subject: str, *conditions: Any) -> Any:
    rows = tables.revision
    query = select(rows).where(rows.c.subject == subject, *conditions).order_by(rows.c.id.desc()).limit(1)
    return (await connection.execute(query)).one_or_none()


async def _ids(connection: AsyncConnection, table: Any, keys: Sequence[str], server: int) -> dict[str, int]:
    """Return the ids of sources or topics that a server may use: its own, else the shared ones."""
    here = (table.c.key.in_(keys), table.c.server.in_((tables.SHARED, server)))
    rows = await connection.execute(select(table.c.key, table.c.id).where(*here).order_by(table.c.server))
    return {row.key: int(row.id) for row in rows}
