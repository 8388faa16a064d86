"""An answer laid out as entries and numbered sources, for every kind of reply.

The marker in the text and the number in the list of sources come from one table, built once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from bot.briefing.answer import Answer, Offer, Origin, Place, Section, Statement
from bot.briefing.prose import beginning
from bot.render.bars import WIDTH, bars
from bot.render.links import link
from bot.render.panels import surveyed, surveys
from bot.render.prefix import written
from db.dates.spoken import spoken
from db.kinds import Claim, Poll
from db.notes import Command, Line, Marked, Span, joined, line, merged
from db.records import Check
from db.values import visible

# What a reply says in place of a button where there are none.
_IN_WORDS: dict[Offer, Line] = {"ask-the-team": line("`!ask-the-team` gives this question to the team.")}

_DECIDE = (
    "Decide with `!review accept {0}`, `!review edit {0} text: …`, `!review skip {0}` or "
    "`!review reject {0} reason: …`."
)

# Characters of a passage that are shown before and after the sentence that is meant.
AROUND = 300

# A method says how a survey was made.
EntryKind = Literal["heading", "statement", "passage", "bars", "remark", "method", "note"]
_NEAREST = 2  # facts that a refusal offers at a glance


@dataclass(frozen=True)
class Entry:
    """A paragraph of the reply, with the numbers of the sources that it rests on.

    One that is `turning` changes what the statement before it means; on one that is `noted` there is a note of ours.
    """

    kind: EntryKind
    words: Line
    numbers: tuple[int, ...] = ()
    fact: str | None = None
    turning: bool = False
    noted: bool = False

    @property
    def markers(self) -> str:
        return "".join(f"[{number}]" for number in self.numbers)


@dataclass(frozen=True)
class Listed:
    """A place in a source as the list of sources has it: the line, a shorter one, and where it is on the web.

    Where sources stand together, `origin` says which it is of, `label` names that in few words, `where` is the place
    in it, `mark` says what is not as it should be, and `home` is where the source as a whole is on the web.
    """

    line: str
    short: str
    url: str | None
    origin: Origin
    label: str
    where: str
    mark: str
    home: str | None

    def __str__(self) -> str:
        return self.line


@dataclass(frozen=True)
class Layout:
    """A reply ready to be put into lines, pages or cards; `sources` has one for each number.

    `prefix` begins the commands in it. With `chapters` each heading begins a page. With `glance` sources stand together
    by their documents, and with `numbered` statements bear the numbers of their facts.
    """

    title: str | None
    entries: tuple[Entry, ...]
    sources: dict[int, Listed]
    prefix: str
    chapters: bool = False
    glance: bool = False
    numbered: bool = True


class _Numbering:
    """Gives the same paragraph of a source the same number, counted from 1 as they first come.

    Of a paragraph that reads otherwise by now it is another place than for whoever cites it as it reads.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[Origin, int, Check], int] = {}
        self.listed: dict[int, Listed] = {}

    def number(self, place: Place) -> int:
        check = place.check
        number = self._numbers.setdefault((place.origin, place.paragraph, check), len(self._numbers) + 1)
        if number not in self.listed:
            where = f"{place.pinpoint} ({check}{', retired' if place.source.retired else ''})"
            source, mark = place.source, [] if check == "intact" else [check]
            self.listed[number] = Listed(
                visible(f"{source.reference}, {where}"),
                visible(f"{source.key}, {where}"),
                link(place),
                place.origin,
                source.label,
                visible(place.pinpoint),
                ", ".join((*mark, *(["retired"] if source.retired else []))),
                source.url.replace(">", "%3E") if source.url else None,
            )
        return number


def document_numbers(answer: Answer) -> dict[Origin, int]:
    """Return the numbers of documents where sources stand together by them, as they first come."""
    origins = dict.fromkeys(listed.origin for _, listed in sorted(at_a_glance(answer).sources.items()))
    return {origin: number for number, origin in enumerate(origins, 1)}


def offered(answer: Answer) -> list[Entry]:
    """Return in words what buttons would offer, but for what the reply says of itself."""
    entries = [Entry("note", _IN_WORDS[offer]) for offer in answer.offers if offer in _IN_WORDS]
    if answer.draft:
        entries.append(Entry("note", line(_DECIDE, answer.draft.number)))
    return entries


def at_a_glance(answer: Answer) -> Layout:
    """Return what answers, for a card: statements, of their remarks what changes a meaning, sources by document.

    All else is a press away. A refusal says first what is missing, then offers the nearest facts.
    """
    refused = answer.status in ("related", "unknown")
    if answer.whole or answer.status not in ("answered", "related", "unknown"):
        return lay_out(answer)
    answer = replace(answer, sections=tuple(map(_glanced, answer.sections)))
    layout = lay_out(answer, once=True)
    entries = [entry for entry in layout.entries if entry.kind not in ("remark", "method") or entry.turning]
    if refused and answer.note:
        first, entries = entries[-len(answer.note) :], entries[: -len(answer.note)]
        entries = [*first, *entries]
    return replace(layout, entries=tuple(entries), glance=True, numbered=refused)


def _glanced(section: Section) -> Section:
    """Return a section with the nearest few facts that a refusal offers, and one note on those that it states."""
    section = replace(section, details=())
    if section.nearest:
        return replace(section, statements=section.statements[:_NEAREST])
    return replace(section, note=section.note[-1:]) if section.statements else section


def lay_out(answer: Answer, width: int = WIDTH, *, once: bool = False) -> Layout:
    """Return the answer's statements, remarks and note in reading order, its bars in so many cells.

    With `once` a date that a statement has in its words does not stand before it as well.
    """
    numbering, apart = _Numbering(), len(surveys(answer.statements)) > 1
    entries: list[Entry] = []
    for section in answer.sections:
        if section.heading:
            entries.append(Entry("heading", (section.heading,)))
        for statement, following in zip_longest(section.statements, section.statements[1:]):
            numbers = sorted({numbering.number(place) for place in statement.places})
            under = (section.heading or "") if once else ""
            words, fact = said(statement, apart=apart, once=once, under=under), statement.fact
            entries.append(Entry("statement", words, tuple(numbers), fact.label, noted=fact.note is not None))
            if isinstance(statement.fact.payload, Poll):
                entries.append(Entry("bars", ("\n".join(bars(statement.fact.payload, width)),)))
            # What holds for several in a row is said once, after the last of them.
            still = tuple(_remarks(following)) if following else ()
            entries += [remark for remark in _remarks(statement) if remark not in still]
        entries += [Entry("passage", quoted(place), (numbering.number(place),)) for place in section.passages]
        entries += [Entry("note", each) for each in (*section.note, *section.details)]
    for polls in surveys(answer.statements).values():
        entries.append(Entry("method", (about(polls),)))
        if polls[0].survey.note:
            entries.append(Entry("remark", _ours(polls[0].survey.note)))
    entries += [Entry("note", each) for each in answer.note]
    title = written(answer.title, answer.prefix) if isinstance(answer.title, Command) else answer.title
    title = title and visible(title)
    return Layout(title, tuple(entries), numbering.listed, answer.prefix, answer.chapters)


def quoted(place: Place) -> Line:
    """Return a passage in the document's own words: the sentence that is meant in bold, with what stands around it."""
    words = place.context
    if place.citation.span is None:
        return merged((f"“{beginning(words)}”",))
    start, end = place.citation.span
    before, after = words[:start], words[end:]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return merged((f"“{before}", Marked(beginning(words[start:end])), f"{after}”"))


def said(statement: Statement, *, apart: bool = False, once: bool = False, under: str = "") -> Line:
    """Return the statement with its date and, where it is somebody's, whose it is and whom it is from.

    A poll that is kept `apart` from those of other surveys names its own. With `once` a date that stands in the text
    is not said again, and any other is marked, since that is what a reader looks for in a list.
    """
    fact = statement.fact
    lead: list[Span] = [statement.standing] if statement.standing else []
    surveyed_by = surveyed(statement, fact.payload) if apart and isinstance(fact.payload, Poll) else None
    lead += [surveyed_by] if surveyed_by else []
    if date := fact.when if surveyed_by else statement.date:
        date = spoken(date)
        if not (once and set(re.findall(r"\w+", date.lower())) <= set(re.findall(r"\w+", fact.text.lower()))):
            date = date[0].upper() + date[1:]
            lead.append(Marked(date) if once else date)
    if isinstance(fact.payload, Claim) and fact.payload.stance != "neutral":
        # Under a heading that names the matter it need not be named again.
        lead.append(fact.payload.stance.capitalize() if fact.payload.about in under else fact.payload.heading)
    lead += [statement.attribution] if statement.attribution else []
    passed_on = dict.fromkeys(place.citation.reported_from for place in statement.places)
    lead += [f"From {origin}" for origin in passed_on if origin and origin != fact.speaker]
    return line("{}: {}", joined(((part,) for part in lead), " · "), fact.text) if lead else (fact.text,)


def _remarks(statement: Statement) -> Iterable[Entry]:
    fact = statement.fact
    if statement.gone:
        yield Entry("remark", statement.gone, turning=True)
    if isinstance(fact.payload, Poll) and fact.payload.wording:
        yield Entry("remark", (f"The question as it was put: “{fact.payload.wording}”",))
    if statement.retired:
        yield Entry("remark", (f"Its source is no longer relied on: {statement.retired}",), turning=not statement.gone)
    if fact.note:
        yield Entry("remark", _ours(fact.note))


def _ours(note: str) -> Line:
    return (f"Editor’s note: {note}",)


_DISCLOSED = {
    "sponsor": "sponsor",
    "pollster": "pollster",
    "population": "population",
    "fielded": "field dates",
    "sample_size": "sample size",
    "margin_of_error": "margin of error",
    "mode": "mode",
}


def about(polls: Sequence[Poll]) -> str:
    """Return what is known of the survey behind these polls, and what the source does not state of it."""
    survey = polls[0].survey
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
    if not any(poll.wording for poll in polls):
        unknown.append("wording of the questions" if len(polls) > 1 else "wording of the question")
    parts = ["; ".join(known)] if known else []
    if unknown:
        parts.append(f"not stated: {', '.join(unknown)}")
    return f"{survey.title}: {'; '.join(parts)}."
