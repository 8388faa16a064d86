"""From the words of a question to the facts, weighed: read, correct, look up, rank."""

from collections import OrderedDict

from bot.briefing.asking.features import weigh
from bot.briefing.asking.inquest import Inquest
from bot.briefing.asking.question import Question, Synonyms, read, words_of
from bot.briefing.asking.ranking import WEIGHTS, LexicalRanker, Ranker
from bot.briefing.asking.spelling import Spelling
from db.search import COMMON, Search, Wanted
from db.store import Store
from db.words import stem

# How many readings of the synonyms are kept: one for all servers without any of their own.
KEPT = 50


class Weighing:
    """Weighs the facts that a server sees for a question."""

    def __init__(self, store: Store, search: Search, ranker: Ranker | None = None) -> None:
        self._store = store
        self._search = search
        self._ranker = ranker or LexicalRanker(WEIGHTS)
        self._spelling = Spelling(search)
        self._synonyms: OrderedDict[tuple[tuple[int, int], ...], Synonyms] = OrderedDict()

    async def weigh(self, text: str, server: int | None = None, before: Question | None = None) -> Inquest:
        """Return the question as it was read, its typos corrected, with the facts that share a telling word with it.

        Where it follows up on the question `before`, it takes from that what it does not name itself.
        """
        synonyms = await self._read_synonyms(server)
        question = read(text, synonyms).following(before)
        total, frequencies = await self._frequencies(question, server)
        unknown = {stems[0] for concept in question.concepts for stems in concept.alternatives[:1] if len(stems) == 1}
        unknown -= frequencies.keys()
        typed = [word.text for word in words_of(text) if stem(word.text) in unknown]
        corrections = await self._spelling.corrections(typed, server)
        if corrections:
            question = read(text, synonyms, corrections).following(before)
            total, frequencies = await self._frequencies(question, server)
        candidates = await self._search.holding(
            _wanted(question, frequencies, total), _common(question, frequencies), server
        )
        ranked = self._ranker.rank(question, candidates, frequencies, total)
        return Inquest(question, corrections, tuple(ranked), frequencies, total)

    async def _frequencies(self, question: Question, server: int | None) -> tuple[int, dict[str, int]]:
        named = {stem for concept in question.concepts for phrase in concept.alternatives for stem in phrase}
        return await self._search.frequencies(sorted(named), server)

    async def _read_synonyms(self, server: int | None) -> Synonyms:
        as_of = await self._search.synonyms_as_of(server)
        if as_of not in self._synonyms:
            self._synonyms[as_of] = Synonyms(await self._store.synonyms(server))
            while len(self._synonyms) > KEPT:
                self._synonyms.popitem(last=False)
        return self._synonyms[as_of]


def _wanted(question: Question, frequencies: dict[str, int], total: int) -> list[Wanted]:
    """Return what generates candidates: of each concept the phrases that are not in too many facts to read."""
    wanted = []
    for one in weigh(question, frequencies, total):
        phrases = tuple(
            phrase
            for phrase in one.concept.alternatives
            if all(stem in frequencies for stem in phrase) and min(frequencies[stem] for stem in phrase) <= COMMON
        )
        if phrases:
            wanted.append(Wanted(phrases, one.weight))
    return wanted


def _common(question: Question, frequencies: dict[str, int]) -> list[str]:
    own = (stem for concept in question.concepts for stem in concept.alternatives[0])
    return [stem for stem in dict.fromkeys(own) if stem in frequencies]
