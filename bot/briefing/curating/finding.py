"""A finding: what one check of a fact found, in a sentence."""

from dataclasses import dataclass
from typing import Literal

from bot.briefing.answer import Place
from bot.briefing.prose import pinpointed
from db.notes import Line

Outcome = Literal["passed", "noted", "blocked"]


@dataclass(frozen=True)
class Finding:
    """What one check found; a fact with a blocked one is not written."""

    outcome: Outcome
    sentence: Line


def place_named(place: Place) -> Line:
    """Return how a place is called in a finding."""
    return pinpointed(place.citation.paragraph, place.source.key)
