"""Questions that were asked privately: nobody else reads them, whichever way their words could take."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.wire.adding import add
from tests.wire.discord import Channel, Guild, Loopback, Member, Message
from tests.wire.process import Bot, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "how much does the zeppelin weigh?"
WORD = "zeppelin"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(discord: Loopback, desk: Guild, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bot]:
    """A bot that logs all that it can, in a server where slash commands answer the asker alone."""
    async with running(discord, tmp_path_factory.mktemp("bot"), LOG_LEVEL="DEBUG") as connected:
        lee = discord.member("lee", desk, [desk.role("administrators", "administrator")])
        assert "the asker alone" in (await lee.says("!setup ephemeral on")).text
        yield connected


def public(discord: Loopback, desk: Guild) -> list[Message]:
    """Return all that the bot has sent where more than one person and the moderators read it."""
    return [
        message
        for channel in desk.channels.values()
        if channel.name != "moderators-only"
        for message in channel.messages.values()
        if message.author is discord.me and not message.ephemeral
    ]


def holds(bot: Bot, words: str, table: str) -> bool:
    return any(words in str(row) for row in bot.stored(f"SELECT * FROM {table}"))


async def given(ana: Member) -> None:
    """Have the member ask privately and give the question to the team."""
    refusal = await ana.slash("ask", question=SECRET)
    assert refusal.ephemeral
    told = await ana.presses(refusal, "Ask the team")
    assert told.ephemeral
    assert "you alone will be told what comes of it" in told.text


async def told_alone(discord: Loopback, member: Member) -> str:
    """Return what the member is told besides, by what they used last."""

    def look() -> Message | None:
        return next((sent for sent in member.last.sent if not sent.claimed), None) if member.last else None

    told: Message = await discord.until(look, "a private notice")
    told.claimed = True
    assert told.ephemeral
    return told.text


async def number(mona: Member, words: str = WORD) -> str:
    """Return the number of the gap, as its moderators see it in a slash command of their own."""
    listed = await mona.slash("gaps")
    assert listed.ephemeral
    (number,) = (line.split("`")[1] for line in listed.text.splitlines() if words in line)
    return str(number)


async def test_a_private_question_takes_no_way_into_the_open(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member, room: Channel
) -> None:
    lee = discord.member("lee", desk, desk.roles_named("administrators"))
    board = discord.channel(desk, "notice-board")
    board.spoken_in = True
    await lee.slash("setup notices", channel=board.mention)
    await given(ana)
    assert "asked privately" in (await discord.next_message(board)).text
    gap = await number(mona)
    assert ana.last
    explained = await ana.slash("why")
    assert explained.ephemeral
    assert WORD in explained.text

    # Whoever asked takes it up again where others read: their last question there is another, or none.
    for said in ("!ask-the-team", "!why", f"{discord.me.mention} and in 2029?", "!gaps mine"):
        await ana.says(said)
    answered = await ana.says("!person ida")
    await ana.says("and how heavy is it?", reply_to=answered)
    for said in ("!inbox", "!reports", "!review", "!help", "!topics", "!find weigh"):
        await mona.says(said)
    # Moderators look at it, and settle it.
    listed = (await mona.says("!gaps")).text
    assert f"`{gap}` Asked privately" in listed
    assert "Asked privately" in (await mona.says(f"!gap {gap}")).text
    assert WORD in (await mona.says("!gaps", room)).text
    assert WORD in (await mona.says(f"!gap {gap}", room)).text
    assert ana.user.name not in (await mona.slash("gap show", number=gap)).text
    closed = await mona.says(f"!gap close {gap} fact: F2")
    assert f"Gap {gap} is closed with F2. The one who asked is told." in closed.text
    assert "Yes" not in closed.buttons

    told = await told_alone(discord, ana)
    assert f"You gave the team a question: “{SECRET}”. F2 answers it." in told
    await mona.says("!audit")
    await mona.says("!export")
    await mona.says("!fact history F2")
    await lee.slash("setup notices", channel="nowhere")
    # A new fact with all of its words proposes them to nobody.
    await given(ana)
    added = await mona.says(
        "!fact add kind: event topics: ferry name: Zepp text: The council heard how much the ship weighs. "
        "source: harbour-2031 paragraph: 2"
    )
    assert WORD not in added.text
    dismissed = await mona.says(f"!gap dismiss {await number(mona)} reason: not ours")
    assert "is set aside" in dismissed.text
    assert "It was set aside: “not ours”." in await told_alone(discord, ana)

    assert not [message.text for message in public(discord, desk) if WORD in message.text]
    assert ana.mention not in " ".join(message.text for message in public(discord, desk))
    assert WORD not in bot.log
    assert not holds(bot, WORD, "revision")


async def test_a_private_proposal_is_read_by_moderators_alone_and_its_proposer_is_told(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member, room: Channel
) -> None:
    lee = discord.member("lee", desk, desk.roles_named("administrators"))
    board = discord.channel(desk, "proposals")
    board.spoken_in = room.spoken_in = True
    await lee.slash("setup notices", channel=board.mention)
    proposed = await ana.slash("fact-propose", text="The zeppelin is heavy.", source="harbour-2031", paragraph="4")
    assert proposed.ephemeral
    assert "you alone will be told what becomes of it" in proposed.text
    draft = re.search(r"as draft (\d+)", proposed.text)
    assert draft
    told = await discord.next_message(board)
    assert told.text == f"A fact was proposed privately. `/review show {draft[1]}` shows it."
    # The same once more is no news.
    await ana.slash("fact-propose", text="The zeppelin is heavy.", source="harbour-2031", paragraph="4")
    lines = ("!review", f"!review {draft[1]}", f"!review edit {draft[1]} topics: ferry", f"!review accept {draft[1]}")
    for line in (*lines, "!inbox", "!audit", "!export", "!source harbour-2031 4"):
        assert WORD not in (await mona.says(line)).text
    shown = await mona.slash("review show", draft=draft[1])
    assert shown.ephemeral
    assert WORD in shown.text
    assert ana.user.name not in shown.text.casefold().split("zeppelin")[0]
    assert WORD in (await mona.says(f"!review {draft[1]}", room)).text
    rejected = await mona.says(f"!review reject {draft[1]} reason: nobody weighed it")
    assert "is rejected: nobody weighed it." in rejected.text
    told_to = await told_alone(discord, ana)
    assert "You proposed a fact: “The zeppelin is heavy.”. It was not taken: “nobody weighed it”." in told_to

    await lee.slash("setup notices", channel=room.mention)
    await ana.slash("fact-propose", text="A zeppelin is light.")
    assert (await discord.next_message(room)).text.startswith(
        "A fact is proposed: “A zeppelin is light.”. `/review show "
    )
    await lee.slash("setup notices", channel=board.mention)
    # What is proposed before all is told to all.
    await ana.says("!fact propose The pier is long.")
    assert (await discord.next_message(board)).text.startswith(
        "A fact is proposed: “The pier is long.”. `/review show "
    )
    await lee.slash("setup notices", channel="nowhere")

    assert not [message.text for message in public(discord, desk) if WORD in message.text]
    assert WORD not in bot.log
    assert not holds(bot, WORD, "revision")


async def test_the_correction_of_a_private_answer_is_told_privately(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member
) -> None:
    fact = await add(mona, "kind: event topics: ferry name: Balloon text: The council heard of a balloon.", 2)
    answer = await ana.slash("event", name="balloon")
    assert answer.ephemeral
    assert "heard of a balloon" in answer.text
    before = len(public(discord, desk))
    await mona.says(f"!fact edit {fact} text: The town council heard of a balloon. yes: true")
    await discord.until(lambda: "Corrected" in answer.text, "the correction")
    assert "This answer was corrected." in await told_alone(discord, ana)
    await mona.says(f"!fact retract {fact} reason: a test is over")
    await discord.until(lambda: "was retracted" in answer.text, "the correction")
    assert "was retracted" in await told_alone(discord, ana)
    assert len(public(discord, desk)) == before + 2, "the replies to the moderator alone"


async def test_once_its_token_is_over_the_asker_is_told_in_direct_messages(
    discord: Loopback, desk: Guild, ana: Member, mona: Member
) -> None:
    await given(ana)
    assert ana.last
    ana.last.expired = True
    direct = discord.direct(ana.user)
    direct.spoken_in = True
    gap = await number(mona)
    await mona.slash("gap dismiss", number=gap, reason="No ships of the air here.")
    told = await discord.next_message(direct)
    assert f"You gave the team a question: “{SECRET}”." in told.text
    assert "No ships of the air here." in told.text


async def test_whom_no_direct_message_reaches_finds_it_by_looking(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member
) -> None:
    await given(ana)
    assert ana.last
    ana.last.expired = True
    gap = await number(mona)
    discord.fail("POST", f"^/channels/{discord.direct(ana.user).id}/messages$", 403, code=50007, times=2)
    await mona.slash("gap dismiss", number=gap, reason="Nothing flies here.")
    await bot.until_logged("a notice had no place to go: Discord said 403 (code 50007)")
    await bot.until_stored("SELECT 1 FROM gap_asker WHERE unreachable")
    openly = await ana.says("!gaps mine")
    assert WORD not in openly.text
    assert "1 more, which was private: `/gaps mine`, or a direct message to me, shows you all." in openly.text
    assert "Only this server’s moderators see all of them" in (await ana.slash("gaps")).text
    found = await ana.slash("gaps", page="mine")
    assert found.ephemeral
    assert f"`{gap}` “{SECRET}”: set aside: “Nothing flies here.”" in found.text
    assert "Nothing of yours is with the team." in (await ana.slash("gaps", page="mine")).text


async def test_whoever_has_left_the_server_is_told_no_more(
    discord: Loopback, desk: Guild, bot: Bot, mona: Member
) -> None:
    zoe = discord.member("zoe", desk)
    await given(zoe)
    assert zoe.last
    zoe.last.expired = True
    gap = await number(mona)
    del desk.members[zoe.user.id]
    await mona.slash("gap dismiss", number=gap, reason="Nothing flies.")
    await bot.until_logged("a notice had no place to go: Discord said 404 (code 10007)")
    assert not [message for message in discord.direct(zoe.user).messages.values() if message.author is discord.me]


async def test_what_became_of_reports_and_proposals_is_found_by_looking_too(
    discord: Loopback, desk: Guild, bot: Bot, ana: Member, mona: Member
) -> None:
    assert (await ana.slash("gaps", page="mine")).text == "Nothing of yours is with the team."
    reported = re.search(r"report (\d+)", (await ana.slash("report", fact="F3", reason="The zeppelin says no.")).text)
    proposed = re.search(r"draft (\d+)", (await ana.slash("fact-propose", text="The zeppelin is grey.")).text)
    assert reported
    assert proposed
    waiting = (await ana.slash("gaps", page="mine")).text
    assert "You reported F3, “The zeppelin says no.”: it waits" in waiting
    assert "You proposed “The zeppelin is grey.”: it waits" in waiting
    assert "2 more, which were private: `/gaps mine`" in (await ana.says("!gaps mine")).text
    assert ana.last
    ana.last.expired = True
    before = bot.log.count("a notice had no place to go")
    discord.fail("POST", f"^/channels/{discord.direct(ana.user).id}/messages$", 403, code=50007, times=4)
    await mona.slash("settle", report=reported[1], settlement="She is.")
    await mona.slash("review reject", number=proposed[1], reason="Nobody saw it.")
    await bot.until_logged("a notice had no place to go", before + 2)
    await bot.until_stored("SELECT 1 FROM draft WHERE reason IS NOT NULL AND proposer IS NOT NULL AND channel IS NULL")
    found = await ana.slash("gaps", page="mine")
    assert found.ephemeral
    assert "You reported F3, “The zeppelin says no.”: settled: “She is.”" in found.text
    assert "You proposed “The zeppelin is grey.”: not taken: “Nobody saw it.”" in found.text
    # It was shown, so that it is shown no more.
    assert "zeppelin is grey" not in (await ana.slash("gaps", page="mine")).text
    await ana.slash("forget-me")
    assert (await ana.slash("gaps", page="mine")).text == "Nothing of yours is with the team."


async def test_a_private_report_is_read_by_moderators_alone_and_its_reporter_is_told(
    discord: Loopback, desk: Guild, ana: Member, mona: Member, room: Channel
) -> None:
    await ana.slash("report", fact="F3", reason="My cousin the zeppelin says no.")
    openly = (await mona.says("!reports")).text
    assert "a reason that was given privately" in openly
    assert WORD not in openly
    assert WORD in (await mona.says("!reports", room)).text
    report = re.search(r"Report (\d+)", openly)
    assert report
    await mona.says(f"!settle {report[1]} She is the mayor.")
    told = await told_alone(discord, ana)
    assert "You reported F3: “My cousin the zeppelin says no.”. It is settled: “She is the mayor.”." in told


async def test_who_reported_openly_is_told_where_they_did(discord: Loopback, ana: Member, mona: Member) -> None:
    report = re.search(r"report (\d+)", (await ana.says("!report F3 She has resigned.")).text)
    assert report
    await mona.says(f"!settle {report[1]} She has not.")
    told = await discord.next_message(ana.channel)
    assert told.text.startswith(f"{ana.mention}\n")
    assert "You reported F3: “She has resigned.”. It is settled: “She has not.”." in told.text


async def test_the_channel_for_notices_is_told_of_what_is_new(
    discord: Loopback, desk: Guild, ana: Member, mona: Member, room: Channel
) -> None:
    lee = discord.member("lee", desk, desk.roles_named("administrators"))
    board = discord.channel(desk, "board")
    board.spoken_in = room.spoken_in = True
    await lee.slash("setup notices", channel=board.mention)
    await given(ana)
    told = await discord.next_message(board)
    assert told.text.startswith("A question that was asked privately waits for the team. `/gap show ")
    await ana.says("!ask-the-team how long is a whale?")
    told = await discord.next_message(board)
    assert "A question waits for the team: “how long is a whale?”." in told.text
    await lee.slash("setup notices", channel=room.mention)
    await ana.slash("report", fact="F3", reason="The zeppelin knows better.")
    told = await discord.next_message(room)
    assert "on F3: “The zeppelin knows better.”" in told.text
    await lee.slash("setup notices", channel="nowhere")
    await ana.slash("forget-me")


async def test_an_id_of_a_reply_opens_nothing_in_another_channel(
    discord: Loopback, desk: Guild, ana: Member, mona: Member
) -> None:
    reply = await ana.says("!person ida")
    abroad = discord.guild("Abroad", "general")
    await discord.join(abroad)
    eve = discord.member("eve", abroad)
    elsewhere = await eve.says("!person ida")
    elsewhere.body["components"] = reply.components
    told = await eve.presses(elsewhere, "Sources")
    assert "\n> " not in told.text
    assert "These buttons have ended" in await told_alone(discord, eve)


async def test_to_be_forgotten_takes_nothing_but_the_command(ana: Member) -> None:
    await given(ana)
    told = await ana.says("!forget-me please no")
    assert told.text == "Nothing was removed. Do you want that? Then write `!forget-me` and nothing after it."
    assert WORD in (await ana.slash("gaps", page="mine")).text
    assert "Forgotten: 1 question to the team" in (await ana.slash("forget-me")).text


async def test_undo_takes_nothing_after_it(mona: Member) -> None:
    assert (await mona.says("!undo no wait")).text.startswith("Nothing was undone")
