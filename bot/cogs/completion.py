"""Completion of what a member types after a slash command, and the decorator that asks for it."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.context import Bot
from db.completion import CONFIDENTIAL, Completions, What
from db.values import visible

T = TypeVar("T")
_COMPLETED = "footnote_completed"
_LONGEST = 100  # characters of a choice's name and value


class CompletionCog(commands.Cog, name="Completion"):
    """Gives choices from the store, as the server that asks may see it."""

    def __init__(self, completions: Completions) -> None:
        self._completions = completions

    async def choices(self, what: What, typed: str, server: int | None) -> list[app_commands.Choice[str]]:
        """Return up to 25 choices; a value that Discord would not take is left out rather than cut."""
        return [
            app_commands.Choice(name=visible(choice.shown)[:_LONGEST], value=choice.value)
            # Half a surrogate pair can come in by JSON, and can be looked up nowhere.
            for choice in await self._completions.of(what, typed.encode(errors="ignore").decode(), server)
            if len(choice.value) <= _LONGEST
        ]


def completes(**parameters: What) -> Callable[[T], T]:
    """Complete the parameters of a command: `@completes(topic="poll")`."""

    def decorate(method: T) -> T:
        vars(method)[_COMPLETED] = parameters
        return app_commands.autocomplete(**{name: _completing(what) for name, what in parameters.items()})(method)

    return decorate


def completed_by(command: commands.Command[Any, ..., Any]) -> Mapping[str, What]:
    """Return the parameters of a command that are completed, each with what of."""
    found: Mapping[str, What] = vars(command.callback).get(_COMPLETED, {})
    return found


def _completing(what: What) -> Any:
    async def complete(interaction: discord.Interaction[Bot], typed: str) -> list[app_commands.Choice[str]]:
        cog = interaction.client.get_cog("Completion")
        assert isinstance(cog, CompletionCog)
        if what in CONFIDENTIAL and not await _is_moderator(interaction):
            return []
        return await cog.choices(what, typed, interaction.guild_id)

    return complete


async def _is_moderator(interaction: discord.Interaction[Bot]) -> bool:
    if interaction.guild_id is None:
        return False
    settings = await interaction.client.servers.of(interaction.guild_id)
    return interaction.client.moderators.include(interaction.user, settings)
