"""Remarks: an editor's note that brings what the documents do not say names its source, or is marked as ours."""

from collections.abc import Collection, Sequence

from bot.briefing.answer import Place
from bot.briefing.curating.account import account
from bot.briefing.curating.mentions import mentions
from db import pinpoints
from db.records import Fact

NOTE_LIMIT = 1000  # characters
MARK = "(ours, without a source)"


def brought(fact: Fact, places: Sequence[Place]) -> list[str]:
    """Return the figures and names of the note that no document has that the fact cites."""
    if not fact.note or not all(place.document for place in places):
        return []
    found = [figure.text for entry in account(fact, places) if entry.field == "note" for figure in entry.absent]
    found += [
        mention.lacking.written for mention in mentions(fact, places) if mention.field == "note" and mention.lacking
    ]
    return list(dict.fromkeys(found))


def is_sourced(note: str, keys: Collection[str]) -> bool:
    """Say whether a note names a paragraph of a source, by one of the keys, or says that it has none."""
    cited = any(place.paragraph and place.source in keys for place in pinpoints.found(note))
    return cited or MARK.strip("()") in note.casefold()
