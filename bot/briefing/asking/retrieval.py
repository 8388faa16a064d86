"""Retrieval of the facts that may answer a question: read it, correct its typos, look up candidates, rank them."""

from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.question import Question, read, words_of
from bot.briefing.asking.ranking import WEIGHTS, LexicalRanker, Ranker
from bot.briefing.asking.spelling import Spelling
from bot.briefing.asking.thesaurus import Thesaurus
from bot.briefing.asking.weighted_query import weighted_terms
from db.search import COMMON, Search, SearchTerm, Vocabulary
from db.store import Store
from db.tokenizer import stem


class Retrieval:
    """Ranks the facts that a server sees for a question."""

    def __init__(self, store: Store, search: Search, ranker: Ranker | None = None) -> None:
        self._store = store
        self._search = search
        self._ranker = ranker or LexicalRanker(WEIGHTS)
        self._spelling = Spelling(search)
        self._thesaurus = Thesaurus(store)

    async def analyse(self, text: str, server: int | None = None, before: Question | None = None) -> QuestionAnalysis:
        """Return the question as it was read, its typos corrected, with the facts that share a telling word with it.

        Where it leaves its subject to the question `before`, it takes from that what it does not name itself.
        """
        async with self._store.snapshot():
            question, known = await self._read(text, server, before, {})
            unknown = {stems[0] for term in question.terms for stems in term.alternatives[:1] if len(stems) == 1}
            unknown -= known.facts.keys()
            typed = [word.text for word in words_of(text) if stem(word.text) in unknown]
            corrections = await self._spelling.corrections(typed, server)
            if corrections:
                question, known = await self._read(text, server, before, corrections)
            candidates = await self._search.holding(_search_terms(question, known), server)
        ranked = self._ranker.rank(question, candidates, known.facts, known.total)
        return QuestionAnalysis(question, corrections, tuple(ranked), known.facts, known.total)

    async def _read(
        self, text: str, server: int | None, before: Question | None, corrections: dict[str, str]
    ) -> tuple[Question, Vocabulary]:
        """Return the question as it is read by the synonyms of now, and what the server knows of its words."""
        while True:
            synonyms, as_of = self._thesaurus.of(server)
            question = read(text, synonyms, corrections)
            if before and question.leaves_out:
                question = question.following(before)
            named = {stem for term in question.terms for phrase in term.alternatives for stem in phrase}
            known = await self._search.vocabulary(sorted(named), server)
            if known.synonyms == as_of:
                return question, known
            await self._thesaurus.renew(server, known.synonyms)


def _search_terms(question: Question, known: Vocabulary) -> list[SearchTerm]:
    """Return what generates candidates: of each term the phrases that are not in too many facts to read.

    Where there are none, the common words do, all of them together.
    """
    terms = []
    for weighted in weighted_terms(question, known.facts, known.total):
        phrases = tuple(
            phrase
            for phrase in weighted.term.alternatives
            if all(stem in known.facts for stem in phrase) and min(known.facts[stem] for stem in phrase) <= COMMON
        )
        if phrases:
            terms.append(SearchTerm(phrases, weighted.weight))
    own = (stem for term in question.terms for stem in term.alternatives[0])
    common = tuple(stem for stem in dict.fromkeys(own) if stem in known.facts)
    return terms or ([SearchTerm((common,))] if common else [])
