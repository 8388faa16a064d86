"""Mentions: the names in what a fact says, which of them stand in what it cites, and its passages with marks."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.briefing.answer import Place
from bot.briefing.curating.account import Scope, account, passage_of, said_by
from bot.briefing.curating.figures import figures
from bot.briefing.curating.finding import Finding, documents_named, place_named, places_named
from bot.briefing.curating.measures import cased
from bot.briefing.curating.names import NamedIn, ProperName, named_in, names
from bot.briefing.prose import listed_lines
from db.kinds import Survey
from db.notes import Line, Marked, Span, line, merged
from db.records import Fact

_SENTENCE = re.compile(r"(?<=[.!?。！？])[”’\"')\]]*\s*(?=\S)")
_SHOWN = 600  # characters of a passage; of a longer one the sentences that have a mark


@dataclass(frozen=True)
class NameMention:
    """A name in a field of a fact, and what of it does not stand where it has to."""

    scope: Scope
    field: str  # as people write it
    name: ProperName
    lacking: ProperName | None


def mentions(fact: Fact, places: Sequence[Place], known: Collection[Survey] = ()) -> list[NameMention]:
    """Return the names of a fact, each looked for in the paragraphs cited or, where that will do, in the document."""
    cited = named_in((*_described(places), *(text for text, _ in _passages(places))))
    found: list[NameMention] = []
    for scope, field, texts in said_by(fact, known):
        for text in (text for text in texts if isinstance(text, str)):
            for name in names(text, known=field == "speaker" or _is_name(fact, field)):
                lacking = cited.lacking(name)
                if lacking and scope != "passage":
                    lacking = _in_documents(places).lacking(lacking)
                found.append(NameMention(scope, field, name, lacking))
    return found


def findings(fact: Fact, places: Sequence[Place], surveys: Collection[Survey] = ()) -> Iterator[Finding]:
    """Yield which names stand in what is cited and which do not: whether a passage says what a fact says, nobody checks
    but the moderator, and a name that it lacks is where to look.
    """
    if not all(place.document for place in places):
        return
    said = mentions(fact, places, surveys)
    where = line("the document of {}", documents_named(places))
    for scopes, place in ((("passage",), places_named(places)), (("document", "ours"), where)):
        here = [mention for mention in said if mention.scope in scopes]
        # What several fields say is told once, of the first of them.
        lacking = {mention.lacking.written: mention for mention in reversed(here) if mention.lacking}
        if lacking:
            absent = listed_lines(_absent(mention) for mention in reversed(lacking.values()))
            yield Finding("noted", line("Names that do not stand in {}: {}.", place, absent))
        elif here and scopes == ("passage",):
            standing = ", ".join(dict.fromkeys(mention.name.written for mention in here))
            yield Finding("passed", line("Every name ({}) stands in {}.", standing, place))


def marked(fact: Fact, places: Sequence[Place]) -> list[Line]:
    """Return the passages that a fact cites in their own words, the figures and names marked that it has too."""
    said = [figure for entry in account(fact, places) for figure in entry.figures if figure not in entry.absent]
    counts = {figure.value if figure.value is not None else figure.name for figure in said}
    own = [mention.name.text[slice(*place)] for mention in mentions(fact, places) for place in mention.name.places]
    named, unparted = named_in(own), [word for word in own if not cased(word[0])]
    lines = []
    for place in places:
        if passage := passage_of(place):
            text, language = passage
            spans = [(one.start, one.end) for one in figures(text, language) if (one.value or one.name) in counts]
            spans += [span for name in names(text) for span in named.standing(name)]
            spans += [match.span() for word in unparted for match in re.finditer(re.escape(word), text)]
            lines.append(line("{} says: “{}”", place_named(place), _excerpt(text, spans)))
    return lines


def _absent(mention: NameMention) -> Line:
    assert mention.lacking is not None
    field = "" if mention.field == "text" else line(" (`{}:`)", mention.field)
    return line("{}{}", mention.lacking.written, field)


def _is_name(fact: Fact, field: str) -> bool:
    description = fact.payload.DESCRIPTION
    return description.individual and field == description.named_by


def _passages(places: Sequence[Place]) -> Iterator[tuple[str, str | None]]:
    return (passage for place in places if (passage := passage_of(place)))


def _described(places: Sequence[Place]) -> Iterator[str]:
    """Yield what the sources say of themselves: who wrote them, and where they were published."""
    for source in {place.source.key: place.source for place in places}.values():
        yield from filter(None, (source.title, source.container_title, source.publisher))
        yield from (name.full for name in source.author)


def _in_documents(places: Sequence[Place]) -> NamedIn:
    documents = {place.document for place in places if place.document}
    return named_in(paragraph for document in documents for paragraph in document.paragraphs)


def _excerpt(text: str, spans: Sequence[tuple[int, int]]) -> Line:
    """Return the text with marks; of a long one its first words and the sentences with marks."""
    spans = _joined(text, spans)
    parts: list[Span] = []
    for start, end in _kept(text, spans):
        place = start
        parts += ["… "] if parts or start else []
        for first, last in (span for span in spans if start <= span[0] < end):
            parts += [text[place:first], Marked(text[first:last])]
            place = last
        parts.append(text[place:end].rstrip() + " ")
    return merged(parts)


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap or have only a space between them as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _kept(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if len(text) <= _SHOWN:
        yield 0, len(text)
        return
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    sentences = [(start, end) for start, end in pairwise(ends) if start < end]
    # The spans are in order.
    marks = [first for first, _ in spans]
    having = [each for each in sentences if bisect_left(marks, each[0]) < bisect_left(marks, each[1])]
    kept = having or sentences[:1]
    room = _SHOWN
    for start, end in kept:
        yield start, min(end, start + room)
        room -= end - start
        if room <= 0:
            return
