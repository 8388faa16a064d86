"""The passages that facts rest on, with the check of each citation."""

from collections.abc import Iterable

from bot.briefing.answer import Place
from bot.briefing.text import pinpointed
from db.notes import Line, line

CHECKS = {
    "intact": "the paragraph is the one the fact was read from",
    "moved": "the paragraph stands elsewhere in the document now",
    "changed": "the paragraph reads otherwise now",
    "missing": "the document has no such paragraph",
    "unchecked": "the document is not on hand",
}


def passage(place: Place) -> list[Line]:
    """Return where a citation points, what its check says, and the words cited where the document is on hand."""
    lines = [
        line("{}: {}, {}", pinpointed(place.citation.paragraph, place.source.key), place.check, CHECKS[place.check])
    ]
    if place.excerpt:
        words = "The words quoted" if place.citation.span else "It reads"
        lines.append(line("{}: “{}”", words, place.excerpt))
    return lines


def distinct(places: Iterable[Place]) -> list[Place]:
    """Return the places without those that point to the same words."""
    return list({(place.source.key, place.paragraph, place.citation.span): place for place in places}.values())
