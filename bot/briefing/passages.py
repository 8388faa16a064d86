"""Passages of the documents on hand that hold given words, quoted with the sentence that holds most of them."""

import asyncio
import re
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.briefing.answer import Place
from bot.briefing.evidence import Evidence, quotation
from bot.briefing.sentences import Span, sentences
from db.bibliography import StoredSource
from db.documents import Document
from db.full_text import Phrase
from db.passage_search import IndexedPassage, PassageSearch
from db.search import SearchTerm
from db.store import Store
from db.tokenizer import alike, plain, sound, stem, stems

LIKENESS = 0.7  # of 1, of a stem that may be meant by another
READ = 20  # passages in which a word is looked up as it is written

_WORD = re.compile(r"[^\W_]+")
# A word with a capital inside a sentence.
_NAME = re.compile(r"(?<=[\w,;’'–-] )[^\W\d_a-z][^\W_]*")


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
        sources = await self._store.sources_numbered({passage.source for passage in found}, server)
        documents = await self._evidence.documents(sources)
        # In a thread: to part long paragraphs into sentences and words takes a while.
        return await asyncio.to_thread(_quoted, found, sources, documents, wanted), count

    async def words_like(self, typed: str, server: int | None = None) -> list[str]:
        """Return the words of the documents that sound much as the one typed does: names with capitals, no others."""
        wanted, heard = stem(typed), alike(typed)
        known = await self._search.stems_like(wanted, server)
        like = process.extract(wanted, known, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=LIKENESS)
        found: list[str] = []
        for meant in dict.fromkeys([*(meant for meant, *_ in like), *filter(typed.startswith, known)]):
            places, _ = await self.holding([(meant,)], server, READ)
            text = "\n".join(line for place in places for line in (place.context, *place.locator.headings))
            words = {word for word in _WORD.findall(text) if stem(plain(word)) == meant and sound(plain(word)) in heard}
            names = words.intersection(_NAME.findall(text))
            found += [*names, *({plain(word) for word in words - names} - ({*map(plain, names)} - words))]
        return sorted(found)


def _quoted(
    found: Iterable[IndexedPassage],
    sources: Iterable[StoredSource],
    documents: Mapping[int, Document],
    wanted: frozenset[str],
) -> tuple[Place, ...]:
    """Return the passages as their documents have them, those with most of what is wanted first."""
    known, quoted = {source.number: source for source in sources}, []
    for passage in found:
        source, document = known[passage.source], documents.get(passage.source)
        if document and passage.paragraph <= len(document.paragraphs):
            span = _telling(document, passage.paragraph, wanted, source.language or "en")
            quoted.append(quotation(source, document, passage.paragraph, span))
    quoted.sort(key=lambda place: -len(wanted.intersection(stems(place.excerpt or ""))))
    return tuple(quoted)


def _telling(document: Document, paragraph: int, wanted: frozenset[str], language: str) -> Span | None:
    """Return the sentence that holds most of what is wanted, None where the paragraph is no longer than one."""
    text = document.paragraphs[paragraph - 1]
    spans = sentences(text, language)
    if len(spans) < 2:
        return None
    return max(spans, key=lambda span: len(wanted.intersection(stems(text[slice(*span)]))))
