"""Retrieval of the facts that may answer a question: read it, correct its typos, look up candidates, rank them."""

import re
from collections.abc import Sequence

from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.asides import asides
from bot.briefing.asking.chat_frames import without_frame
from bot.briefing.asking.question import Question, read, words_of
from bot.briefing.asking.ranking import LexicalRanker, Ranked, Ranker
from bot.briefing.asking.spelling import Spelling, is_slip, is_sure
from bot.briefing.asking.thesaurus import Thesaurus
from bot.briefing.asking.verification import Verification
from bot.briefing.asking.weighted_query import weighted_terms
from bot.briefing.asking.weights import RANKING
from bot.briefing.passages import Passages
from bot.verifier.verifier import Verifier
from db.kinds import Person
from db.passage_search import PassageSearch
from db.search import COMMON, Search, SearchTerm, Vocabulary
from db.store import Store
from db.tokenizer import plain, stem, tokens

_NAME = re.compile(r"[^\W\d_a-z][\w’'-]*")


class Retrieval:
    """Ranks the facts that a server sees for a question."""

    def __init__(
        self,
        store: Store,
        search: Search,
        passages: PassageSearch,
        quotations: Passages,
        ranker: Ranker | None = None,
        verifier: Verifier | None = None,
    ) -> None:
        self._store = store
        self._search = search
        self._passages = passages
        self._ranker = ranker or LexicalRanker(RANKING)
        self._verification = Verification(store, verifier) if verifier else None
        self._spelling = Spelling(search, quotations)
        self._thesaurus = Thesaurus(store)

    async def asked(self, text: str, server: int | None = None) -> str:
        """Return what is asked, without what is said around it that has nothing to do with what the server knows."""
        while True:
            left = without_frame(await self._without_aside(text, server))
            if left == text:
                return text
            text = left

    async def _without_aside(self, text: str, server: int | None) -> str:
        for said in asides(text):
            known = await self._search.vocabulary(sorted(said.telling), server) if said.telling else None
            if known is None or said.is_beside(known.facts):
                return said.question
        return text

    async def analyse(
        self, text: str, server: int | None = None, before: Question | None = None, *, replies: bool = False
    ) -> QuestionAnalysis:
        """Return the question as it was read, its typos corrected, with the facts that share a telling word with it.

        Where it leaves its subject to the question `before`, it takes from that what it does not name itself; so it
        does where it `replies` to the answer.
        """
        async with self._store.snapshot():
            question, known = await self._read(text, server, before, {}, replies)
            unknown = {stems[0] for term in question.terms for stems in term.alternatives[:1] if len(stems) == 1}
            unknown -= known.facts.keys()
            documents = None
            if unknown:
                # A word of the documents on hand is no slip, though no fact has it.
                documents = await self._passages.vocabulary(question.alternatives, server)
                unknown -= documents.passages.keys()
            written = {word.text: word.named for word in words_of(without_frame(text)) if stem(word.text) in unknown}
            meant_for = await self._spelling.corrections(written, server)
            corrections = {typed: plain(meant) for typed, meant in meant_for.items()}
            if corrections:
                question, known = await self._read(text, server, before, corrections, replies)
                documents = None
            candidates = await self._search.holding(_search_terms(question, known), server)
        ranked = self._ranker.rank(question, candidates, known.facts, known.total)
        if self._verification and ranked:
            ranked = await self._verification.verify(question, ranked, server)
        guesses = {
            typed: name or meant
            for typed, meant in corrections.items()
            for name in (meant_for[typed] if meant_for[typed] != meant else _written(meant, ranked[:1]),)
            if not is_slip(typed, meant) and (not is_sure(typed, meant) or written[typed] or name)
        }
        guesses |= _namesakes(text, ranked[:1])
        sure = {typed: meant for typed, meant in corrections.items() if typed not in guesses}
        return QuestionAnalysis(question, sure, tuple(ranked), known.facts, known.total, guesses, documents)

    async def _read(
        self, text: str, server: int | None, before: Question | None, corrections: dict[str, str], replies: bool
    ) -> tuple[Question, Vocabulary]:
        """Return the question as it is read by the synonyms of now, and what the server knows of its words."""
        while True:
            synonyms, as_of = self._thesaurus.of(server)
            question = read(text, synonyms, corrections)
            if before and (replies or question.leaves_out):
                question = question.following(before)
            known = await self._search.vocabulary(question.alternatives, server)
            if known.synonyms == as_of:
                return question, known
            await self._thesaurus.renew(server, known.synonyms)


def _written(word: str, ranked: Sequence[Ranked]) -> str | None:
    """Return the word as the facts write it inside a sentence, where that is with a capital: a name."""
    words = (written for best in ranked for written in re.findall(r"(?<=[\w,;’'–.-] )\w[\w’'-]*", best.candidate.text))
    return next((written for written in words if written[0].isupper() and plain(written) == word), None)


def _namesakes(text: str, ranked: Sequence[Ranked]) -> dict[str, str]:
    """Return the words that share a stem with the name of a person, and are another name: Holmes is not Holm."""
    found = {}
    for candidate in (best.candidate for best in ranked):
        person = candidate.speaker or (candidate.text if candidate.kind == Person.KIND else "")
        names = {plain(word): word for word in _NAME.findall(person)}
        here = {*tokens(candidate.text), *names}
        words = words_of(without_frame(text))
        for at, word in enumerate(words):
            like = next((name for key, name in names.items() if stem(key) == stem(word.text)), None)
            after_name = at > 0 and words[at - 1].text in names
            if like and word.text not in here and (word.named or after_name):
                found[word.text] = like
    return found


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
