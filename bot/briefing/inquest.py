"""A question as it was looked into: what it was read as, and what was weighed for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.briefing.question import Question
from bot.briefing.ranking import Ranked

ANSWERS = 0.0  # the ranker's scores are fitted so that above 0 a fact rather answers than not


@dataclass(frozen=True)
class Inquest:
    """A question with the facts that were weighed for it, best first, and how common its words are in the store."""

    question: Question
    corrections: dict[str, str]
    ranked: tuple[Ranked, ...]
    frequencies: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    @property
    def answered(self) -> bool:
        return bool(self.ranked) and self.ranked[0].score >= ANSWERS
