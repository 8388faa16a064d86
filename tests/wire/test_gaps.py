"""Gaps over the wire: given to the team with a button, and answered where they were asked, without ringing anybody."""

import asyncio
import re
from collections.abc import Iterator
from itertools import count

import pytest

from tests.wire.discord import Channel, Guild, Loopback, Member, Message
from tests.wire.discord.message import walk
from tests.wire.process import Bot, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUPPRESS_NOTIFICATIONS = 1 << 12  # https://discord.com/developers/docs/resources/message#message-object-message-flags
_NUMBERS = count(1)


@pytest.fixture
def question() -> str:
    """A question that nobody has asked and nothing answers."""
    return f"how much does whale {next(_NUMBERS)} weigh?"


@pytest.fixture
def quiet(desk: Guild) -> Iterator[Channel]:
    """The channel where moderators are."""
    channel = next(channel for channel in desk.channels.values() if channel.name == "quiet")
    yield channel
    channel.denied.clear()


async def number(mona: Member, question: str) -> str:
    """Return the number under which the moderators see the question."""
    listed = (await mona.says("!gaps")).text
    line = next(line for line in listed.splitlines() if question.rstrip("?") in line)
    return line.split("`")[1]


def waits(bot: Bot, gap: str) -> bool:
    """Say whether anybody has still to be told of the gap."""
    return bool(bot.stored(f"SELECT 1 FROM gap_asker WHERE gap_id = {int(gap)}"))


async def settled(bot: Bot, gap: str) -> None:
    """Wait until nobody has still to be told of the gap."""
    await until(lambda: not waits(bot, gap))


def rings_nobody(message: Message) -> bool:
    allowed = message.body.get("allowed_mentions")
    return allowed == {"parse": []} and bool(message.body["flags"] & SUPPRESS_NOTIFICATIONS)


async def test_a_button_gives_a_question_to_the_team(
    discord: Loopback, ana: Member, mona: Member, question: str
) -> None:
    refusal = await ana.says(f"{discord.me.mention} {question}")
    told = await ana.presses(refusal, "Ask the team")
    assert told.ephemeral
    assert f"“{question}” is with the team now." in told.text
    assert question in (await mona.says("!gaps")).text
    assert "ana" not in (await mona.says(f"!gap {await number(mona, question)}")).text


async def test_another_may_press_too_and_counts_as_one_who_asks(
    discord: Loopback, ana: Member, ben: Member, question: str
) -> None:
    refusal = await ana.says(f"!ask {question}")
    await ana.presses(refusal, "Ask the team")
    told = await ben.presses(refusal, "Ask the team")
    assert "1 other person asks it too." in told.text


async def test_whoever_asked_is_told_where_they_asked(
    discord: Loopback, ana: Member, mona: Member, quiet: Channel, question: str
) -> None:
    await ana.says(f"!ask-the-team {question}")
    closed = await mona.says(f"!gap close {await number(mona, question)} fact: F2", quiet)
    assert "The one who asked is told." in closed.text
    told = await discord.next_message(ana.channel)
    assert told.text.startswith(f"{ana.mention}\n")
    assert f"You gave the team a question: “{question}”. F2 answers it." in told.text
    assert "The town council of Port Ellery voted to close the fish market." in told.text
    assert rings_nobody(told)


async def test_what_they_were_told_is_corrected_where_it_stands(
    discord: Loopback, ana: Member, mona: Member, quiet: Channel
) -> None:
    question = "which walrus sings on Mondays?"
    added = await mona.says(
        "!fact add kind: event topics: ferry name: Weighing text: The town council weighs whales. "
        "source: harbour-2031 paragraph: 2 yes: true",
        quiet,
    )
    fact = added.text.partition("Added: ")[2].split()[0]
    await ana.says(f"!ask-the-team {question}")
    closed = await mona.says(f"!gap close {await number(mona, question)} fact: {fact}", quiet)
    assert {"Yes", "No"} <= set(closed.buttons)
    told = await discord.next_message(ana.channel)
    assert f"“{question}”. {fact} answers it." in told.text
    assert "\n> " in (await ana.presses(told, "Sources")).text
    assert "Edited: " in (await mona.presses(closed, "Yes")).text
    assert "The town council weighs whales." in (await ana.says(f"!ask {question}")).text
    await mona.says(f"!fact retract {fact} reason: nobody weighs whales", quiet)
    await discord.until(lambda: f"{fact} was retracted" in told.text, "a correction")
    pointer = await discord.next_message(ana.channel)
    assert f"{ana.mention} This answer and 1 answer before it were corrected." in pointer.text
    (link,) = (one for one in walk(pointer.components) if one["type"] == 2)
    assert link["label"] == "Go to the answer before"
    assert re.fullmatch(rf"https://discord.com/channels/\d+/{ana.channel.id}/\d+", link["url"])
    assert link["url"].rpartition("/")[2] != str(pointer.replies_to)
    assert "\n- " not in told.text


async def test_slash_commands_close_gaps(discord: Loopback, ana: Member, mona: Member, question: str) -> None:
    await ana.says(f"!ask-the-team {question}")
    gap = await number(mona, question)
    shown = await mona.slash("gap show", number=gap)
    assert f"“{question}”" in shown.text
    empty = await mona.says(f"!gap close {gap}")
    assert "Say which fact answers it, as `fact: F12`." in empty.text
    settled = await mona.slash("gap dismiss", number=gap, reason="Whales are not @everyone’s subject.")
    assert "is set aside. The one who asked is told." in settled.text
    told = await discord.next_message(ana.channel)
    assert "It was set aside: “Whales are not ＠everyone’s subject.”." in told.text


async def test_members_see_and_settle_nothing(ana: Member, mona: Member, question: str) -> None:
    await ana.says(f"!ask-the-team {question}")
    for denied in (await ana.slash("gaps"), await ana.says("!gap dismiss 1 reason: no")):
        assert "Only this server’s moderators" in denied.text
    for command in ("gap show", "reports", "settle", "audit", "export", "undo"):
        with pytest.raises(AssertionError, match="Discord does not show"):
            await ana.slash(command)
    assert question in (await mona.says("!gaps")).text


async def test_what_cannot_be_told_in_a_closed_channel_is_found_by_looking(
    discord: Loopback, bot: Bot, ana: Member, mona: Member, quiet: Channel, question: str
) -> None:
    await ana.says(f"!ask-the-team {question}", quiet)
    gap = await number(mona, question)
    quiet.deny(discord.me, "send_messages")
    closed = await mona.says(f"!gap close {gap} fact: F2")
    assert "is closed with F2" in closed.text
    await bot.until_logged("a notice had no place to go")
    await bot.until_stored("SELECT 1 FROM gap_asker WHERE unreachable")
    assert f"`{gap}` “{question}”: F2 answers it" in (await ana.says("!gaps mine")).text
    await settled(bot, gap)


async def test_questions_that_are_settled_at_once_are_told_once_each(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member, quiet: Channel
) -> None:
    second = discord.member("nora", desk, list(desk.roles.values()))
    questions = [f"how much does whale {next(_NUMBERS)} weigh?" for _ in range(6)]
    gaps = []
    for question in questions:
        await ana.says(f"!ask-the-team {question}")
        gaps.append(await number(mona, question))
    await asyncio.gather(
        *(
            moderator.says(f"!gap dismiss {gap} reason: We have no whales.", quiet)
            for moderator, gap in zip([mona, second] * 3, gaps, strict=True)
        )
    )
    # What were told twice would be left over, and fail the test at its end.
    told = [(await discord.next_message(ana.channel)).text for _ in gaps]
    assert [sum(f"“{question}”" in text for text in told) for question in questions] == [1] * 6
    for gap in gaps:
        await settled(bot, gap)
