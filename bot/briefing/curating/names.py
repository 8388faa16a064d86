"""Proper names of a text, and whether other texts have them: in another form too, as initials or written out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from bot.briefing.asking.english import EVERYDAY_WORDS, IRREGULAR_FORMS, NAMES
from bot.briefing.asking.stopwords import STOP_STEMS
from bot.briefing.curating.figures import figures
from bot.briefing.curating.measures import cased
from db.tokenizer import plain, stem, tokens

_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*")
_CAPITAL = re.compile(r"[^\W\d_a-z][^\W\d_]*")
_LONGEST = 12  # words of a name
# What may stand between two words of one name.
_WITHIN = re.compile(r"[ .’'-]*(?:(?:of|the|for|de|del|della|la|le|du|da|di|van|von|der|den|bin|al|el|y)[ .’'-]+)*")
_BESIDE = 32  # characters before a name in which a sentence may begin
_BEGINS = re.compile(r"(?:^|[.!?:;“\"(]\s*)$")
# Words that a sentence may begin with, and no names by that.
_ORDINARY = frozenset(map(stem, tokens(f"{EVERYDAY_WORDS} {IRREGULAR_FORMS}")))
_SAME = [tuple(map(plain, group.split(","))) for group in NAMES.strip().splitlines()]
_SAME_WORDS = max(len(name.split()) for group in _SAME for name in group)
_REMEMBERED = 10_000_000  # letters of texts
_SHARED = 4  # letters that forms of one name begin with: Korea, Korean

Place = tuple[int, int]


@dataclass(frozen=True)
class ProperName:
    """A name by the capitals of its words, each from one place in its text to another."""

    text: str
    places: tuple[Place, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.text[slice(*place)] for place in self.places)

    @property
    def parts(self) -> Iterator["ProperName"]:
        """Every run of its words that may have another name: no more words than any such name has."""
        for start in range(len(self.places)):
            for end in range(start + 1, min(start + _SAME_WORDS, len(self.places)) + 1):
                yield ProperName(self.text, self.places[start:end])

    @property
    def written(self) -> str:
        return self.text[self.places[0][0] : self.places[-1][1]]

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words if word[0].isupper()).casefold()


@dataclass(frozen=True)
class NamedIn:
    """The words that texts have, as names are looked for in them."""

    words: frozenset[str]
    initials: frozenset[str]
    letters: str  # of scripts without capitals, in which words need not be parted

    def standing(self, name: ProperName) -> tuple[Place, ...]:
        """Return the places of those words of a name that stand here."""
        if len(name.initials) > 1 and name.initials in self.words:
            return name.places
        renamed = [part for part in name.parts if self._has_other(plain(part.written))]
        others = {place for part in renamed for place in part.places}
        return tuple(place for place in name.places if place in others or self._has(name.text[slice(*place)]))

    def lacking(self, name: ProperName) -> ProperName | None:
        """Return what of the name does not stand here, None where all of it does."""
        found = self.standing(name)
        left = tuple(place for place in name.places if place not in found)
        return ProperName(name.text, left) if left else None

    def _has_other(self, name: str) -> bool:
        """Say whether what everybody calls the same stands here: the United States for America."""
        others = {other for group in _SAME if name in group for other in group}
        return any(self.words.issuperset(other.split()) for other in others)

    def _has(self, word: str) -> bool:
        if not cased(word[0]):
            return plain(word) in self.letters
        return plain(word).replace(" ", "") in self.initials or all(map(self._has_form, tokens(word)))

    def _has_form(self, word: str) -> bool:
        begins = word[: max(_SHARED, len(word) - 3)]
        return (
            stem(word) in self.words
            or word in self.words
            or (len(word) > _SHARED and any(other.startswith(begins) and len(other) > _SHARED for other in self.words))
        )


def names(text: str, *, known: bool = False) -> list[ProperName]:
    """Return the names of a text by their capitals; of one that is `known` to be a name those of other scripts too.

    >>> [name.written for name in names("The President of France met 3 of the 85 in Tokyo in May.")]
    ['President of France', 'Tokyo']
    """
    counted = [(figure.start, figure.end) for figure in figures(text)]
    found: list[list[Place]] = []
    for match in _WORD.finditer(text):
        capital = match[0][0].isupper() or (known and not cased(match[0][0]))
        if capital and not (set(map(stem, tokens(match[0]))) <= STOP_STEMS or _within(match.span(), counted)):
            _join(found, match)
    made = [ProperName(text, tuple(places)) for places in found]
    return [name for name in made if known or not _only_begins(name)]


def _join(found: list[list[Place]], match: re.Match[str]) -> None:
    """Put a word to the name that it goes on with, or begin one with it."""
    if found and _WITHIN.fullmatch(match.string, found[-1][-1][1], match.start()):
        found[-1].append(match.span())
    else:
        found.append([match.span()])


def _only_begins(name: ProperName) -> bool:
    """Say whether it is an everyday word that has its capital from the beginning of a sentence."""
    (first, *others), (word, *_) = name.places, name.words
    return (
        not others
        and stem(plain(word)) in _ORDINARY
        and bool(_BEGINS.search(name.text, max(0, first[0] - _BESIDE), first[0]))
    )


def _within(place: Place, others: Iterable[Place]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)


def named_in(texts: Iterable[str]) -> NamedIn:
    """Return what the texts have together."""
    return _read(tuple(texts))


# By texts, since a document is asked for each fact that cites it. It is asked from threads too.
@cached(LRUCache(_REMEMBERED, lambda named: len(named.letters)), lock=Lock())
def _read(texts: tuple[str, ...]) -> NamedIn:
    # Text by text: what a library does of all of them at once, nobody else has a turn beside.
    words = {word for text in texts for word in tokens(text)}
    words |= {stem(word) for word in words}
    initials = {short for text in texts for short in _initials(text)}
    return NamedIn(frozenset(words), frozenset(initials), " ".join(plain(text) for text in texts))


def _initials(text: str) -> Iterator[str]:
    """Yield the initials of the runs of capitalised words in a text, from two words on."""
    found: list[list[Place]] = []
    for match in _CAPITAL.finditer(text):
        if match[0][0].isupper():
            _join(found, match)
    for places in found:
        short = "".join(text[start] for start, _ in places[:_LONGEST]).casefold()
        yield from (short[start:end] for start in range(len(short)) for end in range(start + 2, len(short) + 1))
