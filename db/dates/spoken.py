"""Spoken dates: EDTF as a person reads it, in words that `db.dates.written` reads back as the same date."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from db.dates.edtf import MONTHS, Choice, Doubt, End, Interval, Part, Point, Run, parse

SEASON_NAMES = ("spring", "summer", "autumn", "winter")
# What stands in a month's place, by its number; from 37 on with an “of” behind it.
NAMES = {
    **dict(enumerate(MONTHS, 1)),
    **dict(enumerate(SEASON_NAMES, 21)),
    **{25 + at: f"northern {season}" for at, season in enumerate(SEASON_NAMES)},
    **{29 + at: f"southern {season}" for at, season in enumerate(SEASON_NAMES)},
    **{32 + quarter: f"Q{quarter}" for quarter in (1, 2, 3, 4)},
    **{37 + at: f"{which} four months" for at, which in enumerate(("first", "second", "third"))},
    **{40 + at: f"{which} half" for at, which in enumerate(("first", "second"))},
}
_DOUBTS: dict[Doubt, str] = {"": "{}", "?": "{} (uncertain)", "~": "about {}", "%": "about {} (uncertain)"}
OF_PARTS: dict[Doubt, str] = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}


@lru_cache(maxsize=4096)
def spoken(edtf: str) -> str:
    """Return the date in words: `February 2019`, `autumn 2018`, `12 to 15 June 2018`, `the 1990s`, `45 BC`."""
    match parse(edtf):
        case Point() as point:
            return _point(point)
        case Interval(start=Point() as start, end=Point() as end):
            return _together([start, end], "to")
        case Interval(start="..", end=Point(day=None, doubt="") as end):
            # Whether 2018 belongs to what is until 2018, people disagree.
            return f"until the end of {_point(end)}"
        case Interval(start="..", end=end):
            return f"until {_end(end)}"
        case Interval(start=start, end=".."):
            return f"since {_end(start)}"
        case Interval(start=start, end=end):
            return f"from {_end(start)} to {_end(end)}"
        case Choice(members=(Run(start=Point() as start, end=Point() as end),), each=each):
            return f"{'each' if each else 'one'} of {_together([start, end], 'to')}"
        case Choice(members=members, each=each):
            return _choice(members, "and" if each else "or")


def _end(end: End) -> str:
    return _point(end) if isinstance(end, Point) else "an unknown date"


def _choice(members: Sequence[Point | Run], word: str) -> str:
    points = [member for member in members if isinstance(member, Point)]
    if len(points) == len(members) and _alike(points):
        return _together(points, word)
    parts = [_run(member, word) if isinstance(member, Run) else _point(member) for member in members]
    firsts = [(member.start or member.end) if isinstance(member, Run) else member for member in members]
    for at, (before, first) in enumerate(pairwise(firsts), 1):
        assert before
        assert first
        # `June 2018 or 2019` could as well mean June of either year.
        if before.month and first.month is None and first.year.exact:
            year = _year(first.year)
            parts[at] = parts[at].replace(year, f"the year {year.removeprefix('the year ')}", 1)
    return _listed(parts, word)


def _run(run: Run, word: str) -> str:
    if run.start and run.end:
        return _together([run.start, run.end], "to")
    known = run.start or run.end
    assert known
    return f"{_point(known)} {word} {'later' if run.start else 'earlier'}"


def _together(points: Sequence[Point], word: str) -> str:
    """Return the dates with what they share said once: `12 or 13 June 2018`, `June to August 2018`."""
    last = points[-1]
    if not _alike(points):
        return _listed([*map(_point, points)], word)
    if last.day is None:
        short = _short_names(points)
    elif len({point.month for point in points}) == 1:
        short = [_number(point.day) for point in points]
    else:
        short = [f"{_number(point.day)} {_name(point.month)}" for point in points]
    return _listed([*short[:-1], _point(last)] if short else [*map(_point, points)], word)


def _alike(points: Sequence[Point]) -> bool:
    """Say whether they are all months, or all days, of one year, and nothing is in doubt."""
    kinds = {(point.year, len(point.parts)) for point in points}
    return len(kinds) == 1 and all(point.month and point.exact and not point.time for point in points)


def _short_names(points: Sequence[Point]) -> list[str]:
    """Return the names of months, of seasons or of quarters, if the dates are all of one such kind."""
    numbers = [int(point.month.digits) for point in points if point.month]
    kinds = (range(1, 13), range(21, 25), range(33, 37))
    return [NAMES[number] for number in numbers] if any(all(n in kind for n in numbers) for kind in kinds) else []


def _listed(parts: Sequence[str], word: str) -> str:
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]


def _point(point: Point) -> str:
    doubt = point.doubt
    if doubt is not None:
        return _DOUBTS[doubt].format(_plain(point))
    named = zip(("year", "month", "day"), point.parts, strict=False)
    return f"{_plain(point)} ({', '.join(f'{name} {OF_PARTS[part.doubt]}' for name, part in named if part.doubt)})"


def _plain(point: Point) -> str:
    """Return the date without its doubts."""
    year, month, day = point.year, point.month, point.day
    if month is None:
        digits = f"{point.significant} significant digit{'s' * (point.significant > 1)}"
        return f"{_year(year)} to {digits}" if point.significant else _year(year)
    if day and day.digits == month.digits == "XX":
        return f"some day of {_one_year(year)}"
    if not month.exact:
        within = f"some month{_left(month)} of {_one_year(year)}"
    elif not year.exact or int(month.digits) >= 37:
        within = f"{_name(month)} of {_one_year(year)}"
    else:
        within = f"{_name(month)} {_year(year)}"
    if day is None:
        return within
    if not day.exact:
        return f"some day{_left(day)} of {within}"
    on = f"{_number(day)} {within}" if month.exact else f"day {_number(day)} of {within}"
    return f"{on}, {_time(point.time)}" if point.time else on


def _year(year: Part) -> str:
    """Return a year, or those that its digits leave: `2018`, `the 1990s`, `45 BC`."""
    if not year.exact:
        return _years(year) or _one_year(year)
    number = int(year.digits)
    if number < 1:
        return f"{1 - number} BC"
    if number < 1000:
        return f"AD {number}"
    return f"{number}" if number < 10_000 else f"the year {number}"


def _years(year: Part) -> str | None:
    """Return the decade or the century that the digits leave, where there is a name for it."""
    digits = year.digits.lstrip("-")
    if digits[:3].isdigit() and digits == year.digits:
        # `the 1900s` may be a decade or a century.
        return f"the {'decade of the ' * digits.startswith('0', 2)}{digits[:3]}0s"
    if digits[:2].isdigit() and digits.endswith("XX") and year.digits != "-00XX":
        return f"the {ordinal(int(digits[:2]) + 1)} century{' BC' * year.digits.startswith('-')}"
    return None


def _one_year(year: Part) -> str:
    """Return one year, which the digits may leave open: `2018`, `some year of the 1990s`."""
    if year.exact:
        return _year(year)
    years = _years(year)
    return f"some year of {years}" if years else f"some year{_left(year)}"


def _left(part: Part) -> str:
    """Return the digits that are specified, if any is."""
    return f" {part.digits}" if part.digits.strip("X") else ""


def _name(month: Part | None) -> str:
    assert month
    return NAMES[int(month.digits)]


def _number(day: Part | None) -> str:
    assert day
    return str(int(day.digits))


def _time(time: str) -> str:
    """Return `12:30`, `12:30 UTC` or `12:30 UTC+05:30`."""
    clock = re.match(r"[\d:.]+", time)
    assert clock
    zone = time[clock.end() :]
    return f"{clock[0]} UTC{zone.removeprefix('Z')}" if zone else clock[0]


def ordinal(number: int) -> str:
    """Return `1st`, `22nd`, `113th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
