"""Threads: one counts as its channel, for where the bot answers, who reads what, and what it may."""

import re

import pytest

from tests.wire.discord import Channel, Guild, Loopback, Member
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAW = "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight."


def named(desk: Guild, name: str) -> Channel:
    return next(channel for channel in desk.channels.values() if channel.name == name)


async def test_a_thread_is_answered_in_with_buttons_that_work(discord: Loopback, desk: Guild, ana: Member) -> None:
    thread = discord.thread(ana.channel, "a thread")
    reply = await ana.says("!law harbour", thread)
    assert LAW in reply.text
    assert (await ana.presses(reply, "Sources")).text.startswith("Where it stands")
    assert LAW in (await ana.slash("law", thread, name="harbour")).text


async def test_a_thread_counts_as_the_channel_that_is_chosen(discord: Loopback, desk: Guild, ana: Member) -> None:
    lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
    quiet = named(desk, "quiet")
    within, outside = discord.thread(quiet, "within"), discord.thread(ana.channel, "outside")
    assert f"Channels: {quiet.mention}" in (await lee.says(f"!setup channels {quiet.mention}")).text
    await ana.writes("!law harbour", outside)
    refused = await ana.slash("law", outside, name="harbour")
    assert refused.ephemeral
    assert "please ask there" in refused.text
    assert LAW in (await ana.says("!law harbour", within)).text
    await lee.says("!setup channels everywhere", within)
    assert LAW in (await ana.says("!law harbour", outside)).text


async def test_where_it_may_not_write_in_threads_it_shows_by_a_reaction_that_it_read(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member
) -> None:
    closed = discord.channel(desk, "closed-to-threads")
    closed.deny(discord.me, "send_messages_in_threads")
    assert LAW in (await ana.says("!law harbour", closed)).text
    asked = await ana.writes("!law harbour", discord.thread(closed, "there"))
    assert await discord.until(lambda: asked.reactions, "a reaction") == ["🔇"]
    await bot.until_logged(f"the reply to {asked.id} in channel {asked.channel.id} was not sent: Discord said 403")


async def test_a_thread_of_the_moderators_is_theirs_and_one_of_all_is_not(
    discord: Loopback, desk: Guild, ana: Member, mona: Member
) -> None:
    room = discord.channel(desk, "moderators-only")
    room.deny(desk.everyone, "view_channel")
    for role in desk.roles.values():
        if role.name == "moderators":
            room.allow(role, "view_channel")
    room.allow(discord.me, "view_channel")
    await ana.slash("report", fact="F3", reason="The zeppelin says no.")
    assert "zeppelin" in (await mona.says("!reports", discord.thread(room, "ours"))).text
    openly = (await mona.says("!reports", discord.thread(ana.channel, "of all"))).text
    assert "zeppelin" not in openly
    assert re.search(r"Report \d+", openly)
