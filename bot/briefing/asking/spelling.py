"""Spelling: words that are neither English nor the store's, taken for a word of the store that is nearly the same."""

import gzip
import importlib.util
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.briefing.passages import Passages
from db.search import Search
from db.tokenizer import plain, sound

SHORTEST = 4
LIKENESS = 0.74  # of 1, by Damerau-Levenshtein distance over length
SURE = 0.8  # … from which on it is answered and not only offered
LOOKED_UP = 20  # words of one question: whoever writes more that nobody knows makes no slips


class Spelling:
    """Corrects against the words of the facts and of the documents that a server sees."""

    def __init__(self, search: Search, passages: Passages) -> None:
        self._search = search
        self._passages = passages

    async def corrections(self, words: Iterable[str], server: int | None = None) -> dict[str, str]:
        """Return what each of these words, which the store does not hold, was probably meant to be.

        A name that documents alone have comes as they write it, any other word in small letters.
        """
        found = {}
        unknown = (word for word in dict.fromkeys(words) if len(word) >= SHORTEST and not any(map(str.isdigit, word)))
        for word in islice((word for word in unknown if not _is_english(word)), LOOKED_UP):
            known = {plain(written): written for written in await self._passages.words_like(word, server)}
            known |= {written: written for written in await self._search.words_like(word, server)}
            like = process.extract(
                word, known.keys(), scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=LIKENESS
            )
            if like:
                # Of words that are as like, the one that sounds the same is meant.
                found[word] = known[max(like, key=lambda match: (match[1], sound(match[0]) == sound(word)))[0]]
        return found


def _is_english(word: str) -> bool:
    return f'\n"{word}":'.encode() in _dictionary()


def is_sure(typed: str, meant: str) -> bool:
    """Say whether the one word is clearly meant by the other."""
    return DamerauLevenshtein.normalized_similarity(typed, meant) >= SURE


def is_slip(typed: str, meant: str) -> bool:
    """Say whether letters were only swapped, doubled or put into Latin otherwise: other changes make other names."""
    return sorted(typed) == sorted(meant) or _plainest(typed) == _plainest(meant)


def _plainest(word: str) -> str:
    for romanised, letter in _ROMANISED:
        word = word.replace(romanised, letter)
    return "".join(letter for letter, _ in groupby(word))


# Đuric is written Djuric, Müller Mueller, Zhukov Zukov.
_ROMANISED = tuple(pair.split("/") for pair in "dj/d sh/s ch/c zh/z kh/h ph/f oe/o ae/a ue/u ou/u".split())


@lru_cache(maxsize=1)
def _dictionary() -> bytes:
    """Return pyspellchecker's English words, a line each: its own class makes a counter of them, of 40 MB."""
    found = importlib.util.find_spec("spellchecker")
    assert found is not None
    assert found.origin is not None
    return gzip.decompress((Path(found.origin).parent / "resources" / "en.json.gz").read_bytes())
