"""The context of a message or a slash command: who asks, from which server, and how the reply goes out.

Beside it stands `Bot`, as much of the client as contexts and cogs use, so that neither imports the client.
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias

import discord
from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.briefing.asker import Asker
from bot.briefing.refusals import Refusal
from bot.briefing.sources.extraction import Upload, sized
from bot.briefing.team.notices import Notice, Told
from bot.briefing.team.servers import Servers
from bot.discord.member_queue import MemberQueue
from bot.discord.permissions import Moderators
from bot.discord.sending import fill
from bot.render.prefix import SLASH
from bot.render.spans import plain
from db import commits
from db.actors import Actor
from db.notes import PREFIX, Line
from db.records import ServerSettings
from db.reply_store import Reply
from db.shards import Shards
from db.values import now

log = logging.getLogger(__name__)

# Discord gives a slash command 3 seconds for its first response; an asker starts to wonder sooner.
PATIENCE = 1.0
# What a busy machine took to bring it counts, but for a moment, within which most answers are there.
MOMENT = 0.25
# The mark in its `extras` of a command whose answer concerns the asker alone.
PRIVATE = "private"
TYPING_AT_MOST = 60.0


Way: TypeAlias = Literal["slash", "mention", "prefix", "question", "button", "menu", "form"]


class Sender(Protocol):
    """What takes the answer to a message, a command or a press to whoever waits for it."""

    async def send(self, ctx: Context, answer: Answer) -> None: ...


class Bot(commands.AutoShardedBot, ABC):
    """The bot as contexts and cogs know it."""

    servers: Servers
    moderators: Moderators
    queue: MemberQueue
    progress_every: float
    own: Shards | None = None  # which are this process's, None where it has them all

    def serves(self, server: int | None) -> bool:
        """Say whether it is this process that speaks in the server, or None: in direct messages."""
        return self.own is None or self.own.serve(server)

    @property
    @abstractmethod
    def delivery(self) -> Sender: ...

    @property
    @abstractmethod
    def numbers(self) -> Mapping[str, int]:
        """Those of the slash commands that Discord has, by their names."""

    @abstractmethod
    def finished(self, ctx: commands.Context[Any], **more: Any) -> None:
        """Take notice of a command that has been carried out or refused."""

    @abstractmethod
    async def fail(self, ctx: commands.Context[Any], error: BaseException) -> None:
        """Reply with the sentence for an error."""

    @abstractmethod
    async def tell(self, notice: Notice) -> Told:
        """Put an answer where a member asked, or before them alone; say what became of it."""


def patience(interaction: discord.Interaction) -> float:
    """Return the seconds that are left before an interaction is acknowledged."""
    age = (discord.utils.utcnow() - interaction.created_at).total_seconds()
    # A clock that is behind Discord’s gives it an age below zero.
    return min(PATIENCE, max(MOMENT, PATIENCE - age))


class Context(commands.Context[Bot]):
    """A context that takes an `Answer` for its reply."""

    # How the bot behaves in the server asked from, read once for each message, slash command or press.
    server_settings = ServerSettings()
    before: Reply | None = None
    done = False  # whether the message has changed the store already, before it was edited
    follows: str | None = None  # the question whose answer the message replies to, empty where it is not remembered
    answered: Answer | None = None
    sent = True  # whether the answer could be sent
    openly = False  # whether others saw the question although the reply is private, as under a reply that all see
    _holding: asyncio.Task[None] | None = None
    _deferring = False
    _report: discord.Message | None = None

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.at = now()
        self.begun = self._reported = time.perf_counter()
        self.commits = commits.watch()

    @property
    def server(self) -> int | None:
        """The number of the Discord server asked from, None in direct messages and in the terminal."""
        return self.guild.id if self.guild else None

    @property
    def asker(self) -> Asker:
        actor = Actor(self.author.display_name, self.author.id)
        private = self.is_private and not self.openly
        return Asker(actor, self.server, self.channel.id, private, self.is_discreet, self.follows)

    @property
    def is_discreet(self) -> bool:
        """Whether nobody but the author and moderators reads the reply."""
        alone = self.is_private or self.guild is None
        return alone or self.bot.moderators.have_alone(self.channel, self.server_settings)

    @property
    def is_mention(self) -> bool:
        """Whether the bot was addressed by its name rather than with a prefix."""
        return (self.prefix or "").startswith("<@")

    @property
    def is_pending(self) -> bool:
        """Whether Discord shows that an answer is owed, as for a slash command."""
        return self.interaction is not None

    @property
    def way(self) -> Way:
        """How the command came."""
        if self.interaction:
            return "slash"
        if self.is_mention:
            return "mention"
        return "prefix" if self.prefix else "question"

    @property
    def seen(self) -> datetime | None:
        """When that was shown which a button was pressed or a form sent off for, None where it was written."""
        return None

    @property
    def outcome(self) -> str | None:
        """The status of the answer, or that it could not be sent; None where none was to be given."""
        if self.answered is None:
            return None
        return self.answered.status if self.sent else "not sent"

    @property
    def is_answered_here(self) -> bool:
        """Whether the bot answers in this channel, as the server's administrators have chosen."""
        chosen = self.server_settings.channels
        # A thread is where its channel is, and a channel where its category is.
        place = {self.channel.id, getattr(self.channel, "parent_id", None), getattr(self.channel, "category_id", None)}
        # Whoever sets the channels must be able to set them right from anywhere.
        is_setup = self.command is not None and (self.command.root_parent or self.command).name == "setup"
        return not chosen or is_setup or not place.isdisjoint(chosen)

    async def is_moderator(self) -> bool:
        """Say whether the author may change facts here."""
        return self.bot.moderators.include(self.author, self.server_settings)

    async def answer(self, answer: Answer) -> None:
        """Send the reply, in place of the one before where the question was edited."""
        self.answered = answer
        if self._report:
            with suppress(discord.HTTPException):
                await self._report.delete()
        await self.bot.delivery.send(self, replace(answer, prefix=self.hint_prefix))

    async def caught_up(self) -> None:
        """Return once what the author has written before is dealt with; a message comes after those anyway."""
        if self.interaction:
            await self.bot.queue.caught_up(self.author.id)

    @property
    def hint_prefix(self) -> str:
        """What begins the commands in a reply, as the asker may write them: not what the bot does not hear."""
        if self.server is None:
            return PREFIX
        if self.interaction is not None or not self.bot.intents.message_content:
            return SLASH
        return self.server_settings.prefix

    @property
    def unread(self) -> str:
        """What was written after a command that takes nothing."""
        return "" if self.interaction else self.view.buffer[self.view.index :].strip()

    @property
    def words(self) -> str:
        """What was asked, without the command that asked it."""
        return " ".join(value for value in self.kwargs.values() if isinstance(value, str)).strip()

    @property
    def looked_up(self) -> str:
        """What was asked of a command that looks something up, whether it takes bare words or named arguments."""
        written = [getattr(value, "arguments", None) for value in self.kwargs.values()]
        return self.words or " ".join(each.subject for each in written if isinstance(each, Arguments)).strip()

    async def upload(self, attachment: discord.Attachment | None, path: str | None = None) -> Upload | None:
        """Return the file that came with the message; `path` names one to the terminal alone.

        Raises Refusal where it is too large or cannot be had.
        """
        if path is not None:
            raise Refusal("I open no files of the computer that I run on: attach the document to the message.")
        if attachment is None:
            return None
        sized(attachment.filename, attachment.size)
        try:
            return Upload(attachment.filename, await attachment.read())
        except discord.HTTPException:
            raise Refusal("Discord does not hand the attached file over: attach it again.") from None

    async def report(self, words: str) -> None:
        """Say how far a long piece of work is, in one message that is edited now and then."""
        now = time.perf_counter()
        if now - self._reported < self.bot.progress_every:
            return
        self._reported = now
        if self._report is None:
            await self.release()
            self._report = await self.send(words, ephemeral=self.is_private)
            if self.interaction:
                fill(self.interaction)
        else:
            await self._report.edit(content=words)

    async def inform(self, words: Line, openly: Line) -> None:
        """Tell the channel that is chosen for notices; `openly` where it may be read by others than moderators."""
        chosen = self.server_settings.notices
        channel = self.guild.get_channel(chosen) if self.guild and chosen else None
        if not isinstance(channel, discord.TextChannel):
            return
        said = words if self.bot.moderators.have_alone(channel, self.server_settings) else openly
        try:
            await channel.send(plain(said, SLASH), silent=True)
        except discord.HTTPException as failure:
            log.warning("the channel %s for notices was not told: %s", channel.id, failure.status)

    def hold(self) -> None:
        """Show that an answer is on its way, should it take longer than a moment."""
        self._deferring = False
        self._holding = asyncio.create_task(self._show_waiting())

    async def release(self) -> None:
        """Stop showing that an answer is on its way."""
        if self._holding is None:
            return
        if self._deferring:
            # Cancelled halfway, nobody would know whether Discord has taken it for the first response.
            await self._holding
        else:
            self._holding.cancel()

    async def _show_waiting(self) -> None:
        if self.interaction is not None:
            await asyncio.sleep(patience(self.interaction))
            await self._acknowledge(self.interaction, private=self.is_private)
            return
        await asyncio.sleep(PATIENCE)
        try:
            async with self.typing():
                await asyncio.sleep(TYPING_AT_MOST)
        except discord.HTTPException as refused:
            # Whoever may not even be shown typing cannot be answered; the reply says why in the log.
            log.debug("typing is not shown: %s", refused.status)

    async def _acknowledge(self, interaction: discord.Interaction, *, private: bool) -> None:
        self._deferring = True
        if interaction.response.is_done():
            return
        try:
            await interaction.response.defer(ephemeral=private, thinking=True)
        except discord.HTTPException as refused:
            log.warning("an answer is late and Discord did not take the first response: %s", refused.status)

    @property
    def is_private(self) -> bool:
        """Whether the reply to a slash command is for the asker alone: what concerns nobody else, and refusals.

        A server may choose that for all.
        """
        if self.interaction is None or self.server is None:
            return False
        refused = self.answered is not None and self.answered.status in ("error", "denied")
        personal = self.command is not None and self.command.extras.get(PRIVATE, False)
        return refused or personal or self.server_settings.ephemeral or not self.is_answered_here
