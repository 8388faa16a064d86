"""`footnote doctor` names each thing that is missing or wrong, and what to do about it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import app
from bot.app import Services
from bot.cli import diagnosis
from bot.settings import Settings
from tests.conftest import text

pytestmark = pytest.mark.sqlite("damages the file; tests/bot/cli/test_postgresql.py damages a database")


async def findings(settings: Settings, **changes: Any) -> list[str]:
    return [str(finding) for finding in await diagnosis.examine(settings.model_copy(update=changes))]


async def test_it_says_that_all_is_well(opened: Services, settings: Settings, url: str, library: Path) -> None:
    file = url.removeprefix("sqlite+aiosqlite:///")
    said = await findings(settings, discord_token=SecretStr("x.y.z"))
    assert said[0].startswith("✓ token: set")
    assert "x.y.z" not in "\n".join(said)
    assert "✓ migrations: up to date" in said
    assert any(line.startswith("✓ triggers: all ") for line in said)
    assert f"✓ database: {file} holds 10 facts" in said
    assert "✓ fixtures: 10 facts from 2 sources" in said
    assert "✓ documents: harbour-2031: 5 paragraphs" in said
    assert not any(line.startswith("✗") for line in said)


async def test_before_the_first_start_it_makes_nothing(settings: Settings, tmp_path: Path) -> None:
    said = await findings(settings)
    assert any("is not there yet; the first start makes it" in line for line in said)
    assert not (tmp_path / "footnote.db").exists()


async def test_a_missing_token_is_said_and_is_not_wrong(settings: Settings) -> None:
    said = await findings(settings)
    assert said[0].startswith("✓ token: no DISCORD_TOKEN, so only the terminal works")


def sql(*statements: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return damage


DAMAGED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a trigger is gone": (sql("DROP TRIGGER last_citation_stays"), "lacks the triggers last_citation_stays"),
    "a newer version": (sql("UPDATE alembic_version SET version_num = '9999'"), "made by a newer version of Footnote"),
    "another program's": (sql("DROP TABLE alembic_version"), "holds tables of another program"),
    "no database": (lambda file: file.write_text("x" * 5000, "utf-8"), "is not an SQLite database"),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGED.values(), ids=DAMAGED.keys())
async def test_a_wrong_database_is_named(
    opened: Services, settings: Settings, tmp_path: Path, damage: Callable[[Path], Any], said: str
) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(tmp_path / "footnote.db")) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
    damage(file)
    told = await findings(settings, database_url=f"sqlite+aiosqlite:///{file}")
    assert any(line.startswith("✗ ") and said in line for line in told), told


async def test_repair_makes_missing_triggers(opened: Services, settings: Settings, tmp_path: Path) -> None:
    sql("DROP TRIGGER last_citation_stays")(tmp_path / "footnote.db")
    said = [str(finding) for finding in await diagnosis.examine(settings, repair=True)]
    assert "✓ triggers: made anew: last_citation_stays" in said
    assert not any(line.startswith("✗") for line in await findings(settings))


async def test_wrong_settings_are_named(settings: Settings, tmp_path: Path, library: Path) -> None:
    assert any("✗ database: DATABASE_URL" in line for line in await findings(settings, database_url="nonsense"))
    none = tmp_path / "none"
    assert f"✗ documents: there is no folder {none}: correct DOCUMENTS_DIR" in await findings(
        settings, documents_dir=none
    )
    assert any("✗ fixtures: there is no folder" in line for line in await findings(settings, fixtures_dir=none))
    assert "– documents: no DOCUMENTS_DIR, so citations are shown as unchecked" in await findings(
        settings, documents_dir=None
    )


async def test_a_folder_that_cannot_be_read_ends_neither_the_doctor_nor_an_answer(
    opened: Services, settings: Settings, tmp_path: Path
) -> None:
    # Whoever runs the tests may be root, whom the rights of a folder do not bind; a name may be too long for anybody.
    unreadable = settings.model_copy(update={"documents_dir": tmp_path / ("x" * 300)})
    (said,) = [line for line in await findings(unreadable) if line.startswith("✗")]
    assert said.startswith("✗ documents: DOCUMENTS_DIR cannot be looked at, so citations are shown as unchecked: ")
    async with app.opened(unreadable) as services, services.console() as terminal:
        assert "(unchecked)" in text(await terminal.say("!event fish market"))
        assert "unchecked" in text(await terminal.say("!verify"))


async def test_damaged_fixtures_and_documents_are_named(settings: Settings, library: Path) -> None:
    (library / "documents" / "ferry.txt").write_bytes(b"\xff\xfe")
    said = await findings(settings)
    assert "✗ documents: ferry.txt cannot be read: it is not UTF-8 text" in said
    (library / "documents" / "ferry.txt").unlink()
    assert any("no ferry.txt in" in line and line.startswith("✓") for line in await findings(settings))
    (library / "fixtures" / "more.yaml").write_text("facts: [{key: x}]", "utf-8")
    assert "✗ fixtures: more.yaml, fact x, text: is missing: add it" in await findings(settings)


async def test_a_paragraph_of_which_not_all_words_are_searched_is_named(settings: Settings, library: Path) -> None:
    words = " ".join(f"{number:x}q" for number in range(0x100000, 0x100000 + 70_000))
    file = library / "documents" / "harbour.txt"
    file.write_text(f"{words}\n{file.read_text('utf-8')}", "utf-8")
    said = await findings(settings)
    (wrong,) = [line for line in said if line.startswith("✗ documents: ")]
    assert wrong.endswith(": paragraph 1 has more different words than are searched: break it into lines")
