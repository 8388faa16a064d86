"""Passages of the documents on hand that hold given words, quoted with the sentence that holds most of them."""

from collections.abc import AsyncIterator, Collection, Iterable

from bot.briefing.answer import Place
from bot.briefing.evidence import Evidence, quotation
from bot.briefing.sentences import Span, sentences
from db.documents import Document
from db.full_text import Phrase
from db.passage_search import IndexedPassage, PassageSearch
from db.search import SearchTerm
from db.store import Store
from db.tokenizer import stems


class Passages:
    """Looks words up in the documents that a server has on hand."""

    def __init__(self, store: Store, search: PassageSearch, evidence: Evidence) -> None:
        self._store = store
        self._search = search
        self._evidence = evidence

    async def holding(
        self, phrases: Collection[Phrase], server: int | None = None, limit: int = 100, *, uncited: bool = False
    ) -> tuple[tuple[Place, ...], int]:
        """Return passages that hold all words of one of the phrases, best first, and how many there are.

        `uncited` leaves out those that a fact cites.
        """
        if not phrases:
            return (), 0
        found, count = await self._search.holding_all(SearchTerm(tuple(phrases)), server, limit, uncited=uncited)
        wanted = frozenset(stem for phrase in phrases for stem in phrase)
        quoted = [place async for place in self._quoted(found, wanted, server)]
        quoted.sort(key=lambda place: -len(wanted.intersection(stems(place.excerpt or ""))))
        return tuple(quoted), count

    async def _quoted(
        self, found: Iterable[IndexedPassage], wanted: frozenset[str], server: int | None
    ) -> AsyncIterator[Place]:
        found = list(found)
        sources = await self._store.sources_numbered({passage.source for passage in found}, server)
        documents = await self._evidence.documents(sources)
        known = {source.number: source for source in sources}
        for passage in found:
            source, document = known[passage.source], documents.get(passage.source)
            if document and passage.paragraph <= len(document.paragraphs):
                span = _telling(document, passage.paragraph, wanted, source.language or "en")
                yield quotation(source, document, passage.paragraph, span)


def _telling(document: Document, paragraph: int, wanted: frozenset[str], language: str) -> Span | None:
    """Return the sentence that holds most of what is wanted, None where the paragraph is no longer than one."""
    text = document.paragraphs[paragraph - 1]
    spans = sentences(text, language)
    if len(spans) < 2:
        return None
    return max(spans, key=lambda span: len(wanted.intersection(stems(text[slice(*span)]))))
