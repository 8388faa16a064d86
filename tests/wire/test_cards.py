"""Cards as they arrive: what stands on them, and what becomes of it where it is not permitted."""

import asyncio
import re

import pytest

from tests.wire.adding import add
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.discord.message import walk
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVENT = 0xE69F00


async def test_an_answer_is_a_card_with_its_documents_in_short(discord: Loopback, ana: Member) -> None:
    asked = await ana.writes("!event market")
    reply = await discord.next_message(ana.channel)
    assert reply.content == ""
    assert reply.replies_to == asked.id
    assert reply.card["accent_color"] == EVENT
    title, text, sources = reply.text.split("\n", 2)
    assert title == "Events: Closure of the fish market"
    assert text == "- **14 March 2031**: The town council of Port Ellery voted to close the fish market. [1][2]"
    first, second = sources.splitlines()
    # The short form of each document, and of what is as it should be no word.
    assert first.startswith("-# [1] [G. Holm, Ellery Post (April 2031)](<https://")
    assert "#:~:text=" in first
    assert first.endswith(">) ¶2")
    assert second == "-# [2] [Notes on the ferry] (2031?) ¶1"
    assert reply.buttons == ["Sources", "Details", "Cite", "Wrong?", "Delete"]


async def test_details_have_all_that_the_card_leaves_out(ana: Member) -> None:
    reply = await ana.says("!ask who speaks for the islanders?")
    assert "- Tomas Đuric speaks for the islanders. [1]†" in reply.text
    assert "† note in Details" in reply.text
    details = await ana.presses(reply, "Details")
    assert details.ephemeral
    assert "- Tomas Đuric speaks for the islanders. [1] (F4)" in details.text
    assert "Editor’s note: " in details.text
    assert "-# [1] [Notes on the ferry], [2031?], ¶2 (intact)" in details.text
    poll = await ana.says("!poll night ferry")
    assert "sponsor" not in poll.text
    assert "sponsor Coastal Institute" in (await ana.presses(poll, "Details")).text


async def test_a_date_that_the_statement_has_is_said_once(ana: Member) -> None:
    reply = await ana.says("!law harbour")
    assert "- The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight. [1]" in reply.text


async def test_where_cards_are_not_permitted_the_same_stands_as_text(
    discord: Loopback, desk: Guild, ana: Member
) -> None:
    ana.channel.deny(discord.me, "embed_links")
    await discord.tell("CHANNEL_UPDATE", ana.channel.payload(), desk)
    try:
        reply = await ana.says("!event market")
    finally:
        ana.channel.deny(discord.me)
        await discord.tell("CHANNEL_UPDATE", ana.channel.payload(), desk)
    assert reply.card == {}
    assert reply.content.startswith(
        "**Events: Closure of the fish market**\n"
        "I may not embed links in this channel, so this is plain text.\n"
        "- **14 March 2031**: "
    )
    assert "\n-# [2] [Notes on the ferry]" in reply.content


async def test_no_name_in_an_answer_rings_anybody(discord: Loopback, ana: Member) -> None:
    reply = await ana.says(f"!event {ana.mention} @everyone")
    assert reply.body["allowed_mentions"]["parse"] == []


async def test_a_poll_comes_with_its_chart_which_is_read_out(ana: Member) -> None:
    reply = await ana.slash("poll", topic="night ferry")
    assert reply.files["chart.png"].startswith(b"\x89PNG")
    (described,) = reply.body["attachments"]
    assert described["description"].startswith("Bar chart. Should the ferry run at night? all residents, want it: 64")
    (gallery,) = (one for one in walk(reply.components) if one["type"] == 12)
    assert gallery["items"][0]["media"]["url"] == "attachment://chart.png"
    assert "Chart" not in reply.buttons


async def test_the_chart_of_a_mixed_answer_is_a_press_away(ana: Member) -> None:
    reply = await ana.says("!brief ferry")
    assert reply.files == {}
    shown = await ana.presses(reply, "Chart")
    assert shown.ephemeral
    assert shown.files["chart.png"].startswith(b"\x89PNG")


async def test_where_no_file_may_be_attached_the_bars_are_text(discord: Loopback, desk: Guild, ana: Member) -> None:
    ana.channel.deny(discord.me, "attach_files")
    await discord.tell("CHANNEL_UPDATE", ana.channel.payload(), desk)
    try:
        reply = await ana.says("!poll night ferry")
    finally:
        ana.channel.deny(discord.me)
        await discord.tell("CHANNEL_UPDATE", ana.channel.payload(), desk)
    assert reply.files == {}
    assert "I may not attach files in this channel, so the chart is left out" in reply.text
    assert "all residents  want it  64%  ████████████████" in reply.text


async def test_a_briefing_comes_as_a_file(ana: Member) -> None:
    by_prefix = await ana.says("!brief ferry file: md")
    by_slash = await ana.slash("brief", topic="ferry", file="md")
    assert by_prefix.files["ferry.md"].startswith(b"# Briefing: Night ferry")
    assert by_prefix.files == by_slash.files


async def test_a_card_that_discord_refuses_goes_out_as_text(discord: Loopback, ana: Member) -> None:
    discord.fail("POST", r"/channels/\d+/messages$", 403, code=50013, times=2)
    reply = await ana.says("!person ida")
    assert reply.card == {}
    assert "I may not embed links in this channel, so this is plain text." in reply.content
    assert "Ida Brønn is the mayor." in reply.content


async def test_an_answer_to_an_expired_command_goes_to_its_channel(discord: Loopback, ana: Member) -> None:
    discord.fail("POST", r"/interactions/.*/callback$", 404, code=10062)
    asking = asyncio.ensure_future(ana.slash("person", name="ida"))
    reply = await discord.next_message(ana.channel)
    asking.cancel()
    assert ana.last
    ana.last.answered = True
    assert "Ida Brønn is the mayor." in reply.text


async def test_an_answer_that_cannot_be_sent_is_logged_with_its_reason(
    discord: Loopback, bot: Bot, ana: Member
) -> None:
    discord.fail("POST", r"/channels/\d+/messages$", 403, code=50001, times=3)
    asked = await ana.writes("!person ida")
    await bot.until_logged(f"the reply to {asked.id} in channel {ana.channel.id} was not sent")
    assert "Discord said 403 (code 50001)" in bot.log


async def test_an_answer_stands_under_its_question_for_those_who_did_not_see_it(ana: Member) -> None:
    reply = await ana.slash("ask", question="Who is the *mayor*?")
    assert reply.text.startswith("Who is the mayor ?\n")


async def test_each_page_of_polls_has_its_own_picture_and_no_bars_in_its_text(ana: Member, mona: Member) -> None:
    for number in range(6):
        question = f"Should boat {'abcdef'[number]} sail?"
        said = f"text: Of residents, 64% want boat {'abcdef'[number]} to sail."
        asked = f"question: {question} survey: Tides results: residents want it 64"
        await add(mona, f"kind: poll topics: +tides {asked} {said}", 3)
    reply = await ana.says("!poll tides")
    first = reply.files["chart.png"]
    assert "Page 1 of 2" in reply.text
    assert "Should boat a sail? residents, want it: 64 percent. " in reply.body["attachments"][0]["description"]
    await ana.presses(reply, "Next ▶")
    assert "Page 2 of 2" in reply.text
    (described,) = reply.body["attachments"]
    assert "Should boat f sail? residents, want it: 64 percent. " in described["description"]
    assert "boat a" not in described["description"]
    assert reply.files["chart.png"] != first
    assert "█" not in reply.text


async def test_a_file_stays_when_pages_are_turned(ana: Member, mona: Member) -> None:
    said = "The council of Port Ellery keeps a great herd of seals in the outer basin for its ferries. " * 10
    for letter in "abcde":
        await add(mona, f"kind: event topics: +seals name: Seal matter {letter} text: {said}{letter}.", 2)
    reply = await ana.says("!brief seals file: md")
    assert "Page 1 of 2" in reply.text
    await ana.presses(reply, "Next ▶")
    assert "Page 2 of 2" in reply.text
    (file,) = (one for one in walk(reply.components) if one["type"] == 13)
    assert file["file"]["url"] == "attachment://seals.md"
    assert reply.files["seals.md"].startswith(b"# Briefing: Seals")


async def test_an_embed_of_an_earlier_version_becomes_a_card_where_it_is_edited(ana: Member) -> None:
    reply = await ana.says("!help")
    # As it was sent before there were cards of components.
    embed = {"title": "What you can ask", "description": "Ask in plain words.", "color": 0x999999}
    rows = [one for one in reply.card["components"] if one["type"] == 1]
    reply.body |= {"embeds": [embed], "components": rows, "flags": 0}
    await ana.chooses(reply, "3:2")
    assert reply.embeds == []
    assert "`!report <fact> <reason>`" in reply.text
    assert reply.card


async def test_a_reply_does_not_repeat_the_question_that_it_refers_to(discord: Loopback, ana: Member) -> None:
    reply = await ana.says(f"{discord.me.mention} who is the mayor?")
    assert reply.replies_to
    assert reply.text.startswith("- Ida Brønn is the mayor. [1]")


async def test_times_are_shown_in_the_readers_own(ana: Member, mona: Member) -> None:
    await ana.says("!ask-the-team how heavy is the fog?")
    stamp = r"<t:\d{10}:%s>"
    for command, shown in {
        "!gaps": f"asked by 1 person, last {stamp % 'R'}",
        "!fact history F1": f"Revision 1: added on {stamp % 'f'} by ",
        "!cite F1": f"added on {stamp % 'f'} by ",
        "!audit": f"{stamp % 'f'} Mona: added F",
        "!fact add kind: event topics: ferry name: Fog text: It is dense. source: ferry-notes paragraph: 1": (
            f"It waits until {stamp % 't'} \\(15 minutes\\)"
        ),
    }.items():
        reply = await mona.says(command)
        assert re.search(shown, reply.text), reply.text
    await mona.says("!report F3 She has resigned.")
    assert re.search(f"{stamp % 'D'}: “She has resigned", (await mona.says("!reports")).text)


@pytest.mark.parametrize(
    "lookup",
    [
        *("!poll uranium", "!event uranium", "!person uranium", "!org uranium", "!law uranium", "!claim uranium"),
        *("!about uranium", "!brief uranium", "!compare uranium", "!timeline 1790", "!find uranium"),
        "!ask what does a ton of uranium cost?",
    ],
)
async def test_every_refusal_says_what_is_missing_and_may_be_given_to_the_team(ana: Member, lookup: str) -> None:
    reply = await ana.says(lookup)
    missing, *rest = reply.text.removeprefix(lookup.removeprefix("!ask ")).strip().splitlines()
    assert re.match(r"(I have no|I found no|No |There is no|Nothing )", missing), reply.text
    assert sum(line.startswith("- ") for line in rest) <= 2
    assert "Ask the team" in reply.buttons
    assert "is with the team now" in (await ana.presses(reply, "Ask the team")).text


async def test_sources_open_where_they_are_on_the_web(ana: Member) -> None:
    shown = await ana.presses(await ana.says("!event market"), "Sources")
    links = [(one["label"], one["url"]) for one in walk(shown.components) if one["type"] == 2]
    assert links == [("Open [1] G. Holm, Ellery Post (April 2031)", "https://post.example/harbour")]


async def test_facts_that_begin_alike_are_told_apart_in_a_form(ana: Member, mona: Member) -> None:
    alike = "The council of Port Ellery keeps its otters in the outer basin, where they are fed each morning by "
    for name in ("Ida", "Tomas"):
        added = await mona.says(
            f"!fact add kind: event topics: +otters name: Otters of {name} text: {alike}{name}. "
            "source: harbour-2031 paragraph: 2 yes: true"
        )
        assert "Added" in added.text, added.text
    form = await ana.presses(await ana.says("!brief otters"), "Wrong?")
    options = form.inputs["Which fact"]["options"]
    assert [option["description"] for option in options] == ["morning by Ida.", "morning by Tomas."]
