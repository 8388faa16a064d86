"""Being forgotten over the wire: after `/forget-me` the whole database holds neither the name nor the number."""

import pytest

from tests.conftest import Dump
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.discord.dialog import COMMAND
from tests.wire.process import Bot, footnote, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Żaneta quillfeather"
QUESTION = "how much does a whale weigh?"


def dump(bot: Bot) -> str:
    """Return all that the database holds, as SQL."""
    return "\n".join(Dump(bot.url)())


def holds(bot: Bot, *words: str) -> list[str]:
    """Return those of the words that the database holds, as they are or as JSON writes them."""
    held = dump(bot)
    return [word for word in words if word in held or word.encode("ascii", "backslashreplace").decode() in held]


async def test_privacy_says_what_is_kept(ana: Member) -> None:
    said = (await ana.slash("privacy")).text
    assert "in the log: your number at Discord" in said
    assert "24 hours" in said
    assert "• the commands, buttons and forms that you last used: 15 minutes, in memory alone" in said


async def test_nothing_of_a_moderator_is_left(discord: Loopback, desk: Guild, bot: Bot, ana: Member) -> None:
    zaneta = discord.member(NAME, desk, list(desk.roles.values()))
    number = str(zaneta.user.id)
    added = await zaneta.says(
        "!fact add kind: event name: Whales topics: ferry text: The town council met whales. "
        "source: harbour-2031 paragraph: 2 yes: true"
    )
    assert "F11" in added.text
    await zaneta.says(f"!ask {QUESTION}")
    await zaneta.says(f"!ask-the-team {QUESTION}")
    await zaneta.says("!report F3 She is no longer the mayor.")
    await zaneta.says("!fact retract F11 reason: no whales")
    assert "F11 was retracted (no whales" in (await discord.next_message(ana.channel)).text
    assert NAME in (await ana.says("!fact history F11")).text
    await until(lambda: len(holds(bot, NAME, number, "whale weigh")) == 3)

    told = await zaneta.slash("forget-me")
    assert told.text.startswith("Forgotten: 1 question to the team, ")
    assert "1 number and name." in told.text
    assert holds(bot, NAME, number, "whale weigh") == []

    assert "somebody" in (await ana.says("!fact history F11")).text
    status, said, _ = await footnote(discord, bot.folder, "verify", "--ledger")
    assert status == 0
    assert said.startswith("The ledger is whole: every revision follows from the one before")


async def test_an_answer_under_way_brings_nobody_back(discord: Loopback, desk: Guild, bot: Bot, ana: Member) -> None:
    yara = discord.member("Yara quillfeather", desk, list(desk.roles.values()))
    words = yara.user.name, str(yara.user.id)
    await yara.says(
        "!fact add kind: event name: Regatta topics: ferry text: The regatta came to the harbour. "
        "source: harbour-2031 paragraph: 2 yes: true"
    )
    # The answer is there, and for seconds the bot does not know it, since its line is cut.
    discord.fail("POST", "/messages$", 503, times=2, cut=True, taken=True)
    assert words[0] in (await ana.says("!fact history regatta")).text
    assert "1 number and name." in (await yara.slash("forget-me")).text
    assert holds(bot, *words) == []
    asked = await ana.writes("!law harbour")
    await discord.next_message(ana.channel)
    await bot.until_stored(f"SELECT 1 FROM reply WHERE question_message = {asked.id}")
    assert holds(bot, *words) == []


async def test_what_was_asked_before_is_not_noted_after(discord: Loopback, desk: Guild, bot: Bot, ana: Member) -> None:
    others = [discord.member(f"member {number}", desk) for number in range(4)]
    with bot.locked():
        for other in others:
            await other.writes("!report F3 She is no longer the mayor.")
        await ana.writes(f"!ask-the-team {QUESTION}")
        forgetting = await ana.starts(COMMAND, ana.typed("forget-me"))
        await discord.until(lambda: forgetting.callback, "a first response")
    answer = await discord.until(lambda: forgetting.original, "the answer")
    answer.claimed = True
    assert answer.text.startswith("Forgotten: 1 question to the team")
    assert holds(bot, str(ana.user.id)) == []
    for _ in (*others, ana):
        await discord.next_message(ana.channel)
    assert holds(bot, str(ana.user.id)) == []
