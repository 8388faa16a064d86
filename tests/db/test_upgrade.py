"""A database is brought to this version's tables, or refused in a sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot import app
from bot.app import Services
from bot.settings import Settings
from db import upgrade
from db.engine import Database
from db.errors import DatabaseUnusable
from db.kinds import Person
from db.migrations import history
from db.sqlite.triggers import TRIGGERS
from db.tables import metadata
from tests.conftest import Dump


@pytest.fixture
def file(url: str) -> Path:
    return Path(url.removeprefix("sqlite+aiosqlite:///"))


@pytest.fixture
def held(opened: Services, file: Path) -> Iterator[sqlite3.Connection]:
    """A connection of another program to the seeded database."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


async def start(settings: Settings) -> str:
    """Start on the database; return why it cannot be used."""
    with pytest.raises(DatabaseUnusable) as refused:
        async with app.opened(settings):
            pass
    return str(refused.value)


def differences(connection: Connection) -> list[object]:
    def ours(_: object, name: str | None, *__: object) -> bool:
        # The tables of full text are made by hand, and an index of questions is one of their hashes on PostgreSQL.
        return not (name or "").startswith(("fact_search", "passage_search", "ix_fact_search", "uq_gap_server_words"))

    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, metadata))


@pytest.mark.parametrize(("dialect", "first"), [("sqlite", "0001"), ("postgresql", "0016")])
def test_the_newest_revision_is_alembics_head(dialect: str, first: str) -> None:
    config = Config()
    for option, value in history.options(dialect).items():
        config.set_main_option(option, value)
    script = ScriptDirectory.from_config(config)
    assert [script.get_current_head()] == history.revisions()[-1:]
    found = sorted(found.revision for found in script.walk_revisions())
    assert found == [revision for revision in history.revisions() if revision >= first]


async def test_the_migrations_make_the_tables_that_the_program_expects(opened: Services, url: str) -> None:
    database = Database(url)
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []
    await database.dispose()


async def test_the_first_start_makes_the_database_and_the_second_leaves_it(settings: Settings, url: str) -> None:
    database = Database(url)
    async with app.opened(settings) as first:
        assert first.seeded
        assert first.seeded.added == 10
    assert await upgrade.state(database) == "current"
    async with app.opened(settings) as second:
        assert second.seeded is None
    await database.dispose()


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_a_database_of_a_newer_version_is_refused(held: sqlite3.Connection, settings: Settings) -> None:
    held.execute("UPDATE alembic_version SET version_num = '9999'")
    before = list(held.iterdump())
    assert "was made by a newer version of Footnote: update Footnote" in await start(settings)
    assert list(held.iterdump()) == before


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_a_database_with_facts_of_a_kind_that_is_unknown_is_refused(
    held: sqlite3.Connection, settings: Settings
) -> None:
    held.execute("INSERT INTO kind VALUES ('rumour')")
    async with app.opened(settings):
        pass
    held.execute("DROP TRIGGER fact_says_what_its_revision_says")
    held.execute("UPDATE fact SET kind = 'rumour' WHERE id = 1")
    held.execute(TRIGGERS["fact_says_what_its_revision_says"])
    before = list(held.iterdump())
    assert "holds facts of a kind that this Footnote does not know (rumour): start the version" in await start(settings)
    assert list(held.iterdump()) == before


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_a_locked_database_is_said_so(
    held: sqlite3.Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.sqlite.file.BUSY_TIMEOUT_MS", 50)
    held.execute("UPDATE revision SET id = id WHERE 0")
    held.execute("DELETE FROM alembic_version")
    held.execute("BEGIN EXCLUSIVE")
    assert "is locked by another program: close it, or wait, and try again" in await start(settings)


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_a_read_only_database_is_said_so(
    held: sqlite3.Connection, settings: Settings, file: Path, library: Path
) -> None:
    added = (library / "fixtures" / "library.yaml").read_text("utf-8").replace("is the mayor", "is a mayor")
    (library / "fixtures" / "library.yaml").write_text(added, "utf-8")
    before = list(held.iterdump())
    # Whoever runs the tests may be root, whom the rights of a file do not bind.
    locked = f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true"
    said = await start(settings.model_copy(update={"database_url": locked}))
    assert "is read-only: allow writing to the file and to its folder" in said
    assert list(held.iterdump()) == before


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_a_file_that_is_no_database_is_said_so(settings: Settings, file: Path) -> None:
    file.write_text("no database, but some words that are longer than its header is\n" * 20, "utf-8")
    before = file.read_bytes()
    assert "is not an SQLite database: point DATABASE_URL to another file" in await start(settings)
    assert file.read_bytes() == before


async def test_a_folder_that_is_not_there_is_said_so(settings: Settings, tmp_path: Path) -> None:
    missing = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{tmp_path}/none/x.db"})
    assert "cannot be opened: see that its folder is there and writable" in await start(missing)


@pytest.mark.parametrize(
    "url",
    ["", "footnote.db", "postgresql://host/x", "sqlite:///x.db", "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"],
)
def test_an_address_that_names_no_sqlite_file_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match=r"write sqlite\+aiosqlite:///footnote\.db"):
        Database(url)


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_a_database_with_other_tables_is_left_alone(settings: Settings, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE fact (mine TEXT)")
        connection.execute("INSERT INTO fact VALUES ('kept')")
        connection.commit()
    assert "holds tables of another program: point DATABASE_URL to another one" in await start(settings)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT mine FROM fact").fetchall() == [("kept",)]
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_every_connection_holds_to_references_and_triggers_and_writes_to_the_disk(
    opened: Services, url: str
) -> None:
    database = Database(url)
    async with database.reading() as connection:
        assert (await connection.scalar(text("PRAGMA foreign_keys"))) == 1
        assert (await connection.scalar(text("PRAGMA recursive_triggers"))) == 1
        full = 2
        assert (await connection.scalar(text("PRAGMA synchronous"))) == full
    await database.dispose()


@pytest.mark.sqlite("is about the file, which it opens past our code")
async def test_an_index_of_another_tokenizer_is_made_anew(opened: Services, settings: Settings, dump: Dump) -> None:
    def searched() -> list[str]:
        return sorted(line for line in dump() if line.startswith('INSERT INTO "word"'))

    before = searched()
    with closing(sqlite3.connect(dump.file)) as connection:
        for table in ("name", "turned_name", "fact_search", "word", "index_version"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO index_version VALUES (0)")
        connection.commit()
    assert searched() == []
    async with app.opened(settings) as again:
        assert await again.store.names(Person.KIND)
    assert searched() == before
