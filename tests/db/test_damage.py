"""Damage to the store: `footnote doctor` says in words what is broken, and mends what facts and ledger can mend."""

import os
import random
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.cli import diagnosis
from bot.settings import Settings
from db.errors import DatabaseUnusable
from db.sqlite.triggers import TRIGGERS
from tests.conftest import Dump, text

pytestmark = pytest.mark.sqlite("damages the file itself")

# How many stores are damaged at random; `make fuzz` damages more.
STORES = int(os.environ.get("FUZZ", "1")) * 8


@pytest.fixture
def store(seeded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded, tmp_path / "footnote.db"))


def damage(store: Path, *statements: str) -> None:
    """Run statements past every guard."""
    with closing(sqlite3.connect(store)) as connection:
        guards = [name for name in TRIGGERS if not any(name in statement for statement in statements)]
        for trigger in guards:
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.execute("PRAGMA writable_schema = OFF")
        for trigger in guards:
            connection.execute(TRIGGERS[trigger])
        connection.commit()


async def wrong(settings: Settings, *, repair: bool = False) -> list[str]:
    return [str(finding) for finding in await diagnosis.examine(settings, repair=repair) if finding.wrong]


DRAFT = "UPDATE fact SET status = 'draft' WHERE id = 4"
MENDED = {
    "the words are gone": (["DELETE FROM word"], "✗ index: not what the facts make of it: word; see --repair"),
    "full text is empty": (["DELETE FROM fact_search"], "✗ index: not what the facts make of it: fact_search"),
    "full text is another": (["UPDATE fact_search SET text = 'x' WHERE rowid = 3"], "not what the facts make of it"),
    "full text is damaged": (["UPDATE fact_search_data SET block = x'00' WHERE id > 10"], "✗ file: SQLite finds"),
    "names are gone": (
        ["DELETE FROM turned_name", "DELETE FROM name WHERE fact_id = 3"],
        "make of it: name, turned_name",
    ),
    "a topic no longer knows its kinds": (["UPDATE fact_topic SET kind = NULL"], "facts make of it: fact_topic"),
    "a day is another": (["UPDATE fact SET first_day = '1999-01-01' WHERE id = 2"], "facts make of it: fact;"),
    "an index is gone": (["DROP INDEX ix_fact_kind"], "other tables than its version says (no index ix_fact_kind)"),
    "triggers are gone": (["DROP TRIGGER revision_is_not_changed"], "lacks the triggers revision_is_not_changed"),
    "a trigger is another's": (
        ["CREATE TRIGGER mine AFTER INSERT ON fact BEGIN DELETE FROM word; END"],
        "not as the migrations make it: a trigger mine that is unknown",
    ),
    "a text is another": (
        ["UPDATE fact SET text = 'x' WHERE id = 4"],
        "✗ ledger: Not as its last revision left it: F4",
    ),
    "a fact is a draft": ([DRAFT], "left it: F4."),
    "a fact is gone": (["DELETE FROM fact_topic WHERE fact_id = 4", "DELETE FROM fact WHERE id = 4"], "left it: F4."),
    "a citation leads elsewhere": (["UPDATE citation SET source_id = 2 WHERE id = 1"], "left it: F1."),
    "a source poses as another": (
        ["UPDATE source SET record = json_set(record, '$.title', 'x')"],
        "source ferry-notes",
    ),
    "a topic is gone": (["UPDATE topic SET title = 'x' WHERE key = 'council'"], "topic council"),
    "a fact is of a server": (["UPDATE fact SET server = 7 WHERE id = 4"], "left it: F4."),
    "a fact has another key": (["UPDATE fact SET key = 'x' WHERE id = 4"], "left it: F4."),
    "other words mean the same": (["UPDATE synonym SET phrases = '{'"], "left it: synonyms."),
    "a server has settings that nobody set": (
        ["INSERT INTO server (id, record) VALUES (9, '{\"moderator_roles\": [5]}')"],
        "left it: settings in the server 9.",
    ),
    "a fact is hidden by nobody": (
        ["INSERT INTO hidden (server, fact_id) VALUES (9, 4)"],
        "left it: whether tomas-duric is hidden in the server 9.",
    ),
}


@pytest.mark.parametrize(("statements", "said"), MENDED.values(), ids=MENDED.keys())
async def test_what_facts_and_ledger_can_mend_is_named_and_mended(
    store: Path, settings: Settings, dump: Dump, statements: list[str], said: str
) -> None:
    async with app.opened(settings):
        pass
    before = sorted(dump())
    damage(store, *statements)
    broken = dump()
    assert said in "\n".join(await wrong(settings))
    assert dump() == broken, "the doctor changes nothing"
    assert await wrong(settings, repair=True) == []
    assert await wrong(settings) == []
    after = sorted(dump())
    for table in ("fact", "head", "hidden", "revision", "server", "source", "synonym", "topic", "word"):
        assert [row for row in after if f'INTO "{table}"' in row] == [row for row in before if f'INTO "{table}"' in row]
    (kept,) = store.parent.glob("footnote.db.*.before-repair")
    with closing(sqlite3.connect(kept)) as connection:
        assert sorted(connection.iterdump()) == sorted(broken)


async def test_what_the_ledger_does_not_say_is_not_made_up(store: Path, settings: Settings, dump: Dump) -> None:
    damage(store, "UPDATE fact SET text = 'x' WHERE id = 4", "DELETE FROM revision WHERE id = 18")
    assert "✗ ledger: The newest revision is 17, and should be 18" in "\n".join(await wrong(settings))
    assert "Nothing here can mend that" in "\n".join(await wrong(settings, repair=True))
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT text FROM fact WHERE id = 4").fetchone() == ("x",)


async def test_what_the_ledger_does_not_know_is_kept_and_told(store: Path, settings: Settings, dump: Dump) -> None:
    made_up = "INSERT INTO source (server, key, record) SELECT 0, 'made-up', record FROM source WHERE id = 1"
    damage(store, made_up, "UPDATE topic SET title = 'x' WHERE key = 'council'")
    assert "left it: source made-up, topic council." in "\n".join(await wrong(settings))
    for repair in (True, False):
        assert "left it: source made-up." in "\n".join(await wrong(settings, repair=repair))
    assert any("'made-up'" in row for row in dump())


async def test_what_sqlite_alone_finds_is_told(store: Path, settings: Settings) -> None:
    row = (
        "INSERT INTO report (server, fact_id, revision, reason, at) VALUES (7, 1, 1, ' ', '2031-01-01 00:00:00.000000')"
    )
    damage(store, "PRAGMA ignore_check_constraints = ON", row)
    (problem,) = await wrong(settings)
    assert problem.endswith("damaged: CHECK constraint failed in report")


async def test_a_row_that_points_to_nothing_is_told(store: Path, settings: Settings) -> None:
    damage(store, "UPDATE hidden SET fact_id = 99", "INSERT INTO hidden (server, fact_id) VALUES (7, 99)")
    (problem,) = await wrong(settings)
    assert re.fullmatch(r"✗ file: SQLite finds \S+ damaged: row \d+ of hidden points to nothing", problem)


async def test_what_cannot_be_looked_at_is_not_called_sound(store: Path, settings: Settings) -> None:
    damage(store, "UPDATE fact SET payload = '{' WHERE id = 4")
    assert f"✗ index: cannot be looked at in {store}, for what is damaged there" in await wrong(settings)


def bytes_changed(chance: random.Random, store: Path) -> None:
    with store.open("r+b") as file:
        for _ in range(chance.choice((1, 4, 40))):
            file.seek(chance.randrange(store.stat().st_size))
            file.write(chance.randbytes(chance.choice((1, 16, 200))))


def cut_short(chance: random.Random, store: Path) -> None:
    os.truncate(store, chance.randrange(store.stat().st_size))


def rows_changed(chance: random.Random, store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = chance.choice([name for name in names if not name.startswith(("sqlite", "fact_search_"))])
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    made = chance.choice(("x'ff'", "'{'", "NULL", "-1", "'9999-99-99'", "zeroblob(9)", "1e99"))
    try:
        damage(store, f'UPDATE {table} SET "{chance.choice(columns)}" = {made}')
    except sqlite3.Error:
        # A constraint stands in the way.
        cut_short(chance, store)


# A failure shows the seed; a name that it stood in would differ in the processes that share the tests.
@pytest.mark.parametrize(
    "seed", [*range(STORES - 2), *(random.Random().randrange(10**9) for _ in range(2))], ids=range(STORES)
)
async def test_no_damage_ends_in_a_traceback_or_is_called_sound(store: Path, settings: Settings, seed: int) -> None:
    chance = random.Random(seed)
    chance.choice((bytes_changed, bytes_changed, cut_short, rows_changed))(chance, store)
    try:
        with closing(sqlite3.connect(store)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except (sqlite3.Error, UnicodeDecodeError):
        whole = False
    found = await wrong(settings)
    assert whole or found
    with suppress(DatabaseUnusable):
        async with app.opened(settings) as opened, opened.console() as terminal:
            for said in ("!event fish market", "Who is the mayor?", "!topics", "!fact retract F2 reason: a slip"):
                assert text(await terminal.say(said))
    await wrong(settings, repair=True)


async def test_a_store_that_can_only_be_read_is_not_called_sound(
    opened: Services, settings: Settings, url: str
) -> None:
    locked = f"sqlite+aiosqlite:///file:{url.removeprefix('sqlite+aiosqlite:///')}?mode=ro&uri=true"
    (problem,) = await wrong(settings.model_copy(update={"database_url": locked}))
    assert "is read-only: allow writing to the file and to its folder." in problem


async def test_a_folder_that_is_not_there_is_not_called_sound(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{tmp_path}/none/x.db"})
    (problem,) = await wrong(nowhere)
    assert "cannot be made: its folder is not there" in problem
