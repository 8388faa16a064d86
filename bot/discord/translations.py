"""Translations of what Discord shows of commands and menus: gettext catalogs, one a language, as `locales/de.po`.

What a catalog lacks is shown in English. Slash commands keep their English names, since replies name them so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Location

from db.atomic_file import atomic

if TYPE_CHECKING:
    from babel.messages import Catalog

LOCALES = Path(__file__).with_name("locales")
# https://discord.com/developers/docs/interactions/application-commands
DESCRIPTION, MENU = 100, 32
_DESCRIPTIONS = (Location.command_description, Location.group_description, Location.parameter_description)
_WIDTH = 100
_HEADER = "# What Discord shows of Footnote’s commands, in another language."
log = logging.getLogger(__name__)


class Translations(app_commands.Translator):
    """Gives Discord the texts of the catalogs in a folder, which are read when they are first asked for."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self._folder = folder

    @cached_property
    def _catalogs(self) -> dict[str, Catalog]:
        return {file.stem: read(file) for file in sorted(self._folder.glob("*.po"))}

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the text in the language, None for English; Discord would refuse all commands for one that is long."""
        if context.location in _DESCRIPTIONS:
            most = DESCRIPTION
        elif isinstance(context.data, app_commands.ContextMenu):
            most = MENU
        else:
            return None
        catalog = self._catalogs.get(locale.value)
        found = catalog.get(string.message) if catalog else None
        text = str(found.string) if found and not found.fuzzy else ""
        if len(text) > most:
            log.warning("a translation into %s is longer than %d characters, and left out: %s", locale, most, text)
            return None
        return text or None


def read(file: Path) -> Catalog:
    """Read a catalog, named by the language as Discord writes it; one that is not there yet is empty."""
    # Only a sync reads catalogs, and this takes a while to load.
    from babel.messages import Catalog  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    language = file.stem.replace("-", "_")
    if not file.exists():
        return Catalog(language, project="Footnote", header_comment=_HEADER, fuzzy=False)
    with file.open("rb") as opened:
        return read_po(opened, language)


def renew(file: Path, tree: app_commands.CommandTree[Any]) -> int:
    """Bring a catalog up to what commands say now, and return how many texts lack a translation.

    What is said otherwise keeps its translation, marked as fuzzy until somebody has looked at it.
    """
    from babel.messages import Catalog  # noqa: PLC0415  # as above
    from babel.messages.pofile import write_po  # noqa: PLC0415

    catalog, template = read(file), Catalog(fuzzy=False)
    template.creation_date = catalog.creation_date
    for text, where in texts(tree):
        template.add(text, auto_comments=[where])
    catalog.update(template)
    with atomic(file) as part:
        with part.open("wb") as opened:
            write_po(opened, catalog, width=_WIDTH, ignore_obsolete=True)
        # It is no secret, as most of what is written so.
        part.chmod(0o644)
    return sum(1 for message in catalog if message.id and (message.fuzzy or not message.string))


def texts(tree: app_commands.CommandTree[Any]) -> Iterator[tuple[str, str]]:
    """Yield what Discord shows of commands and menus, each with where."""
    for command in tree.get_commands():
        if isinstance(command, app_commands.ContextMenu):
            yield command.name, "menu"
    for command in tree.walk_commands():
        yield command.description, f"/{command.qualified_name}"
        if isinstance(command, app_commands.Command):
            for parameter in command.parameters:
                yield str(parameter.description), f"/{command.qualified_name} {parameter.display_name}:"
