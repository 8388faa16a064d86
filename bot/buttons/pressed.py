"""The context of a press: the command behind a button, as if whoever pressed had written it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import discord
from discord.ext.commands.view import StringView

from bot.briefing.answer import Answer
from bot.context import PATIENCE, Context


class _Spoken:
    """As much of a message as commands look at, in the name of whoever pressed."""

    def __init__(self, interaction: discord.Interaction, content: str) -> None:
        self.id = interaction.id
        self.content = content
        self.author = interaction.user
        self.guild = interaction.guild
        self.channel = interaction.channel
        self.created_at: datetime = interaction.created_at
        self.edited_at: datetime | None = None
        self.attachments: list[discord.Attachment] = []
        self.mentions: list[discord.abc.User] = []
        self._state = cast(Any, interaction.client)._connection


class Pressed(Context):
    """Answers whoever pressed, and nobody else."""

    pressed: discord.Interaction
    draft: str | None = None  # what was filled into a form, which a refusal must not lose

    @property
    def is_pending(self) -> bool:
        return True

    async def _send(self, answer: Answer) -> None:
        if self.draft and answer.status == "error":
            lost = f"Nothing is lost; complete this and send it: `{self.draft.replace('`', '’')}`"
            answer = replace(answer, note="\n".join(filter(None, (answer.note, lost))))
        await self.bot.delivery.whisper(self, answer)

    async def _show_waiting(self) -> None:
        await asyncio.sleep(PATIENCE)
        await self._acknowledge(self.pressed, private=True)


def context(interaction: discord.Interaction, command: str, words: str = "") -> Pressed:
    """Return the context in which the bot invokes the command with these words after it."""
    bot = cast(Any, interaction.client)
    spoken = cast(discord.Message, _Spoken(interaction, words))
    ctx = Pressed(message=spoken, bot=bot, view=StringView(words), prefix="", command=bot.get_command(command))
    ctx.pressed = interaction
    ctx.invoked_with = command
    return ctx
