"""Slash commands complete from the store, over the wire."""

import pytest

from tests.wire.discord import Member

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_topics_names_numbers_and_sources_complete(ana: Member) -> None:
    assert await ana.completes("poll", "topic", "fer") == [
        ("ferry", "ferry"),
        ("Should the ferry run at night?", "Should the ferry run at night?"),
    ]
    for typed in ("ida b", "brønn"):
        assert await ana.completes("person", "name", typed) == [("Ida Brønn", "Ida Brønn")]
    assert await ana.completes("cite", "fact", "F6") == [("F6 · Quiet Harbour Act", "F6")]
    assert await ana.completes("source show", "place", "har") == [
        ("harbour-2031 · G. Holm, Ellery Post (April 2031)", "harbour-2031")
    ]
    assert await ana.completes("fact retract", "fact", "quiet") == [("F6 · Quiet Harbour Act", "F6")]


async def test_what_is_completed_can_be_asked(ana: Member) -> None:
    (_, chosen), *_ = await ana.completes("cite", "fact", "F6")
    assert "Quiet Harbour Act" in (await ana.slash("cite", fact=chosen)).text
