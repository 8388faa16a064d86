"""Citations for other people's texts: a line to paste, and CSL-JSON for reference managers."""

import json
from collections.abc import Iterable

from bot.briefing.answer import Answer, Attachment, Place
from bot.render.exports import csl
from db.notes import CodeBlock, note


def citations(places: Iterable[Place]) -> Answer:
    """Return the citations as lines to copy, with a file that reference managers take."""
    places = list(places)
    lines = dict.fromkeys((_line(place),) for place in places)
    sources = {place.origin: csl(place.source) for place in places}
    content = json.dumps(list(sources.values()), indent=2, ensure_ascii=False) + "\n"
    file = note("\nThe file holds the sources as CSL-JSON, for a reference manager.")
    return Answer("done", "To copy", note=(*lines, *file), attachment=Attachment("citations.json", content))


def _line(place: Place) -> CodeBlock:
    url = f" {place.source.url}" if place.source.url else ""
    # In a block nothing is formatted, and a press copies it whole.
    return CodeBlock(f"{place.source.reference}, {place.pinpoint}.".replace("`", "’") + url)
