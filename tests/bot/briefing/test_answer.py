"""A statement cannot be made without each place where its fact stands, nor with another."""

from dataclasses import replace

import pytest

from bot.app import Services
from bot.briefing.answer import Statement
from tests.conftest import Say

TWICE = (
    "!fact add kind: event topics: ferry name: Voyage text: The Måren sails. source: harbour-2031 paragraph: 1, 2 "
    "reason: a test yes: true"
)


async def test_a_statement_has_all_of_its_citations_and_no_other(say: Say, opened: Services) -> None:
    (whole,) = (await say(TWICE)).statements
    (other,) = await opened.evidence.statements([fact for fact in [await opened.store.fact("F1")] if fact])
    first, second = whole.places
    assert Statement(whole.fact, (second, first)).places == (second, first)
    for places in ((), (first,), (second,), (first, first), (*whole.places, *other.places), other.places):
        with pytest.raises(ValueError, match="cannot be stated without each of its citations"):
            replace(whole, places=places)
