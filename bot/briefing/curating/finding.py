"""A finding: what one check of a fact found, in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.briefing.answer import Place
from bot.briefing.prose import listed_lines, pinpointed
from db.notes import Line, line

Outcome = Literal["passed", "noted", "blocked"]


@dataclass(frozen=True)
class Finding:
    """What one check found; a fact with a blocked one is not written."""

    outcome: Outcome
    sentence: Line


def place_named(place: Place) -> Line:
    """Return how a place is called in a finding."""
    return pinpointed(place.citation.paragraph, place.source.key)


def places_named(places: Sequence[Place]) -> Line:
    """Return how places are called together."""
    return listed_lines(dict.fromkeys(map(place_named, places)))


def documents_named(places: Sequence[Place]) -> Line:
    """Return how the documents of the places are called by the keys of their sources."""
    return listed_lines(line("`{}`", key) for key in dict.fromkeys(place.source.key for place in places))
