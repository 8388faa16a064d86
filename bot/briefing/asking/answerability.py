"""Answerability: whether the best candidate answers, by a second look at it alone: what ranks well refuses ill."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bot.briefing.asking.features import Features
from bot.briefing.asking.ranking import Ranked, sureness
from bot.briefing.asking.weights import ANSWERABILITY, VERIFIED_ANSWERABILITY

FAINT = 0.3  # a term that the fact accounts for by less than this stands for nothing in it
SEEN = ("constant", *(field.name for field in fields(Features)), "unaccounted", "few_terms", "lead")
MANY = 5000  # facts
CLEAR_LEAD = 3.0  # in the ranker's score


@dataclass(frozen=True)
class Answerability:
    """From 0 on the best fact rather answers than not; `parts` is what the value is made of."""

    value: float
    parts: Mapping[str, float]


def observe(ranked: Sequence[Ranked]) -> dict[str, float]:
    """Return what is seen of the best of the ranked facts: its features, and how far it stands out."""
    best = ranked[0]
    telling = [match for match in best.matches if not match.term.generic]
    lead = best.score - ranked[1].score if len(ranked) > 1 else CLEAR_LEAD
    return {
        "constant": 1.0,
        **vars(best.features),
        "unaccounted": sum(match.strength < FAINT for match in telling) / (len(telling) or 1),
        "few_terms": 1 / (1 + len(telling)),
        "lead": min(lead / CLEAR_LEAD, 1.0),
    }


def judge(ranked: Sequence[Ranked], total: int) -> Answerability | None:
    """Return the answerability by the best candidate, None where there is none."""
    if not ranked:
        return None
    parts = by_words(ranked)
    if ranked[0].verified is not None:
        parts = with_verifier(parts, ranked, total)
    return Answerability(sum(parts.values()), parts)


def by_words(ranked: Sequence[Ranked], weights: Mapping[str, float] = ANSWERABILITY) -> dict[str, float]:
    """Return what the answerability is made of by words alone."""
    seen = observe(ranked)
    return {name: weight * seen[name] for name, weight in weights.items()}


def with_verifier(
    parts: Mapping[str, float],
    ranked: Sequence[Ranked],
    total: int,
    weights: Mapping[str, float] = VERIFIED_ANSWERABILITY,
) -> dict[str, float]:
    """Return what the answerability is made of by words, of which these are the parts, and the verifier's scores."""
    seen = observe_verified(ranked, total)
    return {name: weights["words"] * part for name, part in parts.items()} | {
        name: weights[name] * value for name, value in seen.items()
    }


def observe_verified(ranked: Sequence[Ranked], total: int) -> dict[str, float]:
    """Return what the verifier says of the best of that many facts, and how far it puts the others beneath it."""
    score = ranked[0].verified or 0.0
    others = max((other.verified or 0.0 for other in ranked[1:]), default=0.0)
    return {
        "verified_constant": 1.0,
        **sureness(score, ranked[0].features.curated),
        "verified_lead": score - others,
        "verified_curated": ranked[0].features.curated,
        # The more facts there are, the sooner one is like an answer.
        "verified_many": min(1.0, math.log(1 + total) / math.log(MANY)),
    }
