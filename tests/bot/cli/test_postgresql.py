"""A store on PostgreSQL from the command line: examined, mended, backed up, restored, taken out and in again."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from db.engine import Database
from db.migrations import history
from db.postgresql import triggers
from db.upgrade import upgrade
from tests.bot.cli.conftest import Footnote
from tests.conftest import Dump, change, raw
from tests.postgresql import Cluster


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """The address of a database with the small library."""
    with cluster.database(seeded=True) as url:
        yield url


def test_the_doctor_finds_a_store_sound_and_leaves_nothing_behind(footnote: Footnote, dump: Dump) -> None:
    before = dump()
    examined = footnote("doctor")
    assert examined.status == 0
    for line in (
        "✓ server: PostgreSQL finds it whole, and every reference leads somewhere",
        "✓ schema: as the migrations make it",
        "✓ ledger: whole to revision 18, and every record is as its last revision left it",
        "✓ index: what the facts make of it",
        "✓ access: it can be written",
    ):
        assert line in examined.out.splitlines()
    assert dump() == before
    with raw(dump.url) as connection:
        left = "SELECT count(*) FROM pg_namespace WHERE nspname = 'footnote_copy'"
        assert connection.exec_driver_sql(left).scalar() == 0


@pytest.mark.parametrize(
    ("damage", "found", "mended"),
    [
        ("DROP TRIGGER last_citation_stays ON citation", "lacks the triggers last_citation_stays", True),
        ("DROP INDEX ix_revision_fact_id", "(no index ix_revision_fact_id)", True),
        ("ALTER TABLE fact ALTER COLUMN text DROP NOT NULL", "✗ schema: not as the migrations make it", False),
        ("DELETE FROM word WHERE word = 'ferry'", "✗ index: not what the facts make of it: word", True),
        ("UPDATE fact_search SET text = 'x' WHERE rowid = 1", "✗ index: not what the facts make of it", True),
        (
            "ALTER TABLE source DISABLE TRIGGER USER; UPDATE source SET record = '{}';"
            " ALTER TABLE source ENABLE TRIGGER USER",
            "✗ ledger: Not as its last revision left it: source ",
            True,
        ),
    ],
)
def test_damage_is_found_and_mended_where_it_can_be(
    footnote: Footnote, url: str, damage: str, found: str, mended: bool
) -> None:
    change(url, damage)
    examined = footnote("doctor")
    assert examined.status == 1
    assert found in examined.out
    repaired = footnote("doctor", "--repair")
    assert (repaired.status == 0) == mended, repaired.out


def test_a_backup_brings_back_what_was(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    before, file = dump(), tmp_path / "store.dump"
    made = footnote("backup", str(file))
    assert (made.status, made.out.splitlines()) == (0, [str(file), "✓ backup: it can be read to its end"])
    assert file.stat().st_mode & 0o777 == 0o600
    said = footnote("ask", "!source add log-1 title: Log 1 text: Line 1.")
    assert "log-1" in footnote("export").out, said
    assert dump() != before
    restored = footnote("restore", str(file))
    assert restored.status == 0
    assert dump() == before
    (kept,) = tmp_path.glob("footnote_*.before-restore.dump")
    assert f"What was there before is kept as {kept.name}." in restored.out
    assert footnote("restore", str(kept)).status == 0
    assert "log-1" in footnote("export").out
    assert footnote("doctor").status == 0


def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(
    footnote: Footnote, dump: Dump, tmp_path: Path
) -> None:
    before, file = dump(), tmp_path / "store.dump"
    file.write_bytes(b"PGDMP and no more")
    refused = footnote("restore", str(file))
    assert refused.status == 2
    assert f"{file} is not restored, since it is not sound:" in refused.err
    assert dump() == before


def test_a_library_goes_out_and_comes_back_the_same(
    footnote: Footnote, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    exported = footnote("export", "--format", "yaml").out
    (tmp_path / "library.yaml").write_text(exported, "utf-8")
    (tmp_path / "none").mkdir()
    with cluster.database() as other:
        monkeypatch.setenv("DATABASE_URL", other)
        monkeypatch.setenv("FIXTURES_DIR", str(tmp_path / "none"))
        assert footnote("import", "library.yaml").status == 0
        # Of which ledger it is differs: each store has its own.
        again = footnote("export", "--format", "yaml").out
        assert again.partition("\nledger:\n")[0] == exported.partition("\nledger:\n")[0]
        assert footnote("verify", "--ledger").status == 0


@pytest.fixture
def old(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, footnote: Footnote) -> Iterator[Dump]:
    """A store of version 0019."""
    with cluster.database() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            config = Config()
            for option, value in history.options("postgresql").items():
                config.set_main_option(option, value)
            config.attributes["connection"] = connection
            command.upgrade(config, "0019")
            triggers.install(connection)
            connection.exec_driver_sql("INSERT INTO greeted VALUES (7)")
        engine.dispose()
        monkeypatch.setenv("DATABASE_URL", url)
        yield Dump(url)


def test_before_a_migration_comes_a_dump_into_the_folder_of_backups(
    footnote: Footnote, old: Dump, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = old()
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "backups"))
    started = footnote("ask", "!topics")
    assert started.status == 0, started.err
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.endswith(f".before-{history.revisions()[-1]}.dump")
    assert made.stat().st_mode & 0o777 == 0o600
    assert f"as it was before it is kept in {made}" in started.err
    assert old() != before
    assert "migrated" not in footnote("ask", "!topics").err
    assert footnote("restore", str(made)).status == 0
    assert old() == before


def test_a_migration_that_fails_leaves_the_database_and_says_where_its_dump_lies(
    footnote: Footnote, old: Dump, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    change(old.url, "DROP TABLE passage_search")
    before = old()
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path))
    started = footnote("ask", "!topics")
    assert started.status == 2
    (made,) = tmp_path.glob("*.dump")
    assert f"as it was before it is kept in {made}" in started.err
    assert "cannot be migrated" in started.err
    assert old() == before
    assert footnote("restore", str(made)).status == 0
    assert old() == before


def test_a_dump_that_cannot_be_made_keeps_the_database_from_being_migrated(
    footnote: Footnote, old: Dump, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = old()
    (tmp_path / "backups").write_text("a file", "utf-8")
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "backups"))
    started = footnote("ask", "!topics")
    assert started.status == 2
    assert "No backup can be written to " in started.err
    assert started.err.endswith(" The store was not migrated: a backup comes before that.\n")
    assert old() == before


@pytest.mark.parametrize("lack", ["BACKUP_DIR is not set.", "There is no pg_dump here: install PostgreSQL"])
def test_without_a_place_or_a_program_for_a_dump_it_is_migrated_and_that_is_said(
    footnote: Footnote, old: Dump, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lack: str
) -> None:
    if "pg_dump" in lack:
        monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "backups"))
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr("db.postgresql.dump.VERSIONS", tmp_path)
    before = old()
    started = footnote("ask", "!topics")
    assert started.status == 0, started.err
    assert f"all of it or nothing, and no backup was made before: {lack}" in started.err
    assert "Run `footnote backup FILE` before the next update, or set BACKUP_DIR where pg_dump is." in started.err
    assert old() != before
    assert [*tmp_path.glob("**/*.dump*")] == []


def test_of_several_that_start_at_once_one_dumps_and_migrates(footnote: Footnote, old: Dump, tmp_path: Path) -> None:
    before = old()

    async def start() -> None:
        database = Database(old.url)
        await upgrade(database, backups=tmp_path / "backups")
        await database.dispose()

    async def all_at_once() -> None:
        await asyncio.gather(start(), start(), start())

    asyncio.run(all_at_once())
    (made,) = (tmp_path / "backups").iterdir()
    assert footnote("restore", str(made)).status == 0
    assert old() == before
