"""Translations: every shipped language has every text, as long as Discord takes it; catalogs are renewed in place."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from discord import Locale, app_commands
from discord.app_commands import TranslationContext, TranslationContextLocation, locale_str

from bot.app import Services
from bot.discord.client import Footnote
from bot.discord.translations import DESCRIPTION, LOCALES, MENU, Translations, read, renew, texts

LANGUAGES = sorted(LOCALES.glob("*.po"))
WORDS = "Ask in plain words."
# What is typed as it stands, whatever the language.
TYPED = re.compile(r"`[^`]+`|![a-z]+|[a-z]+-20\d\d(?:#\d+)?|\b20\d\d(?:-\d\d)*\b|\bF\d+\b|@Mo")


@pytest.fixture
async def tree(opened: Services) -> AsyncIterator[app_commands.CommandTree[Footnote]]:
    """The slash commands as they are registered at Discord."""
    async with opened.console() as terminal:
        yield terminal.tree


def test_there_is_a_second_language() -> None:
    assert "de" in [file.stem for file in LANGUAGES]


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
async def test_a_shipped_language_has_every_text_and_no_other(
    file: Path, tree: app_commands.CommandTree[Footnote]
) -> None:
    """Where this fails, `footnote translations bot/discord/locales/de.po` adds what lacks: translate that."""
    assert file.stem in {locale.value for locale in Locale}
    catalog = read(file)
    wanted = {text: MENU if where == "menu" else DESCRIPTION for text, where in texts(tree)}
    assert {str(message.id) for message in catalog if message.id} == set(wanted)
    for text, most in wanted.items():
        message = catalog.get(text)
        assert message is not None
        assert 1 <= len(str(message.string)) <= most, text
        assert not message.fuzzy, text
        assert sorted(TYPED.findall(str(message.string))) == sorted(TYPED.findall(text)), text


async def said(translations: Translations, text: str, tree: app_commands.CommandTree[Footnote]) -> str | None:
    command = tree.get_command("ask")
    assert isinstance(command, app_commands.Command)
    context: TranslationContext[Any, Any] = TranslationContext(TranslationContextLocation.command_description, command)
    return await translations.translate(locale_str(text), Locale.german, context)


async def test_what_a_catalog_lacks_or_has_too_long_is_english(
    tmp_path: Path, tree: app_commands.CommandTree[Footnote], caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "de.po"
    assert renew(file, tree) == len({text for text, _ in texts(tree)})
    assert await said(Translations(tmp_path), WORDS, tree) is None
    untranslated = file.read_text("utf-8")
    file.write_text(untranslated.replace(f'"{WORDS}"\nmsgstr ""', f'"{WORDS}"\nmsgstr "Fragen."'), "utf-8")
    assert await said(Translations(tmp_path), WORDS, tree) == "Fragen."
    assert await said(Translations(tmp_path), "Something else.", tree) is None
    long = "x" * 101
    file.write_text(untranslated.replace(f'"{WORDS}"\nmsgstr ""', f'"{WORDS}"\nmsgstr "{long}"'), "utf-8")
    assert await said(Translations(tmp_path), WORDS, tree) is None
    assert "longer than 100 characters" in caplog.text


async def test_a_renewed_catalog_keeps_what_is_translated_and_marks_what_has_changed(
    tmp_path: Path, tree: app_commands.CommandTree[Footnote]
) -> None:
    file = tmp_path / "de.po"
    before = LOCALES / "de.po"
    file.write_bytes(before.read_bytes())
    assert renew(file, tree) == 0
    assert file.read_bytes() == before.read_bytes()
    file.write_text(before.read_text("utf-8").replace(f'"{WORDS}"', '"Ask in simple words."'), "utf-8")
    assert renew(file, tree) == 1
    message = read(file).get(WORDS)
    assert message is not None
    assert message.fuzzy
    assert await said(Translations(tmp_path), WORDS, tree) is None
