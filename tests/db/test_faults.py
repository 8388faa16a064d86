"""Faults while the bot runs: a file that goes, a full disk, a lock: a sentence, nothing half written, nothing lost."""

import asyncio
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy

from bot import app
from bot.app import Services
from bot.settings import Settings
from db.engine import Database
from tests.conftest import Attached, Dump, Say, text

pytestmark = pytest.mark.sqlite("takes the file away, locks it or fills its disk")

ADD = "!source add pier-2031 title: A pier text: The pier is new."
UNUSABLE = "The store cannot be used right now; whoever runs this bot finds why in the log."


def deleted(file: Path) -> None:
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()


def moved(file: Path) -> None:
    file.rename(file.with_name("elsewhere.db"))


def replaced(file: Path) -> None:
    shutil.copy(file, file.with_name("other.db"))
    file.with_name("other.db").replace(file)


@pytest.mark.parametrize("fault", [deleted, moved, replaced])
async def test_no_change_is_acknowledged_that_would_be_lost(
    opened: Services, say: Say, dump: Dump, caplog: pytest.LogCaptureFixture, fault: Callable[[Path], None]
) -> None:
    assert (await say(ADD.replace("pier", "quay"))).status == "done"
    fault(dump.file)
    refused = await say(ADD)
    assert (refused.status, text(refused)) == ("error", UNUSABLE)
    assert "was moved, deleted or replaced while Footnote was at work: nothing was written" in caplog.text
    assert text(await say("!gaps")), "what is read goes on"
    if dump.file.exists():
        assert not any("pier-2031" in line for line in dump())


async def test_a_file_that_is_back_is_written_again(say: Say, dump: Dump) -> None:
    moved(dump.file)
    assert (await say(ADD)).status == "error"
    dump.file.with_name("elsewhere.db").rename(dump.file)
    assert (await say(ADD)).status == "done"


async def test_a_full_disk_takes_nothing_and_breaks_nothing(
    opened: Services, say: Say, dump: Dump, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(dump.file)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    before = dump()
    # What SQLite answers on a disk without room, of which a test has none.
    async with opened.ledger._database.writing() as connection:  # noqa: SLF001 - each connection has its own limit
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    full = await say("!source add pier-2031 title: A pier", attachments=[Attached("pier.txt", b"It is long. " * 9000)])
    assert (full.status, text(full)) == ("error", UNUSABLE)
    assert "There is no room left on the disk" in caplog.text
    assert dump() == before
    assert (await opened.ledger.prove()).sound


async def test_a_store_that_is_locked_for_long_refuses_in_a_sentence(
    opened: Services, say: Say, dump: Dump, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("db.sqlite.file.BUSY_TIMEOUT_MS", 50)
    async with app.opened(settings) as other, other.console() as terminal:
        with closing(sqlite3.connect(dump.file, isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            assert text(await terminal.say(ADD)) == UNUSABLE
            assert (await terminal.say("!topics")).status == "answered", "who reads waits for nobody"
        assert (await terminal.say(ADD)).status == "done"


async def test_a_new_file_that_another_program_writes_to_is_waited_for(url: str, dump: Dump) -> None:
    database = Database(url)
    with closing(sqlite3.connect(dump.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.3, other.execute, "ROLLBACK")
        async with database.reading() as connection:
            assert await connection.scalar(sqlalchemy.text("PRAGMA journal_mode")) == "wal"
    await database.dispose()


async def test_whoever_is_to_write_has_the_turn_before_they_read(opened: Services, dump: Dump) -> None:
    # One who reads first and then writes would fail at once where another has written meanwhile.
    async with opened.ledger._database.writing() as connection:  # noqa: SLF001 - every command writes as it begins
        await connection.exec_driver_sql("SELECT count(*) FROM fact")
        with closing(sqlite3.connect(dump.file, timeout=0, isolation_level=None)) as other:
            with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                other.execute("BEGIN IMMEDIATE")
            assert other.execute("SELECT count(*) FROM fact").fetchone() == (10,), "who reads waits for nobody"


@pytest.mark.skipif(os.name == "nt", reason="rights of files are others there")
@pytest.mark.parametrize("address", ["{}", "{}?timeout=5", "file:{}?uri=true"])
async def test_the_files_of_a_store_are_readable_by_their_owner_alone(
    settings: Settings, dump: Dump, address: str
) -> None:
    settings = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{address.format(dump.file)}"})
    async with app.opened(settings) as opened, opened.console() as terminal:
        assert (await terminal.say(ADD)).status == "done"
        files = [*dump.file.parent.glob("footnote.db*")]
        assert {file.name for file in files} >= {"footnote.db", "footnote.db-wal", "footnote.db-shm"}
        for file in files:
            if not file.name.endswith("-since"):
                assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
