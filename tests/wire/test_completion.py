"""Slash commands complete from the store, over the wire."""

import re

import pytest

from tests.wire.discord import Loopback, Member
from tests.wire.discord.dialog import COMPLETION

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_topics_names_numbers_and_sources_complete(ana: Member, mona: Member) -> None:
    assert await ana.completes("poll", "topic", "fer") == [
        ("ferry", "ferry"),
        ("Should the ferry run at night?", "Should the ferry run at night?"),
    ]
    for typed in ("ida b", "brønn"):
        assert await ana.completes("person", "name", typed) == [("Ida Brønn", "Ida Brønn")]
    assert await ana.completes("cite", "fact", "F6") == [("F6 · Quiet Harbour Act", "F6")]
    assert await ana.completes("source-show", "place", "har") == [
        ("harbour-2031 · G. Holm, Ellery Post (April 2031)", "harbour-2031")
    ]
    assert await mona.completes("fact retract", "fact", "quiet") == [("F6 · Quiet Harbour Act", "F6")]


async def test_what_is_completed_can_be_asked(ana: Member) -> None:
    (_, chosen), *_ = await ana.completes("cite", "fact", "F6")
    assert "Quiet Harbour Act" in (await ana.slash("cite", fact=chosen)).text


async def test_numbers_of_gaps_and_reports_complete_with_their_words_for_moderators(
    discord: Loopback, ana: Member, mona: Member
) -> None:
    await ana.slash("ask-the-team", question="how much does the last whale weigh?")
    await ana.slash("report", fact="F3", reason="She is no longer the mayor.")
    (gap,) = await mona.completes("gap close", "number", "whale", fact="F2")
    assert gap[0] == f"{gap[1]}: how much does the last whale weigh?"
    assert await mona.completes("gap show", "number", gap[1]) == [gap]
    (report,) = await mona.completes("settle", "report", "mayor")
    assert report[0] == f"{report[1]}: F3: She is no longer the mayor."
    # Discord hides the commands from members; whoever asks for the words all the same gets none.
    typed = mona.typed("gap show", "number", number="")
    dialog = await ana.starts(COMPLETION, typed)
    assert await discord.until(lambda: dialog.outcome, "no choice") == [("", "")]


async def test_sources_and_the_last_of_several_topics_of_a_new_fact_complete(mona: Member) -> None:
    assert await mona.completes("fact add", "source", "har") == [
        ("harbour-2031 · G. Holm, Ellery Post (April 2031)", "harbour-2031")
    ]
    found = await mona.completes("fact add", "topics", "ferry, fish")
    assert ("ferry, fish-market", "ferry, fish-market") in found


async def test_facts_of_one_name_are_told_apart_by_their_texts(mona: Member) -> None:
    numbers = []
    for text in ("The Måren left at noon.", "The Måren came back."):
        added = await mona.says(
            f"!fact add kind: event topics: ferry name: Odd voyage text: {text} "
            "source: harbour-2031 paragraph: 1 yes: true"
        )
        found = re.search(r"\bF\d+\b", added.text)
        assert found, added.text
        numbers.append(found[0])
    assert await mona.completes("fact retract", "fact", "odd") == [
        (f"{numbers[0]} · The Måren left at noon.", numbers[0]),
        (f"{numbers[1]} · The Måren came back.", numbers[1]),
    ]
    await mona.says(f"!fact retract {numbers[0]} reason: a test")
    assert await mona.completes("fact retract", "fact", "odd") == [(f"{numbers[1]} · Odd voyage", numbers[1])]


async def test_numbers_of_drafts_complete_with_their_words_for_moderators(ana: Member, mona: Member) -> None:
    await ana.slash("fact-propose", text="The quay is made of oak.")
    await mona.says("!source facts ferry-notes")
    for command in ("review accept", "review edit", "review skip", "review reject"):
        (draft,) = await mona.completes(command, "number", "oak")
        assert draft[0] == f"{draft[1]}: The quay is made of oak."
    offered = await mona.completes("review skip", "number", "")
    assert len(offered) == 4
    assert offered[0] == draft, "what members propose comes first"
