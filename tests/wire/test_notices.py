"""Notices that wait for the bot: what the operator settles in the terminal is told when it is connected again."""

from pathlib import Path

import pytest

from tests.wire.discord import Guild, Loopback
from tests.wire.process import footnote, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "how much does a whale weigh?"


async def test_what_the_operator_closes_is_told_in_direct_messages(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    ana, mona = discord.member("ana", desk), discord.member("mona", desk, list(desk.roles.values()))
    async with running(discord, tmp_path):
        assert "Whoever runs this bot sees it" in (await ana.whispers(f"!ask-the-team {QUESTION}")).text
        assert (await mona.says("!gaps")).text == "No question waits for an answer."
    status, said, _ = await footnote(discord, tmp_path, "ask", "!gap dismiss 1 reason: We have no whales.")
    assert status == 0
    assert f"Gap 1, “{QUESTION}”, is set aside." in said
    assert "You gave the team" not in said, "it was not the operator who asked"
    async with running(discord, tmp_path):
        told = await discord.next_message(discord.direct(ana.user))
        assert f"“{QUESTION}”. It was set aside: “We have no whales.”." in told.text
