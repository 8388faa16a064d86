"""Processes that die at any moment, and many that write at once: what was acknowledged is there, whole."""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot import app
from bot.app import Services
from bot.cli import diagnosis
from bot.settings import Settings
from db.engine import Database
from db.upgrade import assert_guarded
from tests.conftest import Say

pytestmark = pytest.mark.sqlite("kills what writes the file, and looks at what is left of it")

# `make crash` kills more, by a seed of its own, which a failure shows.
KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "1"))
OLD = Path(__file__).parent / "stores" / "11-5a5c796.sql"


async def writers(*arguments: str) -> list[int]:
    """Run a process of writers and return the numbers that they acknowledged."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.db.writers", *arguments), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    # A line cut short by the kill was not acknowledged.
    return [int(line) for line in said.decode().split("\n")[:-1]]


def rows(url: str, query: str) -> list[str]:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        return [row[0] for row in connection.execute(query)]


async def whole(opened: Services, url: str, acknowledged: list[int]) -> int:
    """See that what was acknowledged is there, and that each change is there with all of its parts or not at all."""
    facts = rows(url, "SELECT substr(key, 6) FROM fact WHERE key LIKE 'boat-%' ORDER BY id")
    assert set(map(str, acknowledged)) <= set(facts)
    for part in (
        "SELECT substr(key, 5) FROM source WHERE key LIKE 'log-%' ORDER BY id",
        "SELECT DISTINCT substr(key, 5) FROM document JOIN source ON source.id = source_id WHERE key LIKE 'log-%'",
        "SELECT DISTINCT substr(key, 6) FROM revision WHERE subject = 'fact' AND key LIKE 'boat-%'",
        "SELECT substr(key, 6) FROM fact_search JOIN fact ON fact.id = fact_search.rowid WHERE key LIKE 'boat-%'",
        "SELECT substr(key, 6) FROM fact WHERE key LIKE 'boat-%' AND status = 'published'"
        " AND (SELECT count(*) FROM citation WHERE fact_id = fact.id) = 2",
    ):
        assert sorted(rows(url, part)) == sorted(facts), part
    assert rows(url, "PRAGMA integrity_check") == ["ok"]
    assert (await opened.ledger.prove()).sound
    database = Database(url)
    await assert_guarded(database)
    await database.dispose()
    return len(facts)


@pytest.mark.skipif(sys.platform == "win32", reason="the writers are copied by fork")
async def test_a_process_killed_at_any_moment_loses_nothing_that_it_acknowledged(
    opened: Services, url: str, say: Say, settings: Settings, tmp_path: Path
) -> None:
    acknowledged = await writers(url, "--killed", str(KILLS), str(SEED))
    assert len(acknowledged) >= KILLS, "each was killed while it wrote"
    assert await whole(opened, url, acknowledged) >= len(acknowledged)
    assert (await say("!source add after title: After it all")).status == "done"
    assert not [str(found) for found in await diagnosis.examine(settings) if found.wrong]
    # Without what a backup that was killed was being written to.
    backups = [*tmp_path.glob("*.backup-*[0-9]")]
    for backup in backups[:: len(backups) // 5 + 1]:
        there = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{backup}"})
        assert not [str(found) for found in await diagnosis.examine(there) if found.wrong]


@pytest.mark.skipif(sys.platform == "win32", reason="the migrations are copied by fork")
async def test_a_migration_killed_at_any_moment_is_done_or_not_begun(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    turns = KILLS // 4
    for turn in range(turns):
        with closing(sqlite3.connect(tmp_path / f"old.db-{turn}")) as connection:
            connection.executescript(OLD.read_text("utf-8"))
    await writers(f"sqlite+aiosqlite:///{tmp_path}/old.db", "--migrating", str(turns), str(SEED))
    for turn in range(turns):
        changed = {"database_url": f"sqlite+aiosqlite:///{tmp_path}/old.db-{turn}", "fixtures_dir": tmp_path / "none"}
        async with app.opened(settings.model_copy(update=changed)) as opened:
            (fact,) = await opened.store.own()
            assert fact.text == "The harbour of Aldmere opened in 1931."
            assert (await opened.ledger.prove()).sound


async def test_fifty_moderators_and_two_programs_write_at_once(opened: Services, url: str, say: Say) -> None:
    programs = asyncio.gather(writers(url, "1", "30"), writers(url, "1001", "30"))
    answers = await asyncio.gather(
        *(say(f"!source add notes-{n} title: Notes {n} text: Line {n}", server=7, member=n) for n in range(101, 151)),
    )
    assert [answer.status for answer in answers] == ["done"] * 50
    first, second = await programs
    assert len(await opened.store.sources(7)) == 2 + 30 + 30 + 50
    assert await whole(opened, url, [*first, *second]) == 60
