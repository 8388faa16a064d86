"""What is seen of a question and a fact together: how far the fact accounts for it, and whether it fits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.briefing.asking.question import SILENT, Concept, Question
from db.search import Candidate, Lines

# A fact accounts for a word better where it says it than where it is filed under it.
FIELDS = {"text": 1.0, "names": 1.0, "details": 0.85, "topics": 0.6}
ASKED = 0.95
SYNONYM = 0.9
SCATTERED = 0.7  # a phrase whose words stand in different lines
LIGHT = 0.35
INHERITED = 0.4  # what the question before named: more of it may have been dropped


@dataclass(frozen=True)
class Weighed:
    """A concept with how telling it is, and whether any fact of the store knows it."""

    concept: Concept
    weight: float
    known: bool


@dataclass(frozen=True)
class Match:
    """How far a fact accounts for one concept: 0 not at all, 1 in its own words."""

    weighed: Weighed
    strength: float

    @property
    def concept(self) -> Concept:
        return self.weighed.concept

    @property
    def lost(self) -> float:
        return self.weighed.weight * (1 - self.strength)


@dataclass(frozen=True)
class Features:
    """What speaks for a fact and against it, each from 0 to 1."""

    coverage: float  # the share of the question that the fact accounts for
    evidence: float  # how much that is, against two words that a single fact holds
    missing: float  # the most telling concept that it does not account for
    missing_focus: float  # what the question asks after, and names, and words that other facts do hold: unaccounted
    missing_name: float
    missing_known: float
    missing_turn: float
    stated: float  # the share of the question that the text itself holds
    alike: float  # how alike the question and the most alike name, text or other phrasing are, by what they name …
    phrased: float  # … and word for word
    introduced: float  # the question is a name or an office and nothing else, and the fact is about who has it
    brevity: float
    no_figure: float  # the question wants such a thing, and the fact has none
    no_poll: float
    no_date: float
    no_person: float
    no_duration: float
    wrong_year: float
    not_coming: float


def weigh(question: Question, frequencies: Mapping[str, int], total: int) -> tuple[Weighed, ...]:
    """Return how telling each concept is: the rarer its commonest alternative, the more."""
    weighed = []
    for concept in question.concepts:
        held = max(min(frequencies.get(stem, 0) for stem in phrase) for phrase in concept.alternatives)
        telling = math.log(1 + (total + 1) / (held or 1))
        weighed.append(Weighed(concept, telling * _discount(concept), held > 0))
    return tuple(weighed)


def _discount(concept: Concept) -> float:
    return (LIGHT if concept.light else 1) * (INHERITED if concept.inherited else 1)


def observe(
    question: Question, candidate: Candidate, weighed: Sequence[Weighed], total: int
) -> tuple[Features, tuple[Match, ...]]:
    """Return the features of the fact for the question, and how far it accounts for each concept."""
    held = Held(candidate)
    strengths = held.strengths([one.concept for one in weighed])
    matches = tuple(Match(one, strength) for one, strength in zip(weighed, strengths, strict=True))
    whole = sum(one.weight for one in weighed) or 1.0
    rarest = math.log(total + 2)
    found = sum(match.weighed.weight * match.strength for match in matches)

    def lost(where: Iterable[bool]) -> float:
        return min(1.0, sum(match.lost for match, does in zip(matches, where, strict=True) if does) / rarest)

    stated, _ = _likeness(weighed, held.lines["text"])
    _, alike = _likeness(weighed, (*held.lines["asked"], *held.lines["names"], *held.lines["text"]))
    seen = Features(
        coverage=found / whole,
        evidence=min(1.0, found / (2 * rarest)),
        missing=max((match.lost for match in matches), default=0.0) / rarest,
        missing_focus=lost(match.concept.focus for match in matches),
        missing_name=lost(match.concept.named for match in matches),
        missing_known=lost(match.weighed.known for match in matches),
        missing_turn=lost(match.concept.turning for match in matches),
        stated=stated,
        alike=alike,
        # Half of the words are soon alike; beyond that it tells.
        phrased=max((0.0, *(2 * _dice(question.stems, set(line)) - 1 for line in held.lines["asked"]))),
        introduced=float(held.introduces(question)),
        brevity=1 / (1 + len(held.stems["text"] - SILENT) / 10),
        no_figure=float("figure" in question.wants and not held.has_figure),
        no_poll=float("opinion" in question.wants and candidate.kind != "poll"),
        no_date=held.undated("month" in question.wants) if "date" in question.wants else 0.0,
        no_person=float("person" in question.wants and candidate.kind in ("event", "law")),
        no_duration=float("duration" in question.wants and not _SPANS & held.stems["text"]),
        wrong_year=float(bool(question.years) and not any(map(held.in_year, question.years))),
        not_coming=float(question.coming and not _COMING & held.stems["text"]),
    )
    return seen, matches


class Held:
    """What a fact holds: its stems by field and line, and its date."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.lines: dict[str, Lines] = candidate.fields
        self.stems = {name: {stem for line in lines for stem in line} for name, lines in candidate.fields.items()}

    def strengths(self, concepts: Sequence[Concept]) -> list[float]:
        """Return how far the fact, read with the one of its other phrasings that serves best, accounts for each."""
        alone = [self._strength(concept) for concept in concepts]
        best = alone
        for line in self.lines["asked"]:
            held = self.stems["text"] | self.stems["names"] | set(line)
            asked = [
                max(strength, ASKED * _likeness_in(held, concept))
                for strength, concept in zip(alone, concepts, strict=True)
            ]
            best = max(best, asked, key=sum)
        return best

    def _strength(self, concept: Concept) -> float:
        best = SYNONYM * any(is_year(word) and self.in_year(int(word)) for word in concept.words.split())
        for position, phrase in enumerate(concept.alternatives):
            likeness = SYNONYM if position else 1.0
            for name, weight in FIELDS.items():
                if best >= weight * likeness or not self.stems[name].issuperset(phrase):
                    continue
                together = len(phrase) == 1 or any(set(phrase) <= set(line) for line in self.lines[name])
                best = max(best, weight * likeness * (1 if together else SCATTERED))
        return best

    def introduces(self, question: Question) -> bool:
        """Say whether the question is a name or an office and nothing else, and the fact is about who has it."""
        if self.candidate.kind not in ("person", "organization") or not question.concepts:
            return False
        offices = self.lines["details"] if self.candidate.kind == "person" else ()
        return any(
            all(_likeness_in(set(line), concept) for concept in question.concepts)
            for line in (*self.lines["names"][:1], *offices)
        )

    @property
    def has_figure(self) -> bool:
        return self.candidate.kind == "poll" or any(
            stem in _FIGURES or (stem.isdigit() and not is_year(stem)) for stem in self.stems["text"]
        )

    def undated(self, to_the_month: bool) -> float:
        """Return 1 where there is no date (of that precision), a half where the text leaves it out, else 0."""
        first, last = self.candidate.first_day, self.candidate.last_day
        if to_the_month:
            return float(first is None or last is None or (last - first).days > 31)
        if any(map(is_year, self.stems["text"])):
            return 0.0
        return 1.0 if first is None else 0.5

    def in_year(self, year: int) -> bool:
        if str(year) in self.stems["text"] or str(year) in self.stems["details"]:
            return True
        first, last = self.candidate.first_day, self.candidate.last_day
        return first is not None and last is not None and first <= date(year, 12, 31) and last >= date(year, 1, 1)


# Stems.
_COMING = frozenset("will may might could would expect unlik possibl plan futur predict like".split())
_FIGURES = frozenset(
    """
    one two three four five six seven eight nine ten twenti thirti half third hundr thousand million most major
    """.split()
)
_SPANS = frozenset("year month week day hour minut decad centuri".split())


def is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _likeness_in(stems: set[str], concept: Concept) -> float:
    """Return 1 where the stems hold the concept in its own words, less where by a synonym, else 0."""
    for position, phrase in enumerate(concept.alternatives):
        if stems.issuperset(phrase):
            return SYNONYM if position else 1.0
    return 0.0


def _likeness(weighed: Sequence[Weighed], lines: Iterable[Sequence[str]]) -> tuple[float, float]:
    """Return of the most alike line what share of the question it holds, and how alike both are (F1)."""
    whole = sum(one.weight for one in weighed) or 1.0
    recall = best = 0.0
    for line in lines:
        stems = set(line)
        matched = 0.0
        used: set[str] = set()
        for one in weighed:
            for position, phrase in enumerate(one.concept.alternatives):
                if stems.issuperset(phrase):
                    matched += one.weight * (SYNONYM if position else 1)
                    used.update(phrase)
                    break
        share = matched / whole
        precision = len(used - SILENT) / (len(stems - SILENT) or 1)
        recall = max(recall, share)
        if share and precision:
            best = max(best, 2 * share * precision / (share + precision))
    return recall, best


def _dice(one: frozenset[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
