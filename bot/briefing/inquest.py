"""A question as it was looked into: what it was read as, and what was weighed for it."""

from dataclasses import dataclass

from bot.briefing.question import Question
from bot.briefing.ranking import Ranked

# Fitted on tests/questions/tune.jsonl: docs/asking.md has the figures.
ANSWERS = 0.0


@dataclass(frozen=True)
class Inquest:
    """A question with the facts that were weighed for it, best first."""

    question: Question
    corrections: dict[str, str]
    ranked: tuple[Ranked, ...]

    @property
    def answered(self) -> bool:
        return bool(self.ranked) and self.ranked[0].score >= ANSWERS
