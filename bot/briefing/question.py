"""A question in plain words, read: what it is about, and what kind of thing would answer it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from db.words import plain, stem, stems

Want = Literal["figure", "date", "person", "place", "duration"]
Stems = tuple[str, ...]

_WANTS: dict[Want, re.Pattern[str]] = {
    "duration": re.compile(r"\bhow long\b"),
    "figure": re.compile(
        r"\b(how (many|much|big|large|high|strong)|(what|which) (share|percentage|percent|proportion|fraction)"
        r"|percentage|percent|proportion|share of|numbers?|figures?|statistics|stats)\b"
    ),
    "date": re.compile(r"\b(when|since when|(what|which) (year|date|month|day))\b"),
    "person": re.compile(r"\b(who|whom|whose)\b"),
    "place": re.compile(r"\bwhere\b"),
}
_NOT = re.compile(r"n['’]t\b|\bcannot\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

# Words that ask, point or join, and name nothing. Those of a store's own subject are data: its synonyms.
_SILENT = frozenset(
    """
    a about actually again all also am an and any anybody anyone anything are as at be been being but by can could
    d did do does doing done else ever every exactly for from further gave get gets getting give given go goes going
    got had happen happened happening happens has have having he her here hers him his how i if in into is it its
    just know known let like ll m make makes many may me mean means might more most much must my no not now of off
    often ok on one or other our out over own please re really regarding s said say saying says shall she should show
    so some somebody someone something still such t tell than that the their them then there these they thing things
    think thinks this those to told too towards toward up upon us ve very via view views was we were what whats when
    where whether which while who whom whos whose why will with within without would wouldn yes you your
    percentage percent proportion share number numbers figure figures statistics stats long year date month day
    """.split()
)

# The same as the index holds them.
SILENT = frozenset(map(stem, _SILENT))


@dataclass(frozen=True)
class Concept:
    """One thing that a question names, with all the stems it may go by."""

    words: str
    alternatives: tuple[Stems, ...]


@dataclass(frozen=True)
class Question:
    """What a question is about, and what it wants to know of it."""

    text: str
    concepts: tuple[Concept, ...]
    wants: frozenset[Want]
    years: tuple[int, ...]


class Synonyms:
    """A store's groups of words and phrases that mean the same, by the stems of each."""

    def __init__(self, groups: Iterable[Iterable[str]]) -> None:
        self._phrases: dict[Stems, dict[Stems, None]] = {}
        for group in groups:
            phrases = dict.fromkeys(tuple(stems(phrase)) for phrase in group)
            for phrase in phrases:
                self._phrases.setdefault(phrase, {}).update(phrases)
        self.longest = max(map(len, self._phrases), default=1)

    def of(self, phrase: Stems) -> tuple[Stems, ...]:
        """Return the phrase and all that means the same, or nothing where it is in no group."""
        return tuple(self._phrases.get(phrase, ()))


def words_of(text: str) -> list[str]:
    """Return the words of a question, `isn't` as `is not`."""
    return plain(_NOT.sub(" not", text)).split()


def read(text: str, synonyms: Synonyms, corrections: Mapping[str, str] | None = None) -> Question:
    """Return the question's concepts: phrases that have synonyms as one, else each telling word by itself."""
    words = [(corrections or {}).get(word, word) for word in words_of(text)]
    stemmed = [stem(word) for word in words]
    concepts: dict[tuple[Stems, ...], Concept] = {}
    start = 0
    while start < len(words):
        for length in range(min(synonyms.longest, len(words) - start), 0, -1):
            phrase = tuple(stemmed[start : start + length])
            alternatives = synonyms.of(phrase)
            if alternatives:
                break
        else:
            length, alternatives = 1, () if words[start] in _SILENT else ((stemmed[start],),)
        if alternatives:
            concept = Concept(" ".join(words[start : start + length]), alternatives)
            concepts.setdefault(tuple(sorted(alternatives)), concept)
        start += length
    line = " ".join(words)
    wants = frozenset(want for want, pattern in _WANTS.items() if pattern.search(line))
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(line)))
    return Question(text, tuple(concepts.values()), wants, years)
