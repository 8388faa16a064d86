"""Buttons over the wire: pages, sources, citations, reports, deletion; whose they are, and how long they last."""

import json
import re
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.cogs.buttons import ENDED, NOT_YOURS
from db import tables
from tests.conftest import raw
from tests.wire.discord import Guild, Loopback, Member, Message
from tests.wire.discord.message import walk
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "!brief whales"  # five pages


async def aged(bot: Bot, reply: Message, hours: int) -> None:
    """Make the bot believe that it sent a message earlier than it did."""
    # The reply is there before the bot has remembered it.
    await bot.until_stored(f"SELECT 1 FROM reply WHERE message = {reply.id}")
    this = tables.reply.c.message == reply.id
    with raw(bot.url) as connection:
        sent = connection.scalars(select(tables.reply.c.at).where(this)).one()
        connection.execute(update(tables.reply).where(this).values(at=sent - timedelta(hours=hours)))


@pytest_asyncio.fixture(loop_scope="module", scope="module", autouse=True)
async def many(discord: Loopback, desk: Guild, bot: Bot) -> None:
    """Facts with long texts, which fill several cards."""
    mona = discord.member("mona", desk, desk.roles_named("moderators"))
    said = "The council of Port Ellery keeps a great herd of whales in the outer basin for its ferries. " * 9
    for number, kind in enumerate(["event"] * 9 + ["law"] * 9):
        name = f"Whale matter {'abcdefghijklmnopqr'[number]}"
        added = await mona.says(
            f"!fact add kind: {kind} topics: +whales name: {name} text: {said}{name}. "
            "source: harbour-2031 paragraph: 2 yes: true"
        )
        assert "Added" in added.text, added.text


async def test_the_asker_turns_pages(ana: Member) -> None:
    reply = await ana.says(LONG)
    first = reply.text
    assert "Page 1 of 5" in first
    assert reply.buttons[:2] == ["Next ▶", "Last ⏭"]
    turned = await ana.presses(reply, "Next ▶")
    assert turned is reply
    assert "Page 2 of 5" in reply.text
    assert reply.text != first
    await ana.presses(reply, "◀ Back")
    assert reply.text == first
    await ana.presses(reply, "Last ⏭")
    assert "Page 5 of 5" in reply.text
    await ana.presses(reply, "⏮ First")
    assert reply.text == first


async def test_a_select_leads_to_the_sections_of_a_long_answer(ana: Member, ben: Member) -> None:
    reply = await ana.says(LONG)
    (select,) = (one for one in walk(reply.components) if one["type"] == 3)
    events, laws = select["options"]
    assert (events["label"], events["description"]) == ("Events", "page 1")
    assert laws["label"] == "Laws"
    assert (await ben.chooses(reply, laws["value"])).text == NOT_YOURS
    await ana.chooses(reply, laws["value"])
    assert f"Page {laws['description'].split()[1]} of 5" in reply.text
    assert "**Laws**" in reply.text


async def test_others_may_look_but_not_turn_or_delete(ana: Member, ben: Member) -> None:
    reply = await ana.says(LONG)
    before = reply.text
    for label in ("Next ▶", "Delete"):
        told = await ben.presses(reply, label)
        assert told.ephemeral
        assert told.text == NOT_YOURS
    assert reply.text == before
    assert reply.state == "sent"
    assert (await ben.presses(reply, "Sources")).ephemeral


async def test_sources_shows_the_passages_with_their_check(ana: Member) -> None:
    reply = await ana.says("!person ida")
    shown = await ana.presses(reply, "Sources")
    assert shown.ephemeral
    assert (
        "**[1] Greta Holm, [Column on the night ferry], Ellery Post, April 2031**\n¶4 of `harbour-2031`\n> "
        in shown.text
    )


async def test_copy_citation_gives_a_line_and_csl_json(ana: Member) -> None:
    reply = await ana.says("!person ida")
    copied = await ana.presses(reply, "Cite")
    assert copied.ephemeral
    assert (
        "```\nGreta Holm, [Column on the night ferry], Ellery Post, April 2031, ¶4. https://post.example/harbour\n```"
        in copied.text
    )
    (item,) = json.loads(copied.files["citations.json"])
    assert item["id"] == "harbour-2031"
    assert item["container-title"] == "Ellery Post"
    assert item["URL"] == "https://post.example/harbour"


async def test_a_report_reaches_the_moderators_and_is_settled(
    discord: Loopback, ana: Member, ben: Member, mona: Member
) -> None:
    reply = await ana.says("!person ida")
    form = await ben.presses(reply, "Wrong?")
    assert list(form.inputs) == ["Which fact", "Why"]
    filled = {"Which fact": "F3", "Why": "She is no longer the mayor."}
    told = await ben.submits(form, filled)
    assert told.ephemeral
    assert told.text == "Thank you: report 1 on F3 is with the moderators."
    again = await ben.submits(
        await ben.presses(reply, "Wrong?"), {"Which fact": "F3", "Why": "She is no longer the mayor."}
    )
    assert again.text == "That is reported already, as report 1: the moderators have it."
    assert "Only this server’s moderators" in (await ben.says("!reports")).text
    listed = await mona.slash("reports")
    assert "“She is no longer the mayor.”" in listed.text
    assert "Ida Brønn is the mayor." in listed.text
    assert (await mona.says("!settle 1 She still is.")).text == "Report 1 on F3 is settled: She still is."
    settled = await discord.next_message(ana.channel)
    assert settled.ephemeral, "what was written into a form is answered to its writer alone"
    assert "You reported F3: “She is no longer the mayor.”. It is settled: “She still is.”." in settled.text
    assert (await mona.says("!reports")).text == "No report is open."


async def test_a_report_with_everything_empty_writes_nothing(ana: Member, mona: Member) -> None:
    reply = await ana.says("!brief ferry")
    form = await ana.presses(reply, "Wrong?")
    told = await ana.submits(form, {"Which fact": "", "Why": ""})
    assert told.ephemeral
    assert told.text == "Say which fact and what is wrong with it: write `!report F12 the document says 58`."
    assert (await mona.says("!reports")).text == "No report is open."


async def test_the_asker_deletes_an_answer(discord: Loopback, ana: Member) -> None:
    reply = await ana.says("!person ida")
    await ana.presses(reply, "Delete")
    await discord.until(lambda: reply.state == "deleted", "the answer to be deleted")


async def test_the_asker_deletes_an_answer_in_a_channel_that_the_bot_may_not_see(
    discord: Loopback, desk: Guild, ana: Member
) -> None:
    hidden = discord.channel(desk, "hidden")
    hidden.deny(discord.me, "view_channel")
    reply = await ana.slash("person", hidden, name="ida")
    await ana.presses(reply, "Delete")
    await discord.until(lambda: reply.state == "deleted", "the answer to be deleted")


async def test_buttons_end_politely_after_a_day(discord: Loopback, bot: Bot, ana: Member) -> None:
    reply = await ana.says(LONG)
    await aged(bot, reply, hours=25)
    before = reply.text
    await ana.presses(reply, "Next ▶")
    assert reply.buttons == []
    assert reply.text == before
    told = await discord.next_message(ana.channel)
    assert told.ephemeral
    assert told.text == ENDED


async def test_an_answer_is_explained_and_a_refusal_is_handed_to_the_team(ana: Member) -> None:
    answered = await ana.says("!ask how many islanders want the night ferry?")
    explained = await ana.presses(answered, "Why this?")
    assert explained.ephemeral
    read, judged, after = explained.text.splitlines()[2:5]
    assert read.startswith("I read your question as one about ")
    assert re.match(r"“.*night.*” \(F1\) answers it, for it has ", judged)
    assert after.startswith(("Next came ", "No other fact "))
    assert "score" not in explained.text
    detail = await ana.presses(explained, "In detail")
    assert "F1 Should the ferry run at night?: score " in detail.text
    nothing = await ana.says("!law uranium")
    handed = await ana.presses(nothing, "Ask the team")
    assert "“law: uranium” is with the team now." in handed.text
    refused = await ana.says("!ask what does a ton of uranium cost?")
    assert "Ask the team" in refused.buttons
    handed = await ana.presses(refused, "Ask the team")
    assert handed.ephemeral
    assert "team" in handed.text
