"""A date as CSL-JSON 1.0 has it: one date in parts or a range of two, a season, or words where it has no such form."""

from typing import Any

from db.dates.edtf import SEASONS, Interval, Point, parse
from db.dates.spoken import spoken


def csl_date(edtf: str) -> dict[str, Any]:
    """Return the date; `circa` marks what is uncertain, approximate, or known to a decade at best."""
    date = parse(edtf)
    item: dict[str, Any] = {}
    match date:
        case Point(year=year, division=division) if division in SEASONS and year.exact and int(year.digits) > 0:
            item = {"date-parts": [[int(year.digits)]], "season": (division - SEASONS[0]) % 4 + 1}
        case Point() if ends := _ends(date):
            item = {"date-parts": [ends[0]] if ends[0] == ends[1] else list(ends)}
        case Interval(start=Point() as start, end=Point() as end) if (first := _ends(start)) and (last := _ends(end)):
            item = {"date-parts": [first[0], last[1]]}
        case _:
            # Open and unknown ends, sets, and years before Christ.
            return {"literal": spoken(edtf)}
    if any(_is_rough(point) for point in date.points):
        item["circa"] = True
    return item


def _is_rough(point: Point) -> bool:
    return not point.year.exact or point.significant > 0 or any(part.doubt for part in point.parts)


def _ends(point: Point) -> tuple[list[int], list[int]] | None:
    """Return year, month and day of its first and its last day, as far as they are specified."""
    first, last = point.spans[0]
    if first.year < 1 or point.division in SEASONS:
        return None
    parts = [part.exact for part in point.parts]
    known = 1 if point.significant else max(parts.index(False) if False in parts else len(parts), 1)
    return list(first[:known]), list(last[:known])
