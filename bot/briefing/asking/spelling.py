"""Spelling: words that are neither English nor the store's, taken for a word of the store that is nearly the same."""

import gzip
import importlib.util
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

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
            if _is_english(word):
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


def _is_english(word: str) -> bool:
    return f'\n"{word}":'.encode() in _dictionary()


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    """Return pyspellchecker's English words, a line each: its own class makes a counter of them, of 40 MB."""
    found = importlib.util.find_spec("spellchecker")
    assert found is not None
    assert found.origin is not None
    return gzip.decompress((Path(found.origin).parent / "resources" / "en.json.gz").read_bytes())
