"""Answers of the last days are corrected where they stand; edited questions have their answers edited."""

import re

import pytest
import pytest_asyncio

from tests.wire.discord import Loopback, Member, Message

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


async def test_an_edited_and_a_retracted_fact_are_corrected_where_they_were_told(
    discord: Loopback, ana: Member, mona: Member, regatta: str
) -> None:
    reply = await ana.says("!event regatta")
    untouched = await ana.says("!person ida")
    preview = await mona.says(f"!fact edit {regatta} text: The town council looks after the regatta and the market.")
    await mona.presses(preview, "Yes")
    text = await corrected(discord, reply, "Corrected on ")
    assert f"{regatta} said before: “The council looks after the regatta.”" in text
    assert f"- The town council looks after the regatta and the market. [1] ({regatta})" in text

    preview = await mona.says(f"!fact retract {regatta} reason: there is no regatta")
    if "Yes" in preview.buttons:
        await mona.presses(preview, "Yes")
    text = await corrected(discord, reply, f"{regatta} has been withdrawn.")
    assert "\n- " not in text
    assert "Corrected" not in untouched.text


async def test_an_edited_question_has_its_answer_edited(discord: Loopback, ana: Member) -> None:
    asked = await ana.writes("!preson ida")
    reply = await discord.next_message(ana.channel)
    assert "Did you mean" in reply.text
    await ana.rewrites(asked, "!person ida")
    await discord.until(lambda: "Ida Brønn is the mayor." in reply.text, "the answer to the edited question")
