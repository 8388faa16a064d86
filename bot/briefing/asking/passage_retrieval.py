"""Retrieval of the passages that may answer a question: look up candidates, rank them, have the best sentences read."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.briefing.asking.passage_ranking import (
    SENTENCES,
    VERIFIED,
    PassageCandidate,
    RankedPassage,
    answers,
    in_order,
    rank,
)
from bot.briefing.asking.question import Question
from bot.briefing.asking.weighted_query import weighted_terms
from bot.briefing.evidence import Evidence
from bot.verifier.verifier import Verifier
from db.passage_search import COMMON, NO_DOCUMENTS, IndexedPassage, PassageSearch, PassageVocabulary
from db.search import SearchTerm
from db.store import Store

CANDIDATES = 60
SHOWN = 10  # at most


@dataclass(frozen=True)
class FoundPassages:
    """Passages, best first, and whether they rather answer than not.

    `vocabulary` is what the documents on hand know of the question's words. `outdated` are the keys of sources whose
    files have changed since they were indexed, and are not quoted. `unheard` are the names and numbers of the question
    that no document has: what is asked of them, none answers.
    """

    vocabulary: PassageVocabulary = NO_DOCUMENTS
    ranked: tuple[RankedPassage, ...] = ()
    answer: bool = False
    outdated: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()


class PassageRetrieval:
    """Ranks the passages of the documents that a server has on hand."""

    def __init__(
        self, store: Store, search: PassageSearch, evidence: Evidence, verifier: Verifier | None = None
    ) -> None:
        self._store = store
        self._search = search
        self._evidence = evidence
        self._verifier = verifier

    async def find(
        self, question: Question, server: int | None = None, known: PassageVocabulary | None = None
    ) -> FoundPassages:
        """Return the passages that share a telling word with the question; `known` are its words, where looked up."""
        if known is None:
            known = await self._search.vocabulary(question.alternatives, server)
        if not known.passages:
            return FoundPassages(known)
        found = await self._search.holding(_search_terms(question, known), server, CANDIDATES)
        candidates = await self.candidates(found, server)
        # On a thread: the sentences of long paragraphs take a while.
        ranked = await asyncio.to_thread(rank, question, known, candidates)
        # A file of the operator's folder may have been changed since it was indexed.
        outdated: dict[str, None] = {}
        current = []
        for passage in ranked[:SHOWN]:
            if passage.candidate.is_current:
                current.append(passage)
            else:
                outdated[passage.candidate.source.key] = None
        if self._verifier and current:
            current = await self._verified(self._verifier, question, current)
        unheard = _unheard(question, known)
        return FoundPassages(known, tuple(current), answers(current) and not unheard, tuple(outdated), unheard)

    async def candidates(self, found: Sequence[IndexedPassage], server: int | None = None) -> list[PassageCandidate]:
        """Return the passages with their sources; without those that stand so no more."""
        numbers = {indexed.source for indexed in found}
        sources = {source.number: source for source in await self._store.sources_numbered(numbers, server)}
        documents = await self._evidence.documents(sources.values())
        made = []
        for indexed in found:
            source, document = sources[indexed.source], documents.get(indexed.source)
            if document is None or source.retired or indexed.paragraph > len(document.paragraphs):
                continue
            made.append(PassageCandidate(indexed, source, document))
        return made

    async def _verified(
        self, verifier: Verifier, question: Question, ranked: Sequence[RankedPassage]
    ) -> list[RankedPassage]:
        best, rest = ranked[:VERIFIED], ranked[VERIFIED:]
        read = [[passage.read(sentence) for sentence in passage.sentences[:SENTENCES]] for passage in best]
        asked = f"{question.follows} {question.text}" if question.follows else question.text
        scores = iter(await verifier.scores(asked, [text for texts in read for text in texts]))
        verified = [passage.verified([next(scores) for _ in texts]) for passage, texts in zip(best, read, strict=True)]
        return [*in_order(verified), *rest]


def _unheard(question: Question, known: PassageVocabulary) -> tuple[str, ...]:
    weighted = weighted_terms(question, known.passages, known.total)
    return tuple(
        each.term.words
        for each in weighted
        if each.term.named and not (each.known or each.term.inherited or each.term.generic)
    )


def _search_terms(question: Question, known: PassageVocabulary) -> list[SearchTerm]:
    """Return what generates candidates: of each term the phrases that are not in too many passages to read."""
    terms = []
    for weighted in weighted_terms(question, known.passages, known.total):
        phrases = tuple(_rare(weighted.term.alternatives, known))
        if phrases:
            terms.append(SearchTerm(phrases, weighted.weight))
    common = tuple(dict.fromkeys(stem for stem in question.line if stem in known.passages))
    return terms or ([SearchTerm((common,))] if common else [])


def _rare(phrases: Iterable[tuple[str, ...]], known: PassageVocabulary) -> Iterable[tuple[str, ...]]:
    for phrase in phrases:
        counts = [known.passages.get(stem, 0) for stem in phrase]
        if all(counts) and min(counts) <= COMMON:
            yield phrase
