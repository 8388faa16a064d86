"""Being forgotten over the wire: after `/forget-me` the whole database holds neither the name nor the number."""

import pytest

from tests.conftest import Dump
from tests.wire.discord import Guild, Loopback, Member
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
    # The answer itself is forgotten after it is sent.
    await until(lambda: not holds(bot, NAME, number, "whale weigh"))

    assert "somebody" in (await ana.says("!fact history F11")).text
    status, said, _ = await footnote(discord, bot.folder, "verify", "--ledger")
    assert status == 0
    assert said.startswith("The ledger is whole: every revision follows from the one before")
