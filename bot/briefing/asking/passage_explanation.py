"""Explanation of passages, in words: which words of a question each has and where, what it lacks, and the verdict."""

from collections.abc import Iterable, Iterator

from bot.briefing.asking.lacks import TYPES
from bot.briefing.asking.passage_ranking import RankedPassage
from bot.briefing.asking.passage_retrieval import FoundPassages
from bot.briefing.asking.question import Question
from bot.briefing.asking.sentence_fit import SentenceFit
from bot.briefing.asking.weighted_query import WeightedQuery
from bot.briefing.prose import clean, listed, quoted
from db.notes import Line, Note, line
from db.tokenizer import stems

EXPLAINED = 3


def explain_passages(question: Question, found: FoundPassages) -> Note:
    """Return lines on the passages that came first, and on whether they were taken to answer."""
    explanation = PassageExplanation(question)
    unheard = listed(map(clean, found.unheard))
    nearness = line("The passages were taken to be only near: no document mentions {}.", unheard)
    lines = [nearness if unheard else line(_TAKEN[found.answer])]
    for ranked in found.ranked[:EXPLAINED]:
        lines += [(), *explanation.of(ranked)]
    return tuple(lines)


_TAKEN = {
    True: "The passages were taken to answer: together they score enough.",
    False: "The passages were taken to be only near: together they do not score enough.",
}


class PassageExplanation:
    """Holds passages against one question, word by word."""

    def __init__(self, question: Question) -> None:
        self._question = question
        # How telling a word is does not matter for where it stands.
        self._query = WeightedQuery(question, {}, 0)
        self._fit = SentenceFit(question, self._query.brought)

    def of(self, ranked: RankedPassage) -> Iterator[Line]:
        """Yield what the passage and its best sentence have of the question, and how they were judged."""
        candidate, best = ranked.candidate, ranked.sentences[0]
        words = candidate.text[slice(*best.span)]
        yield line("¶{} of `{}`: score {}", candidate.indexed.paragraph, candidate.source.key, f"{ranked.score:.1f}")
        yield line("Its sentence is {}.", quoted(words))
        left = set(range(len(self._query.terms)))
        for where, text in (
            ("The sentence", words),
            ("The rest of the paragraph", candidate.text),
            ("Its headings and title", " ".join((*candidate.headings, candidate.source.title))),
        ):
            has = sorted(left & self._held(text))
            left.difference_update(has)
            if has:
                yield line("{} has: {}.", where, self._words(has))
        yield line("It lacks: {}.", self._words(sorted(left)) or "nothing, it has every word")
        for expected in sorted(self._fit.expected):
            lacking = expected in self._fit.lacking(words)
            yield line("The sentence {} {}.", "does not give" if lacking else "gives", TYPES[expected][0])
        if best.logit is not None:
            answers = "answers" if best.logit > 0 else "does not answer"
            yield line("The verifier reads that it {} ({}).", answers, f"{best.logit:+.1f}")

    def _held(self, text: str) -> set[int]:
        return set(self._query.coverage(self._query.among(frozenset(stems(text)))).likeness)

    def _words(self, places: Iterable[int]) -> str:
        return listed([clean(self._query.terms[place].term.words) for place in places])
