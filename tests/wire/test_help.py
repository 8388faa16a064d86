"""The pages of help, by what one wants to do, turned with buttons by whichever way they were asked for."""

import pytest

from bot.cogs.buttons import NOT_YOURS
from bot.cogs.help import PAGES
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_help_pages_through_the_commands(discord: Loopback, desk: Guild, bot: Bot, ana: Member) -> None:
    asked = {"!": ana.says("!help"), "/": ana.slash("help"), " !": ana.says(f"{discord.me.mention} help")}
    for sign, asking in ((way.strip(), asking) for way, asking in asked.items()):
        reply = await asking
        assert f"`{sign}poll [topic]`  Look up published polls on a topic." in reply.text
        assert "Page 1 of 6" in reply.text
        assert reply.buttons == [*list(PAGES)[1:], "Delete"]
        for name, commands in PAGES.items():
            if name in reply.buttons:
                assert await ana.presses(reply, name) is reply
            assert name not in reply.buttons
            for command in commands:
                shown = (
                    command if sign == "!" or command not in ("fact", "source", "gap", "setup") else f"{command} show"
                )
                assert f"`{sign}{shown}" in reply.text
        assert (await discord.member("ben", desk).presses(reply, "Ask")).text == NOT_YOURS


async def test_wrong_usage_and_unknown_commands_are_told_what_is_right(ana: Member) -> None:
    assert "Did you mean `!poll`?" in (await ana.says("!pol party")).text
    assert "`/fact history F12`" in (await ana.slash("help", command="fact")).text
    assert "Did you mean `/help poll`?" in (await ana.slash("help", command="pol")).text
    assert ("fact history", "fact history") in await ana.completes("help", "command", "fact h")
