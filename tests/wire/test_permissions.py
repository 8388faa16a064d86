"""Channels in which the bot may do less: it says what it can, how it can, or the log says why not."""

import pytest

from tests.wire.discord import Channel, Guild, Loopback, Member
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAW = "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight."


def without(discord: Loopback, desk: Guild, *permissions: str) -> Channel:
    """Make a channel in which the bot lacks permissions."""
    channel = discord.channel(desk, "no-" + "-".join(permissions).replace("_", "-"))
    channel.deny(discord.me, *permissions)
    return channel


async def test_without_embeds_the_answer_is_text_and_says_so(discord: Loopback, desk: Guild, ana: Member) -> None:
    reply = await ana.says("!law harbour", without(discord, desk, "embed_links"))
    assert reply.card == {}
    assert LAW in reply.content
    assert "G. Holm, Ellery Post (April 2031)" in reply.content
    assert "I may not embed links in this channel, so this is plain text." in reply.content


async def test_without_the_history_the_answer_is_no_reply(discord: Loopback, desk: Guild, ana: Member) -> None:
    reply = await ana.says("!law harbour", without(discord, desk, "read_message_history"))
    assert reply.replies_to is None
    assert LAW in reply.text


async def test_a_question_that_is_deleted_meanwhile_is_answered_all_the_same(discord: Loopback, ana: Member) -> None:
    discord.fail("POST", "/messages$", 429, retry_after=0.3)
    asked = await ana.writes("!law harbour")
    await ana.deletes(asked)
    assert LAW in (await discord.next_message(ana.channel)).text


async def test_without_attachments_a_file_is_left_out_and_that_is_said(
    discord: Loopback, desk: Guild, mona: Member
) -> None:
    channel = without(discord, desk, "attach_files")
    chart = await mona.says("!poll ferry", channel)
    assert chart.files == {}
    assert "64%" in chart.text
    await mona.says("!source add minutes-2033 title: [Minutes of the council] text: A pier was built.", channel)
    export = await mona.says("!export", channel)
    assert export.files == {}
    assert "I may not attach files in this channel" in export.text
    (name,) = (await mona.says("!export")).files
    assert name.startswith("footnote-")


async def test_where_it_may_not_speak_the_log_says_so(discord: Loopback, bot: Bot, desk: Guild, ana: Member) -> None:
    before = bot.log.count("not sent")
    asked = await ana.writes("!law harbour", without(discord, desk, "send_messages"))
    await bot.until_logged("not sent", before + 1)
    assert f"the reply to {asked.id} in channel {asked.channel.id} was not sent: Discord said 403" in bot.log
    assert LAW in (await ana.says("!law harbour")).text


async def test_where_it_may_not_write_it_shows_by_a_reaction_that_it_read(
    discord: Loopback, desk: Guild, ana: Member
) -> None:
    asked = await ana.writes("!law harbour", without(discord, desk, "send_messages"))
    assert await discord.until(lambda: asked.reactions, "a reaction") == ["🔇"]
