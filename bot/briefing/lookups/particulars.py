"""The particulars of a fact besides its text, in lines; what the document leaves open is “not stated”."""

from collections.abc import Iterator

from db.dates.spoken import spoken
from db.kinds import Item, PayloadField, fields_of
from db.records import Fact

NOT_STATED = "not stated"


def particulars(fact: Fact) -> Iterator[str]:
    """Yield when it was, and the particulars of its kind; the figures of a poll are in its text."""
    if fact.when or fact.payload.DESCRIPTION.dated:
        yield f"When: {_date(fact.when)}"
    shown = [field for field in type(fact.payload).arguments() if field.argument and field.argument.shown == "always"]
    if shown:
        yield ". ".join(f"{field.label}: {_value(field, field.of(fact.payload))}" for field in shown)
    for field in type(fact.payload).arguments():
        if field.argument and field.argument.shown == "stated":
            value = field.of(fact.payload)
            for item in value if isinstance(value, tuple) else filter(None, (value,)):
                yield f"{field.label}: {_value(field, item)}"


def _value(field: PayloadField, value: object) -> str:
    match value:
        case None | ():
            return NOT_STATED
        case True:
            return "yes"
        case tuple():
            return ", ".join(map(str, value))
        case Item():
            return "; ".join(_part(part, part.of(value)) for part in fields_of(type(value)))
    return _date(str(value)) if field.dated else str(value)


def _part(field: PayloadField, value: object) -> str:
    return f"{field.label.lower()} {NOT_STATED}" if value is None else _value(field, value)


def _date(edtf: str | None) -> str:
    return f"{spoken(edtf)} (EDTF {edtf})" if edtf else NOT_STATED
