"""Dates as EDTF strings (ISO 8601-2:2019, Extended Date/Time Format, levels 0 and 1)."""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Annotated

from edtf import parse_edtf, text_to_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

EXAMPLES = "2018, 2018-06, 2018-06-12, 2018?, 2020~ or an interval such as 2018-06/2019"
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<qualifier>[?~%])?")
_DECADE = re.compile(r"(?P<decade>\d{3})X")
_QUALIFIERS = {"?": "{} (uncertain)", "~": "about {}", "%": "about {} (uncertain)"}


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[date, date]:
    """Return the first and the last day that `edtf` may mean; an open end is the end of the calendar.

    Raises ValueError for what is not EDTF.
    """
    try:
        parsed = parse_edtf(edtf)
        first, last = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"“{edtf}” is not a date in EDTF: write {EXAMPLES}") from error
    # The library gives an open end as minus or plus infinity.
    start = date.min if isinstance(first, float) else _day(first)
    end = date.max if isinstance(last, float) else _day(last)
    if start > end:
        raise ValueError(f"“{edtf}” ends before it begins: write the earlier date first")
    return start, end


def _day(moment: tuple[int, ...]) -> date:
    year, month, day = moment[:3]
    return date(min(max(year, 1), 9999), month, min(day, calendar.monthrange(year, month)[1]))


def _valid(edtf: str) -> str:
    bounds(edtf)
    return edtf


def _text(value: object) -> object:
    """Take a bare year, which YAML and JSON read as a number, for the text that it is."""
    return str(value) if type(value) is int else value


# A fixture may write a bare year without quotes.
Edtf = Annotated[str, BeforeValidator(_text), AfterValidator(_valid), WithJsonSchema({"type": ["string", "integer"]})]


def written(when: str) -> str:
    """Return a date as EDTF, also where it is written as people write dates (`June 2018`).

    Raises ValueError for what is neither.
    """
    when = when.strip()
    try:
        bounds(when)
    except ValueError:
        # Figures alone are meant as EDTF, and the library would make something of almost any.
        spelt = str(text_to_edtf(when) or "") if any(map(str.isalpha, when)) else ""
        if not spelt:
            raise
        bounds(spelt)
        return spelt
    return when


def overlap(one: str, other: str) -> bool:
    """Say whether two EDTF dates may mean the same day."""
    first, second = bounds(one), bounds(other)
    return first[0] <= second[1] and second[0] <= first[1]


def spoken(edtf: str) -> str:
    """Return the date as a person reads it: `February 2019`, `autumn 2018`, `2014 to 2017`, `the 1990s`."""
    if "/" in edtf:
        start, end = edtf.split("/")
        if start in ("", ".."):
            return f"until {spoken(end)}"
        if end in ("", ".."):
            return f"since {spoken(start)}"
        return f"{spoken(start)} to {spoken(end)}"
    if decade := _DECADE.fullmatch(edtf):
        return f"the {decade['decade']}0s"
    point = _POINT.fullmatch(edtf)
    if point is None:
        return edtf
    year, month, day, qualifier = point.group("year", "month", "day", "qualifier")
    words = year
    if month in _SEASONS:
        words = f"{_SEASONS[month]} {year}"
    elif month:
        words = f"{calendar.month_name[int(month)]} {year}"
        if day:
            words = f"{int(day)} {words}"
    return _QUALIFIERS[qualifier].format(words) if qualifier else words
