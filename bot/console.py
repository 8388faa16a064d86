"""The terminal as one more channel: the real bot, offline, with one person who writes to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import discord
from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.client import Footnote
from bot.context import Context
from bot.moderators import Moderators
from db.actors import OPERATOR

_BOT = SimpleNamespace(id=1, bot=True, name="footnote", mention="@footnote")


@dataclass(frozen=True)
class Person:
    """Whoever sits at the terminal; `moderator` unless they ask to be a member."""

    moderator: bool = True
    id: int = 0
    bot: bool = False
    name: str = "operator"


@dataclass(eq=False)
class Line:
    """A line typed, with as much of a Discord message as commands look at."""

    content: str
    author: Person
    replies: list[Answer] = field(default_factory=list)
    id: int = 0
    guild: None = None
    channel: Any = field(default_factory=lambda: SimpleNamespace(id=0))
    attachments: tuple[()] = ()
    mentions: tuple[()] = ()
    _state: Any = None


class _LineContext(Context):
    @property
    def asker(self) -> Asker:
        return Asker(OPERATOR, None, 0)

    async def is_moderator(self) -> bool:
        return cast(Line, self.message).author.moderator

    async def answer(self, answer: Answer) -> None:
        cast(Line, self.message).replies.append(answer)


class Console(Footnote):
    """The bot without Discord: `say` puts a line to it and returns its reply."""

    context_class = _LineContext

    @property
    def user(self) -> discord.ClientUser:
        # discord.py asks who the bot is to ignore its own messages; offline nobody has told it.
        return cast(discord.ClientUser, _BOT)

    async def say(self, text: str, person: Person = Person()) -> Answer:
        """Return the reply to one line."""
        line = Line(text.strip(), person)
        await self.respond(cast(discord.Message, line))
        return line.replies[-1]


@asynccontextmanager
async def opened(cogs: Iterable[commands.Cog], moderators: Moderators) -> AsyncIterator[Console]:
    """Give a console with the cogs, and close it."""
    async with Console(cogs, moderators) as console:
        await console.setup_hook()
        yield console
