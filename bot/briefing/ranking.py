"""How well a fact answers a question. A ranker scores facts that the store holds; it never writes an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.briefing.features import Features, Match, observe, weigh
from bot.briefing.question import Question
from db.search import Candidate

# Fitted by `benchmarks/fit.py` on tests/questions/tune.jsonl and the owner's dev.jsonl; docs/asking.md has the figures.
# What the questions hold too few examples of is set by hand: missing_turn, introduced, no_duration, wrong_year.
WEIGHTS = {
    "constant": -4.6,
    "coverage": 2.30,
    "evidence": 1.65,
    "missing": -3.09,
    "missing_focus": -1.42,
    "missing_name": -1.43,
    "missing_known": -1.97,
    "missing_turn": -2.0,
    "stated": 2.71,
    "alike": 3.61,
    "phrased": 2.45,
    "introduced": 0.7,
    "brevity": -0.40,
    "no_figure": -1.93,
    "no_poll": -1.75,
    "no_date": -0.91,
    "no_person": -0.56,
    "no_duration": -1.0,
    "wrong_year": -1.0,
    "not_coming": -0.97,
}


@dataclass(frozen=True)
class Ranked:
    """A fact with its score (above 0 it rather answers than not) and what the score is made of."""

    candidate: Candidate
    score: float
    parts: Mapping[str, float]
    features: Features
    matches: tuple[Match, ...]


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
        weighed = weigh(question, frequencies, total)
        ranked = []
        for candidate in candidates:
            features, matches = observe(question, candidate, weighed, total)
            parts = self._parts(features)
            ranked.append(Ranked(candidate, sum(parts.values()), parts, features, matches))
        return sorted(ranked, key=lambda one: (-one.score, one.candidate.number))

    def _parts(self, features: Features) -> dict[str, float]:
        seen: dict[str, float] = {"constant": 1.0, **vars(features)}
        return {name: weight * seen[name] for name, weight in self._weights.items()}
