"""Spelling: words that are neither English nor the store's, taken for a word of the store that is nearly the same."""

import asyncio
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spellchecker import SpellChecker

from db.search import Search

SHORTEST = 4
LIKENESS = 0.74  # of 1, by Damerau-Levenshtein distance over length


class Spelling:
    """Corrects against the words of the facts that a server sees."""

    def __init__(self, search: Search) -> None:
        self._search = search

    async def corrections(self, words: Iterable[str], server: int | None = None) -> dict[str, str]:
        """Return what each of these words, which the store does not hold, was probably meant to be."""
        found = {}
        for word in dict.fromkeys(words):
            if len(word) < SHORTEST or any(map(str.isdigit, word)):
                continue
            if not _dictionary.cache_info().currsize:
                # Loading it takes a while, during which others are answered.
                await asyncio.to_thread(_dictionary)
            if _dictionary().known([word]):
                continue
            like = process.extractOne(
                word,
                await self._search.words_like(word, server),
                scorer=DamerauLevenshtein.normalized_similarity,
                score_cutoff=LIKENESS,
            )
            if like:
                found[word] = like[0]
        return found


def warm() -> None:
    """Load what the first question would wait for."""
    _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> SpellChecker:
    return SpellChecker()
