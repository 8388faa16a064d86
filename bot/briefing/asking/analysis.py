"""Analysis of a question: what it was read as, the facts ranked for it, and whether the best of them answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.briefing.asking.answerability import Answerability, judge
from bot.briefing.asking.question import Question
from bot.briefing.asking.ranking import Ranked
from bot.briefing.asking.weighted_query import WeightedTerm, weighted_terms
from db.passage_search import PassageVocabulary
from db.tokenizer import stems


@dataclass(frozen=True)
class QuestionAnalysis:
    """A question with its candidates, best first, and how common its words are in the store."""

    question: Question
    corrections: dict[str, str]
    ranked: tuple[Ranked, ...]
    frequencies: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    # Words that may be meant for names of the store, and may be other names: they are offered and not answered.
    guesses: Mapping[str, str] = field(default_factory=dict)
    # What the documents on hand know of its words, where that was looked up.
    documents: PassageVocabulary | None = None

    @cached_property
    def answerability(self) -> Answerability | None:
        """Whether the best candidate answers, None where no fact was found."""
        return judge(self.ranked, self.total)

    @property
    def recorded(self) -> bool:
        """Whether it is recorded of the best fact that it answers just this question, word for word."""
        if not self.ranked or self.question.leaves_out:
            return False
        asked = tuple(stems(self.question.text))
        return asked in map(tuple, self.ranked[0].candidate.fields["asked"])

    @property
    def weighted(self) -> tuple[WeightedTerm, ...]:
        return weighted_terms(self.question, self.frequencies, self.total)

    @property
    def complete(self) -> bool:
        """Whether it is answered, and the best fact accounts for all that the question names."""
        telling = (match for match in self.ranked[0].matches if not match.term.generic) if self.ranked else ()
        return self.answered and all(match.strength for match in telling)

    @property
    def answered(self) -> bool:
        if self.guesses:
            return False
        if self.ranked and self.ranked[0].features.contradicts and not self.recorded:
            return False
        return self.recorded or (self.answerability is not None and self.answerability.value >= 0)
