"""The console as a channel: the operator's, and in tests a member's of a Discord server."""

import pytest
from discord.ext import commands

from bot.app import Services
from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.cogs.checks import moderators_only
from bot.discord.context import Context
from bot.terminal.console import Author
from db.actors import OPERATOR, Actor
from db.notes import note
from tests.conftest import noted


class Mirror(commands.Cog):
    """Says who it hears."""

    def __init__(self) -> None:
        self.heard: list[Asker] = []

    @commands.command()
    async def mirror(self, ctx: Context) -> None:
        """Remember who asks."""
        self.heard.append(ctx.asker)
        await ctx.answer(Answer("done", note=note("heard")))

    @commands.command()
    @moderators_only()
    async def polish(self, ctx: Context) -> None:
        """Remember a moderator."""
        self.heard.append(ctx.asker)
        await ctx.answer(Answer("done", note=note("heard")))


@pytest.mark.parametrize(
    ("person", "asker"),
    [
        (Author(), Asker(OPERATOR, None, 0, discreet=True)),
        (Author(id=42, name="Ada", server=7, channel=70), Asker(Actor("Ada", 42), 7, 70)),
    ],
)
async def test_commands_hear_who_asks_and_where(opened: Services, person: Author, asker: Asker) -> None:
    mirror = Mirror()
    async with opened.console([mirror]) as terminal:
        assert noted(await terminal.say("!mirror", person)) == "heard"
        assert noted(await terminal.say("!polish", person)) == "heard"
        assert mirror.heard == [asker, asker]


async def test_a_member_is_no_moderator(opened: Services) -> None:
    mirror = Mirror()
    async with opened.console([mirror]) as terminal:
        answer = await terminal.say("!polish", Author(moderator=False, id=42, server=7))
        assert answer.status == "denied"
        assert mirror.heard == []
