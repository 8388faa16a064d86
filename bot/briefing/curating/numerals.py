"""Numerals: digits of any script, and the separators and powers with which they are written, as exact numbers."""

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from db.unicode import FILLERS, IGNORABLE

VULGAR = "".join(chr(code) for code in (*range(0xBC, 0xBF), *range(0x2150, 0x215F), 0x2189))
HARD_SPACE = "\u00a0"

_LONGEST = 60  # digits; a longer one is compared as it is written
_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2212\ufe63", "-"),
    **dict.fromkeys("\u2012\u2013", "–"),
    **dict.fromkeys("’‘ʼ´`", "'"),
    **dict.fromkeys("\u2007\u2009\u202f", HARD_SPACE),
    **dict.fromkeys("\n\r\t\f\v\u2028\u2029\u3000", " "),
    **{"٫": ".", "٬": ",", "٪": "%", "·": ".", "⁄": "/", "∕": "/", "⋅": "×"},
}
# What would part the digits of a number without being seen, or only strikes through them.
_UNSEEN = f"{IGNORABLE}{FILLERS}"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_INVISIBLE = re.compile(rf"(?<=\d)[{_UNSEEN}{_MARKS}]+|[{_UNSEEN}]+")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_POWER = r"(?:\^[-+]?\d+|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
NUMERAL = re.compile(
    rf"(?P<clock>(?<![\d:])\d{{1,2}}:\d\d(?::\d\d)?(?![\d:]))"
    rf"|(?P<number>\d{{1,3}}(?P<gap>[ {HARD_SPACE}])\d{{3}}(?:(?P=gap)\d{{3}})*(?!\d)(?:[.,]\d+)?"
    rf"|\d+(?:[.,']\d+|{HARD_SPACE}\d{{3}}(?!\d))*|(?<![\w.])\.\d+)"
    rf"(?P<power>\s?[x×*]\s?10{_POWER}|(?<=(?<!\d)10){_POWER})?"
    rf"|(?P<vulgar>[{VULGAR}])"
)
_RAISED_TO = re.compile(r"(?P<times>\s?[x×*]\s?10)?\^?(?P<exponent>.+)")
HAN = "〇零一二两兩三四五六七八九十百千万萬亿億"


class _Characters(dict[int, str]):
    """The plain form of every character, one for one: ASCII’s digits and marks for those of other scripts."""

    def __missing__(self, code: int) -> str:
        digit = unicodedata.decimal(chr(code), None)
        plain = _PLAIN.get(chr(code), chr(code)) if digit is None else str(digit)
        self[code] = chr(ord(plain) - 0xFEE0) if "！" <= plain <= "～" else plain
        return self[code]


_CHARACTERS = _Characters()


def plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the text with plain digits, spaces and marks, and the place that each character has in the original."""
    written = text.translate(_CHARACTERS)
    if not _INVISIBLE.search(written):
        return written, range(len(written))
    unseen = {place for match in _INVISIBLE.finditer(written) for place in range(*match.span())}
    places = [place for place in range(len(written)) if place not in unseen]
    return "".join(written[place] for place in places), places


def number(writing: str, decimal: str | None) -> Fraction | None:
    """Return the number that digits with separators stand for where `decimal` parts decimals, None where it is open.

    >>> [number(writing, None) for writing in ("1.000,5", "1,00,000", "10'000", ".5", "1.000")]
    [Fraction(2001, 2), Fraction(100000, 1), Fraction(10000, 1), Fraction(1, 2), None]
    """
    groups = re.split(r"\D", writing)
    marks = re.sub(r"\d", "", writing)
    if len(writing) > _LONGEST:
        return None
    if not groups[0]:
        return Fraction(f"0.{groups[1]}")
    if not marks:
        return Fraction(writing)
    last = marks[-1]
    if marks.count(last) == 1 and last in ".," and (len(marks) > 1 or _decimal(groups, last, decimal)):
        whole = _grouped(groups[:-1]) if len(set(marks[:-1])) < 2 else None
        return None if whole is None else Fraction(f"{whole}.{groups[-1]}")
    if len(set(marks)) > 1 or (marks == "." and decimal is None):
        return None
    whole = _grouped(groups)
    return None if whole is None else Fraction(whole)


def _decimal(groups: Sequence[str], mark: str, decimal: str | None) -> bool:
    """Say whether the only mark of a numeral parts decimals: one before three digits may part thousands."""
    return mark == decimal or _grouped(groups) is None or groups[0] == "0"


def _grouped(groups: Sequence[str]) -> str | None:
    """Return the digits of groups of three, or as in India of two with three at the end; None for other groups."""
    first, *others = map(len, groups)
    threes = first <= 3 and all(length == 3 for length in others)
    lakhs = len(groups) > 2 and first <= 2 and others[-1] == 3 and all(length == 2 for length in others[:-1])
    return "".join(groups) if not others or threes or lakhs else None


def power(writing: str, base: Fraction) -> Fraction | None:
    """Return the number with the power written after it, `×10⁶` or on a ten `^-3`; None where that is too long."""
    match = _RAISED_TO.fullmatch(writing)
    exponent = match["exponent"].translate(_RAISED) if match else ""
    if match is None or len(exponent) > 3:
        return None
    return (base if match["times"] else 1) * Fraction(10) ** int(exponent)


def han(digits: str) -> int:
    """Return the number that Chinese numerals stand for: `三百二十`, `二〇一八`.

    >>> han("三百二十"), han("二〇一八"), han("一亿二千万")
    (320, 2018, 120000000)
    """
    values = [2 if digit in "两兩" else int(unicodedata.numeric(digit)) for digit in digits]
    if max(values) < 10:
        return int("".join(map(str, values)))
    total = section = ones = 0
    greatest = 10_000
    for value in values:
        if value < 10:
            ones = value
        elif value < 10_000:
            section, ones = section + (ones or 1) * value, 0
        elif value > greatest:
            total, section, ones, greatest = (total + section + ones or 1) * value, 0, 0, value
        else:
            total, section, ones = total + (section + ones or 1) * value, 0, 0
    return total + section + ones
