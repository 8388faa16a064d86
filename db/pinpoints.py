"""Pinpoints: a paragraph of a source, and the number of a fact, as people write them and as Footnote does.

A pinpoint is written `king-2020#22`, and read with `¶`, a word or nothing but a space between the two as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = r"[^\W_]+"
_KEY = rf"{_WORD}(?:-{_WORD})*"
_PARAGRAPH = r"\s*(?:[#,]\s*)?(?:(?:paragraph|para|p)(?![^\W\d_])\.?\s*)?[¶#]?\s*"
_PINPOINT = re.compile(
    rf"(?P<source>{_KEY})(?:(?=[\s#¶,]){_PARAGRAPH}(?P<paragraph>\S*(?:\s*[-–—]\s*\d+)?)\s*)?", re.IGNORECASE
)
# In running words only what has a hyphen is taken for a key: “since 2031” is none.
_IN_WORDS = re.compile(
    rf"\b(?P<source>{_WORD}(?:-{_WORD})+)(?:(?=[\s#¶,]){_PARAGRAPH}(?P<paragraph>\d+))?\b", re.IGNORECASE
)
# As Footnote itself writes one, and a fixture has to.
SHORT = re.compile(r"(?P<source>[a-z0-9-]+)#(?P<paragraph>\d{1,6})")
_NUMBER = re.compile(r"[¶#\s]*(?P<digits>[\d,\s]+)")
_DIGITS = 18  # of a number that the database can hold


@dataclass(frozen=True)
class Pinpoint:
    """A source by its key, and a paragraph of it as far as there is one: as it is written, which may be no number."""

    source: str
    paragraph: str | None = None
    start: int = 0  # where it stands in the words that were searched
    end: int = 0

    @property
    def number(self) -> int | None:
        """The number of the paragraph, None where there is none."""
        return number(self.paragraph or "")

    def __str__(self) -> str:
        return self.source if self.paragraph is None else f"{self.source}#{self.paragraph}"


def parse(text: str) -> Pinpoint | None:
    """Return the pinpoint that a text is or begins, with an empty paragraph after a mark; None where it is none.

    >>> parse("King-2020, ¶22")
    Pinpoint(source='king-2020', paragraph='22')
    """
    match = _PINPOINT.fullmatch(text.lstrip())
    return Pinpoint(match["source"].lower(), match["paragraph"]) if match else None


def found(words: str) -> Iterator[Pinpoint]:
    """Yield what may be a pinpoint in running words."""
    for match in _IN_WORDS.finditer(words):
        yield Pinpoint(match["source"].lower(), match["paragraph"], match.start(), match.end())


def number(text: str) -> int | None:
    """Return the whole number from 1 that a text is, however it is marked: `22`, `¶22`, `#22`, `1,200`; else None."""
    match = _NUMBER.fullmatch(text)
    return _whole(re.sub(r"[,\s]", "", match["digits"])) if match else None


def fact_number(text: str) -> int | None:
    """Return the number of a fact that a text is: `F12`, `f12`, `12`; else None."""
    return _whole(text.strip().upper().removeprefix("F"))


def _whole(digits: str) -> int | None:
    return (int(digits) or None) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else None
