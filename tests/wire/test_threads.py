"""Threads: one counts as its channel, for where the bot answers, who reads what, and what it may."""

import re

import pytest

from bot.cogs.buttons import NOT_YOURS
from tests.wire.adding import add
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
    discord: Loopback, room: Channel, ana: Member, mona: Member
) -> None:
    await ana.slash("report", fact="F3", reason="The zeppelin says no.")
    assert "zeppelin" in (await mona.says("!reports", discord.thread(room, "ours"))).text
    openly = (await mona.says("!reports", discord.thread(ana.channel, "of all"))).text
    assert "zeppelin" not in openly
    assert re.search(r"Report \d+", openly)


async def test_a_long_briefing_is_put_into_a_thread_by_a_press(
    discord: Loopback, desk: Guild, ana: Member, mona: Member
) -> None:
    said = "The council of Port Ellery keeps a great herd of seals in the outer basin for its ferries. " * 8
    for letter in "abcdefgh":
        await add(mona, f"kind: event topics: +seals name: Seal matter {letter} text: {said}{letter}.", 2)
    reply = await ana.says("!brief seals")
    assert "Page 1 of 2" in reply.text
    assert (await mona.presses(reply, "All in a thread")).text == NOT_YOURS
    assert await ana.presses(reply, "All in a thread") is reply
    thread = discord.channels[reply.id]
    assert (thread.name, thread.parent) == ("Briefing: Seals", ana.channel)
    pages = [await discord.next_message(thread), await discord.next_message(thread)]
    assert ["Page 1 of 2" in pages[0].text, "Page 2 of 2" in pages[1].text] == [True, True]
    for letter in "abcdefgh":
        assert f" {letter}. " in "".join(page.text for page in pages)
    assert pages[0].buttons == []
    await discord.until(lambda: "All in a thread" not in reply.buttons, "the button to go")
    # What stands in the thread is corrected like the answer itself.
    edited = await mona.says("!fact edit seal-matter-a text: The council keeps seals. reason: shorter yes: true")
    assert "Nothing was written" not in edited.text
    await discord.until(lambda: "Corrected" in pages[0].text, "the page in the thread to be corrected")
    await discord.until(lambda: "Corrected" in reply.text, "the answer to be corrected")
    await discord.next_message(ana.channel)


async def test_where_no_thread_may_be_begun_none_is_offered(discord: Loopback, desk: Guild, ana: Member) -> None:
    closed = discord.channel(desk, "no-threads")
    closed.deny(discord.me, "create_public_threads")
    reply = await ana.says("!brief seals", closed)
    assert "Page 1 of 2" in reply.text
    assert "All in a thread" not in reply.buttons
