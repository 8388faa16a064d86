"""The context of a press: the command behind a button, as if whoever pressed had written it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import discord
from discord.ext.commands.view import StringView

from bot.briefing.answer import Answer
from bot.briefing.reply_snapshot import previews
from bot.discord.context import Bot, Context, Way, patience
from db.notes import Command, line
from db.reply_store import Reply


class _Message:
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
        self._state = cast(Any, interaction.client)._connection  # noqa: SLF001  # as a message has it


class PressContext(Context):
    """Answers whoever pressed, and nobody else."""

    pressed: discord.Interaction
    preview: Reply | None = None  # what a yes or a no is said to, and whose place the outcome takes
    filled_in: str | None = None  # what was written into a form, which a refusal must not lose

    @property
    def way(self) -> Way:
        match self.pressed.type:
            case discord.InteractionType.modal_submit:
                return "form"
            case discord.InteractionType.component:
                return "button"
        return "menu"

    @property
    def seen(self) -> datetime | None:
        return self.preview.at if self.preview else None

    @property
    def is_pending(self) -> bool:
        return True

    @property
    def is_private(self) -> bool:
        return True

    @property
    def words(self) -> str:
        return self.filled_in or super().words

    async def answer(self, answer: Answer) -> None:
        if self.filled_in and self.command:
            of_a_fact = self.command.qualified_name == "fact add"
            if answer.status == "error":
                back = "The buttons bring it back; or complete" if of_a_fact else "Complete"
                command = Command(f"{self.command.qualified_name} {self.filled_in}")
                lost = line("Nothing is lost. {} this and send it: {}", back, command)
                answer = replace(answer, note=(*answer.note, lost))
            if of_a_fact and (answer.status == "error" or previews(answer)):
                answer = replace(answer, offers=(*answer.offers, "change", "rest"))
        await super().answer(answer)

    async def _show_waiting(self) -> None:
        await asyncio.sleep(patience(self.pressed))
        await self._acknowledge(self.pressed, private=True)


async def context(interaction: discord.Interaction, command: str, words: str = "") -> PressContext:
    """Return the context in which the bot invokes the command with these words after it."""
    bot = cast(Bot, interaction.client)
    message = cast(discord.Message, _Message(interaction, words))
    ctx = PressContext(message=message, bot=bot, view=StringView(words), prefix="", command=bot.get_command(command))
    ctx.pressed = interaction
    if interaction.guild:
        ctx.server_settings = await bot.servers.of(interaction.guild.id)
    ctx.invoked_with = command
    return ctx
