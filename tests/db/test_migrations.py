"""Migrations: frozen, and stores of every earlier schema are migrated, or refused in a sentence and left alone.

`stores` has one store for each schema that a commit of this history made, from a library of one fact, as SQL text.
Until the migrations were frozen they were edited in place, so that a version may stand for several schemas.
"""

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot import app
from bot.cli import diagnosis
from bot.settings import Settings
from db.errors import DatabaseUnusable
from db.migrations import history
from tests.conftest import Dump

pytestmark = pytest.mark.sqlite("migrates files that earlier versions made")

STORES = sorted((Path(__file__).parent / "stores").glob("*.sql"))
SOUND = [store for store in STORES if store.stem.split("-")[0] >= "11"]
UNSOUND = [store for store in STORES if store not in SOUND]

FROZEN = {
    "m0001_facts_and_ledger.py": "1d872a1eb462a35cf3c8ee88653cd296e1fa40a5bda618c13676ec9bd21273f9",
    "m0002_document.py": "cf3d34ccde302dfc0a9ae72a4e5b5f10276c47abe199b66402db3f36369a76cc",
    "m0003_lease.py": "943d1eea3ed6216af6c836edc5c775b589772652eb1493268189993908b3b82e",
    "m0004_preview.py": "ca5d5a43f36320230d89af1c0a07283bcfd0a79366925d933475a31e3de48c9f",
    "m0005_reply.py": "0d128cd9d1d6f68fad190ece92cbabc50bb3c44a2df7f52e2ef43e47b36aaef2",
    "m0006_gap.py": "aec95565bc4da1f2cfa125eb10756e9de5e3bb5c90ba47b5c23e1dbb604e1c0e",
    "m0007_completion.py": "4e35a536aed37ab1cd9e679137a3af9a1c96d3c46f7861f244968d92e0bf1f49",
    "m0008_completion_by_word.py": "12e5f145be2de2677d0911d4c310e34e454e682ab1de0f4ad8deeaa82276a142",
    "m0009_restorable.py": "0d13817c9288d77da874629b320bf8ebadfe4de806a210e34c74fcd50cb2c342",
    "m0010_kinds.py": "2bedc9d604d2100e1cdfc3d90853f55c5230f33557b321d1886438c94dcb438a",
    "m0011_index_version.py": "51c52d7f417fa34699cf3ed3604d7ebb023ba35e57ea1a8f7437840a9f58b168",
    "m0012_private.py": "08695d7b753c4bf66afd6a6951428d45b90c5bd8578fbcb7922d24e59a50d1e0",
    "m0013_document_file.py": "f469be0641acdf1cd12c72477b90d7129745fd78467c69c9c3ae0d1d15632190",
    "m0014_head.py": "0e927432cdb32b10be6e1c9a8ebad9d1edf4fefb66cdb6c5355bb5b7401c464a",
    "m0015_passages.py": "3f80aa8993240b242bdc5400d3935f81d9d7e4564a847ab33a081cb5927bcb31",
    "m0016_baseline.py": "63ec6953c5b0a7e822229addf648ef167901a8ead009bd044c5a882c33ec42d2",
    "m0016_draft.py": "83651783ac67bd8f172a988f10d795e434c3e2eb86aa4bbaea539879775e71e0",
    "m0017_shards.py": "1bc4dc357953c3f3ce4485c104ac8cbc8f98699ffb1d9da0b09ec297bedc93bc",
    "m0018_small_questions.py": "8c3c160c951abda43e2752a3516fc9c9a8bbbdf436c5d1bd038f8d2eaecbf445",
    "m0019_head_by_trigger.py": "e27115a0262e7aac92657250090c0384d38f7910c3108da8f06382c4a22cadc6",
    "m0020_server_of_stems.py": "7ab8bab112df29d9b624bcbef4ea0aef75a0a2065be3424ea913adf28279b3fa",
}


def test_a_migration_is_never_edited() -> None:
    files = sorted(Path(str(history.FOLDER)).glob("*/m*.py"), key=lambda file: file.name)
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    edited = [name for name, digest in FROZEN.items() if found.get(name) != digest]
    assert not edited, f"{edited}: stores were made by these, so restore them, and change the tables in a new migration"
    assert found == FROZEN, "a new migration: add the line of its file and SHA-256 to FROZEN, and never edit it again"


@pytest.fixture
def file(dump: Dump) -> Path:
    return dump.file


@pytest.fixture
def empty(settings: Settings, tmp_path: Path) -> Settings:
    """The settings of a bot without a seed, which would be written into the store."""
    (tmp_path / "none").mkdir()
    return settings.model_copy(update={"fixtures_dir": tmp_path / "none"})


def restore(store: Path, file: Path, *statements: str) -> None:
    # In the stores as they were made these lines end with a blank, which no file of this repository keeps.
    made = re.sub(r"^(\t.*,)$", r"\1 ", store.read_text("utf-8"), flags=re.MULTILINE)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(made + ";".join(statements))


async def refused(settings: Settings, dump: Dump) -> str:
    """Start on the store and examine it; return why it cannot be used, having seen that it is left as it was."""
    before = dump()
    with pytest.raises(DatabaseUnusable) as unusable:
        async with app.opened(settings):
            pass
    findings = await diagnosis.examine(settings)
    assert [finding.message for finding in findings if finding.wrong] == [str(unusable.value)]
    assert dump() == before
    return str(unusable.value)


@pytest.mark.parametrize("store", SOUND, ids=lambda store: store.stem)
async def test_a_store_whose_version_is_true_is_migrated(store: Path, file: Path, empty: Settings, dump: Dump) -> None:
    restore(store, file)
    async with app.opened(empty) as opened:
        assert opened.seeded is not None
        (fact,) = await opened.store.named("opening of the harbour")
        assert fact.text == "The harbour of Aldmere opened in 1931."
        assert (await opened.ledger.prove()).sound
        assert [found.number for found in await opened.store.with_words("opening harbour")] == [fact.number]
    assert f"INSERT INTO \"alembic_version\" VALUES('{history.revisions()[-1]}');" in dump()
    assert not any(finding.wrong for finding in await diagnosis.examine(empty))


@pytest.mark.parametrize("store", UNSOUND, ids=lambda store: store.stem)
async def test_a_store_from_before_the_migrations_were_frozen_is_refused_and_left_as_it_was(
    store: Path, file: Path, empty: Settings, dump: Dump
) -> None:
    restore(store, file)
    said = await refused(empty, dump)
    assert f"The database {file} has other tables than its version says (no " in said
    assert "made by a version of Footnote before its first release" in said
    assert "export it with the version that made it (`footnote export`)" in said


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("ALTER TABLE reply DROP COLUMN charted", "(no column reply.charted)"),
        ("ALTER TABLE topic ADD COLUMN mood TEXT NOT NULL DEFAULT ''", "(a column topic.mood that is unknown)"),
        ("DROP INDEX ix_word_sound_server", "(no index ix_word_sound_server)"),
        ("DROP TABLE greeted", "(no column greeted.server)"),
    ],
)
async def test_a_store_of_this_version_with_other_tables_is_refused(
    file: Path, empty: Settings, dump: Dump, damage: str, problem: str
) -> None:
    async with app.opened(empty):
        pass
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(damage)
    assert f"has other tables than its version says {problem}: it was made by" in await refused(empty, dump)


@pytest.mark.parametrize("damage", ["DROP INDEX ix_fact_topic_topic_id", "DELETE FROM alembic_version"])
async def test_a_migration_that_fails_leaves_the_store_as_it_was(
    file: Path, empty: Settings, dump: Dump, damage: str
) -> None:
    # The first fails in the middle of the migration to 0008, once a table and columns are made.
    restore(SOUND[0], file, damage)
    assert f"The database {file} cannot be migrated: it was made by" in await refused(empty, dump)


async def test_the_doctor_does_not_migrate(file: Path, empty: Settings, dump: Dump) -> None:
    restore(SOUND[0], file)
    before = dump()
    findings = [str(finding) for finding in await diagnosis.examine(empty)]
    assert "✓ migrations: older than this program; the next start migrates it" in findings
    assert dump() == before


async def test_on_postgresql_a_question_starts_no_workers(postgresql_url: str, empty: Settings) -> None:
    async with app.opened(empty.model_copy(update={"database_url": postgresql_url})):
        pass
    engine = create_engine(postgresql_url)
    with engine.connect() as connection:
        said = [connection.scalar(text(f"SHOW {name}")) for name in ("max_parallel_workers_per_gather", "jit")]
    engine.dispose()
    assert said == ["0", "off"]
