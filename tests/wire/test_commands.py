"""The same commands by prefix, by mention and with a slash, through the real gateway protocol."""

import pytest

from tests.wire.discord import Loopback, Member

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_command_by_prefix_mention_and_slash_gives_the_same(discord: Loopback, ana: Member) -> None:
    by_prefix = await ana.says("!law harbour")
    by_mention = await ana.says(f"{discord.me.mention} law harbour")
    by_slash = await ana.slash("law", name="harbour")
    assert "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight." in by_prefix.text
    assert by_prefix.text == by_mention.text == by_slash.text


async def test_a_question_may_begin_like_a_command(discord: Loopback, ana: Member) -> None:
    for question in ("who is the mayor", "who is the mayor?", "is Ida Brønn the mayor?"):
        assert "Ida Brønn is the mayor." in (await ana.says(f"{discord.me.mention} {question}")).text


async def test_direct_messages_are_answered(ana: Member) -> None:
    reply = await ana.whispers("who is the mayor?")
    assert "Ida Brønn is the mayor." in reply.text
