"""The tree of slash commands and context menus: a command that has gone is answered like any other."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from bot.discord.context import Bot
from bot.discord.sending import UNSENT, why

GONE = (
    "I no longer have that command, or have it in another form: Discord shows what it was told last. `/help` lists "
    "what there is. Whoever runs this bot brings the two together with `footnote sync`."
)
log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[Bot]):
    """Answers also where Discord offers a command that this version of the bot does not know."""

    async def on_error(self, interaction: discord.Interaction[Bot], error: app_commands.AppCommandError, /) -> None:
        if not isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await super().on_error(interaction, error)
            return
        log.warning("the command %r, which Discord offers, is not known or not like that: footnote sync", _named(error))
        if interaction.type is discord.InteractionType.autocomplete:
            return
        try:
            await interaction.response.send_message(GONE, ephemeral=True)
        except UNSENT as failure:
            log.warning("what %s asked for was not shown: %s", interaction.id, why(failure))


def _named(error: app_commands.CommandNotFound | app_commands.CommandSignatureMismatch) -> str:
    """Return the command as one types it."""
    if isinstance(error, app_commands.CommandNotFound):
        return " ".join((*error.parents, error.name))
    return getattr(error.command, "qualified_name", error.command.name)
