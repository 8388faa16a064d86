"""The account of a fact's figures: which of them stand in what it cites, and which do not."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from bot.briefing.answer import Place
from bot.briefing.curating.figures import Figure, Passage, absent, figures, ground, nearest, readings
from bot.briefing.curating.finding import Finding, documents_named, places_named
from bot.briefing.curating.measures import DECADE, PERCENT, POINT
from bot.briefing.curating.number import Qualifier
from bot.briefing.curating.numerals import VULGAR
from bot.briefing.curating.scan import unread
from bot.briefing.prose import listed
from db.kinds import COMPARED, Item, Payload, PayloadField, Poll, Result, Survey, fields_of
from db.notes import Line, line
from db.records import Fact

# Where a figure has to stand: in a paragraph that is cited; anywhere in the document, as what identifies a thing or
# describes a survey; or nowhere, as what is our own.
Scope = Literal["passage", "document", "ours"]
_NUMBER = re.compile(r"\d{1,9}")
_DIGIT = re.compile(r"\d")
_SEPARATOR = r"\D{0,3}"  # of thousands, as a document may write it
_AMID = r"\D{0,32}"  # between the digits of a name or a fraction
_PLACES = 12  # after the point
# What may come to a percentage, or to a fraction: “1 in 5”, `2/3`, `½`.
_SHARE = re.compile(rf"[{VULGAR}]|\d/\d|\d (?:in|out of)(?: every)? \d", re.IGNORECASE)


@dataclass(frozen=True)
class AccountEntry:
    """The figures of one field, those that do not stand where they have to, and what stands there instead."""

    scope: Scope
    field: str  # as people write it
    figures: tuple[Figure, ...]
    absent: tuple[Figure, ...] = ()
    instead: tuple[Figure, ...] = ()

    @property
    def lacking(self) -> tuple[Figure, ...]:
        """Those that are numbers for certain."""
        return tuple(figure for figure in self.absent if figure.sure)


def underived(fact: Fact, places: Sequence[Place], surveys: Collection[Survey] = ()) -> list[str]:
    """Return the figures that do not stand where they have to, none while a document is not on hand."""
    if not all(place.document for place in places):
        return []
    entries = account(fact, places, surveys)
    return [figure.text for entry in entries if entry.scope != "ours" for figure in entry.lacking]


def findings(fact: Fact, places: Sequence[Place], surveys: Collection[Survey] = ()) -> Iterator[Finding]:
    """Yield what the account finds; the data of a survey that is among `surveys` are not asked for again."""
    entries = account(fact, places, surveys)
    required = [entry for entry in entries if entry.scope != "ours"]
    said = [figure for entry in required for figure in entry.figures if figure.sure]
    where = places_named(places)
    if not all(place.document for place in places):
        if said:
            yield Finding("noted", line("The figures ({}) cannot be checked without the document.", _texts(said)))
        return
    lacking = [entry for entry in required if entry.lacking]
    for which, scope, place in (
        ("Every figure", "passage", where),
        ("Every other figure", "document", line("the document of {}", documents_named(places))),
    ):
        standing = [figure for entry in required if entry.scope == scope for figure in entry.figures if figure.sure]
        if standing and not any(entry.scope == scope for entry in lacking):
            yield Finding("passed", line("{} ({}) stands in {}.", which, _texts(standing), place))
    if lacking and fact.derived:
        texts = _texts([figure for entry in lacking for figure in entry.lacking])
        yield Finding("noted", line("{}: not in {}. Your reason is kept: {}", texts, where, fact.derived))
    elif lacking:
        yield from (Finding("blocked", _missing(entry, where, places)) for entry in lacking)
    if unknown := _unread(fact, places):
        yield Finding("noted", line("Words for numbers are not read in {}: compare them yourself.", listed(unknown)))
    for entry in entries:
        doubtful = [figure for figure in entry.absent if entry.scope == "ours" or not figure.sure]
        if doubtful:
            template = (
                "The figures of `{}:` are yours: {}, not in {}."
                if entry.scope == "ours"
                else "`{}:` {}: not in {}, which is fine where it counts nothing."
            )
            yield Finding("noted", line(template, entry.field, _texts(doubtful), where))


def _unread(fact: Fact, places: Sequence[Place]) -> list[str]:
    """Return the languages of the fact and of what it cites in which a number in words is not found."""
    cited = [passage for place in places if (passage := passage_of(place))]
    return sorted({name for text, language in ((fact.text, None), *cited) for name in unread(text, language)})


def _missing(entry: AccountEntry, where: Line, places: Sequence[Place]) -> Line:
    """Say which figures do not stand where they have to, what stands there instead, and what to do."""
    lacking = _texts(entry.lacking)
    texts = line("{}", lacking) if entry.field == "text" else line("`{}:` {}", entry.field, lacking)
    instead = f", which has {_texts(entry.instead)}" if entry.instead else ""
    if entry.scope == "document":
        return line(
            "{}: nowhere in the document of {}{}. Correct it, or say how you come by it "
            "(`reason: from the pollster’s own site`).",
            texts,
            documents_named(places),
            instead,
        )
    return line(
        "{}: not in {}{}. Correct the {}, cite the paragraph as well (`cite: key#9`), or say how you come by it "
        "(`reason: rounded from 84.6`).",
        texts,
        where,
        instead,
        entry.field,
    )


def _texts(figures: Iterable[Figure]) -> str:
    return ", ".join(dict.fromkeys(figure.text for figure in figures))


def account(fact: Fact, places: Sequence[Place], known: Collection[Survey] = ()) -> tuple[AccountEntry, ...]:
    """Return an entry for each field with figures; the data of a survey that is `known` are not asked for again."""
    cited = [passage for place in places if (passage := passage_of(place))]
    keys = ground(cited)
    entries = []
    for scope, field, said in _said(fact, {place.source.language for place in places}, known):
        found = absent(said, keys)
        if scope != "passage" and found:
            found = absent(
                (figure for figure in said if _spans(found, figure)), ground(_elsewhere(found, places, scope))
            )
        others = [(figure, nearest(figure, cited)) for figure in found]
        # An end of a range is written as the number alone.
        instead = tuple(other for figure, other in others if other and other.text != figure.text)
        entries.append(AccountEntry(scope, field, tuple(said), tuple(found), instead))
    return tuple(entries)


def passage_of(place: Place) -> Passage | None:
    """Return the paragraph that is cited, None where it is not on hand or does not read as it did."""
    if place.document is None or place.check not in ("intact", "moved"):
        return None
    return place.document.paragraphs[place.paragraph - 1], place.source.language


def _spans(found: Iterable[Figure], figure: Figure) -> bool:
    return any((other.start, other.end, other.text) == (figure.start, figure.end, figure.text) for other in found)


def _elsewhere(found: Iterable[Figure], places: Sequence[Place], scope: Scope) -> Iterator[Passage]:
    """Yield the paragraphs of the cited documents that may hold one of the figures, or have its number."""
    found = list(found)
    wanted = {figure.text.casefold() for figure in found if not _DIGIT.search(figure.text)}
    written = [pattern for figure in found for pattern in _writings(figure)]
    for document, language in {(place.document, place.source.language) for place in places if place.document}:
        last = len(document.paragraphs)
        if scope == "ours":
            yield " ".join(f"¶{number}" for number in _numbers(found) if 0 < number <= last), language
        for paragraph in document.paragraphs:
            folded = paragraph.casefold() if wanted else ""
            if any(pattern.search(paragraph) for pattern in written) or any(words in folded for words in wanted):
                yield paragraph, language


def _numbers(found: Iterable[Figure]) -> Iterator[int]:
    """Yield the whole numbers that the figures have, as paragraphs are numbered by them."""
    for figure in found:
        yield from map(int, _NUMBER.findall(figure.text))
        if figure.value and figure.value.denominator == 1:
            yield int(figure.value)


def _writings(figure: Figure) -> Iterator[re.Pattern[str]]:
    """Yield what finds a figure in digits, by itself and not within another number: those are many.

    Whatever its unit and scale, the digits of its value stand there, zeros aside: 5,000,000 is `$5 million`.
    """
    digits = "".join(_DIGIT.findall(figure.text))
    if digits:
        yield re.compile(rf"(?<!\d){_AMID.join(digits)}(?!\d)")
    if figure.value is None:
        return
    # A decade may be called by its last two digits.
    begins = "" if figure.unit == DECADE else r"(?<!\d)"
    if significant := _significant(figure.value):
        yield re.compile(
            rf"{begins}(?:0{_SEPARATOR}){{0,20}}{_SEPARATOR.join(significant)}(?:{_SEPARATOR}0){{0,20}}(?!\d)"
        )
    if figure.unit == PERCENT or figure.value.denominator > 1:
        yield _SHARE


def _significant(value: Fraction) -> str:
    """Return the digits of a number without zeros before and after them, nothing where they have no end."""
    digits = str(abs(value) * 10**_PLACES)
    return digits.strip("0") or "0" if digits.isdecimal() else ""


def _said(
    fact: Fact, languages: Collection[str | None], known: Collection[Survey]
) -> Iterator[tuple[Scope, str, list[Figure]]]:
    """Yield all that a fact says, by fields: where its figures have to stand, and the figures."""
    for scope, field, texts in said_by(fact, known):
        # Of one text the figures are told apart by their places.
        for text in texts:
            if said := readings(text, languages) if isinstance(text, str) else text:
                yield scope, field, list(said)


def said_by(fact: Fact, known: Collection[Survey] = ()) -> Iterator[tuple[Scope, str, list[str | list[Figure]]]]:
    """Yield all that a fact says by fields, with where it has to stand; the data of a `known` survey are left out."""
    yield "passage", "text", [fact.text]
    yield "document", "speaker", [fact.speaker or ""]
    yield "document", "reported", list({citation.reported_from or "": None for citation in fact.citations})
    yield "ours", "note", [fact.note or ""]
    matter = isinstance(fact.payload, COMPARED)
    for field in fields_of(type(fact.payload)):
        value = field.of(fact.payload)
        if value is None or field.dated or field.choices or field.type is bool or field.path[-1] == "key":
            continue
        if field.path[0] == "survey" and _is_known(field, fact.payload, known):
            continue
        named = field.path == (fact.payload.DESCRIPTION.named_by,)
        described = field.path[0] in ("survey", "wording")
        scope: Scope = "document" if named or described else "passage"
        if (named and matter) or field.path[-1] == "note":
            scope = "ours"
        if field.argument and field.argument.unit:
            yield scope, field.name, [_quantity(value, getattr(fact.payload, field.argument.unit))]
        else:
            yield from _values(scope, field, value)


def _is_known(field: PayloadField, payload: Payload, known: Iterable[Survey]) -> bool:
    """Say whether polls of the same survey have the same datum already."""
    if not isinstance(payload, Poll):
        return False
    same = (payload.model_copy(update={"survey": survey}) for survey in known if survey.key == payload.survey.key)
    return any(field.of(poll) == field.of(payload) for poll in same)


def _values(scope: Scope, field: PayloadField, value: object) -> Iterator[tuple[Scope, str, list[str | list[Figure]]]]:
    match value:
        case str():
            yield scope, field.name, [value]
        case int() | float():
            yield scope, field.name, [_number(value)]
        case tuple():
            for item in value:
                if isinstance(item, Result):
                    yield "passage", field.name, [[result_figure(item)]]
                    yield "document", field.name, [item.group, item.answer]
                elif isinstance(item, Item):
                    parts = ((part, part.of(item)) for part in fields_of(type(item)) if not part.dated)
                    yield scope, field.name, [text for _, text in parts if isinstance(text, str)]
                else:
                    yield scope, field.name, [str(item)]


def result_figure(result: Result) -> Figure:
    """Return a result as the figure that has to stand in the document."""
    text = f"{'' if result.comparator == '=' else result.comparator}{result.percent:g}%"
    return Figure(Fraction(str(result.percent)), PERCENT, result.comparator, 0, len(text), text)


def _quantity(value: float, unit: str | None) -> list[Figure]:
    """Return the readings of a number with its unit; whether it is a bound or about right, the text has to say."""
    plain = f"{value:,.15g}"
    found = [figure for text in (f"{plain} {unit or ''}".strip(), f"{unit}{plain}") for figure in figures(text)]
    units = dict.fromkeys(figure.unit for figure in found if figure.value == Fraction(str(value)))
    text = f"{plain}{' ' if unit and unit[0].isalpha() else ''}{unit or ''}"
    return [
        Figure(Fraction(str(value)), measured, qualifier, 0, len(text), text)
        for measured in [*filter(None, units)] or [""]
        for qualifier in get_args(Qualifier)
    ]


def _number(value: float) -> list[Figure]:
    """Return the readings of a number: how many were asked, or by how many points a figure may be off."""
    text = f"{value:g}" if isinstance(value, float) else f"{value:,}"
    exact = Figure(Fraction(str(value)), "", "=", 0, len(text), text)
    if isinstance(value, int):
        return [exact]
    return [
        Figure(exact.value, unit, qualifier, 0, len(text), text)
        for unit in (POINT, PERCENT, "")
        for qualifier in ("±", "=")
        if unit or qualifier == "±"
    ]
