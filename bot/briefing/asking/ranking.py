"""Ranking of candidates by how well each answers. A ranker scores facts of the store; it never writes an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.briefing.asking.features import Features, TermMatch, observe
from bot.briefing.asking.question import Question
from bot.briefing.asking.weighted_query import WeightedQuery
from db.search import Candidate

# Fitted by `benchmarks/fit.py` on tests/questions/tune.jsonl and the owner's dev.jsonl; docs/asking.md has the figures.
WEIGHTS = {
    "constant": -5.88,
    "coverage": 1.84,
    "evidence": 2.14,
    "missing": -2.84,
    "missing_focus": -1.66,
    "missing_name": -1.11,
    "missing_known": -1.52,
    "missing_turn": -0.44,
    "loose": -0.76,
    "loose_focus": -0.32,
    "stated": 0.70,
    "alike": 2.10,
    "alike_so": 3.20,
    "phrased": 1.10,
    "ordered": 1.38,
    "introduced": 0.04,
    "brevity": -0.38,
    "nothing_new": -0.68,
    "unasked": -1.16,
    "no_figure": -0.78,
    "no_poll": -1.05,
    "no_date": -0.47,
    "no_person": -0.04,
    "no_name": -0.84,
    "wrong_year": -0.11,
    "not_coming": -0.29,
}


@dataclass(frozen=True)
class Ranked:
    """A fact with its score (above 0 it rather answers than not) and what the score is made of."""

    candidate: Candidate
    score: float
    parts: Mapping[str, float]
    features: Features
    matches: tuple[TermMatch, ...]


class Ranker(Protocol):
    """Orders candidates for a question, best first."""

    def rank(
        self, question: Question, candidates: Sequence[Candidate], frequencies: Mapping[str, int], total: int
    ) -> list[Ranked]: ...


class LexicalRanker:
    """Weighs how much of the question a fact accounts for, how alike the two are, and whether the fact fits."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def rank(
        self, question: Question, candidates: Sequence[Candidate], frequencies: Mapping[str, int], total: int
    ) -> list[Ranked]:
        query = WeightedQuery(question, frequencies, total)
        ranked = []
        for candidate in candidates:
            features, matches = observe(query, candidate)
            parts = self._parts(features)
            ranked.append(Ranked(candidate, sum(parts.values()), parts, features, matches))
        return sorted(ranked, key=lambda one: (-one.score, one.candidate.number))

    def _parts(self, features: Features) -> dict[str, float]:
        seen: dict[str, float] = {"constant": 1.0, **vars(features)}
        return {name: weight * seen[name] for name, weight in self._weights.items()}
