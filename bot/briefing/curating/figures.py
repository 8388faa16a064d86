"""Figures in a text: numbers, percentages, dates and words such as "two-thirds", in a form to compare.

Number words are read by text2num; shares and multiples, which it leaves alone, by the table below.
"""

import calendar
import re
from collections.abc import Iterable
from decimal import Decimal

from text_to_num import alpha2digit

# Each share or multiple by its usual words, with the number that says the same as a percentage or a count.
_SHARES = {
    "half": ("half|halves|one[- ]half", "50"),
    "a third": ("a third(?= of)|one[- ]third", ""),
    "two-thirds": ("two[- ]thirds", ""),
    "a quarter": ("a (?:quarter|fourth)(?= of)|one[- ](?:quarter|fourth)", "25"),
    "three-quarters": ("three[- ](?:quarters|fourths)", "75"),
    "a fifth": ("a fifth(?= of)|one[- ]fifth", "20"),
    "two-fifths": ("two[- ]fifths", "40"),
    "three-fifths": ("three[- ]fifths", "60"),
    "four-fifths": ("four[- ]fifths", "80"),
    "a tenth": ("a tenth(?= of)|one[- ]tenth|one in ten", "10"),
    "twice": ("twice|doubl(?:e|ed|es|ing)|twofold", ""),
    "three times": ("three times|thrice|tripl(?:e|ed|es|ing)|threefold", ""),
    "a dozen": ("(?:a|one) dozen", "12"),
}
_SHARE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<share{number}>{words})" for number, (words, _) in enumerate(_SHARES.values()))
    + r")(?![\w-])",
    re.IGNORECASE,
)
_SAME = {name: number for name, (_, number) in _SHARES.items() if number}
_SAME |= {number: name for name, number in _SAME.items()}

_MONTHS = {name: number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names)}
_MONTHS["Sept"] = 9
# "May" and "March" are words as well: they are months beside a number, or where a time is named.
_BESIDE = "|".join(rf"(?<={lead}\s)" for lead in (r"\d", "st", "nd", "rd", "th", "of", "in", "by", "since", "until"))
_MONTH = re.compile(
    r"\b(?:(?P<month>"
    + "|".join(sorted((name for name in _MONTHS if name not in ("", "May", "March", "Mar")), key=len, reverse=True))
    + rf")|(?:{_BESIDE})(?P<after>May|March|Mar)|(?P<before>May|March|Mar)(?=\.?,?\s\d))\b"
)
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-2]\d|3[01]))?(?![\d-])")
# Ranks and pronouns: "the first meeting", "the second of them", "the one that".
_NO_FIGURE = re.compile(r"(?<![\w-])(?:first|second|third|one|ones)(?!\w)(?! (?:hundred|thousand|[mb]illion))", re.I)
_COUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LARGE = {"thousand": 3, "million": 6, "billion": 9, "bn": 9, "trillion": 12}
_SCALED = re.compile(rf"(?<!\w)({_COUNT})[ -]?({'|'.join(_LARGE)})\b", re.IGNORECASE)
# "F12" and "Covid-19" are names; "mid-1990s" holds a year.
_NUMBER = re.compile(rf"(?<!\w)(?<![^\W\d_]-)(?:{_COUNT})|(?<=[^\W\d_]-)\d{{4}}")
_PLAIN = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": " ", "−": "-", "\u00a0": " ", "\u202f": " "})


def figures(text: str) -> dict[str, str]:
    """Return the figures of a text in a form to compare, each with how it is said.

    >>> figures("Two-thirds, eighty-five or 1,200 of them in June 2018.")
    {'two-thirds': 'two-thirds', 'month 6': 'June', '85': '85', '1200': '1200', '2018': '2018'}
    """
    found: dict[str, str] = {}
    rest = _ISO.sub(_spelt, text.translate(_PLAIN))
    for match in _SHARE.finditer(rest):
        found.setdefault(_share(match), match[0])
    for match in _MONTH.finditer(rest):
        name = match["month"] or match["after"] or match["before"]
        found.setdefault(f"month {_MONTHS[name]}", name)
    rest = _SCALED.sub(_scaled, _SHARE.sub(" · ", rest))
    rest = alpha2digit(_NO_FIGURE.sub("·", rest), "en", threshold=0)
    for match in _NUMBER.finditer(rest):
        number = _canonical(match[0])
        found.setdefault(number, number)
    return found


def lacking(text: str, passages: Iterable[str]) -> list[str]:
    """Return the figures of the text that stand in none of the passages, as the text says them."""
    held = {figure for passage in passages for figure in figures(passage)}
    return [said for figure, said in figures(text).items() if figure not in held and _SAME.get(figure) not in held]


def _share(match: re.Match[str]) -> str:
    assert match.lastgroup is not None
    return list(_SHARES)[int(match.lastgroup.removeprefix("share"))]


def _spelt(match: re.Match[str]) -> str:
    day = f"{int(match['day'])} " if match["day"] else ""
    return f"{day}{calendar.month_name[int(match['month'])]} {match['year']}"


def _scaled(match: re.Match[str]) -> str:
    return _canonical(match[1], _LARGE[match[2].casefold()])


def _canonical(number: str, zeros: int = 0) -> str:
    value = (Decimal(number.replace(",", "")) * 10**zeros).normalize()
    return f"{value:f}"
