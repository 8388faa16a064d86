"""Questions in plain words and full-text search: the right fact first, and a refusal where no fact accounts for it."""

import asyncio
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.conversation import Conversations, Turn
from bot.briefing.errors import Refusal, clean, quoted, within
from bot.briefing.evidence import Evidence
from bot.briefing.inquest import ANSWERS, Inquest
from bot.briefing.question import Question, Synonyms, read, words_of
from bot.briefing.ranking import WEIGHTS, LexicalRanker, Ranker
from db.search import COMMON, Search
from db.store import Store
from db.words import plain, stem, stems

QUESTION_LIMIT = 2000
TERMS = 50
SHOWN = 5
OFFERED = 3

RESEMBLES = -4.0
BESIDE = 2.0  # a further fact is shown where it scores at least this much less than the first

TYPO_LENGTH = 4
TYPO_LIKENESS = 0.74  # of 1, by Damerau-Levenshtein distance over length


class Inquiry:
    """Answers `!ask` and `!find`."""

    def __init__(
        self,
        store: Store,
        search: Search,
        evidence: Evidence,
        conversations: Conversations,
        ranker: Ranker | None = None,
    ) -> None:
        self._store = store
        self._search = search
        self._evidence = evidence
        self._conversations = conversations
        self._ranker = ranker or LexicalRanker(WEIGHTS)

    async def find(self, words: str = "", server: int | None = None) -> Answer:
        """Return the facts that hold all of the words, else any of them, best first."""
        terms = dict.fromkeys(stems(within(words, QUESTION_LIMIT, "what you look for"))[:TERMS])
        if not terms:
            raise Refusal("Say what to look for, in letters or figures: write `!find humanitarian aid`.")
        found = await self._search.candidates([], list(terms), server, 10) or await self._search.candidates(
            list(terms), [], server, 10
        )
        if not found:
            return Answer("unknown", note=f"No fact holds the words {quoted(words)}.")
        facts = await self._store.numbered([one.number for one in found], server)
        facts.sort(key=lambda fact: fact.rank == "deprecated")
        return Answer("answered", f"Facts with {quoted(words)}", (await self._evidence.section(facts, server=server),))

    async def ask(self, question: str, asker: Asker) -> Answer:
        """Return the facts that answer, best first; else a refusal that offers the nearest."""
        question = within(question, QUESTION_LIMIT, "a question")
        if not plain(question):
            raise Refusal("Ask in words, for example: what do Republicans think? `!help` lists the commands.")
        inquest = await self.weigh(question, asker.server)
        answer = await self._reply(inquest, asker.server)
        self._conversations.remember(asker, Turn(question, inquest, answer))
        return answer

    async def _reply(self, inquest: Inquest, server: int | None) -> Answer:
        note = _corrected(inquest.corrections)
        if not inquest.answered:
            return await self._refuse(inquest, note, server)
        best = inquest.ranked[0].score
        chosen = [one for one in inquest.ranked if one.score >= max(ANSWERS, best - BESIDE)][:SHOWN]
        facts = await self._store.numbered([one.candidate.number for one in chosen], server)
        facts.sort(key=lambda fact: fact.rank == "deprecated")
        section = await self._evidence.section(facts, server=server)
        return Answer("answered", None, (section,), note, ("why",))

    async def weigh(self, text: str, server: int | None = None) -> Inquest:
        """Read the question, correct its typos and rank the facts that share a telling word with it."""
        synonyms = Synonyms(await self._store.synonyms(server))
        question = read(text, synonyms)
        total, frequencies = await self._frequencies(question, server)
        corrections = await self._corrections(text, question, frequencies, server)
        if corrections:
            question = read(text, synonyms, corrections)
            total, frequencies = await self._frequencies(question, server)
        rare = [stem for stem, count in frequencies.items() if count <= COMMON]
        candidates = await self._search.candidates(rare, list(frequencies), server)
        return Inquest(question, corrections, tuple(self._ranker.rank(question, candidates, frequencies, total)))

    async def _frequencies(self, question: Question, server: int | None) -> tuple[int, dict[str, int]]:
        named = {stem for concept in question.concepts for phrase in concept.alternatives for stem in phrase}
        return await self._search.frequencies(sorted(named), server)

    async def _corrections(
        self, text: str, question: Question, frequencies: dict[str, int], server: int | None
    ) -> dict[str, str]:
        """Return what words that are neither English nor in the store were probably meant to be."""
        single = {phrase[0] for concept in question.concepts for phrase in concept.alternatives if len(phrase) == 1}
        corrections = {}
        for word in dict.fromkeys(word.text for word in words_of(text)):
            suspect = stem(word) in single and stem(word) not in frequencies and not word.isdigit()
            # Loading the dictionary takes a while, during which others are answered.
            if not suspect or len(word) < TYPO_LENGTH or await asyncio.to_thread(_is_english, word):
                continue
            like = process.extractOne(
                word,
                await self._search.words_like(word, server),
                scorer=DamerauLevenshtein.normalized_similarity,
                score_cutoff=TYPO_LIKENESS,
            )
            if like:
                corrections[word] = like[0]
        return corrections

    async def _refuse(self, inquest: Inquest, note: str | None, server: int | None) -> Answer:
        near = [one for one in inquest.ranked if one.score >= RESEMBLES][:OFFERED]
        facts = await self._store.numbered([one.candidate.number for one in near], server)
        said = " ".join(filter(None, (note, _missing(inquest))))
        if not facts:
            return Answer("unknown", note=said, offers=("ask-the-team",))
        section = await self._evidence.section(facts, "Not an answer, but the nearest that I have", server)
        return Answer("related", None, (section,), said, ("ask-the-team",))


def _corrected(corrections: dict[str, str]) -> str | None:
    taken = ", ".join(f"{quoted(typed)} for {quoted(meant)}" for typed, meant in corrections.items())
    return f"I took {taken}." if taken else None


def _missing(inquest: Inquest) -> str:
    """Say that nothing answers, and what of the question the nearest fact does not account for."""
    matches = inquest.ranked[0].matches if inquest.ranked else ()
    missing = [clean(match.concept.words) for match in matches if not match.strength]
    return (
        f"I have nothing on that: no fact accounts for {', '.join(missing)}." if missing else "I have nothing on that."
    )


def warm() -> None:
    """Load what the first question would wait for."""
    _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> SpellChecker:
    return SpellChecker()


def _is_english(word: str) -> bool:
    return bool(_dictionary().known([word]))
