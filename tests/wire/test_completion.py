"""Slash commands complete from the store, over the wire."""

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


async def test_the_last_of_several_topics_completes(mona: Member) -> None:
    found = await mona.completes("fact add", "topics", "ferry, fish")
    assert ("ferry, fish-market", "ferry, fish-market") in found
