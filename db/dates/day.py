"""A day of the calendar, of any year: where a date begins, and where it ends."""

import calendar
from typing import NamedTuple, TypeAlias


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar, in years counted as astronomers do: 0 is 1 BC."""

    year: int
    month: int
    day: int

    @property
    def before(self) -> "Day":
        year, month, day = self
        if day > 1:
            return Day(year, month, day - 1)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        return Day(year, month, days_of(year, month))

    @property
    def after(self) -> "Day":
        year, month, day = self
        if day < days_of(year, month):
            return Day(year, month, day + 1)
        return Day(year, month + 1, 1) if month < 12 else Day(year + 1, 1, 1)


Span: TypeAlias = tuple[Day, Day]
DIGITS = 12  # of a year; the age of the universe has 11
# An open end lies beyond every date.
EARLIEST, LATEST = Day(-(10**DIGITS), 1, 1), Day(10**DIGITS, 12, 31)


def days_of(year: int, month: int) -> int:
    """Return how many days the month has."""
    return calendar.monthrange(2000 + year % 400, month)[1]
