"""The context of a message: who asks, from which server, and how the reply goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.render.pages import pages
from db.actors import Actor

if TYPE_CHECKING:
    from bot.client import Footnote

Bot: TypeAlias = "Footnote"


class Context(commands.Context["Footnote"]):
    """A context that takes an `Answer` for its reply."""

    @property
    def server(self) -> int | None:
        """The number of the Discord server asked from, None in direct messages and in the terminal."""
        return self.guild.id if self.guild else None

    @property
    def asker(self) -> Asker:
        return Asker(Actor(self.author.display_name, self.author.id), self.server, self.channel.id)

    async def is_moderator(self) -> bool:
        """Say whether the author may change facts here."""
        return await self.bot.moderators.include(self.author)

    async def answer(self, answer: Answer) -> None:
        """Send the reply, in as many messages as its sources and words need."""
        for page in pages(answer):
            await self.send(page, suppress_embeds=True)
