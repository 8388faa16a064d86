"""`footnote backup` and `footnote restore`, and the backups that a running bot makes."""

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.cli import diagnosis
from bot.cogs.upkeep import UpkeepCog
from bot.settings import Settings
from db import backup
from db.atomic_file import PART
from db.engine import Database
from db.errors import DatabaseUnusable
from db.migrations.history import revisions
from tests.bot.cli.conftest import Footnote
from tests.conftest import Dump, Say

pytestmark = pytest.mark.sqlite("copies the file; tests/bot/cli/test_postgresql.py dumps a database")

NOON = datetime(2031, 5, 4, 12)


def rows(file: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute(query)]


def test_a_backup_is_one_sound_file_for_its_owner_alone_and_overwrites_nothing(
    footnote: Footnote, dump: Dump, tmp_path: Path
) -> None:
    footnote("ask", "!fact retract F2 reason: a slip")
    assert not [*tmp_path.glob("footnote.db.before-*")], "of a new store there is nothing to keep"
    file = tmp_path / "copy.db"
    made = footnote("backup", str(file))
    assert made.status == 0
    assert made.out.splitlines()[0] == str(file)
    assert "✓ ledger: whole to revision" in made.out
    with closing(sqlite3.connect(file)) as connection:
        assert sorted(connection.iterdump()) == sorted(dump())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]
    # https://sqlite.org/fileformat.html#file_format_version_numbers: whoever opens it makes no log beside it.
    assert file.read_bytes()[18:20] == b"\x01\x01"
    before = file.read_bytes()
    refused = footnote("backup", str(file))
    assert (refused.status, refused.err.splitlines()[-1]) == (2, f"{file} is there already: name another file.")
    assert file.read_bytes() == before
    for name, why in (
        (f"{dump.file.name}-wal", "is the name of a file that SQLite keeps beside the store"),
        ("c" * 250, "is too long a name for a store"),
    ):
        refused = footnote("backup", str(tmp_path / name))
        assert (refused.status, why in refused.err, (tmp_path / name).exists()) == (2, True, False), refused.err
    nowhere = footnote("backup", str(tmp_path / "none" / "copy.db"))
    assert (nowhere.status, "No backup can be written to" in nowhere.err) == (2, True)


def test_a_backup_of_a_damaged_store_is_made_and_said_to_be_damaged(
    footnote: Footnote, dump: Dump, tmp_path: Path
) -> None:
    footnote("ask", "!topics")
    with closing(sqlite3.connect(dump.file)) as connection:
        connection.execute("DROP TRIGGER revision_is_not_deleted")
        connection.execute("DELETE FROM revision WHERE id = 18")
        connection.commit()
    made = footnote("backup", str(tmp_path / "copy.db"))
    assert made.status == 2
    assert "✗ ledger: The newest revision is 17, and should be 18" in made.out
    assert "The backup is as damaged as the store is: `footnote doctor --repair` mends what it can." in made.err
    assert (tmp_path / "copy.db").exists(), "it is what there is"


async def test_a_backup_is_of_one_moment_while_others_write(
    opened: Services, say: Say, url: str, tmp_path: Path
) -> None:
    copies: list[Path] = []

    async def write() -> None:
        # Until some have been made meanwhile.
        number = 0
        while len(copies) < 5:
            number += 1
            await say(f"!source add log-{number} title: Log {number} text: Line {number}.")

    writing = asyncio.create_task(write())
    database = Database(url)
    while not writing.done():
        copies.append(tmp_path / f"copy-{len(copies)}.db")
        await backup.back_up(database, copies[-1])
    await database.dispose()
    for copy in copies:
        sources = rows(copy, "SELECT key FROM source WHERE key LIKE 'log-%'")
        assert rows(copy, "SELECT key FROM revision WHERE subject = 'source' AND key LIKE 'log-%'") == sources
        assert len(rows(copy, "SELECT id FROM document")) == len(sources)
        assert rows(copy, "PRAGMA integrity_check") == ["ok"]


def test_a_backup_takes_the_place_of_the_store_which_is_kept(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    footnote("ask", "!topics")
    file = tmp_path / "copy.db"
    footnote("backup", str(file))
    kept = sorted(dump())
    footnote("ask", "!fact retract F2 reason: a slip")
    changed = sorted(dump())
    restored = footnote("restore", str(file))
    assert (restored.status, restored.out.splitlines()[0]) == (0, f"{dump.file} is as {file} was.")
    assert sorted(dump()) == kept
    (aside,) = tmp_path.glob("footnote.db.*.before-restore")
    with closing(sqlite3.connect(aside)) as connection:
        assert sorted(connection.iterdump()) == changed
    assert "The town council" in footnote("ask", "!event fish market").out


def test_what_is_not_sound_or_in_use_is_not_restored(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    footnote("ask", "!topics")
    before, file = dump(), tmp_path / "copy.db"
    footnote("backup", str(file))
    damaged, empty = tmp_path / "damaged.db", tmp_path / "empty.db"
    empty.touch()
    shutil.copy(file, damaged)
    with closing(sqlite3.connect(damaged)) as connection:
        connection.execute("DROP TRIGGER revision_is_not_deleted")
        connection.execute("DELETE FROM revision WHERE id = 18")
        connection.commit()
    for wrong, said in (
        (damaged, "✗ ledger: The newest revision is 17, and should be 18"),
        (tmp_path / "none.db", "There is no file"),
        (Path(__file__), "is not an SQLite database"),
        (empty, "empty.db has no tables: it is no store"),
    ):
        refused = footnote("restore", str(wrong))
        assert (refused.status, said in refused.err) == (2, True), refused.err
        assert dump() == before
    with closing(sqlite3.connect(dump.file)) as connection:
        connection.execute("INSERT INTO lease VALUES (0, 0, 'another machine', '9999-01-01 00:00:00.000000')")
        connection.commit()
    before = dump()
    assert "A bot is at work on" in footnote("restore", str(file)).err
    assert dump() == before


def test_a_store_that_cannot_be_read_gives_way_to_a_backup(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    footnote("ask", "!topics")
    footnote("backup", str(tmp_path / "copy.db"))
    kept = sorted(dump())
    dump.file.write_bytes(b"x" * 5000)
    assert footnote("ask", "!topics").status == 2
    assert footnote("restore", str(tmp_path / "copy.db")).status == 0
    assert sorted(dump()) == kept


async def test_backups_come_as_they_are_due_and_the_oldest_go(settings: Settings, seeded: Path, tmp_path: Path) -> None:
    shutil.copy(seeded, tmp_path / "footnote.db")
    folder, at = tmp_path / "backups", NOON
    kept = settings.model_copy(update={"backup_dir": folder, "backup_every": 6.0, "backup_keep": 3})
    async with app.opened(kept, lambda: at) as opened:
        backups = opened.backups
        assert backups is not None
        for _ in range(5):
            assert backups.due
            assert (await backups.make()).exists()
            backups.rotate()
            assert not backups.due
            at += timedelta(hours=6)
        assert [path.name for path in backups.made] == [
            f"footnote-20310505T{hour}0000.db" for hour in ("00", "06", "12")
        ]
        assert backups.due
        assert not backups.late
        at += timedelta(days=1)
        assert backups.late
        at -= timedelta(days=9)
        assert backups.due, "a clock that was set back keeps nobody from a backup"
        made = await backups.make()
        backups.rotate()
        assert backups.made[-1] == made, "nor has it the newest go as the oldest"
        assert not backups.due


async def test_no_backup_goes_before_a_sound_one_is_there(
    settings: Settings, seeded: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, folder, at = Path(shutil.copy(seeded, tmp_path / "footnote.db")), tmp_path / "backups", NOON
    kept = settings.model_copy(update={"backup_dir": folder, "backup_every": 6.0, "backup_keep": 1})
    async with app.opened(kept, lambda: at) as opened:
        upkeep = UpkeepCog(opened.ledger, opened.backups, "off", opened.operator_folder)
        await upkeep.back_up()
        (sound,) = folder.iterdir()
        with closing(sqlite3.connect(store)) as connection:
            connection.execute("DROP TRIGGER revision_is_not_deleted")
            connection.execute("DELETE FROM revision WHERE id = 18")
            connection.commit()
        at += timedelta(hours=6)
        await upkeep.back_up()
        assert "is not sound: ✗ triggers:" in caplog.text
        assert sound in folder.iterdir()
        assert len([*folder.iterdir()]) == 2


async def test_two_backups_to_one_file_are_each_made_whole(opened: Services, url: str, tmp_path: Path) -> None:
    databases = [Database(url) for _ in range(4)]
    await asyncio.gather(*(backup.back_up(database, tmp_path / "copy.db") for database in databases))
    for database in databases:
        await database.dispose()
    assert rows(tmp_path / "copy.db", "PRAGMA integrity_check") == ["ok"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(PART)]


def test_a_store_that_is_restored_from_itself_stays(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    footnote("ask", "!fact retract F2 reason: a slip")
    before = sorted(dump())
    link = tmp_path / "link.db"
    link.symlink_to(dump.file)
    for file in (dump.file, link):
        assert footnote("restore", str(file)).status == 0
        assert sorted(dump()) == before


def test_the_name_of_a_backup_may_be_any(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    footnote("ask", "!topics")
    before = sorted(dump())
    file = tmp_path / "of 50%?mode=memory&x.db"
    assert "✓ ledger: whole to revision" in footnote("backup", str(file)).out
    footnote("ask", "!fact retract F2 reason: a slip")
    assert footnote("restore", str(file)).status == 0
    assert sorted(dump()) == before


@pytest.mark.parametrize("damage", ["", "; DROP TABLE lease"], ids=["older", "damaged"])
def test_a_backup_takes_the_place_of_whatever_store_is_there(
    footnote: Footnote, dump: Dump, seeded: Path, damage: str
) -> None:
    old = Path(__file__).parents[2] / "db" / "stores" / "11-5a5c796.sql"
    dump.file.unlink()
    with closing(sqlite3.connect(dump.file)) as connection:
        connection.executescript(old.read_text("utf-8") + damage)
    assert footnote("restore", str(seeded)).status == 0
    assert "The town council" in footnote("ask", "!event fish market").out


async def test_the_doctor_tells_how_old_the_newest_backup_is(
    opened: Services, settings: Settings, tmp_path: Path
) -> None:
    async def said(**changes: object) -> str:
        findings = await diagnosis.examine(settings.model_copy(update=changes))
        return next(str(finding) for finding in findings if finding.subject == "backups")

    assert (await said()).startswith("– backups: no BACKUP_DIR, so that none are made")
    assert (await said(backup_dir=tmp_path / "none")).startswith("✗ backups: there is none in")
    async with app.opened(settings.model_copy(update={"backup_dir": tmp_path / "backups"})) as kept:
        assert kept.backups
        await kept.backups.make()
    assert (await said(backup_dir=tmp_path / "backups")).endswith("0 hours old")
    (made,) = (tmp_path / "backups").iterdir()
    made.rename(made.with_name("footnote-20200101T000000.db"))
    assert (await said(backup_dir=tmp_path / "backups")).startswith("✗ backups: 1 backup, the newest")


@pytest.mark.parametrize("damage", ["", "DROP INDEX ix_fact_topic_topic_id"], ids=["sound", "unsound"])
async def test_before_a_migration_comes_a_backup(settings: Settings, dump: Dump, tmp_path: Path, damage: str) -> None:
    old = Path(__file__).parents[2] / "db" / "stores" / "11-5a5c796.sql"
    with closing(sqlite3.connect(dump.file)) as connection:
        connection.executescript(old.read_text("utf-8") + damage)
    before = sorted(dump())
    (tmp_path / "none").mkdir()
    try:
        async with app.opened(settings.model_copy(update={"fixtures_dir": tmp_path / "none"})):
            assert not damage
    except DatabaseUnusable:
        assert sorted(dump()) == before, "a migration that fails leaves the store"
    with closing(sqlite3.connect(f"{dump.file}.before-{revisions()[-1]}")) as connection:
        assert sorted(connection.iterdump()) == before


async def test_of_several_that_start_at_once_none_takes_what_is_migrated_for_what_was_before(
    settings: Settings, dump: Dump, tmp_path: Path
) -> None:
    old = Path(__file__).parents[2] / "db" / "stores" / "11-5a5c796.sql"
    with closing(sqlite3.connect(dump.file)) as connection:
        connection.executescript(old.read_text("utf-8"))
    before = sorted(dump())
    (tmp_path / "none").mkdir()

    async def start() -> None:
        async with app.opened(settings.model_copy(update={"fixtures_dir": tmp_path / "none"})):
            pass

    await asyncio.gather(start(), start(), start())
    with closing(sqlite3.connect(f"{dump.file}.before-{revisions()[-1]}")) as connection:
        assert sorted(connection.iterdump()) == before
