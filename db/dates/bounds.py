"""The bounds of a date: the first and the last day that it may mean, and whether two dates may mean the same day."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from db.dates.day import Day, Span
from db.dates.edtf import Part, Point, parse


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> Span:
    """Return the first and the last day that the date may mean; an open end is the end of time."""
    spans = parse(edtf).spans
    return min(first for first, _ in spans), max(last for _, last in spans)


def calendar_bounds(edtf: str) -> tuple[date, date]:
    """Return the bounds as far as the calendar of the database goes: what is beyond lies on its first or last day."""
    first, last = bounds(edtf)
    return _within(first), _within(last)


def _within(day: Day) -> date:
    if day.year < date.min.year:
        return date.min
    return date.max if day.year > date.max.year else date(*day)


def overlap(one: str, other: str) -> bool:
    """Say whether two dates may mean the same day."""
    return any(first <= end and start <= last for first, last in parse(one).spans for start, end in parse(other).spans)


def moments(edtf: str) -> tuple[datetime, datetime]:
    """Return the first and the last moment of the date in UTC, as far as the calendar goes."""
    date = parse(edtf)
    first, last = calendar_bounds(edtf)
    if isinstance(date, Point) and date.time:
        with suppress(OverflowError):
            at = _moment(first, date.time)
            return at, at + _length(date.time)
    return datetime.combine(first, time.min), datetime.combine(last, time.max)


def _moment(day: date, clock: str) -> datetime:
    """Return the moment in UTC; 24:00 is the midnight with which the day ends."""
    midnight = datetime.combine(day, time.min)
    if clock.startswith("24"):
        midnight, clock = midnight + timedelta(days=1), f"00{clock[2:]}"
    at = datetime.combine(midnight, time.fromisoformat(clock))
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def _length(clock: str) -> timedelta:
    """Return how long what a time names is beyond its first moment: a minute, a second, or no longer."""
    if "." in clock:
        return timedelta()
    return (timedelta(seconds=1) if clock[5:6] == ":" else timedelta(minutes=1)) - datetime.resolution


def year_of(edtf: str) -> str:
    """Return the year of the first day that the date names, as EDTF: `2018`, `199X`."""
    return str(Point(Part(parse(edtf).points[0].year.digits)))
