"""Relations of numbers that stand beside each other: shares, ranges, lists, the days of a month."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bot.briefing.curating.measures import DAY, DECADE, MONTH, ORDINAL, PERCENT
from bot.briefing.curating.number import Number

_FARTHEST = 32  # characters between two numbers that have to do with each other
_DAY_BEFORE = re.compile(r"(?: of)?[ .-]+", re.IGNORECASE)
_DAY_AFTER = re.compile(r"[ .,]+")
_WORD = re.compile(r" [^\W\d_]")
_ACRONYM = re.compile(r"(?<![\w-])(?:[A-Z]{2,}|[Cc]ovid)[ -]$")
_IN = re.compile(r" (?:in(?: every)?|out of(?: every)?) ", re.IGNORECASE)
_DASH = re.compile(r"\s?[-–~]\s?")
_TO = re.compile(r" (?:to|through|bis) ", re.IGNORECASE)
_WITH = re.compile(r",? (?:and|or|und|et|y) | ?[&/] ?", re.IGNORECASE)
_CALENDAR = frozenset((DAY, MONTH, DECADE, ORDINAL, "am", "pm", "bce"))
_END = Number(0, 0, None)


def related(text: str, numbers: Sequence[Number]) -> list[Number]:
    """Return the numbers of a text with what they are together; several with one span are readings of it."""
    _name_days(text, numbers)
    found = list(_shares(text, numbers))
    readings = [*_ranges(text, found), *_lists(text, found), *_acronyms(text, found), *_maybe_days(text, found)]
    return sorted([*found, *readings], key=lambda number: number.start)


def _between(text: str, one: Number, other: Number) -> str:
    return text[one.end : other.start] if 0 <= other.start - one.end < _FARTHEST else "\n"


def _name_days(text: str, numbers: Sequence[Number]) -> None:
    """Tell the day of a month from a number of things: “14 March”, “March 14th”."""
    for before, number in pairwise([_END, *numbers, _END]):
        gap = _between(text, before, number)
        if before.unit == MONTH and _day(number) and _DAY_AFTER.fullmatch(gap):
            number.unit = DAY
        elif number.unit == MONTH and _day(before) and _DAY_BEFORE.fullmatch(gap):
            before.unit = DAY


def _maybe_days(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Yield numbers that follow a month and need not be its day: “in March 14 people came”."""
    for before, number in pairwise(numbers):
        follows = before.unit == MONTH and _between(text, before, number) == " "
        if follows and number.unit == DAY and _WORD.match(text, number.end):
            yield replace(number, unit="")


def _shares(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Yield the numbers, with “one in five” as one of them."""
    pairs = iter(pairwise([*numbers, _END]))
    for number, other in pairs:
        share = _ratio(number, other)
        if 0 < share < 1 and _IN.fullmatch(_between(text, number, other)):
            yield replace(number, value=share * 100, unit=PERCENT, end=other.end, sure=True, name="")
            next(pairs, None)
        else:
            yield number


def _ranges(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Make “at least” and “at most” of the ends of a range; yield plain readings of what “from … to” may mean."""
    dashes = [bool(_DASH.fullmatch(_between(text, one, other))) for one, other in pairwise(numbers)]
    for place, (one, other) in enumerate(pairwise(numbers)):
        gap, before = _between(text, one, other).casefold(), text[max(0, one.start - 9) : one.start].casefold()
        chained = dashes[place] and (any(dashes[max(0, place - 1) : place]) or any(dashes[place + 1 : place + 2]))
        if chained or not (dashes[place] or _TO.fullmatch(gap) or (gap == " and " and before.endswith("between "))):
            continue
        if one.value is None or other.value is None or one.qualifier != "=" or other.qualifier != "=":
            continue
        unit, value = one.unit or other.unit, one.value
        if other.power and not one.power and one.value < other.value / 10**other.power:
            value = one.value * 10**other.power
        if one.unit not in ("", unit) or other.unit not in ("", unit) or (one.year and other.year):
            continue
        one.unit = other.unit = unit
        if unit in _CALENDAR or value >= other.value:
            continue
        if before.endswith("from "):
            yield from (replace(one), replace(other))
        one.value, one.qualifier, other.qualifier, one.year = value, ">=", "<=", False


def _lists(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Yield the numbers of a list with the unit that its last one has: “83, 50 and 33 percent”."""
    unit, joined = "", False
    for one, other in reversed(list(pairwise(numbers))):
        gap = _between(text, one, other)
        joined = bool(_WITH.fullmatch(gap)) or (joined and gap == ", ")
        unit = ("" if other.led else other.unit or unit) if joined else ""
        if joined and one.plain and unit and unit not in (MONTH, DECADE, ORDINAL):
            yield replace(one, unit=unit)
        elif one.unit:
            unit = ""


def _acronyms(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Yield a name for a number after an acronym, so that `COP 26` is `COP26`."""
    for number in numbers:
        acronym = _ACRONYM.search(text, max(0, number.start - _FARTHEST), number.start)
        if number.plain and number.sure and acronym:
            name = f"{acronym[0][:-1].casefold()}{text[number.start : number.end]}"
            yield replace(number, value=None, name=name)


def _ratio(number: Number, other: Number) -> Fraction:
    """Return what two whole numbers of a thousand at most are to each other, else 0."""
    if not (number.plain and other.plain and number.value and other.value):
        return Fraction(0)
    whole = number.value.denominator == other.value.denominator == 1 and 0 < other.value <= 1000
    return number.value / other.value if whole else Fraction(0)


def _day(number: Number) -> bool:
    small = number.value is not None and number.value.denominator == 1 and 1 <= number.value <= 31
    return small and not number.power and (number.unit == ORDINAL or number.plain)
