"""An answer laid out as entries and numbered sources, for every kind of reply.

The marker in the text and the number in the list of sources come from one table, built once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.briefing.answer import Answer, Place, Statement
from db.dates import spoken
from db.payloads import Claim, Poll, Survey

EntryKind = Literal["heading", "statement", "remark", "note"]


@dataclass(frozen=True)
class Entry:
    """A paragraph of the reply, with the numbers of the sources that it rests on."""

    kind: EntryKind
    text: str
    numbers: tuple[int, ...] = ()
    fact: str | None = None

    @property
    def markers(self) -> str:
        return "".join(f"[{number}]" for number in self.numbers)


@dataclass(frozen=True)
class Layout:
    """A reply ready to be put into lines, pages or cards; `sources` holds a line for each number."""

    title: str | None
    entries: tuple[Entry, ...]
    sources: dict[int, str]


class _Numbering:
    """Gives the same paragraph of a source the same number, counted from 1 as they first come."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self.lines: dict[int, str] = {}

    def number(self, place: Place) -> int:
        number = self._numbers.setdefault((place.source.key, place.paragraph), len(self._numbers) + 1)
        state = f"{place.check}, retired" if place.source.retired else place.check
        self.lines.setdefault(number, f"{place.source.reference}, ¶{place.paragraph} ({state})")
        return number


def lay_out(answer: Answer) -> Layout:
    """Return the answer's statements, remarks and note in reading order."""
    numbering = _Numbering()
    entries: list[Entry] = []
    for section in answer.sections:
        if section.heading:
            entries.append(Entry("heading", section.heading))
        for statement in section.statements:
            numbers = sorted({numbering.number(place) for place in statement.places})
            entries.append(Entry("statement", said(statement), tuple(numbers), statement.fact.label))
            if statement.retired:
                entries.append(Entry("remark", f"Its source is no longer relied on: {statement.retired}"))
            if statement.fact.note:
                entries.append(Entry("remark", f"Editor’s note: {statement.fact.note}"))
        if section.note:
            entries += [Entry("note", line) for line in section.note.split("\n")]
    entries += [Entry("note", about(survey)) for survey in _surveys(answer.statements)]
    if answer.note:
        entries += [Entry("note", line) for line in answer.note.split("\n")]
    return Layout(answer.title, tuple(entries), numbering.lines)


def said(statement: Statement) -> str:
    """Return the statement with its date and, where it is somebody's, whose it is and whom it is from."""
    fact = statement.fact
    lead = []
    if fact.when:
        date = spoken(fact.when)
        lead.append(date[0].upper() + date[1:])
    if isinstance(fact.payload, Claim) and fact.payload.stance != "neutral":
        lead.append(fact.payload.stance.capitalize())
    if fact.speaker:
        lead.append(f"According to {fact.speaker}" + ("" if fact.voice == "reported" else f" ({fact.voice})"))
    passed_on = dict.fromkeys(place.citation.reported_from for place in statement.places)
    lead += [f"From {origin}" for origin in passed_on if origin and origin != fact.speaker]
    return f"{' · '.join(lead)}: {fact.text}" if lead else fact.text


_DISCLOSED = {
    "sponsor": "sponsor",
    "pollster": "pollster",
    "population": "population",
    "fielded": "field dates",
    "sample_size": "sample size",
    "margin_of_error": "margin of error",
    "mode": "mode",
}


def about(survey: Survey) -> str:
    """Return what is known of the survey, and what the source does not state."""
    known, unknown = [], []
    for field, label in _DISCLOSED.items():
        value = getattr(survey, field)
        if value is None:
            unknown.append(label)
        elif field == "fielded":
            known.append(f"{label} {spoken(value)}")
        elif field == "margin_of_error":
            known.append(f"{label} ±{value:g} percentage points")
        else:
            known.append(f"{label} {value}")
    parts = ["; ".join(known)] if known else []
    if unknown:
        parts.append(f"not stated: {', '.join(unknown)}")
    return f"{survey.title}: {'; '.join(parts)}."


def _surveys(statements: Iterable[Statement]) -> Iterable[Survey]:
    polls = (statement.fact.payload for statement in statements)
    return {poll.survey.key: poll.survey for poll in polls if isinstance(poll, Poll)}.values()
