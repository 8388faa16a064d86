"""Seeding again leaves alone what a moderator has changed, and says in one line what it did."""

from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.cli import diagnosis
from bot.settings import Settings
from db import fixtures
from db.actors import SEED, Actor
from db.errors import DamagedFixture
from db.ledger.ledger import Seed

ANA = Actor("Ana", 42)


def edit(library: Path, old: str, new: str) -> None:
    file = library / "fixtures" / "library.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


async def text_of(opened: Services, key: str) -> str:
    fact = await opened.store.fact(key)
    assert fact
    return fact.text


async def test_the_same_seed_again_writes_nothing(settings: Settings) -> None:
    async with app.opened(settings) as first:
        assert str(first.seeded) == "10 facts added, 0 changed, 0 unchanged; 2 sources"
    async with app.opened(settings) as second:
        assert second.seeded is None
        fact = await second.store.fact("ida-bronn")
        assert fact
        assert fact.revision == 1


async def test_files_that_say_the_same_in_other_words_are_read_once(settings: Settings, library: Path) -> None:
    async with app.opened(settings) as first:
        taken = await first.ledger.seeded()
    edit(library, "sources:", "# A remark.\nsources:")
    for _ in range(2):
        async with app.opened(settings) as opened:
            assert opened.seeded is None
            seed = await opened.ledger.seeded()
            assert seed
            assert taken
            assert (seed.library == taken.library, seed.files == taken.files) == (True, False)


async def test_a_seed_that_is_damaged_later_is_refused(settings: Settings, library: Path) -> None:
    async with app.opened(settings):
        pass
    edit(library, "sources:", "sauces:")
    with pytest.raises(DamagedFixture):
        async with app.opened(settings):
            pass


async def test_what_is_new_in_the_seed_is_taken(settings: Settings, library: Path) -> None:
    async with app.opened(settings):
        pass
    edit(library, "Ida Brønn is the mayor.", "Ida Brønn is the mayor of Port Ellery.")
    async with app.opened(settings) as opened:
        assert str(opened.seeded) == "0 facts added, 1 changed, 9 unchanged; 2 sources"
        assert await text_of(opened, "ida-bronn") == "Ida Brønn is the mayor of Port Ellery."


async def test_what_a_moderator_changed_is_kept(settings: Settings, library: Path) -> None:
    async with app.opened(settings) as opened:
        fact = await opened.store.fact("ida-bronn")
        assert fact
        async with opened.ledger.change(ANA, reason="a better text") as change:
            await change.facts.put(
                [fact.content.model_copy(update={"text": "Ida Brønn has been the mayor for years."})]
            )
    edit(library, "Ida Brønn is the mayor.", "Ida Brønn is the mayor of Port Ellery.")
    edit(library, "The Coastal Institute surveys residents.", "The Coastal Institute asks residents.")
    async with app.opened(settings) as opened:
        assert str(opened.seeded) == (
            "0 facts added, 1 changed, 8 unchanged, 1 kept as a moderator changed them; 2 sources"
        )
        assert await text_of(opened, "ida-bronn") == "Ida Brønn has been the mayor for years."
        assert await text_of(opened, "coastal-institute") == "The Coastal Institute asks residents."
    async with app.opened(settings) as opened:
        assert opened.seeded is None
        assert await text_of(opened, "ida-bronn") == "Ida Brønn has been the mayor for years."


async def test_words_are_counted_once_of_what_is_added_and_changed_together(settings: Settings) -> None:
    async with app.opened(settings) as opened:
        fact = await opened.store.fact("ida-bronn")
        assert fact
        other = {"key": "greta-holm", "text": "Greta Holm flies zeppelins.", "asked": ("who flies zeppelins?",)}
        added = fact.content.model_copy(update=other)
        async with opened.ledger.change(ANA) as change:
            changed = added.model_copy(update={"text": "Greta Holm writes columns.", "asked": ()})
            assert await change.facts.put([added, changed]) == ["added", "changed"]
    assert not [finding for finding in await diagnosis.examine(settings) if finding.wrong]


async def test_the_ledger_is_whole_after_seeding(settings: Settings, library: Path) -> None:
    async with app.opened(settings):
        pass
    edit(library, "Ida Brønn is the mayor.", "Ida Brønn is the mayor of Port Ellery.")
    async with app.opened(settings) as opened:
        assert (await opened.ledger.prove()).sound


async def test_a_store_of_an_earlier_version_has_the_example_if_it_has_its_sources(
    settings: Settings, tmp_path: Path
) -> None:
    """Its seed does not say which library it was."""
    for folder, has in ((fixtures.seed_folder(), True), (settings.fixtures_dir, False)):
        here = settings.model_copy(
            update={"fixtures_dir": folder, "database_url": f"sqlite+aiosqlite:///{tmp_path / str(has)}.db"}
        )
        async with app.opened(here):
            pass
        unset = here.model_copy(update={"fixtures_dir": None})
        async with app.opened(unset) as opened:
            assert opened.seeded is None, "whose fixtures these are is known, be they a copy of the example"
            async with opened.ledger.change(SEED) as change:
                await change.put_seed(Seed("then", "then", name=None))
        async with app.opened(unset) as opened:
            assert (opened.seeded is not None) is has
            assert not opened.seeded or (opened.seeded.added, opened.seeded.unchanged) == (0, 218)
