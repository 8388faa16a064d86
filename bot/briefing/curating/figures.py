"""Figures: the numbers of a text with unit, sign and qualifier, as values that drafts, checks and excerpts share.

Every digit of a text, in any script, belongs to a figure by construction: what cannot be read as a number is a figure
without a value, which only the same writing matches (`F12`, `Covid-19`, `1.2.3`); words that are numbers are figures
too. `scan.py` finds them: `numerals.py` reads digits, `number_words.py` words, `measures.py` knows what stands beside
them, and `relations.py` what those beside each other are together.

Numbers in words are read by text2num, units, currencies and separators by the locale data of CLDR. Of the libraries
that find quantities, quantulum3 was tried and left: it makes 86.5 of 85–88, finds nothing beside Chinese letters and
reads 1,00,000 as 1 and 0.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from threading import Lock

from cachetools import LRUCache, cached

from bot.briefing.curating.measures import DECADE, PERCENT, families
from bot.briefing.curating.number import Qualifier
from bot.briefing.curating.scan import Scan

Key = tuple[Fraction | str, str, Qualifier]
Passage = tuple[str, str | None]  # a text to look in, and its language

# Words of other languages that are numbers there, and words in English too.
_ENGLISH = frozenset("cent due elf mil mille once otto sei sept six tre".split())
# What says of a table that its numbers are percentages.
_IN_PERCENT = re.compile(r"\((?:in )?(?:%|per ?cent)\)|\bin (?:%|per ?cent\b)", re.IGNORECASE)

REMEMBERED = 250_000  # letters of texts


@dataclass(frozen=True)
class Figure:
    """A number as a text writes it: `text` is all of it, from `start` to `end`, with its unit and qualifier.

    One that has no value is a name, or a writing that is no number; then `name` is what has to be the same.
    """

    value: Fraction | None
    unit: str
    qualifier: Qualifier
    start: int
    end: int
    text: str
    name: str = ""
    # False for words that seldom count: “one of them”, “at first”.
    sure: bool = True

    @property
    def key(self) -> Key:
        """What two figures share that are the same."""
        return (self.name if self.value is None else self.value, self.unit, self.qualifier)


def figures(text: str, language: str | None = None) -> tuple[Figure, ...]:
    """Return the figures of a text in order; several with one span are readings of a writing that has several.

    >>> [(figure.text, str(figure.value), figure.unit) for figure in figures("over two-thirds of 1,200 in F12")]
    [('over two-thirds', '200/3', '%'), ('1,200', '1200', ''), ('F12', 'None', '')]
    """
    return _read(text, language).figures


def readings(text: str, languages: Iterable[str | None] = ()) -> list[Figure]:
    """Return the figures of a text that is in English or in one of the languages."""
    found: dict[tuple[int, int, Key], Figure] = {}
    for language in dict.fromkeys([None, *languages]):
        for figure in figures(text, language):
            doubtful = language is not None and figure.text.casefold() in _ENGLISH
            read = replace(figure, sure=figure.sure and not doubtful)
            found.setdefault((figure.start, figure.end, figure.key), read)
    longest: list[Figure] = []
    for figure in sorted(found.values(), key=lambda figure: (figure.start, -figure.end)):
        last = longest[-1] if longest else None
        if last is None or figure.end > last.end or (figure.start, figure.end) == (last.start, last.end):
            longest.append(figure)
    return longest


def ground(passages: Iterable[Passage]) -> frozenset[Key]:
    """Return what stands in the passages: the keys of their figures, and of those that these imply."""
    return frozenset(key for text, language in passages for key in _read(text, language).implied)


def lacking(text: str, passages: Sequence[Passage]) -> list[Figure]:
    """Return the figures of a text that stand in none of the passages."""
    return absent(readings(text, [language for _, language in passages]), ground(passages))


def absent(said: Iterable[Figure], keys: frozenset[Key]) -> list[Figure]:
    """Return the figures of which no reading is among the keys."""
    spans = [list(found) for _, found in groupby(said, key=lambda figure: (figure.start, figure.end))]
    return [span[0] for span in spans if not keys & {figure.key for figure in span}]


def nearest(figure: Figure, passages: Iterable[Passage]) -> Figure | None:
    """Return the figure of the passages that has the same number, with another unit, sign or qualifier."""
    found = (other for text, language in passages for other in figures(text, language))
    same = {figure.value, -figure.value} if figure.value is not None else frozenset[Fraction]()
    return next((other for other in found if other.value in same), None)


@dataclass(frozen=True)
class _Scanned:
    """What was read of a text."""

    text: str
    figures: tuple[Figure, ...]

    @cached_property
    def implied(self) -> frozenset[Key]:
        """The figures that it has, and those that these are as well."""
        keys = {figure.key for figure in self.figures}
        # `1.000` is a thousand or one, as the writer counts: the same writing is the same number, whichever it is.
        keys |= {(figure.name, figure.unit, figure.qualifier) for figure in self.figures if figure.name}
        # US dollars are dollars, though not the other way round, and the 1990s are the nineties.
        keys |= {(value, families()[unit], qualifier) for value, unit, qualifier in keys if unit in families()}
        keys |= {
            (value % 100, unit, how) for value, unit, how in keys if unit == DECADE and isinstance(value, Fraction)
        }
        if _IN_PERCENT.search(self.text):
            keys |= {
                (figure.value, PERCENT, figure.qualifier) for figure in self.figures if figure.value and not figure.unit
            }
        return frozenset(keys)


# A figure takes as much as some hundred letters. It is asked from threads too.
@cached(LRUCache(REMEMBERED, lambda scanned: 1 + len(scanned.text) + 100 * len(scanned.figures)), lock=Lock())
def _read(text: str, language: str | None) -> _Scanned:
    scan = Scan(text, language)
    found = []
    for number in scan.numbers():
        start, end = scan.places[number.start], scan.places[number.end - 1] + 1
        found.append(
            Figure(number.value, number.unit, number.qualifier, start, end, text[start:end], number.name, number.sure)
        )
    return _Scanned(text, tuple(dict.fromkeys(found)))
