"""The particulars of a fact besides its text, and of the places that it rests on, in lines.

What the document leaves open is “not stated”.
"""

from collections.abc import Iterable, Iterator

from bot.briefing.answer import Place
from bot.briefing.prose import beginning, pinpointed
from db.dates.spoken import spoken
from db.kinds import Item, PayloadField, fields_of
from db.notes import Line, Quoted, line, merged
from db.records import Fact

_AROUND = 300  # characters of a paragraph that are shown before and after the words cited
NOT_STATED = "not stated"
CHECKS = {
    "intact": "the paragraph is the one the fact was read from",
    "moved": "the paragraph stands elsewhere in the document now",
    "changed": "the paragraph reads otherwise now",
    "missing": "the document has no such paragraph",
    "unchecked": "the document is not on hand",
}


def particulars(fact: Fact) -> Iterator[str]:
    """Yield when it was, and the particulars of its kind; the figures of a poll are in its text."""
    if fact.when or fact.payload.DESCRIPTION.dated:
        yield f"When: {_date(fact.when)}"
    shown = [field for field in type(fact.payload).arguments() if field.argument and field.argument.shown == "always"]
    if shown:
        yield ". ".join(f"{field.label}: {_value(field, field.of(fact.payload))}" for field in shown)
    for field in type(fact.payload).arguments():
        if field.argument and field.argument.shown == "stated":
            for item in _stated(field.of(fact.payload)):
                yield f"{field.label}: {_value(field, item)}"


def _stated(value: object) -> tuple[object, ...]:
    """Return each thing that a field states; a number is stated also where it is 0."""
    match value:
        case None | False:
            return ()
        case tuple():
            return value
    return (value,)


def passage(place: Place) -> list[Line]:
    """Return where a citation points, what its check says, and the words cited where the document is on hand."""
    where = f" ({place.locator.label})" if place.locator.label else ""
    cited = pinpointed(place.citation.paragraph, place.source.key)
    lines = [line("{}{}: {}, {}", cited, where, place.check, CHECKS[place.check])]
    if place.excerpt:
        words = "The words quoted" if place.citation.span else "It reads"
        lines.append(line("{}: “{}”", words, beginning(place.excerpt)))
    return lines


def excerpt(place: Place) -> list[Line]:
    """Return where a citation points, what of its check is not as it should be, and the words around those cited."""
    where = f" ({place.locator.label})" if place.locator.label else ""
    check = "" if place.check == "intact" else f": {place.check}, {CHECKS[place.check]}"
    lines = [line("¶{} of `{}`{}{}", place.paragraph, place.source.key, where, check)]
    if words := place.context:
        start, end = place.citation.span or (0, len(words))
        before, after = words[:start], words[end:]
        if len(before) > _AROUND:
            before = f"… {before[-_AROUND:].partition(' ')[2]}"
        if len(after) > _AROUND:
            after = f"{after[:_AROUND].rpartition(' ')[0]} …"
        lines.append(merged((Quoted(before, beginning(words[start:end]), after),)))
    return lines


def distinct(places: Iterable[Place]) -> list[Place]:
    """Return the places without those that point to the same words."""
    return list({(place.origin, place.paragraph, place.check, place.citation.span): place for place in places}.values())


def _value(field: PayloadField, value: object) -> str:
    match value:
        case None | ():
            return NOT_STATED
        case True:
            return "yes"
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:,.15g}"
        case Item():
            return "; ".join(_part(part, part.of(value)) for part in fields_of(type(value)))
    return _date(str(value)) if field.dated else str(value)


def _part(field: PayloadField, value: object) -> str:
    return f"{field.label.lower()} {NOT_STATED}" if value is None else _value(field, value)


def _date(edtf: str | None) -> str:
    return f"{spoken(edtf)} (EDTF {edtf})" if edtf else NOT_STATED
