"""Days on which the network, Discord or a person fails: each question is answered once, or the log says why not."""

import re
import time

import pytest
import pytest_asyncio

from tests.wire.discord import Guild, Loopback, Member, Message
from tests.wire.process import Bot

pytestmark = pytest.mark.asyncio(loop_scope="module")
LAW = "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight."


@pytest_asyncio.fixture(loop_scope="module", scope="module", autouse=True)
async def unlucky(discord: Loopback, desk: Guild, bot: Bot) -> Message:
    """A question in a channel to which Discord takes no message for as long as discord.py tries, which is 25 seconds.

    It is asked before all else here, so that nobody has to wait for that.
    """
    channel = discord.channel(desk, "unlucky")
    discord.fail("POST", f"^/channels/{channel.id}/messages$", 500, times=99)
    return await discord.member("eve", desk).writes("!law harbour", channel)


async def quiet(discord: Loopback, member: Member) -> None:
    """Assert that nothing more came: a later question of the same member gets the next reply."""
    reply = await member.says("!law harbour")
    assert LAW in reply.text
    asked = max(message.id for message in member.channel.messages.values() if message.author is member.user)
    assert reply.replies_to == asked, "an earlier one is answered again"
    assert discord.unclaimed() == []


async def test_after_a_dropped_socket_the_session_is_resumed_and_missed_messages_are_answered_once(
    discord: Loopback, ana: Member
) -> None:
    resumed = discord.gateway.resumed
    discord.gateway.drop()
    await ana.writes("!law harbour")
    assert LAW in (await discord.next_message(ana.channel)).text
    assert discord.gateway.resumed == resumed + 1
    await quiet(discord, ana)


async def test_a_resume_that_replays_events_gives_no_second_answer(discord: Loopback, ana: Member) -> None:
    assert LAW in (await ana.says("!law harbour")).text
    assert LAW in (await ana.slash("law", name="harbour")).text
    resumed, discord.gateway.repeats = discord.gateway.resumed, 20
    await discord.gateway.reconnect()
    await discord.until(lambda: discord.gateway.resumed > resumed, "the session to be resumed")
    discord.gateway.repeats = 0
    await quiet(discord, ana)


async def test_an_event_that_is_told_twice_is_answered_once(discord: Loopback, ana: Member) -> None:
    await ana.writes("!law harbour")
    await discord.gateway.again_about(ana.user, times=3)
    assert LAW in (await discord.next_message(ana.channel)).text
    await quiet(discord, ana)


async def test_a_press_that_is_told_twice_writes_once(discord: Loopback, ana: Member, mona: Member, bot: Bot) -> None:
    fact = "kind: event topics: ferry name: A party text: The town council met. source: harbour-2031 paragraph: 2"
    preview = await mona.says(f"!fact add {fact}")
    assert "Added: F11" in (await mona.presses(preview, "Yes")).text
    before = bot.stored("SELECT max(id) FROM revision")
    resumed, discord.gateway.repeats = discord.gateway.resumed, 20
    await discord.gateway.reconnect()
    await discord.until(lambda: discord.gateway.resumed > resumed, "the session to be resumed")
    discord.gateway.repeats = 0
    await quiet(discord, ana)
    await quiet(discord, mona)
    assert bot.stored("SELECT max(id) FROM revision") == before


async def test_an_invalid_session_is_begun_anew(discord: Loopback, ana: Member) -> None:
    identified = discord.gateway.identified
    await discord.gateway.invalidate()
    await discord.until(lambda: discord.gateway.identified > identified, "the bot to identify", 30)
    await discord.ready()
    await quiet(discord, ana)


async def test_a_throttled_reply_is_sent_when_discord_says(discord: Loopback, ana: Member) -> None:
    discord.fail("POST", f"^/channels/{ana.channel.id}/messages$", 429, retry_after=0.4, times=2)
    assert LAW in (await ana.says("!law harbour")).text
    await quiet(discord, ana)


async def test_a_members_next_message_waits_until_the_one_before_is_answered(
    discord: Loopback, desk: Guild, ana: Member
) -> None:
    other = next(channel for channel in desk.channels.values() if channel.name == "quiet")
    discord.fail("POST", f"^/channels/{ana.channel.id}/messages$", 429, retry_after=0.6)
    await ana.writes("!law harbour")
    await ana.writes("!law harbour", other)
    await discord.member("ben", desk).says("!law harbour", discord.channel(desk, "beside"))
    assert not [message for message in discord.unclaimed() if message.channel in (ana.channel, other)]
    second = await discord.next_message(other)
    first = await discord.next_message(ana.channel)
    assert first.id < second.id


async def test_a_reply_that_discord_fails_to_take_is_sent_again(discord: Loopback, ana: Member) -> None:
    discord.fail("POST", f"^/channels/{ana.channel.id}/messages$", 500)
    assert LAW in (await ana.says("!law harbour")).text
    await quiet(discord, ana)


@pytest.mark.parametrize("taken", [False, True], ids=["not taken", "taken"])
@pytest.mark.parametrize("cut", [False, True], ids=["503", "cut off"])
@pytest.mark.parametrize("way", ["message", "slash", "button"])
async def test_a_reply_whose_sending_fails_once_comes_once_with_buttons_that_work(
    discord: Loopback, bot: Bot, ana: Member, way: str, cut: bool, taken: bool
) -> None:
    answer = await ana.says("!person ida")
    path = f"^/channels/{ana.channel.id}/messages$" if way == "message" else "/callback$"
    fault = discord.fail("POST", path, 503, taken=taken, cut=cut)
    match way:
        case "message":
            reply = await ana.says("!person ida")
        case "slash":
            reply = await ana.slash("person", name="ida")
        case _:
            reply = await ana.presses(answer, "Sources")
    assert "Ida" in reply.text
    assert fault.times == 0
    if way != "button":
        shown = await ana.presses(reply, "Sources")
        assert "harbour-2031" in shown.text
    await quiet(discord, ana)


async def test_a_late_answer_whose_sending_is_cut_off_comes_once(discord: Loopback, bot: Bot, ana: Member) -> None:
    fault = discord.fail("PATCH", "/messages/@original$", 503, cut=True, taken=True)
    with bot.locked():
        dialog = await ana.starts(2, ana.typed("report", fact="F3", reason="She is no longer the mayor."))
        await discord.until(lambda: dialog.callback, "a first response")
    reply = await discord.until(lambda: dialog.original, "the answer")
    reply.claimed = True
    assert "Thank you: report" in reply.text
    await quiet(discord, ana)
    assert fault.times == 0
    assert dialog.sent == [reply]


async def test_a_reply_that_cannot_be_sent_is_logged_with_its_reason(discord: Loopback, bot: Bot, ana: Member) -> None:
    fault = discord.fail("POST", f"^/channels/{ana.channel.id}/messages$", 503, times=10)
    asked = await ana.writes("!law harbour")
    await bot.until_logged(f"the reply to {asked.id} in channel {ana.channel.id} was not sent: Discord said 503")
    fault.times = 0
    assert LAW not in bot.log
    await quiet(discord, ana)


async def test_a_deleted_channel_does_no_harm(discord: Loopback, bot: Bot, desk: Guild, ana: Member) -> None:
    doomed = discord.channel(desk, "doomed")
    await discord.announce(desk)
    await discord.delete_channel(doomed, silently=True)
    asked = await ana.writes("!law harbour", doomed)
    await bot.until_logged(f"the reply to {asked.id} in channel {doomed.id} was not sent: Discord said 404")
    await quiet(discord, ana)


async def test_the_answer_to_an_expired_token_goes_to_the_channel(discord: Loopback, ana: Member) -> None:
    dialog = await ana.starts(2, ana.typed("law", name="harbour"), expired=True)
    reply = await discord.next_message(ana.channel)
    dialog.answered = True  # nobody could have answered it
    assert LAW in reply.text
    await quiet(discord, ana)


@pytest.mark.parametrize("way", ["slash", "button"])
async def test_an_answer_whose_receipt_is_lost_is_shown_once_with_buttons_that_work(
    discord: Loopback, bot: Bot, ana: Member, unlucky: Message, way: str
) -> None:
    def lost() -> list[str]:
        lines = bot.log.splitlines()
        return [line for line in lines if "not s" in line and str(unlucky.channel.id) not in line]

    answer = await ana.says("!person ida")
    logged = lost()
    discord.fail("POST", r"/interactions/.*/callback$", 500, taken=True)
    reply = await (ana.slash("person", name="ida") if way == "slash" else ana.presses(answer, "Sources"))
    await discord.until(lambda: reply.state == "edited", "the answer to be completed")
    assert "Ida Brønn" in reply.text
    assert reply.buttons == ["Sources", "Details", "Cite", "Wrong?", "Delete"] if way == "slash" else True
    if way == "slash":
        assert (await ana.presses(reply, "Sources")).text.startswith("Where it stands")
    await quiet(discord, ana)
    assert lost() == logged


async def test_a_thousand_messages_at_once_are_answered_in_order_and_turn_by_turn(
    discord: Loopback, desk: Guild, bot: Bot
) -> None:
    crowd = discord.channel(desk, "crowd")
    people = [discord.member(f"speaker{number}", desk) for number in range(20)]
    loud, others = 0, range(1, 20)
    asked = {person: [f"F{9000 + 50 * person + number}" for number in range(50)] for person in range(20)}
    for fact in asked[loud]:
        await people[loud].writes(f"!cite {fact}", crowd)
    for number in range(50):
        for person in others:
            await people[person].writes(f"!cite {asked[person][number]}", crowd)
    replies = [await discord.next_message(crowd) for _ in range(1000)]
    answered = [re.search(r"F9\d\d\d", reply.text) for reply in replies]
    told = [found[0] for found in answered if found]
    assert {person: [fact for fact in told if fact in facts] for person, facts in asked.items()} == asked
    # Whoever wrote fifty messages before all others did not keep them waiting for the fiftieth.
    assert next(place for place, fact in enumerate(told) if fact not in asked[loud]) < 50


async def test_an_answer_that_discord_never_takes_is_given_up_and_logged_and_holds_nobody_up(
    discord: Loopback, bot: Bot, unlucky: Message, ana: Member
) -> None:
    path = f"/channels/{unlucky.channel.id}/messages"
    begun = time.monotonic()
    await discord.until(lambda: any(request.path == path for request in discord.requests), "the first attempt")
    await quiet(discord, ana)
    assert time.monotonic() - begun < 20, "others are answered meanwhile"
    await bot.until_logged(f"the reply to {unlucky.id} in channel {unlucky.channel.id} was not sent: Discord said 500")
    assert [request.status for request in discord.requests if request.path == path] == [500] * 5
    await bot.until_logged(f"channel={unlucky.channel.id}")
    (line,) = (line for line in bot.log.splitlines() if f"channel={unlucky.channel.id}" in line)
    assert "status='not sent'" in line
    await quiet(discord, ana)
