"""Recency of statements: the day by which of two that answer alike the newer comes first."""

from datetime import date

from bot.briefing.answer import Statement
from db.dates.bounds import calendar_bounds


def day(statement: Statement) -> date:
    """Return the last day that it is about, or that of its source where it has none or foretells."""
    own = statement.date if statement.fact.voice != "forecast" else None
    return last_day(own) if own else max(last_day(place.source.issued) for place in statement.places)


def first_day(statement: Statement) -> date:
    """Return the first day that it is about, the earliest there is where it has none."""
    return calendar_bounds(statement.date)[0] if statement.date else date.min


def last_day(edtf: str | None) -> date:
    return calendar_bounds(edtf)[1] if edtf else date.min
