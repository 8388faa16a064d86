"""How well a fact answers a question. A ranker scores facts that the store holds; it never writes an answer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bot.briefing.question import SILENT, Concept, Question, Want
from db.search import Candidate, Lines


@dataclass(frozen=True)
class Match:
    """How far a fact accounts for one concept: 0 not at all, 1 in its own words."""

    concept: Concept
    weight: float
    strength: float


@dataclass(frozen=True)
class Ranked:
    """A fact with its score from 0 to 1 and what the score is made of."""

    candidate: Candidate
    score: float
    coverage: float
    focus: float
    fitness: float
    matches: tuple[Match, ...]


class Ranker(Protocol):
    """Orders candidates for a question, best first."""

    def rank(
        self, question: Question, candidates: Sequence[Candidate], frequencies: Mapping[str, int], total: int
    ) -> list[Ranked]: ...


@dataclass(frozen=True)
class Weights:
    """What the score is made of; fitted on `tests/questions/tune.jsonl`, see `docs/asking.md`."""

    fields: dict[str, float] = field(
        default_factory=lambda: {"text": 1.0, "names": 1.0, "asked": 0.95, "details": 0.9, "topics": 0.7}
    )
    scattered: float = 0.7  # a phrase whose words stand in different lines
    unknown: float = 1.0  # a word that no fact holds, as a multiple of one that a single fact holds
    focus: float = 0.25  # how much the likeness of the best line counts beside coverage
    unfit: float = 0.75  # a fact that is not of the kind asked for
    wrong_year: float = 0.4


class LexicalRanker:
    """Weighs how much of the question a fact accounts for, how alike the two are, and whether the fact fits."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or Weights()

    def rank(
        self, question: Question, candidates: Sequence[Candidate], frequencies: Mapping[str, int], total: int
    ) -> list[Ranked]:
        weighed = [(concept, self._weight(concept, frequencies, total)) for concept in question.concepts]
        ranked = [self._score(question, candidate, weighed) for candidate in candidates]
        return sorted(ranked, key=lambda one: (-one.score, one.candidate.number))

    def _weight(self, concept: Concept, frequencies: Mapping[str, int], total: int) -> float:
        """Return how telling the concept is: the rarer its commonest alternative, the more."""
        held = max(min(frequencies.get(stem, 0) for stem in phrase) for phrase in concept.alternatives)
        telling = math.log(1 + (total + 1) / (held or 1))
        return telling if held else telling * self._weights.unknown

    def _score(self, question: Question, candidate: Candidate, weighed: Sequence[tuple[Concept, float]]) -> Ranked:
        stems = {name: {stem for line in lines for stem in line} for name, lines in candidate.fields.items()}
        anywhere = set().union(*stems.values())
        matches = tuple(
            Match(concept, weight, self._strength(concept, candidate.fields, stems, anywhere))
            for concept, weight in weighed
        )
        whole = sum(match.weight for match in matches)
        coverage = sum(match.weight * match.strength for match in matches) / whole if whole else 0.0
        focus = _focus(question.concepts, candidate.fields)
        fitness = self._fitness(question, candidate, anywhere)
        share = self._weights.focus
        return Ranked(candidate, ((1 - share) * coverage + share * focus) * fitness, coverage, focus, fitness, matches)

    def _strength(
        self, concept: Concept, fields: dict[str, Lines], stems: dict[str, set[str]], anywhere: set[str]
    ) -> float:
        best = 0.0
        for phrase in concept.alternatives:
            if not anywhere.issuperset(phrase):
                continue
            strength = self._weights.scattered
            for name, weight in self._weights.fields.items():
                if stems[name].issuperset(phrase) and any(set(phrase) <= set(line) for line in fields[name]):
                    strength = max(strength, weight)
            best = max(best, strength if len(phrase) > 1 else self._single(phrase[0], stems))
        return best

    def _single(self, stem: str, stems: dict[str, set[str]]) -> float:
        return max(weight for name, weight in self._weights.fields.items() if stem in stems[name])

    def _fitness(self, question: Question, candidate: Candidate, anywhere: set[str]) -> float:
        fitness = 1.0
        for want in question.wants:
            if not _offers(want, candidate, anywhere):
                fitness *= self._weights.unfit
        if question.years and not any(_in_year(year, candidate, anywhere) for year in question.years):
            fitness *= self._weights.wrong_year
        return fitness


_FIGURES = frozenset(
    "two three four five six seven eight nine ten twenti half third hundr thousand million most".split()
)
_SPANS = frozenset("year month week day hour minut decad centuri".split())


def _offers(want: Want, candidate: Candidate, anywhere: set[str]) -> bool:
    """Say whether the fact holds a thing of the kind that the question wants."""
    stated = {stem for line in candidate.fields["text"] for stem in line}
    match want:
        case "figure":
            return candidate.kind == "poll" or any(stem.isdigit() or stem in _FIGURES for stem in stated)
        case "date":
            return candidate.first_day is not None
        case "duration":
            return bool(_SPANS & stated)
        case "person" | "place":
            return True


def _in_year(year: int, candidate: Candidate, anywhere: set[str]) -> bool:
    if str(year) in anywhere:
        return True
    if candidate.first_day is None or candidate.last_day is None:
        return False
    return candidate.first_day <= date(year, 12, 31) and candidate.last_day >= date(year, 1, 1)


def _focus(concepts: Sequence[Concept], fields: dict[str, Lines]) -> float:
    """Return how alike the question and the fact's most alike line are: Dice's coefficient over concepts and words."""
    best = 0.0
    for name in ("text", "names", "asked"):
        for line in fields[name]:
            held = set(line)
            shared = sum(any(held.issuperset(phrase) for phrase in concept.alternatives) for concept in concepts)
            if shared:
                best = max(best, 2 * shared / (len(concepts) + len(held - SILENT)))
    return best
