"""Answerability: whether the best candidate answers, by a second look at it alone: what ranks well refuses ill."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked

# Fitted by `benchmarks/fit.py` on tests/questions/tune.jsonl and the owner's dev.jsonl; docs/asking.md has the figures.
WEIGHTS = {
    "constant": -4.28,
    "coverage": 1.51,
    "evidence": 1.94,
    "missing": -2.63,
    "missing_name": -1.18,
    "missing_focus": -1.80,
    "missing_known": -0.81,
    "missing_turn": -0.56,
    "loose": -0.03,
    "loose_focus": -0.41,
    "alike": 1.98,
    "alike_so": 3.53,
    "phrased": 0.43,
    "stated": -0.42,
    "nothing_new": -1.30,
    "unasked": -0.78,
    "no_figure": -1.39,
    "no_poll": -1.04,
    "no_person": -0.20,
    "no_date": -0.63,
    "no_name": -1.78,
    "unaccounted": -2.94,
    "lead": 0.49,
}
FAINT = 0.3  # a term that the fact accounts for by less than this stands for nothing in it
CLEAR_LEAD = 3.0  # in the ranker's score


@dataclass(frozen=True)
class Answerability:
    """From 0 on the best fact rather answers than not; `parts` is what the value is made of."""

    value: float
    parts: Mapping[str, float]


def observe(question: Question, ranked: Sequence[Ranked]) -> dict[str, float]:
    """Return what is seen of the best of the ranked facts: its features, and how far it stands out."""
    best = ranked[0]
    telling = [match for match in best.matches if not match.term.generic]
    lead = best.score - ranked[1].score if len(ranked) > 1 else CLEAR_LEAD
    return {
        "constant": 1.0,
        **asdict(best.features),
        "unaccounted": sum(match.strength < FAINT for match in telling) / (len(telling) or 1),
        "lead": min(lead / CLEAR_LEAD, 1.0),
    }


def judge(question: Question, ranked: Sequence[Ranked], weights: Mapping[str, float] = WEIGHTS) -> Answerability | None:
    """Return the answerability by the best candidate, None where there is none."""
    if not ranked:
        return None
    seen = observe(question, ranked)
    parts = {name: weight * seen[name] for name, weight in weights.items()}
    return Answerability(sum(parts.values()), parts)
