"""PostgreSQL: raw SQL that tries to rewrite the store is refused, the tables are those of SQLite, and what keeps the
server from being used is said in a sentence."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError

from bot import app
from bot.settings import Settings
from db.draft_store import DraftStore
from db.engine import Database
from db.errors import DatabaseUnusable
from db.postgresql import triggers
from db.runtime_state import RuntimeState
from db.search import Search
from db.store import Store
from tests.db.test_triggers import AS_DRAFTED, REFUSED, appended
from tests.postgresql import Cluster

_DRAFTED = REFUSED["publish without a citation"][0]
_PUBLISHED = "UPDATE fact SET status = 'published', revision = 2 WHERE id = 99"
_CITED = f"SELECT 1, 0, 1, 1, '{'0' * 64}'"


def revise(fact: int, after: str, **changed: str) -> str:
    """Return the statement that appends a revision that says this of the fact."""
    inserted = appended(fact, after, "timestamp '2031-01-01 00:00:00'", **changed)
    return f"INSERT INTO {inserted}"


def said(fact: int, edit: str) -> str:
    last = f"(SELECT after FROM revision WHERE fact_id = {fact} ORDER BY id DESC LIMIT 1)"
    return f"({last}::jsonb || '{edit}')::json"


# What SQLite alone has words for is left out: to replace a row, and to set a member of an object.
_SAME = {
    name: [statement.replace("id, fact_id, position", "fact_id, position") for statement in statements]
    for name, statements in REFUSED.items()
    if not any("REPLACE" in statement or "json_" in statement for statement in statements)
}
_OWN = {
    "publish without a citation what the ledger has": [
        _DRAFTED,
        revise(
            99,
            "json_build"
            + AS_DRAFTED.removeprefix("json").replace("json('{}')", "'{}'::json").replace("json('[]')", "'[]'::json"),
        ),
        _PUBLISHED,
    ],
    "change a figure": ["UPDATE fact SET payload = (payload::jsonb || '{\"n\": 9}')::json WHERE id = 1"],
    "say less than the ledger": [
        revise(1, said(1, '{"text": "New."}')),
        "UPDATE fact SET text = 'Newer.', revision = 2 WHERE id = 1",
    ],
    "cite what the ledger does not have": [
        f"INSERT INTO citation (fact_id, position, source_id, paragraph, fingerprint) {_CITED}"
    ],
    "make up a kind": [
        revise(1, said(1, '{"kind": "rumour"}')),
        "UPDATE fact SET kind = 'rumour', revision = 2 WHERE id = 1",
    ],
    "leave out a revision": [revise(1, said(1, '{"x": 1}'), id="head.number + 2")],
    "begin another history": [revise(1, said(1, '{"x": 1}'), previous_hash=f"'{'0' * 63}1'")],
    "forge the head of what was appended": [
        revise(1, said(1, '{"x": 1}')),
        "UPDATE head SET number = (SELECT max(id) FROM revision), hash = 'x'",
    ],
    "revise in another's name": [revise(1, said(1, '{"x": 1}'), key="'fish-market-closed'")],
    "upsert a fact": [
        _DRAFTED.replace("'bare'", "'night-ferry-poll'")
        + " ON CONFLICT (server, key) DO UPDATE SET text = excluded.text"
    ],
    "hide a server's own fact": [
        _DRAFTED.replace("(99, 0,", "(99, 7,"),
        "INSERT INTO hidden (server, fact_id) VALUES (7, 99)",
    ],
    "delete what nothing points to": [_DRAFTED, "DELETE FROM fact WHERE id = 99"],
    "delete a source that nothing cites": [
        "INSERT INTO source (id, server, key, record) VALUES (99, 0, 'x', '{}')",
        "DELETE FROM source WHERE id = 99",
    ],
    **{
        f"empty {table}": [f"TRUNCATE {table} CASCADE"]
        for table in ("citation", "document", "fact", "head", "revision", "source")
    },
}
FORBIDDEN = {**_SAME, **_OWN}


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """The address of a database with the small library."""
    with cluster.database(seeded=True) as url:
        yield url


@pytest.fixture
def settings(url: str) -> Settings:
    return Settings(_env_file=None, database_url=url)


@pytest.fixture
def raw(url: str) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """A connection past our code."""
    address = make_url(url)
    with psycopg.connect(host=str(address.query["host"]), user=address.username, dbname=address.database) as connection:
        yield connection


def refuses(raw: "psycopg.Connection[tuple[Any, ...]]", statements: list[str]) -> bool:
    """Say whether the last of the statements or the end of the transaction refuses them, and take all back."""
    try:
        for number, statement in enumerate(statements, 1):
            try:
                raw.execute(statement.encode())
            except psycopg.errors.IntegrityError:
                assert number == len(statements), "only the last is forbidden"
                return True
        raw.execute(b"SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.errors.IntegrityError:
        return True
    finally:
        raw.rollback()
    return False


@pytest.mark.parametrize("statements", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_raw_sql_is_refused(raw: "psycopg.Connection[tuple[Any, ...]]", statements: list[str]) -> None:
    assert refuses(raw, statements)


def test_each_trigger_is_what_refuses_something(raw: "psycopg.Connection[tuple[Any, ...]]") -> None:
    idle = []
    for name, trigger in triggers.TRIGGERS.items():
        table = trigger.split(" ON ")[1].split()[0]
        off = f"ALTER TABLE {table} DISABLE TRIGGER {name}"
        if all(refuses(raw, [off, *statements]) for statements in FORBIDDEN.values()):
            idle.append(name)
    # Whoever empties these empties what points to them, which is refused there.
    assert idle == ["fact_is_not_truncated", "source_is_not_truncated"]


def test_a_second_citation_may_go_and_the_last_one_only_for_another(
    raw: "psycopg.Connection[tuple[Any, ...]]",
) -> None:
    assert not refuses(raw, ["DELETE FROM citation WHERE fact_id = 2 AND position = 0"])
    assert refuses(raw, ["DELETE FROM citation WHERE fact_id = 2"])


def test_two_transactions_do_not_take_a_citation_each(url: str) -> None:
    address = make_url(url)
    where = {"host": str(address.query["host"]), "user": address.username, "dbname": address.database}
    with psycopg.connect(**where) as first, psycopg.connect(**where) as second:  # type: ignore[arg-type]  # all are given
        first.execute("DELETE FROM citation WHERE fact_id = 2 AND position = 0")
        second.execute("DELETE FROM citation WHERE fact_id = 2 AND position = 1")
        first.commit()
        with pytest.raises(psycopg.errors.IntegrityError, match="a fact needs a citation"):
            second.commit()
        second.rollback()


def test_two_transactions_that_end_at_once_do_not_take_a_citation_each(url: str) -> None:
    address = make_url(url)
    where = {"host": str(address.query["host"]), "user": address.username, "dbname": address.database}
    with psycopg.connect(**where) as first, psycopg.connect(**where) as second:  # type: ignore[arg-type]  # all are given
        first.execute("DELETE FROM citation WHERE fact_id = 2 AND position = 0")
        first.execute("SET CONSTRAINTS ALL IMMEDIATE")
        second.execute("SET lock_timeout = 200")
        second.execute("DELETE FROM citation WHERE fact_id = 2 AND position = 1")
        # Neither sees yet what the other has done, so that one has to wait for the other.
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute("SET CONSTRAINTS ALL IMMEDIATE")
        second.rollback()
        first.rollback()


def test_a_table_of_the_same_name_does_not_stand_in_for_ours(raw: "psycopg.Connection[tuple[Any, ...]]") -> None:
    assert refuses(
        raw,
        [
            "CREATE TEMP TABLE citation AS SELECT * FROM public.citation",
            "DELETE FROM public.citation WHERE fact_id = 1",
        ],
    )


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TRIGGER last_citation_stays ON citation",
        "ALTER TABLE fact DISABLE TRIGGER fact_stays_itself",
        "CREATE OR REPLACE FUNCTION head_goes_forward() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
async def test_the_bot_does_not_start_without_its_triggers(
    raw: "psycopg.Connection[tuple[Any, ...]]", settings: Settings, damage: str
) -> None:
    raw.execute(damage.encode())
    raw.commit()
    with pytest.raises(DatabaseUnusable, match="lacks the triggers"):
        async with app.opened(settings):
            pass


def shape(connection: Connection, table: str) -> dict[str, object]:
    """Return what both databases are to have alike of a table."""
    found = inspect(connection)
    return {
        "columns": {column["name"]: bool(column["nullable"]) for column in found.get_columns(table)},
        "key": found.get_pk_constraint(table)["constrained_columns"],
        "unique": {(one["name"], *one["column_names"]) for one in found.get_unique_constraints(table)},
        "checks": {one["name"] for one in found.get_check_constraints(table)},
        "foreign": {
            (*one["constrained_columns"], one["referred_table"], *one["referred_columns"])
            for one in found.get_foreign_keys(table)
        },
        "indexes": {
            (one["name"], bool(one["unique"])) for one in found.get_indexes(table) if "duplicates_constraint" not in one
        },
    }


async def test_the_tables_are_those_of_a_store_on_sqlite(raw: object, url: str, seeded: Any) -> None:
    shapes = []
    for address in (url, f"sqlite:///{seeded}"):
        engine = create_engine(address)
        with engine.connect() as connection:
            names = [name for name in inspect(connection).get_table_names() if "_search" not in name]
            shapes.append({name: shape(connection, name) for name in sorted(names)})
        engine.dispose()
    server, file = shapes
    assert server.keys() == file.keys()
    for name, there in server.items():
        assert there == file[name], name


async def unusable(url: str) -> str:
    with pytest.raises(DatabaseUnusable) as refused:
        async with app.opened(Settings(_env_file=None, database_url=url)):
            pass
    return str(refused.value)


async def test_a_server_that_is_not_there_is_said_so() -> None:
    said = await unusable("postgresql+psycopg://footnote@127.0.0.1:9/store")
    assert said == (
        "The database store at 127.0.0.1 cannot be reached: see that its server runs, and that DATABASE_URL names it."
    )


async def test_a_database_that_is_not_there_is_said_so(cluster: Cluster) -> None:
    said = await unusable(cluster.url("nowhere"))
    assert said.startswith("There is no database nowhere at ")
    assert said.endswith("make it with `createdb`, or correct DATABASE_URL.")


async def test_a_user_who_is_not_let_in_is_said_so(cluster: Cluster) -> None:
    said = await unusable(cluster.url("postgres").replace("postgres@", "nobody@"))
    assert "does not let this user in: correct user and password in DATABASE_URL" in said


async def test_a_password_stands_in_no_sentence() -> None:
    assert "secret" not in await unusable("postgresql+psycopg://footnote:secret@127.0.0.1:9/store")


async def test_what_holds_a_nul_is_looked_up(settings: Settings) -> None:
    async with app.opened(settings) as opened:
        assert await opened.store.source("harbour-2031\0", None)
        assert await opened.store.source("har\0bor", None) is None


async def test_what_people_write_stands_in_no_error(url: str) -> None:
    database = Database(url)
    with pytest.raises(DBAPIError) as error:
        async with database.reading() as connection:
            await connection.execute(text("SELECT :words FROM nowhere"), {"words": "walrus"})
    await database.dispose()
    assert "nowhere" in str(error.value)
    assert "walrus" not in str(error.value)


async def test_tables_of_another_program_are_left_alone(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id integer)")
    engine.dispose()
    assert "holds tables of another program" in await unusable(postgresql_url)


async def test_a_store_that_may_only_be_read_is_said_so(raw: Any, settings: Settings, url: str) -> None:
    raw.execute(f'ALTER DATABASE "{make_url(url).database}" SET default_transaction_read_only = on'.encode())
    raw.commit()
    database = Database(url)
    with pytest.raises(DatabaseUnusable, match="is read-only, as a replica is"):
        async with database.writing() as connection:
            await connection.exec_driver_sql("DELETE FROM greeted")
    await database.dispose()


@asynccontextmanager
async def two(url: str) -> AsyncIterator[tuple[Database, Database]]:
    """Give the database as two processes have it."""
    first, second = Database(url), Database(url)
    yield first, second
    await first.dispose()
    await second.dispose()


async def test_a_writer_waits_for_the_one_before_and_not_for_ever(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.postgresql.server.LOCK_TIMEOUT_MS", 50)
    # Without the program's own bound this one ends it.
    async with two(url) as (first, second), asyncio.timeout(10), first.writing():
        with pytest.raises(DatabaseUnusable, match="is locked by another program"):
            async with second.writing():
                pass
        async with second.reading() as connection:
            await connection.exec_driver_sql("SELECT 1")


async def test_a_writer_sees_what_the_one_before_wrote(url: str) -> None:
    async def count(database: Database) -> Any:
        async with database.writing() as connection:
            return await connection.scalar(text("SELECT count(*) FROM greeted"))

    async with two(url) as (first, second), asyncio.timeout(30):
        async with first.writing() as connection:
            counting = asyncio.create_task(count(second))
            waits = "SELECT count(*) FROM pg_locks JOIN pg_database AS here ON here.oid = database"
            while not await connection.scalar(
                text(f"{waits} WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()")
            ):
                assert not counting.done(), "it did not wait"
                await asyncio.sleep(0.01)
            await connection.exec_driver_sql("INSERT INTO greeted VALUES (7)")
        assert await counting == 1


async def test_a_server_is_greeted_once_and_a_draft_kept_once(url: str) -> None:
    database = Database(url)
    state, drafts = RuntimeState(database), DraftStore(database)
    assert [await state.greet(7), await state.greet(7)] == [True, False]
    source = (await Store(database).sources())[0]
    drafted = [(1, {"text": "The ferry sails."}), (2, {"text": "The ferry sails."})]
    assert [await drafts.add(source, 7, drafted), await drafts.add(source, 7, drafted)] == [1, 0]
    await database.dispose()


async def test_plain_full_text_is_measured_on_sqlite(url: str) -> None:
    database = Database(url)
    with pytest.raises(DatabaseUnusable, match="is that of SQLite: name a library by --library"):
        await Search(database).by_text(["ferri"])
    await database.dispose()
