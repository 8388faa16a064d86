"""How well a fact answers a question. A ranker scores facts that the store holds; it never writes an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.briefing.asking.features import Features, Match, observe
from bot.briefing.asking.question import Question
from bot.briefing.asking.sought import Sought
from db.search import Candidate

# Fitted by `benchmarks/fit.py` on tests/questions/tune.jsonl and the owner's dev.jsonl; docs/asking.md has the figures.
WEIGHTS = {
    "constant": -5.86,
    "coverage": 1.83,
    "evidence": 2.13,
    "missing": -2.83,
    "missing_focus": -1.68,
    "missing_name": -1.09,
    "missing_known": -1.51,
    "missing_turn": -0.43,
    "loose": -0.75,
    "loose_focus": -0.31,
    "stated": 0.72,
    "alike": 2.09,
    "alike_so": 3.22,
    "phrased": 1.06,
    "ordered": 1.34,
    "introduced": 0.05,
    "brevity": -0.41,
    "nothing_new": -0.62,
    "unasked": -1.13,
    "no_figure": -0.80,
    "no_poll": -0.96,
    "no_date": -0.46,
    "no_person": -0.04,
    "no_name": -0.99,
    "wrong_year": -0.11,
    "not_coming": -0.28,
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
        sought = Sought(question, frequencies, total)
        ranked = []
        for candidate in candidates:
            features, matches = observe(sought, candidate)
            parts = self._parts(features)
            ranked.append(Ranked(candidate, sum(parts.values()), parts, features, matches))
        return sorted(ranked, key=lambda one: (-one.score, one.candidate.number))

    def _parts(self, features: Features) -> dict[str, float]:
        seen: dict[str, float] = {"constant": 1.0, **vars(features)}
        return {name: weight * seen[name] for name, weight in self._weights.items()}
