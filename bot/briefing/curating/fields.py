"""Fields of a payload as people write them: a text read as a value, and a value written as a text."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from bot.briefing.arguments import affirmed, date, entries
from bot.briefing.curating import results
from bot.briefing.curating.figures import figures
from bot.briefing.curating.measures import PERCENT, POINT
from bot.briefing.prose import listed, quoted
from bot.briefing.refusals import Refusal
from db.dates.written import is_date, written
from db.kinds import Item, PayloadField, Result, fields_of

_GREATEST = 10**10  # that a number may be


def read(field: PayloadField, text: str) -> Any:
    """Return the value that the text stands for; raises ValueError with a sentence."""
    if field.items is not None:
        return _items(field, text) if issubclass(field.items, Item) else entries(text)
    if field.dated:
        return date(text, field.name)
    if field.choices:
        return text.casefold()
    if field.type is bool:
        return affirmed(text)
    if field.type is int:
        return _number(field, text, "a whole number from 1").numerator
    if field.type is float and field.argument and field.argument.unit:
        return float(_quantity(field, text))
    if field.type is float:
        return float(_number(field, text, field.hint, (POINT, PERCENT)))
    return text


def write(field: PayloadField, value: Any) -> str:
    """Return the value as `read` takes it back; nothing for what is empty."""
    if field.items is Result:
        return results.write(value)
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case tuple():
            return "; ".join(map(str, value))
        case float() if field.argument and field.argument.unit:
            return f"{value:,.15g}"
    return str(value)


def stand_in(field: PayloadField) -> Any:
    """Return a value that the field takes, in place of one that is missing and has been said to be."""
    if field.items is not None:
        own = fields_of(field.items) if issubclass(field.items, Item) else ()
        return ({part.path[0]: stand_in(part) for part in own if part.required} if own else "x",)
    if field.choices:
        return field.choices[0]
    if field.dated:
        return "2000"
    return {bool: False, int: 1, float: 1.0}.get(field.type, "x")


def _number(field: PayloadField, text: str, what: str, units: Collection[str] = ()) -> Fraction:
    """Return the one number that the text is, whole where it has no unit."""
    for figure in figures(text):
        plain = (
            figure.text == text and figure.qualifier in ("=", *("±" if units else ())) and figure.unit in ("", *units)
        )
        if plain and figure.value and 0 < figure.value < _GREATEST and (units or figure.value.denominator == 1):
            return figure.value
    raise Refusal("`{}:` should be {}, not {}.", field.name, what, quoted(text))


def _quantity(field: PayloadField, text: str) -> Fraction:
    """Return the one number that the text is, of either sign; what it is a number of has a field of its own."""
    for figure in figures(text):
        plain = figure.text == text and figure.qualifier == "=" and not figure.unit
        if plain and figure.value is not None and -_GREATEST < figure.value < _GREATEST:
            return figure.value
    assert field.argument
    raise Refusal(
        "`{}:` should be a number such as 512 or 4.50, not {}: its unit stands in `{}:`, and “at least” in the text.",
        field.name,
        quoted(text),
        field.argument.unit,
    )


def _items(field: PayloadField, text: str) -> tuple[dict[str, Any], ...]:
    """Return records written as `title, organization, date`; with `|` where a part holds a comma."""
    return tuple(_item(field, entry) for entry in map(str.strip, text.split(";")) if entry)


def _item(field: PayloadField, entry: str) -> dict[str, Any]:
    own = list(fields_of(field.items))
    parts = [part.strip() for part in entry.split("|" if "|" in entry else ",")]
    if not 1 <= len(parts) <= len(own) or not parts[0]:
        names = listed([part.label.lower() for part in own])
        raise Refusal("`{0}:` {1} should be {2}: `{0}: {3}`.", field.name, quoted(entry), names, field.hint)
    item: dict[str, Any] = {}
    for place, part in enumerate(parts):
        left = [other for other in own if other.path[0] not in item]
        # A date is known by its looks, so that what comes before it may be left out; the first part is never one.
        dated = next((other for other in left if other.dated and place and is_date(part)), None)
        taker = dated or next((other for other in left if not other.dated), None)
        if taker is None:
            date(part, field.name)
            raise Refusal("`{}:` {} has two dates.", field.name, quoted(entry))
        if part:
            item[taker.path[0]] = written(part) if dated else read(taker, part)
    return item
