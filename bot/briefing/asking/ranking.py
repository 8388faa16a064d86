"""Ranking of candidates by how well each answers. A ranker scores facts of the store; it never writes an answer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.briefing.asking.features import Features, TermMatch, observe
from bot.briefing.asking.question import Question
from bot.briefing.asking.weighted_query import WeightedQuery
from db.search import Candidate

STEEP = 6.0  # a verifier's logit beyond this is as good as sure


@dataclass(frozen=True)
class Ranked:
    """A fact with its score (above 0 it rather answers than not) and what the score is made of."""

    candidate: Candidate
    score: float
    parts: Mapping[str, float]
    features: Features
    matches: tuple[TermMatch, ...]
    # How probably the fact answers, as the verifier reads it; None where it was not asked.
    verified: float | None = None


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
        return {name: weight * seen.get(name, 0.0) for name, weight in self._weights.items()}


def sureness(score: float, curated: float = 0.0) -> dict[str, float]:
    """Return the score, and how sure it is either way, from 0 to 1, where near 0 and 1 scores are all alike.

    Of a fact that is `curated` its other phrasings tell more, which the verifier does not read.
    """
    score = min(max(score, _SURE), 1 - _SURE)
    surely = (logit(score) + STEEP) / (2 * STEEP)
    return {"verified": score, "verified_surely": surely, "verified_of_curated": score * curated}


def logit(score: float) -> float:
    """Return the logit of a verifier's score, at most STEEP either way."""
    score = min(max(score, _SURE), 1 - _SURE)
    return min(max(math.log(score / (1 - score)), -STEEP), STEEP)


_SURE = 1e-6
