"""The checks of a fact before it is written: each is a sentence, and says whether it stands in the way."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction

from bot.briefing.answer import Place
from bot.briefing.curating import mentions
from bot.briefing.curating.account import findings, passage_of, result_figure
from bot.briefing.curating.figures import Passage, figures
from bot.briefing.curating.finding import Finding, place_named
from bot.briefing.curating.measures import PERCENT
from bot.briefing.prose import listed, quoted
from db.dates.edtf import parse
from db.kinds import Poll, Survey, slack
from db.notes import Line, line
from db.records import Fact, StoredFact
from db.tokenizer import fold, tokens

_CHARTED = 6  # so many results are named where the text says others
_RUN = 10  # words in a row that are a document's and not ours
_SUMS = 1000  # of sums so many are tried


def examine(
    fact: Fact, places: Sequence[Place], others: Iterable[StoredFact] = (), surveys: Collection[Survey] = ()
) -> tuple[Finding, ...]:
    """Return what the checks find.

    `others` are the published facts that the same server sees, but for this one, and `surveys` the data of surveys as
    they are published already.
    """
    others = list(others)
    return (
        *_places(places),
        *findings(fact, places, surveys),
        *mentions.findings(fact, places, surveys),
        *_quotation(fact, places),
        *_date(fact, places),
        *_results(fact),
        *_shares(fact, others),
        *_repeated(fact, others),
        *_wording(fact, places),
    )


def blocked(findings: Iterable[Finding]) -> list[Line]:
    """Return the sentences of those that stand in the way."""
    return [finding.sentence for finding in findings if finding.outcome == "blocked"]


def _passages(places: Sequence[Place]) -> list[Passage]:
    """Return the cited paragraphs in full, of those documents that are on hand."""
    return [passage for place in places if (passage := passage_of(place))]


def _places(places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        match place.check:
            case "intact" | "moved":
                yield Finding("passed", line("{} is there.", place_named(place)))
            case "unchecked" if 0 < len(place.source.fingerprints) < place.citation.paragraph:
                yield Finding("blocked", line("There is no {}.", place_named(place)))
            case "unchecked":
                yield Finding(
                    "noted",
                    line(
                        "The document of `{}` is not on hand: {} stays unchecked.", place.source.key, place_named(place)
                    ),
                )
            case "changed":
                yield Finding(
                    "blocked",
                    line(
                        "{} reads otherwise than when the fact was read from it: read it, and cite it again "
                        "(`source: {} paragraph: {}`).",
                        place_named(place),
                        place.source.key,
                        place.citation.paragraph,
                    ),
                )
            case "missing":
                yield Finding("blocked", line("There is no {}.", place_named(place)))
        if place.source.retired:
            yield Finding("noted", line("`{}` is retired: {}", place.source.key, place.source.retired))


def _quotation(fact: Fact, places: Sequence[Place]) -> Iterator[Finding]:
    for place in places:
        if place.citation.span and place.document and place.check in ("intact", "moved"):
            length = len(place.document.paragraphs[place.paragraph - 1])
            if place.citation.span[1] > length:
                yield Finding(
                    "blocked", line("{} has {} characters, and the span ends beyond them.", place_named(place), length)
                )
            else:
                yield Finding("passed", line("The words “{}” stand in {}.", place.excerpt, place_named(place)))
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
    found = {figure.value for text, language in passages for figure in figures(text, language)}
    years = dict.fromkeys(int(point.year.digits) for point in parse(fact.when).points if point.year.exact)
    absent = [str(year) for year in (year if year > 0 else 1 - year for year in years) if year not in found]
    if absent:
        yield Finding(
            "noted", line("The date {} is yours: what you cite does not hold {}.", fact.when, ", ".join(absent))
        )


def _results(fact: Fact) -> Iterator[Finding]:
    """Hold a poll's text against its results, since a chart of other figures stands under the text."""
    if not isinstance(fact.payload, Poll):
        return
    said = {figure.value: figure.text for figure in figures(fact.text) if figure.unit == PERCENT and figure.value}
    absent = [text for value, text in said.items() if not _resting(value, fact.payload)]
    charted = listed([result_figure(result).text for result in fact.payload.results][:_CHARTED])
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


def _resting(share: Fraction, poll: Poll) -> bool:
    """Say whether a percentage is a result, a sum of some that one group gave, or what they leave of 100."""
    shares = {group: list[Fraction]() for group in dict.fromkeys(result.group for result in poll.results)}
    for result in poll.results:
        shares[result.group].append(Fraction(str(result.percent)))
    if any(share in percents or (poll.multiple and 100 - share in percents) for percents in shares.values()):
        return True
    if poll.multiple:
        return False
    for percents in shares.values():
        sums = {Fraction(0)}
        for percent in percents:
            if len(sums) < _SUMS:
                sums |= {percent + other for other in sums}
        if {share, 100 - share} & sums:
            return True
    return False


def _shares(fact: Fact, others: Sequence[StoredFact]) -> Iterator[Finding]:
    """Hold a poll against the others of the same survey that ask the same: exclusive answers fit into 100%."""
    if not isinstance(fact.payload, Poll):
        return
    if unlike := [other for other in others if _asks_otherwise(fact.payload, other)]:
        yield Finding(
            "noted",
            line(
                "{} has the same question with {} allowed: give all polls of a question the same `multiple:`.",
                unlike[0].label,
                "one answer" if fact.payload.multiple else "several answers",
            ),
        )
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
        elsewhere = {answer: entry for (name, answer), entry in known.items() if name == fold(group)}
        for answer, percent in own.items():
            if answer in elsewhere and elsewhere[answer][0] != percent:
                yield Finding(
                    "noted",
                    line(
                        "{} gives {:g}% for {} here.",
                        elsewhere[answer][1].label,
                        elsewhere[answer][0],
                        quoted(group),
                    ),
                )
        shares = {**{answer: percent for answer, (percent, _) in elsewhere.items()}, **own}
        total = sum(shares.values())
        if not poll.multiple and set(elsewhere) - set(own) and total > 100 + slack(len(shares)):
            labels = listed(sorted({other.label for answer, (_, other) in elsewhere.items() if answer not in own}))
            yield Finding(
                "blocked",
                line(
                    "Together with {}, the answers of {} to this question add up to {:g}%: "
                    "correct a figure, mark a sum of other answers with `(subtotal)`, or write `multiple: true` where "
                    "each could give several answers.",
                    labels,
                    quoted(group),
                    total,
                ),
            )


def _asks_otherwise(poll: Poll, other: StoredFact) -> bool:
    asked = other.payload
    return isinstance(asked, Poll) and _same_question(poll, asked) and poll.multiple != asked.multiple


def _same_question(poll: Poll, other: Poll) -> bool:
    return poll.survey.key == other.survey.key and fold(poll.question) == fold(other.question)


def _wording(fact: Fact, places: Sequence[Place]) -> Iterator[Finding]:
    """Tell a long run of a document's words in the text: it is the source's wording, and not ours."""
    own = tokens(fact.text)
    runs = [(_run(own, tokens(text)), place_named(place)) for place in places for text, _ in _passages([place])]
    longest, where = max(runs, key=lambda run: run[0], default=(0, ()))
    if longest >= _RUN:
        yield Finding(
            "noted",
            line(
                "{} of its {} words ({:.0%}) stand in a row in {}: the text quotes the source, and is not in your own "
                "words.",
                longest,
                len(own),
                longest / len(own),
                where,
            ),
        )


def _run(own: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words stand in a row in both."""
    return SequenceMatcher(a=own, b=other, autojunk=False).find_longest_match().size


def _repeated(fact: Fact, others: Iterable[StoredFact]) -> Iterator[Finding]:
    for other in others:
        if fold(other.text) == fold(fact.text) and other.rank == fact.rank:
            yield Finding("blocked", line("{0} says the same already: edit it with `!fact edit {0}`.", other.label))
