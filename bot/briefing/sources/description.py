"""A source described in a command: the fields of CSL-JSON as people write them, and what differs between two."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.briefing.arguments import date
from bot.briefing.prose import clean, quoted
from bot.briefing.refusals import Refusal
from bot.briefing.sources.readers.block import Reading
from db.bibliography import Source
from db.dates.bounds import year_of
from db.dates.spoken import spoken
from db.dates.written import Unreadable, found, written
from db.errors import explain
from db.notes import Line, line
from db.tokenizer import romanised

# The fields of CSL-JSON as they are written in a command, and in the record.
FIELDS = {
    name: name
    for name in ("type", "title", "title-short", "author", "container-title", "publisher", "issued", "language", "note")
} | {"url": "URL"}
NONE = "none"
# Words of a title that tell nothing in a key.
_LITTLE = frozenset("a an and at by for from in of on the to with re fwd fw".split())
_LONGEST = 200  # characters of a field
_FULL = re.compile(r"\w{2,}(?!\.)\s+\S*\w{2,}(?!\.)")  # two words that are no initials
_SUFFIX = re.compile(r"(?:Jr|Sr|Esq|Ph\.?D|M\.?D)\.?|[IVX]{1,4}", re.IGNORECASE)


def built(data: dict[str, Any]) -> tuple[Source | None, list[Line]]:
    """Return the source, or every problem in a sentence."""
    stated = {name: value for name, value in data.items() if value is not None}
    problems: list[Line] = []
    for name, read in (("author", _authors), ("issued", _date)):
        if isinstance(stated.get(name), str):
            try:
                stated[name] = read(stated[name])
            except Refusal as refusal:
                problems += refusal.note
                del stated[name]
    try:
        source = Source.model_validate(stated)
    except ValidationError as error:
        wrong = list(explain(error))
        for value in filter(lambda value: isinstance(value, str), stated.values()):
            wrong = [problem.replace(value, clean(value)) for problem in wrong]
        problems += [line("`{}:` {}", *problem.split(": ", 1)) for problem in wrong]
    return (None, problems) if problems else (source, [])


def from_file(reading: Reading, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what a file says of itself, in the fields of CSL-JSON, where nobody has written it."""
    title = reading.title or reading.heading
    said = {
        "title": title,
        "author": [{"literal": name[:_LONGEST]} for name in reading.authors[:20]] or None,
        "issued": _issued(reading.issued) or _day(title),
        "language": reading.language,
    }
    said = {name: value[:_LONGEST] if isinstance(value, str) else value for name, value in said.items()}
    return {name: value for name, value in said.items() if value and name not in given}


def _issued(said: str | None) -> str | None:
    """Return the day that a file gives, without its time; None where it is no date."""
    day = re.match(r"\d{4}-\d\d-\d\d(?=[T ])", said or "")
    try:
        return written(day[0] if day else said) if said else None
    except Unreadable:
        return None


def _day(title: str | None) -> str | None:
    """Return the one day that a title names: *Minutes of 6 May 2031*; a month or a year may be what it is about."""
    days = {date for date, _ in found(title or "") if re.fullmatch(r"\d{4}-\d\d-\d\d", date)}
    return days.pop() if len(days) == 1 else None


def _date(words: str) -> str:
    return date(words, "issued")


def _authors(names: str) -> list[dict[str, str]]:
    """Read `Family, Given; Family, Given, Jr.; An Institution`; raises Refusal for what may be read in two ways."""
    # “Smith, John and Doe, Jane” are two people; “Department of Health and Welfare” is one.
    parted = re.sub(r"(,[^;]*?)\s+(?:and|&)\s+(?=[^;]*,)", r"\1; ", names)
    people = [name.strip() for name in parted.split(";") if name.strip()]
    return [_author(name, told_apart=";" in names) for name in people]


def _author(name: str, *, told_apart: bool) -> dict[str, str]:
    family, *rest = (part.strip() for part in name.split(","))
    if not any(rest):
        return {"literal": family}
    given, *suffix = rest
    strange = not family or not given or len(suffix) > 1 or (suffix and not _SUFFIX.fullmatch(suffix[0]))
    if strange or _SUFFIX.fullmatch(given) or re.search(r"\s(?:and|&)\s", given):
        raise Refusal(
            "`author:` {} may be read in two ways: write `Family, Given; Family, Given, Jr.; An Institution`.",
            quoted(name),
        )
    # “John Smith, Jane Doe” are two people, and “García Márquez, Gabriel José” is one.
    if not told_apart and family[0].isupper() and len(family.split()) > 1 and _FULL.search(given):
        raise Refusal(
            "`author:` {} may be one person or two: end one with `;`, as in `García Márquez, Gabriel José;`, and part "
            "two by it, as in `Smith, John; Doe, Jane`.",
            quoted(name),
        )
    return {"family": family, "given": given, **({"suffix": suffix[0]} if suffix else {})}


def titled(name: str) -> str:
    """Return a title made of the name of a file: `Minutes of May` of `minutes_of-may`."""
    words = re.sub(r"_+|(?<=[^\W\d])-(?=[^\W\d])", " ", name).split()
    title = " ".join(words)[:_LONGEST].strip() or "Document"
    return title[0].upper() + title[1:]


def suggested(fields: Mapping[str, Any]) -> str:
    """Return a key made of the author that somebody wrote, or else of the title, and of the year: `holm-2031`.

    Whom a file names as its author may be whoever typed it.
    """
    author = fields.get("author")
    first = author if isinstance(author, str) else ""
    words = romanised(first.split(";")[0].split(",")[0]).split()[:5]
    title = romanised(fields.get("container-title") or fields.get("title", "")).split()
    telling = [word for word in title if word not in _LITTLE and not word.isdigit()]
    words = words or (telling or title)[:3]
    try:
        year = romanised(spoken(year_of(written(fields.get("issued", ""))))).replace(" ", "-")
    except Unreadable:
        year = next((word for word in title if re.fullmatch(r"(?:19|20)\d\d", word) and word not in words), "")
    return "-".join(filter(None, (*words, year)))[:80].strip("-")


def differences(before: Source, after: Source) -> Iterable[str]:
    """Yield a line for each field that reads otherwise now."""
    old, new = before.model_dump(mode="json", by_alias=True), after.model_dump(mode="json", by_alias=True)
    for field in old:
        if field != "fingerprints" and old[field] != new[field]:
            yield f"{field}: {_shown(old[field])} → {_shown(new[field])}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(" ".join(filter(None, part.values())) for part in value) or NONE
    return NONE if value in (None, "") else quoted(str(value))
