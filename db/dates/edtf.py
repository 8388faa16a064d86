"""EDTF: dates in the Extended Date/Time Format of ISO 8601-2:2019, levels 0 to 2, as values.

A string is read whole or refused; `str` of what was read is its one canonical form.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias, cast

from db.dates.day import DIGITS, EARLIEST, LATEST, Day, Span, days_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# The months of each part of a year that stands in a month's place. A season of no hemisphere is taken for a northern
# one, and a winter for the month of it that the year ends with, since EDTF has it follow the autumn.
DIVISIONS = {
    **{21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)},
    **{25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 12)},
    **{29: (9, 11), 30: (12, 12), 31: (3, 5), 32: (6, 8)},
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},
    **{40: (1, 6), 41: (7, 12)},
}
SEASONS = range(21, 33)

Doubt: TypeAlias = Literal["", "?", "~", "%"]  # uncertain, approximate, both


@dataclass(frozen=True)
class Part:
    """A year, a month or a day as it is written, with X for each digit that is not specified."""

    digits: str
    doubt: Doubt = ""

    @property
    def exact(self) -> bool:
        return "X" not in self.digits

    @cached_property
    def numbers(self) -> range:
        """The numbers from the least to the greatest that it may be, those between included."""
        ends = [int(self.digits.replace("X", digit)) for digit in "09"]
        # There is no year -0000, so that -000X ends with -0001.
        return range(ends[0], ends[1] + 1) if ends[0] <= ends[1] else range(ends[1], min(ends[0], -1) + 1)

    def matches(self, number: int) -> bool:
        figures = f"{number:0{len(self.digits)}}"
        return len(figures) == len(self.digits) and all(
            digit in ("X", figure) for digit, figure in zip(self.digits, figures, strict=True)
        )


@dataclass(frozen=True)
class Point:
    """A year, a month or a day, or what is written like one: a season in a month's place, `199X`, `1985-04-XX`."""

    year: Part
    month: Part | None = None
    day: Part | None = None
    time: str = ""
    significant: int = 0  # so many digits of the year

    @property
    def points(self) -> tuple["Point", ...]:
        return (self,)

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for part in (self.year, self.month, self.day) if part)

    @property
    def doubt(self) -> Doubt | None:
        """The doubt about the whole of it; None where that about its parts differs."""
        doubts = {part.doubt for part in self.parts}
        return doubts.pop() if len(doubts) == 1 else None

    @property
    def exact(self) -> bool:
        """Whether every digit is specified, and nothing in doubt."""
        return self.doubt == "" and all(part.exact for part in self.parts) and not self.significant

    @property
    def without_doubt(self) -> "Point":
        year, month, day = (part and Part(part.digits) for part in (self.year, self.month, self.day))
        assert year
        return replace(self, year=year, month=month, day=day)

    @property
    def division(self) -> int:
        """The number of the season, quarter or half of a year that stands in the month's place, or 0."""
        return int(self.month.digits) if self.month and self.month.exact and int(self.month.digits) > 12 else 0

    @property
    def months(self) -> Sequence[int]:
        """The months in which it may lie."""
        if self.month is None:
            return range(1, 13)
        first, last = DIVISIONS.get(self.division, (1, 12))
        return [month for month in range(first, last + 1) if self.division or self.month.matches(month)]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """From the first day that it may mean to the last; nothing where the calendar has no such day."""
        first, last = next(self._days(1), None), next(self._days(-1), None)
        return ((first, last),) if first and last else ()

    def _days(self, step: Literal[1, -1]) -> Iterator[Day]:
        """Yield the days that may be its first one, or backwards its last one."""
        for year in self._years[::step]:
            if not (self.significant or self.year.matches(year)):
                continue
            for month in self.months[::step]:
                for day in range(1, days_of(year, month) + 1)[::step]:
                    if self.day is None or self.day.matches(day):
                        yield Day(year, month, day)

    @property
    def _years(self) -> range:
        if not self.significant:
            return self.year.numbers
        number = int(self.year.digits)
        unit = 10 ** (len(str(abs(number))) - self.significant)
        least = abs(number) // unit * unit
        return range(least, least + unit) if number >= 0 else range(-least - unit + 1, -least + 1)

    def __str__(self) -> str:
        digits = [part.digits for part in self.parts]
        if len(digits[0].lstrip("-")) > 4:
            digits[0] = f"Y{digits[0]}"
        if self.significant:
            digits[0] += f"S{self.significant}"
        doubts = [part.doubt for part in self.parts]
        # A mark behind a part is for all parts up to there, a mark before it for this one alone.
        alike = next((at for at, doubt in enumerate(doubts) if doubt != doubts[0]), len(doubts))
        if any(doubts[alike:]):
            digits = [f"{doubt}{figures}" for doubt, figures in zip(doubts, digits, strict=True)]
        else:
            digits[alike - 1] += doubts[0]
        return "-".join(digits) + (f"T{self.time}" if self.time else "")


End: TypeAlias = Point | Literal["..", ""]  # open; unknown


@dataclass(frozen=True)
class Interval:
    """A time from one date to another; one of its ends may be open or unknown."""

    start: End
    end: End

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(end for end in (self.start, self.end) if isinstance(end, Point))

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is known of it: an open end is the end of time, an unknown one is nothing."""
        known = [point.spans[0] for point in self.points]
        first = EARLIEST if self.start == ".." else known[0][0]
        last = LATEST if self.end == ".." else known[-1][1]
        return ((first, last),)

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"


@dataclass(frozen=True)
class Run:
    """A part of a set: every date from one to another, or on one side of one."""

    start: Point | None
    end: Point | None

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(filter(None, (self.start, self.end)))

    @property
    def spans(self) -> tuple[Span, ...]:
        first = self.start.spans[0][0] if self.start else EARLIEST
        return ((first, self.end.spans[0][1] if self.end else LATEST),)

    def __str__(self) -> str:
        return f"{self.start or ''}..{self.end or ''}"


@dataclass(frozen=True)
class Choice:
    """A set of dates: each of them is meant, or one of them and it is not said which."""

    members: tuple[Point | Run, ...]
    each: bool

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for member in self.members for point in member.points)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(span for member in self.members for span in member.spans)

    def __str__(self) -> str:
        members = ",".join(map(str, self.members))
        return f"{{{members}}}" if self.each else f"[{members}]"


EdtfValue: TypeAlias = Point | Interval | Choice


def year_digits(year: int) -> str:
    """Return the year as EDTF writes it: `2018`, `-0043`, `Y-12000`."""
    figures = f"{'-' * (year < 0)}{abs(year):04}"
    return figures if abs(year) < 10_000 else f"Y{figures}"


# A year in its long form has more than four digits, or an exponent; a time stands behind a whole day alone.
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?|24:00(?::00)?"
_TIME = rf"(?:{_CLOCK})(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?"
_POINT = re.compile(
    rf"""
    (?P<year_alone>[?~%])? (?: Y(?P<long>-?[1-9]\d*)(?:E(?P<exponent>[1-9]\d?))? | (?P<year>-?[\dX]{{4}}) )
    (?:S(?P<significant>[1-9]\d?))? (?P<up_to_year>[?~%])?
    (?: - (?P<month_alone>[?~%])? (?P<month>[\dX]{{2}}) (?P<up_to_month>[?~%])?
        (?: - (?P<day_alone>[?~%])? (?P<day>[\dX]{{2}}) (?P<up_to_day>[?~%])? )? )?
    (?: T (?P<time>{_TIME}) )?
    """,
    re.VERBOSE | re.ASCII,
)


@lru_cache(maxsize=4096)
def parse(text: str) -> EdtfValue:
    """Return the date; raises ValueError, with the reason where the notation is right and the date is not."""
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _choice(re.split(r", ?", text[1:-1]), each=text[0] == "{")
    return _interval(*text.split("/")) if "/" in text else _point(text)


def _point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError("")
    digits = [found["year"] or _long(found["long"], int(found["exponent"] or 0))]
    digits += [found[name] for name in ("month", "day") if found[name]]
    parts = map(Part, digits, _doubts(found, len(digits)))
    year, month, day = [*parts, None, None][:3]
    assert year
    point = Point(year, month, day, found["time"] or "", int(found["significant"] or 0))
    _assert_sound(point)
    return point


def _long(digits: str, exponent: int) -> str:
    """Return the year that is written in its long form in digits."""
    digits += "0" * exponent
    if not 5 <= len(digits.lstrip("-")) <= DIGITS:
        raise ValueError(f"a year behind Y has 5 to {DIGITS} digits")
    return digits


def _doubts(found: re.Match[str], parts: int) -> list[Doubt]:
    """Return the doubt about each part, whether its mark stands before or behind."""
    doubts: list[Doubt] = [""] * parts
    for at, name in enumerate(("year", "month", "day")[:parts]):
        for mark, marked in ((found[f"{name}_alone"], [at]), (found[f"up_to_{name}"], range(at + 1))):
            for place in marked if mark else ():
                if doubts[place]:
                    raise ValueError("one part of it bears two marks of doubt, and % stands for ? with ~")
                doubts[place] = cast(Doubt, mark)
    return doubts


def _assert_sound(point: Point) -> None:
    """Raise ValueError for what is written like a date and is none."""
    year, month, day = point.year, point.month, point.day
    length = len(year.digits.lstrip("-"))
    if year.digits == "-0000":
        raise ValueError("there is no year -0000: 0000 is 1 BC")
    if (length > 4 or point.significant) and month:
        raise ValueError("only a year of four digits has months here")
    if point.significant and (not year.exact or point.significant > length):
        raise ValueError(f"its year has no {point.significant} significant digits")
    if month and (point.division not in (0, *DIVISIONS) or not point.months):
        raise ValueError(f"there is no month {month.digits}")
    if point.division and day:
        raise ValueError("a part of a year that is no month has no days here")
    if point.time and not (day and point.exact):
        raise ValueError("a time stands behind a whole day of which nothing is in doubt")
    if month and day and not point.spans:
        if not month.exact or day.digits not in ("29", "30", "31", "2X", "3X"):
            raise ValueError(f"there is no day {day.digits}")
        name = f"{MONTHS[point.months[0] - 1]}{f' {year.digits}' if year.exact else ''}"
        raise ValueError(f"{name} has {days_of(year.numbers[0], point.months[0])} days")


def _interval(*ends: str) -> Interval:
    if len(ends) != 2:
        raise ValueError("")
    if not any(end.strip(".") for end in ends):
        raise ValueError("it names no date")
    start, end = (_end(text) for text in ends)
    interval = Interval(start, end)
    first, last = interval.spans[0]
    if first > last:
        raise ValueError("it ends before it begins")
    return interval


def _end(text: str) -> End:
    match text:
        case ".." | "":
            return text
        case _:
            return _timeless(text)


def _timeless(text: str) -> Point:
    point = _point(text)
    if point.time:
        raise ValueError("a time of day stands in no interval and in no set")
    return point


def _choice(members: Sequence[str], *, each: bool) -> Choice:
    read = tuple(_run(member) if ".." in member else _timeless(member) for member in members)
    if len(read) == 1 and isinstance(read[0], Point):
        raise ValueError("it is a set of one date")
    starts = [member.start for member in read[1:] if isinstance(member, Run)]
    ends = [member.end for member in read[:-1] if isinstance(member, Run)]
    if None in starts + ends:
        raise ValueError("a set is open only before its first date and behind its last one")
    return Choice(read, each)


def _run(text: str) -> Run:
    ends = text.split("..")
    if len(ends) != 2 or not any(ends):
        raise ValueError("")
    start, end = (_timeless(end) if end else None for end in ends)
    if start and end and (len(start.parts) != len(end.parts) or start.spans[0][0] > end.spans[0][1]):
        raise ValueError(f"{text} does not go from a date to a later one of its kind")
    return Run(start, end)
