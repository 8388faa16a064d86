"""Context menus: a message asked about, and a message proposed as a fact."""

import pytest

from tests.wire.discord import Loopback, Member

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_do_we_know_asks_the_message_for_the_presser_alone(ana: Member) -> None:
    # The first question of all loads a dictionary.
    await ana.says("!ask how many islanders want the night ferry?")
    message = await ana.writes("How many islanders want the night ferry?")
    answer = await ana.uses("What do we know?", message)
    assert answer.ephemeral
    assert "70% of islanders" in answer.text
    assert "Sources" in answer.buttons
    assert (await ana.presses(answer, "Sources")).text.startswith("Where it stands")


async def test_proposing_is_for_moderators(ana: Member) -> None:
    message = await ana.writes("The market closed in 2031.")
    told = await ana.uses("Propose as fact", message)
    assert told.ephemeral
    assert told.text.startswith("Only this server’s moderators may do that.")


async def test_a_message_becomes_a_fact_by_form_and_preview(discord: Loopback, ana: Member, mona: Member) -> None:
    message = await ana.writes("Greta Holm doubts that the night ferry pays, harbour-2031 ¶4")
    form = await mona.uses("Propose as fact", message)
    assert form.values == {
        "Kind": "",
        "Text": "Greta Holm doubts that the night ferry pays",
        "Source": "harbour-2031",
        "Paragraph": "4",
        "Date": "",
    }
    told = await mona.submits(form, {"Kind": "claim"})
    assert told.ephemeral
    # What the form has no room for is asked for, and what was written is not lost.
    assert "about:" in told.text
    assert "Greta Holm doubts that the night ferry pays" in told.text


async def test_a_form_for_an_event_says_that_its_name_is_missing(discord: Loopback, ana: Member, mona: Member) -> None:
    message = await ana.writes('The Coastal Institute, says "harbour", text: asks residents. harbour-2031 3')
    form = await mona.uses("Propose as fact", message)
    told = await mona.submits(form, {"Kind": "event"})
    assert told.ephemeral
    assert "name" in told.text


async def test_an_empty_form_writes_nothing_and_says_what_is_missing(ana: Member, mona: Member) -> None:
    message = await ana.writes("?")
    form = await mona.uses("Propose as fact", message)
    told = await mona.submits(form, dict.fromkeys(form.inputs, ""))
    assert told.ephemeral
    assert "Write it like this" in told.text
