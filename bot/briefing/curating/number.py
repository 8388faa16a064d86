"""A number in the making: what the scan of a text gathers of it, with the words that qualify a number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Qualifier = Literal["=", ">", "<", ">=", "<=", "~", "±"]

QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(
        (
            ">",
            "above",
            "over",
            "more than",
            "greater than",
            "larger than",
            "bigger than",
            "longer than",
            "in excess of",
            "exceeding",
            "upwards of",
        ),
        ">",
    ),
    **dict.fromkeys(("<", "below", "under", "less than", "fewer than", "smaller than", "shorter than"), "<"),
    **dict.fromkeys(("≥", ">=", "at least", "no less than", "no fewer than", "not less than", "a minimum of"), ">="),
    **dict.fromkeys(("≤", "<=", "at most", "up to", "as many as", "as much as", "no more than", "not more than"), "<="),
    **dict.fromkeys(("~", "≈", "about", "around", "roughly", "approximately", "nearly", "almost", "circa", "ca."), "~"),
    **dict.fromkeys(("±", "+/-", "plus or minus", "plus/minus"), "±"),
}
FOLLOWING: dict[str, Qualifier] = {
    **dict.fromkeys(("+", "or more", "and more", "or over", "and over", "or above", "and above", "or higher"), ">="),
    **dict.fromkeys(("or less", "or fewer", "or under", "and under", "or below", "and below", "or lower"), "<="),
    "or so": "~",
}


def _alternatives(words: Mapping[str, object]) -> str:
    return "|".join(
        rf"(?<!\w){re.escape(word)}" if word[0].isalpha() else re.escape(word)
        for word in sorted(words, key=len, reverse=True)
    )


_BEFORE = re.compile(
    rf"(?P<lead>(?<!add )(?<!adds )(?<!adding )(?:{_alternatives(QUALIFIERS)}))\s?(?:(?:just|the|an?)\s)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\s?(?P<trail>{'|'.join(map(re.escape, FOLLOWING))})(?!\w)", re.IGNORECASE)


def qualified_before(words: str) -> tuple[int, Qualifier] | None:
    """Return how many characters at the end of the words qualify the number after them, and how."""
    match = _BEFORE.search(words)
    return (len(words) - match.start(), QUALIFIERS[match["lead"].casefold()]) if match else None


def qualified_after(text: str, place: int) -> tuple[int, Qualifier] | None:
    """Return where what qualifies the number before that place ends, and how."""
    match = _AFTER.match(text, place)
    return (match.end(), FOLLOWING[match["trail"].casefold()]) if match else None


@dataclass
class Number:
    """A number in the making; start and end count the characters of the plain text."""

    start: int
    end: int
    value: Fraction | None
    unit: str = ""
    qualifier: Qualifier = "="
    name: str = ""  # the writing, where there is no value or the same writing may mean another
    sure: bool = True
    power: int = 0  # of the scale that is written after it
    year: bool = False
    led: bool = False  # by its unit, which others do not share: “$5 and 6”

    def scale(self, power: int, end: int) -> None:
        """Multiply it by the power of ten that is written after it up to `end`."""
        self.value = None if self.value is None else self.value * 10**power
        self.name = self.name and f"{self.name}e{power}"
        self.power, self.end, self.year = self.power + power, end, False

    def negate(self) -> None:
        self.value = None if self.value is None else -self.value
        self.name = self.name and f"-{self.name}"

    @property
    def plain(self) -> bool:
        return self.value is not None and not self.unit and self.qualifier == "=" and not self.year
