"""Answers of the last days are corrected where they stand; edited questions have their answers edited."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.conftest import change
from tests.wire.adding import add
from tests.wire.discord import Dialog, Guild, Loopback, Member, Message
from tests.wire.discord.dialog import COMMAND
from tests.wire.discord.world import snowflake
from tests.wire.process import Bot, footnote, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKEN_LIVES = 15 * 60  # seconds: https://discord.com/developers/docs/interactions/receiving-and-responding


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(discord: Loopback, desk: Guild, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """A bot that looks often for what another program has changed."""
    async with running(discord, tmp_path_factory.mktemp("bot"), CORRECTION_SECONDS="0.1") as connected:
        lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
        assert "Corrections: in the answer alone" in (await lee.says("!setup corrections off")).text
        yield connected


@pytest_asyncio.fixture(loop_scope="module")
async def pointing(discord: Loopback, desk: Guild, bot: Bot) -> AsyncIterator[None]:
    """Have whoever asked pointed to corrections, as is usual."""
    lee = discord.member("lee", desk, desk.roles_named("administrators"))
    assert "Corrections: whoever asked gets a short reply" in (await lee.says("!setup corrections on")).text
    yield
    await lee.says("!setup corrections off")


async def corrected(discord: Loopback, reply: Message, words: str) -> str:
    """Wait until the reply says so, and return it."""
    await discord.until(lambda: words in reply.text, f"a correction: {words}")
    return reply.text


@pytest_asyncio.fixture(loop_scope="module")
async def regatta(discord: Loopback, ana: Member, mona: Member) -> str:
    """The number of a fact of the server's own."""
    preview = await mona.says(
        "!fact add kind: event topics: ferry name: Regatta text: The council looks after the regatta. "
        "source: harbour-2031 paragraph: 2"
    )
    added = await mona.presses(preview, "Yes")
    found = re.search(r"\bF\d+\b", added.text)
    assert found, added.text
    return found[0]


async def in_the_terminal(discord: Loopback, bot: Bot, line: str) -> str:
    """Have the operator change a fact on the bot's store, in another process."""
    status, said, errors = await footnote(discord, bot.folder, "ask", line)
    assert status == 0, errors
    return said


async def test_an_edited_and_a_retracted_fact_are_corrected_where_they_were_told(
    discord: Loopback, ana: Member, mona: Member, regatta: str, pointing: None
) -> None:
    reply = await ana.says("!event regatta")
    untouched = await ana.says("!person ida")
    preview = await mona.says(f"!fact edit {regatta} text: The town council looks after the regatta and the market.")
    await mona.presses(preview, "Yes")
    text = await corrected(discord, reply, "Corrected ")
    change = f"{regatta}: council → “town council”; regatta → “regatta and the market” (corrected by a moderator)"
    assert change in text
    assert f"- The town council looks after the regatta and the market. [1] ({regatta})" in text
    pointer = await discord.next_message(ana.channel)
    assert pointer.replies_to == reply.id
    assert pointer.text.startswith(f"{ana.mention} This answer was corrected. ")
    assert change in pointer.text

    await mona.says(f"!fact retract {regatta} reason: there is no regatta")
    text = await corrected(discord, reply, f"{regatta} was retracted (there is no regatta, retracted by a moderator).")
    assert "\n- " not in text
    await discord.until(lambda: "was retracted" in pointer.text, "the short reply to say so")
    assert "Corrected" not in untouched.text

    assert "Taken back" in (await mona.says("!undo")).text
    await corrected(discord, reply, change)
    assert "Taken back" in (await mona.says("!undo")).text
    await discord.until(lambda: "Corrected" not in reply.text, "the mark to be taken back")
    assert "- The council looks after the regatta. [1]" in reply.text
    await discord.until(lambda: "stands as at first" in pointer.text, "the short reply to take it back")
    await mona.says(f"!fact retract {regatta} reason: a test is over")
    await corrected(discord, reply, "was retracted")
    await discord.until(lambda: "was retracted" in pointer.text, "the short reply to say so")


async def test_a_server_may_do_without_the_short_reply(
    discord: Loopback, ana: Member, mona: Member, regatta: str
) -> None:
    reply = await ana.says(f"!cite {regatta}")
    await mona.says(f"!fact edit {regatta} when: 2031 note: The date is ours. reason: a typing error yes: true")
    text = await corrected(discord, reply, "Corrected ")
    assert f"{regatta}: date: none → 2031; note: none → “The date is ours.” (a typing error, corrected by" in text
    await mona.says(f"!fact retract {regatta} reason: a test is over")
    await corrected(discord, reply, "was retracted")


async def aged(bot: Bot, reply: Message) -> None:
    """Make a reply two hours old, for Discord and for the bot."""
    before, number = reply.id, snowflake(2 * 3600)
    await bot.until_stored(f"SELECT 1 FROM reply WHERE message = {before}")
    change(bot.url, f"UPDATE reply SET message = {number} WHERE message = {before}")
    reply.id = number
    reply.channel.messages[number] = reply.channel.messages.pop(before)
    reply.channel.heard = 0


async def test_old_answers_wait_their_turn_to_be_edited(
    discord: Loopback, bot: Bot, ana: Member, mona: Member, regatta: str, pointing: None
) -> None:
    first, second = await ana.says(f"!cite {regatta}"), await ana.says("!event regatta")
    await aged(bot, first)
    await aged(bot, second)
    begun = len(discord.requests)
    discord.fail("PATCH", f"/messages/({first.id}|{second.id})$", 429, code=30046, retry_after=600, times=2)
    await mona.says(f"!fact edit {regatta} text: The council looks after all regattas. yes: true")
    await corrected(discord, first, "regattas")
    await corrected(discord, second, "regattas")
    paths = [f"/channels/{ana.channel.id}/messages/{reply.id}" for reply in (first, second)]
    edits = [request.status for request in discord.requests[begun:] if request.path in paths]
    assert edits == [429, 429, 200, 200], "no storm: one is refused, all of the channel wait"
    pointer = await discord.next_message(ana.channel)
    assert "This answer" in pointer.text
    await mona.says(f"!fact retract {regatta} reason: a test is over")
    await discord.until(lambda: "was retracted" in first.text + second.text, "the last correction")
    await discord.until(lambda: "retracted" in pointer.text, "the short reply")


async def test_a_channel_rests_for_as_long_as_discord_says(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member, regatta: str, pointing: None
) -> None:
    limited = discord.channel(desk, "limited")
    replies = [await ana.says(line, limited) for line in (f"!cite {regatta}", "!event regatta", "!find regatta")]
    # Longer than discord.py waits by itself; the bot looks again many times meanwhile.
    discord.fail("PATCH", f"/channels/{limited.id}/", 429, retry_after=31, times=99)
    elsewhere = await ana.says(f"!cite {regatta}")
    await mona.says(f"!fact edit {regatta} text: The council looks after all the regattas. yes: true")
    await bot.until_logged("waits 31 s for its correction")
    await corrected(discord, elsewhere, "regattas")
    assert (await discord.next_message(ana.channel)).replies_to == elsewhere.id
    # In the round that does this every channel is looked at again.
    await mona.says(f"!fact edit {regatta} text: The council looks after regattas. yes: true")
    await corrected(discord, elsewhere, "after regattas")
    edits = [request for request in discord.requests if f"/channels/{limited.id}/" in request.path]
    assert [request.status for request in edits if request.method == "PATCH"] == [429], "one is refused, all wait"
    # Nobody is told that it can be edited no more.
    assert [message for message in limited.messages.values() if message.author is discord.me] == replies
    await mona.says(f"!fact retract {regatta} reason: a test is over")
    await corrected(discord, elsewhere, "was retracted")


async def test_what_discord_lets_nobody_edit_gets_a_short_reply_instead(
    discord: Loopback, bot: Bot, ana: Member, mona: Member, regatta: str
) -> None:
    reply = await ana.says("!event regatta")
    await aged(bot, reply)
    begun = len(discord.requests)
    fault = discord.fail("PATCH", f"/messages/{reply.id}$", 429, code=30046, retry_after=600, times=99)
    await mona.says(f"!fact edit {regatta} text: The council looks after all regattas. yes: true")
    pointer = await discord.next_message(ana.channel)
    assert pointer.replies_to == reply.id
    assert "This answer holds no more as written, and Discord lets me edit no more." in pointer.text
    assert "“the regatta” → “all regattas”" in pointer.text
    fault.times = 0
    edits = [request for request in discord.requests[begun:] if request.path.endswith(f"/{reply.id}")]
    assert len(edits) == 3
    await mona.says(f"!fact retract {regatta} reason: a test is over")
    await corrected(discord, reply, "was retracted")
    await discord.until(lambda: "retracted" in pointer.text, "the short reply")


async def test_a_source_that_is_described_otherwise_corrects_the_answers_that_cite_it(
    discord: Loopback, bot: Bot, ana: Member, mona: Member, pointing: None
) -> None:
    await mona.says("!source add minutes title: Minutes author: Lind, Ana issued: 2031 text: A crane stands there.")
    added = await mona.says(
        "!fact add kind: event topics: ferry name: Crane text: There is a crane. source: minutes paragraph: 1 yes: true"
    )
    number = re.search(r"\bF\d+\b", added.text)
    assert number, added.text
    reply, untouched = await ana.says("!event crane"), await ana.says("!person ida")
    assert "A. Lind (2031)" in reply.text
    await mona.says("!source edit minutes author: Lind, Anna issued: 2032 title: Minutes of the council")
    text = await corrected(discord, reply, "Corrected ")
    change = (
        "A. Lind (2032): author: “Ana Lind” → “Anna Lind”; title: Minutes → “Minutes of the council”; "
        "date: 2031 → 2032 (corrected by a moderator)"
    )
    assert change in text
    assert "[1] A. Lind (2032) ¶1" in text
    pointer = await discord.next_message(ana.channel)
    assert pointer.replies_to == reply.id
    assert pointer.text.startswith(f"{ana.mention} This answer was corrected. ")
    # What no reader of an answer sees corrects none.
    await mona.says("!source edit minutes language: en note: Kept by the clerk.")
    await mona.says("!source retire minutes reason: a forgery")
    await corrected(discord, reply, "; no longer relied on: “a forgery” (")
    assert "a forgery" in reply.text
    for _ in range(3):
        assert "Taken back" in (await mona.says("!undo")).text
    await discord.until(lambda: "Corrected" not in reply.text, "the mark to be taken back")
    assert "[1] A. Lind (2031) ¶1" in reply.text
    await discord.until(lambda: "stands as at first" in pointer.text, "the short reply to take it back")
    assert "Corrected" not in untouched.text
    await mona.says(f"!fact retract {number[0]} reason: a test is over")
    await corrected(discord, reply, "was retracted")
    await discord.until(lambda: "was retracted" in pointer.text, "the short reply to say so")


async def test_a_source_that_another_program_describes_otherwise_corrects_too(
    discord: Loopback, bot: Bot, ana: Member
) -> None:
    reply = await ana.says("!law harbour")
    await in_the_terminal(discord, bot, "!source edit harbour-2031 issued: 2031-05")
    text = await corrected(discord, reply, "Corrected ")
    assert "date: “April 2031” → “May 2031” (corrected by whoever runs this bot)" in text
    await in_the_terminal(discord, bot, "!source edit harbour-2031 issued: 2031-04")
    await discord.until(lambda: "Corrected" not in reply.text, "the mark to be taken back")


async def test_what_another_program_changes_is_corrected_too(discord: Loopback, bot: Bot, ana: Member) -> None:
    reply, untouched = await ana.says("!event market"), await ana.says("!law harbour")
    assert "fish market" in (await ana.says("!brief fish-market")).text
    await in_the_terminal(discord, bot, "!fact edit F2 text: The council voted to close the market. yes: true")
    text = await corrected(discord, reply, "Corrected ")
    assert "F2: “town council of Port Ellery” → council; “fish market” → market" in text
    assert "(corrected by whoever runs this bot)" in text
    assert "The council voted to close the market. [1][2] (F2)" in text
    assert reply.replies_to is not None
    await in_the_terminal(discord, bot, "!fact retract F2 reason: a test")
    await corrected(discord, reply, "F2 was retracted (a test, retracted by whoever runs this bot).")
    assert "Corrected" not in untouched.text


async def test_a_chart_is_drawn_anew_with_its_correction(discord: Loopback, bot: Bot, ana: Member) -> None:
    reply = await ana.says("!poll night ferry")
    before = reply.files["chart.png"]
    results = "all residents want it 63; all residents no view 9"
    said = await in_the_terminal(
        discord,
        bot,
        "!fact edit F1 text: A night ferry is wanted by 63% of residents; 9% of residents have no view. "
        f"results: {results} reason: the paper corrected itself yes: true",
    )
    assert "Edited: F1" in said
    await corrected(discord, reply, "wanted by 63% of residents; 9%")
    await discord.until(lambda: reply.files["chart.png"] != before, "the chart to be drawn anew")
    (described,) = reply.body["attachments"]
    assert "all residents, want it: 63 percent" in described["description"]


async def test_a_changed_figure_is_corrected_where_the_text_has_none(
    discord: Loopback, bot: Bot, ana: Member, mona: Member
) -> None:
    poll = (
        "kind: poll topics: residents text: Most islanders want a ferry at night. source: harbour-2031 paragraph: 3 "
        "results: islanders want it 70; islanders no view 12 reason: as the institute told us yes: true"
    )
    added = await mona.says(f"!fact add {poll}")
    found = re.search(r"\bF\d+\b", added.text)
    assert found, added.text
    reply = await ana.says(f"!cite {found[0]}")
    said = await mona.says(
        f"!fact edit {found[0]} results: islanders want it 71; islanders no view 12 reason: a misprint yes: true"
    )
    assert f"Edited: {found[0]}" in said.text
    assert f"{found[0]}: islanders, want it: 70% → 71% (a misprint" in await corrected(discord, reply, "Corrected ")
    assert "12%" not in reply.text.partition("Corrected")[2].partition("\n")[0]


async def test_a_private_answer_is_corrected_while_its_token_lives(discord: Loopback, bot: Bot, ana: Member) -> None:
    message = await ana.writes("who speaks for the islanders?")
    asked = await ana.uses("What do we know?", message)
    assert asked.ephemeral
    assert "Tomas Đuric speaks for the islanders. [1]" in asked.text
    await in_the_terminal(discord, bot, "!fact edit F4 text: Tomas Đuric speaks for islanders. yes: true")
    text = await corrected(discord, asked, "F4: “the islanders” → islanders")
    assert "Tomas Đuric speaks for islanders. [1]† (F4)" in text
    assert asked.ephemeral


async def test_a_private_answer_is_not_corrected_once_its_token_has_expired(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member
) -> None:
    lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
    await lee.says("!setup ephemeral on")

    async def asks(ago: float = 0.0) -> tuple[Dialog, Message]:
        dialog = await ana.starts(COMMAND, ana.typed("org", name="coastal institute"), ago=ago)
        answer = await discord.until(lambda: dialog.original, "the answer")
        answer.claimed = True
        assert answer.ephemeral
        return dialog, answer

    # Discord says of one that its token is over; of the other the bot knows it by the clock.
    (refused, first), (_, second) = await asks(), await asks(ago=TOKEN_LIVES - 3)
    refused.expired = True
    (_, third) = await asks()
    await asyncio.sleep(3)
    begun = len(discord.requests)
    await in_the_terminal(discord, bot, "!fact edit F5 text: The institute surveys residents. yes: true")
    assert "The institute surveys residents." in await corrected(discord, third, "Corrected ")
    await bot.until_logged("is not corrected", 2)
    assert "is not corrected: Discord said 401 (code 50027)" in bot.log
    assert "is not corrected: its token has expired" in bot.log
    assert "Corrected" not in first.text + second.text
    # Neither is tried again and again: the next correction is of a later round.
    law = await ana.says("!law harbour")
    await in_the_terminal(discord, bot, "!fact edit F6 text: The Quiet Harbour Act bans engines at night. yes: true")
    await corrected(discord, law, "at night")
    edits = [request.status for request in discord.requests[begun:] if request.method == "PATCH"]
    assert (edits.count(401), {*edits}) == (1, {200, 401})
    await lee.says("!setup ephemeral off")


async def test_an_edited_question_has_its_answer_edited(discord: Loopback, ana: Member) -> None:
    asked = await ana.writes("!preson ida")
    reply = await discord.next_message(ana.channel)
    assert "Did you mean" in reply.text
    await ana.rewrites(asked, "!person ida")
    await discord.until(lambda: "Ida Brønn is the mayor." in reply.text, "the answer to the edited question")


async def test_a_message_that_becomes_a_command_is_answered(discord: Loopback, ana: Member) -> None:
    asked = await ana.writes("law harbour")
    await ana.rewrites(asked, "!law harbour")
    reply = await discord.next_message(ana.channel)
    assert reply.replies_to == asked.id
    await ana.rewrites(asked, "!person ida")
    await discord.until(lambda: "Ida Brønn is the mayor." in reply.text, "the answer to the edited question")


async def test_an_update_without_another_edit_changes_no_answer(discord: Loopback, bot: Bot, ana: Member) -> None:
    asked = await ana.writes("!org coastal")
    reply = await discord.next_message(ana.channel)
    await ana.rewrites(asked, "!person ida")
    await discord.until(lambda: "Ida Brønn is the mayor." in reply.text, "the answer to the edited question")
    begun = len(discord.requests)
    # As when Discord adds the preview of a link: the time of the last edit stays.
    await discord.tell_message("MESSAGE_UPDATE", asked)
    await ana.says("!law harbour")
    assert not [request for request in discord.requests[begun:] if request.method == "PATCH"]


async def test_an_edit_waits_until_the_members_message_before_it_is_answered(
    discord: Loopback, desk: Guild, ana: Member
) -> None:
    other = next(channel for channel in desk.channels.values() if channel.name == "quiet")
    asked = await ana.writes("!org coastal", other)
    reply = await discord.next_message(other)
    discord.fail("POST", f"^/channels/{ana.channel.id}/messages$", 429, retry_after=0.6)
    await ana.writes("!law harbour")
    await ana.rewrites(asked, "!person ida")
    await discord.member("ben", desk).says("!law harbour", discord.channel(desk, "beside"))
    assert "Ida Brønn" not in reply.text
    await discord.next_message(ana.channel)
    await discord.until(lambda: "Ida Brønn is the mayor." in reply.text, "the answer to the edited question")


async def test_edits_that_come_close_together_are_answered_in_their_order(discord: Loopback, ana: Member) -> None:
    asked = await ana.writes("!person ida")
    reply = await discord.next_message(ana.channel)
    for line in ("!topics", "!sources", "!cite F6", "!help poll", "!event regatta", "!org coastal", "!law harbour"):
        await ana.rewrites(asked, line)
    await discord.until(lambda: "Laws: Quiet Harbour Act" in reply.text, "the answer to the last edit")
    assert "Coastal" not in reply.text
    await ana.says("!topics")
    assert "Laws: Quiet Harbour Act" in reply.text


async def test_sixty_corrections_at_once_keep_to_discords_budget(
    discord: Loopback, desk: Guild, ana: Member, mona: Member, pointing: None
) -> None:
    gala = await add(mona, "kind: event topics: ferry name: Gala text: The council looks after a gala.", 2)
    forum = discord.channel(desk, "forum")
    readers = [discord.member(f"reader{number}", desk) for number in range(60)]
    replies = [await reader.says(f"!cite {gala}", forum) for reader in readers]
    discord.limit("PATCH", f"/channels/{forum.id}/messages/", most=15, seconds=0.5)
    discord.limit("POST", f"/channels/{forum.id}/messages$", most=15, seconds=0.5)
    begun = len(discord.requests)
    await mona.says(f"!fact edit {gala} text: The council looks after every gala. yes: true")
    for reply in replies:
        await corrected(discord, reply, "every gala")
    pointers = [await discord.next_message(forum) for _ in readers]
    discord.budgets.clear()
    assert {pointer.replies_to for pointer in pointers} == {reply.id for reply in replies}
    statuses = [request.status for request in discord.requests[begun:] if f"/channels/{forum.id}/" in request.path]
    # Each response tells of the budget, and nothing is tried beyond it.
    assert statuses == [200] * 120


@pytest.mark.parametrize("edited", ["!undo now", "!undo  ", "!person ida"])
async def test_what_a_message_has_changed_it_does_not_change_again_once_it_is_edited(
    discord: Loopback, mona: Member, regatta: str, edited: str
) -> None:
    await mona.says(f"!fact edit {regatta} text: The council looks after the regattas. yes: true")
    await mona.says(f"!fact edit {regatta} text: The council looks after every regatta. yes: true")
    asked = await mona.writes("!undo")
    undone = await discord.next_message(mona.channel)
    assert "Taken back" in undone.text
    for _ in range(2):
        await mona.rewrites(asked, edited)
        refused = await discord.next_message(mona.channel)
        assert refused.text.endswith(
            "Nothing was written: this message was carried out before you edited it, and is not carried out again. "
            "Send a new message."
        )
        assert refused.replies_to == asked.id
    assert "Taken back" in undone.text
    assert "The council looks after the regattas." in (await mona.says(f"!cite {regatta}")).text
    await mona.says(f"!fact retract {regatta} reason: a test is over")
