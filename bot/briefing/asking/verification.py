"""Verification of the best candidates: how well each answers, as a model reads it, beside what its words tell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked, sureness
from bot.briefing.asking.weights import VERIFIED_RANKING
from bot.verifier.verifier import Verifier, passage_text
from db.store import Store

VERIFIED = 12  # candidates: those that words alone rank first


class Verification:
    """Has the best candidates scored, and orders them by words and score together."""

    def __init__(self, store: Store, verifier: Verifier) -> None:
        self._store = store
        self._verifier = verifier

    async def verify(self, question: Question, ranked: Sequence[Ranked], server: int | None = None) -> list[Ranked]:
        """Return the candidates, those that were scored before the rest."""
        if ranked[0].features.introduced:
            # A name or an office and nothing else: there is no question to be answered.
            return list(ranked)
        numbers = [best.candidate.number for best in ranked[:VERIFIED]]
        texts = {fact.number: passage_text(fact) for fact in await self._store.numbered(numbers, server)}
        best = [candidate for candidate in ranked[:VERIFIED] if candidate.candidate.number in texts]
        asked = f"{question.follows} {question.text}" if question.follows else question.text
        scores = await self._verifier.scores(asked, [texts[candidate.candidate.number] for candidate in best])
        return [*order(best, scores), *ranked[len(best) :]]


def order(
    ranked: Sequence[Ranked], scores: Sequence[float], weights: Mapping[str, float] = VERIFIED_RANKING
) -> list[Ranked]:
    """Return the candidates with their scores by words and by the verifier as one, best first."""
    verified = [_verified(candidate, score, weights) for candidate, score in zip(ranked, scores, strict=True)]
    return sorted(verified, key=lambda candidate: (-candidate.score, candidate.candidate.number))


def _verified(ranked: Ranked, score: float, weights: Mapping[str, float]) -> Ranked:
    parts = {name: weights["words"] * part for name, part in ranked.parts.items()}
    parts |= {name: weights[name] * seen for name, seen in sureness(score, ranked.features.curated).items()}
    parts["constant"] += weights["constant"]
    return replace(ranked, score=sum(parts.values()), parts=parts, verified=score)
