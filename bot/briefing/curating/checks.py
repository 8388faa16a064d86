"""The checks of a fact before it is written: each is a sentence, and says whether it stands in the way."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.briefing.answer import Place
from bot.briefing.curating.figures import figures, lacking
from bot.briefing.text import listed, listed_lines, quoted
from db.dates.edtf import parse
from db.kinds import Poll, Result, slack
from db.notes import Line, line
from db.records import Fact, StoredFact
from db.tokenizer import fold

_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?(?:%|per ?cent\b)")
_CHARTED = 6  # so many results are told where the text says others
_SUMS = 1000  # of sums so many are tried

Outcome = Literal["passed", "noted", "blocked"]


@dataclass(frozen=True)
class Finding:
    """What one check found; a fact with a blocked one is not written."""

    outcome: Outcome
    sentence: Line


def examine(fact: Fact, places: Sequence[Place], others: Iterable[StoredFact] = ()) -> tuple[Finding, ...]:
    """Return what the checks find; `others` are the published facts that the same server sees, but for this one."""
    others = list(others)
    return (
        *_places(places),
        *_figures(fact, places),
        *_quotation(fact, places),
        *_date(fact, places),
        *_results(fact),
        *_shares(fact, others),
        *_repeated(fact, others),
    )


def blocked(findings: Iterable[Finding]) -> list[Line]:
    """Return the sentences of those that stand in the way."""
    return [finding.sentence for finding in findings if finding.outcome == "blocked"]


def _name(place: Place) -> Line:
    return line("¶{} of `{}`", place.citation.paragraph, place.source.key)


def _passages(places: Sequence[Place]) -> list[str]:
    """Return the cited paragraphs in full, of those documents that are on hand."""
    return [place.document.paragraphs[place.paragraph - 1] for place in places if place.document and _stands(place)]


def _stands(place: Place) -> bool:
    return place.check in ("intact", "moved")


def _places(places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        match place.check:
            case "intact" | "moved":
                yield Finding("passed", line("{} is there.", _name(place)))
            case "unchecked":
                yield Finding(
                    "noted",
                    line("The document of `{}` is not on hand: {} stays unchecked.", place.source.key, _name(place)),
                )
            case "changed":
                yield Finding(
                    "blocked",
                    line(
                        "{} reads otherwise than when the fact was read from it: read it, and cite it again "
                        "(`source: {} paragraph: {}`).",
                        _name(place),
                        place.source.key,
                        place.citation.paragraph,
                    ),
                )
            case "missing":
                yield Finding("blocked", line("There is no {}.", _name(place)))
        if place.source.retired:
            yield Finding("noted", line("`{}` is retired: {}", place.source.key, place.source.retired))


def stated(fact: Fact) -> str:
    """Return all of a fact in which a figure has to stand in the document: its text, and a poll's results."""
    results = fact.payload.results if isinstance(fact.payload, Poll) else ()
    return " ; ".join([fact.text, *(f"{result.percent:g}" for result in results)])


def underived(fact: Fact, places: Sequence[Place]) -> list[str]:
    """Return the figures that no cited paragraph holds, none while a document is not on hand."""
    if not all(place.document for place in places):
        return []
    return lacking(stated(fact), _passages(places))


def _figures(fact: Fact, places: Sequence[Place]) -> Iterator[Finding]:
    said = list(figures(stated(fact)).values())
    if not said:
        return
    absent = underived(fact, places)
    where = listed_lines(dict.fromkeys(map(_name, places)))
    if not all(place.document for place in places):
        yield Finding("noted", line("The figures ({}) cannot be checked without the document.", ", ".join(said)))
    elif not absent:
        yield Finding("passed", line("Every figure ({}) stands in {}.", ", ".join(said), where))
    elif fact.derived:
        yield Finding("noted", line("{}: not in {}. Your reason is kept: {}", ", ".join(absent), where, fact.derived))
    else:
        yield Finding(
            "blocked",
            line(
                "{}: not in {}. Correct the text, cite the paragraph as well (`cite: key#9`), "
                "or say how you come by it (`reason: rounded from 84.6`).",
                ", ".join(absent),
                where,
            ),
        )


def _quotation(fact: Fact, places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        if place.citation.span and place.document and _stands(place):
            length = len(place.document.paragraphs[place.paragraph - 1])
            if place.citation.span[1] > length:
                yield Finding(
                    "blocked", line("{} has {} characters, and the span ends beyond them.", _name(place), length)
                )
            else:
                yield Finding("passed", line("The words “{}” stand in {}.", place.excerpt, _name(place)))
    if fact.voice == "quotation" and not any(place.citation.span for place in places):
        if any(place.document for place in places):
            yield Finding(
                "blocked", line("A quotation needs the words quoted: write `quote:` and the words as they stand.")
            )
        else:
            yield Finding(
                "noted", line("The words quoted cannot be found without the document: the quotation is unchecked.")
            )


def _date(fact: Fact, places: Sequence[Place]) -> Iterator[Finding]:
    passages = _passages(places)
    if not fact.when or len(passages) < len(places):
        return
    years = dict.fromkeys(int(point.year.digits) for point in parse(fact.when).points if point.year.exact)
    absent = lacking(" ".join(str(year if year > 0 else 1 - year) for year in years), passages)
    if absent:
        yield Finding(
            "noted", line("The date {} is yours: what you cite does not hold {}.", fact.when, ", ".join(absent))
        )


def _results(fact: Fact) -> Iterator[Finding]:
    """Hold a poll's text against its results, since a chart of other figures stands under the text."""
    if not isinstance(fact.payload, Poll):
        return
    said = {float(number): f"{number}%" for number in _PERCENT.findall(fact.text)}
    results = fact.payload.results
    absent = [words for number, words in said.items() if not _resting(number, results)]
    charted = listed([f"{result.percent:g}%" for result in results][:_CHARTED])
    if said and len(absent) == len(said):
        yield Finding(
            "blocked",
            line(
                "The text says {} and the results {}: correct the one or the other, "
                "since both are shown, one above the other.",
                listed(absent),
                charted,
            ),
        )
    elif absent:
        yield Finding("noted", line("{} of the text: not among the results, so not in the chart.", listed(absent)))


def _resting(number: float, results: Sequence[Result]) -> bool:
    """Say whether a percentage is a result, a sum of some that one group gave, or what they leave of 100."""
    for group in dict.fromkeys(result.group for result in results):
        sums = {0.0}
        for result in results:
            if result.group == group and len(sums) < _SUMS:
                sums |= {round(one + result.percent, 1) for one in sums}
        if {round(number, 1), round(100 - number, 1)} & sums:
            return True
    return any(result.percent == number for result in results)


def _shares(fact: Fact, others: Iterable[StoredFact]) -> Iterator[Finding]:
    """Hold a poll against the others of the same survey that ask the same: exclusive answers fit into 100%."""
    if not isinstance(fact.payload, Poll):
        return
    poll, known = fact.payload, dict[tuple[str, str], tuple[float, StoredFact]]()
    for other in others:
        match other:
            case StoredFact(payload=Poll() as asked, rank="normal") if _same_question(poll, asked):
                known |= {
                    (fold(result.group), fold(result.answer)): (result.percent, other)
                    for result in asked.results
                    if not result.subtotal and result.comparator in ("=", ">", ">=")
                }
    for group in dict.fromkeys(result.group for result in poll.results):
        own = {fold(r.answer): r.percent for r in poll.results if r.group == group and not r.subtotal}
        held = {answer: entry for (name, answer), entry in known.items() if name == fold(group)}
        for answer, percent in own.items():
            if answer in held and held[answer][0] != percent:
                yield Finding(
                    "noted", line("{} gives {:g}% for {} here.", held[answer][1].label, held[answer][0], quoted(group))
                )
        shares = {**{answer: percent for answer, (percent, _) in held.items()}, **own}
        total = sum(shares.values())
        if set(held) - set(own) and total > 100 + slack(len(shares)):
            labels = listed(sorted({other.label for answer, (_, other) in held.items() if answer not in own}))
            yield Finding(
                "blocked",
                line(
                    "Together with {}, the answers of {} to this question add up to {:g}%: "
                    "correct a figure, or mark a sum of other answers with `(subtotal)`.",
                    labels,
                    quoted(group),
                    total,
                ),
            )


def _same_question(one: Poll, other: Poll) -> bool:
    return one.survey.key == other.survey.key and fold(one.question) == fold(other.question)


def _repeated(fact: Fact, others: Iterable[StoredFact]) -> Iterator[Finding]:
    for other in others:
        if fold(other.text) == fold(fact.text) and other.rank == fact.rank:
            yield Finding("blocked", line("{0} says the same already: edit it with `!fact edit {0}`.", other.label))
