"""The terminal as one more channel: the real bot, offline, with one author who writes to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import discord
from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.asking.requests import Requests
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from bot.briefing.sources.extraction import Upload, sized
from bot.briefing.team.notices import Notice, Told
from bot.briefing.team.servers import Servers
from bot.discord.client import Footnote
from bot.discord.context import Context
from bot.discord.permissions import Moderators
from db.actors import OPERATOR, Actor
from db.notes import Note

_BOT = SimpleNamespace(id=1, bot=True, name="footnote", mention="@footnote")


@dataclass(frozen=True)
class Author:
    """Whoever writes: by default the operator at the terminal, a moderator unless they ask to be a member.

    With the number of a server, a member writing in a channel of it; so the tests speak as one.
    """

    moderator: bool = True
    id: int = 0
    bot: bool = False
    name: str = "operator"
    server: int | None = None
    channel: int = 0

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.id) if self.id else OPERATOR


@dataclass(eq=False)
class Line:
    """A line typed, with as much of a Discord message as commands look at."""

    content: str
    author: Author
    replies: list[Answer] = field(default_factory=list)
    id: int = 0
    attachments: Sequence[Any] = ()
    reference: None = None
    _state: Any = None

    @property
    def guild(self) -> Any:
        return None if self.author.server is None else SimpleNamespace(id=self.author.server)

    @property
    def channel(self) -> Any:
        return SimpleNamespace(id=self.author.channel)


class _LineContext(Context):
    @property
    def asker(self) -> Asker:
        actor = cast(Line, self.message).author.actor
        return Asker(actor, self.server, self.channel.id, discreet=self.server is None)

    async def is_moderator(self) -> bool:
        return cast(Line, self.message).author.moderator

    async def upload(self, attachment: discord.Attachment | None, path: str | None = None) -> Upload | None:
        """Take a file by its path from the operator, who can read it anyway, and from nobody else."""
        if path is None or self.server is not None:
            return await super().upload(attachment, path)
        file = Path(path).expanduser()
        try:
            if file.is_dir():
                raise Refusal("{} is a folder: `footnote source add` on the command line reads folders.", quoted(path))
            if not file.is_file():
                raise Refusal("There is no file {}: write its path from {}.", quoted(path), quoted(str(Path.cwd())))
            sized(file.name, file.stat().st_size)
            return Upload(file.name, file.read_bytes())
        except (OSError, ValueError):
            raise Refusal("{} cannot be opened: see that you may read it.", quoted(path)) from None

    async def report(self, words: str) -> None:
        """Replies are all that standard output holds."""

    def hold(self) -> None:
        """Whoever sits at the terminal sees that it is busy."""

    async def answer(self, answer: Answer) -> None:
        cast(Line, self.message).replies.append(answer)


class Console(Footnote):
    """The bot without Discord: `say` puts a line to it and returns its reply."""

    context_class = _LineContext

    def __init__(
        self, cogs: Iterable[commands.Cog], servers: Servers, moderators: Moderators, requests: Requests
    ) -> None:
        super().__init__(cogs, servers, moderators, requests)
        # The notices that wait for each author who has written here.
        self._notices: dict[tuple[int, int], list[Note]] = {}

    @property
    def user(self) -> discord.ClientUser:
        # discord.py asks who the bot is to ignore its own messages; offline it has not learned that.
        return cast(discord.ClientUser, _BOT)

    def is_addressed(self, ctx: Context) -> bool:
        return True

    def is_command(self, ctx: Context) -> bool:
        return True

    def finished(self, ctx: commands.Context[Any], **more: Any) -> None:
        """Whoever sits at the terminal has seen the reply; the log is for what happens in Discord."""

    async def say(self, text: str, author: Author = Author(), attachments: Sequence[Any] = ()) -> Answer:
        """Return the reply to a line and the files with it, and the notices that wait for its author."""
        typed = Line(text.strip(), author, attachments=attachments)
        seat = _seat(author.id, author.channel)
        self._notices.setdefault(seat, [])
        await self.respond(cast(discord.Message, typed))
        reply, notices = typed.replies[-1], self._notices[seat]
        note = (*reply.note, *(line for notice in notices for line in notice))
        notices.clear()
        return replace(reply, note=note)

    async def tell(self, notice: Notice) -> Told:
        """Keep a notice for the next reply to whoever has written here; others have theirs from the bot at Discord."""
        notices = self._notices.get(_seat(notice.member or 0, notice.channel))
        if notices is not None:
            notices.append(notice.answer.note)
        return "later" if notices is None else "told"


def _seat(member: int, channel: int) -> tuple[int, int]:
    """Return where notices reach an author: a member in the channel they asked in, the operator anywhere."""
    return member, channel if member > 0 else 0
