"""Recency: the day by which of two statements that answer alike the newer comes first; of many facts the latest."""

from dataclasses import replace
from datetime import date

from bot.briefing.answer import Section, Statement
from db.dates.bounds import calendar_bounds
from db.kinds import Poll
from db.notes import Note, note
from db.records import StoredFact
from db.store import MOST
from db.tokenizer import fold


def day(statement: Statement) -> date:
    """Return the last day that it is about, or that of its source where it has none or foretells."""
    own = statement.date if statement.fact.voice != "forecast" else None
    return last_day(own) if own else max(last_day(place.source.issued) for place in statement.places)


def first_day(statement: Statement) -> date:
    """Return the first day that it is about, the earliest there is where it has none."""
    return calendar_bounds(statement.date)[0] if statement.date else date.min


def last_day(edtf: str | None) -> date:
    return calendar_bounds(edtf)[1] if edtf else date.min


def latest(found: list[StoredFact]) -> tuple[list[StoredFact], Note]:
    """Return as many facts as an answer is made of, and that there are more where the store has found more."""
    if len(found) <= MOST:
        return found, ()
    hint = "There are more than {0}: these are the {0} that were added last. `!find` with further words finds others."
    return found[-MOST:], note(hint, MOST)


def newest_first(section: Section) -> Section:
    """Return the section with the newest of the polls of one question first, in the places that these had."""
    statements = [*section.statements]
    places: dict[str, list[int]] = {}
    for place, said in enumerate(statements):
        if isinstance(said.fact.payload, Poll):
            places.setdefault(fold(said.fact.payload.question), []).append(place)
    for of_question in places.values():
        polls = sorted((statements[place] for place in of_question), key=day, reverse=True)
        for place, poll in zip(of_question, polls, strict=True):
            statements[place] = poll
    return replace(section, statements=tuple(statements))
