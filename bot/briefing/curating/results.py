"""The results of a poll as people write them: `Republicans support 85; Democrats support above 88 (subtotal)`."""

import re
from collections.abc import Collection

from pydantic import ValidationError

from bot.briefing.errors import Refusal
from bot.briefing.text import quoted
from db.kinds import Comparator, Result
from db.notes import Line, line
from db.tokenizer import fold

EXAMPLE = "results: Republicans support 85; All respondents | do not approve above 19 (subtotal)"

_COMPARATORS: dict[str, Comparator] = {
    **dict.fromkeys(("≥", ">=", "at least", "or more"), ">="),
    **dict.fromkeys(("≤", "<=", "at most", "up to"), "<="),
    **dict.fromkeys((">", "above", "over", "more than"), ">"),
    **dict.fromkeys(("<", "below", "under", "less than", "fewer than"), "<"),
    **dict.fromkeys(("~", "≈", "about", "around", "roughly", "some", "nearly", "almost"), "~"),
    "=": "=",
}
_WORDS = "|".join(re.escape(word) for word in sorted(_COMPARATORS, key=len, reverse=True))
_RESULT = re.compile(
    rf"(?P<who>.+?)[\s:,|–—=]*(?<![\w.])(?P<comparator>{_WORDS})?\s*(?P<percent>\d+(?:[.,]\d+)?)\s*"
    r"(?:%|per ?cent|percent)?\s*(?P<subtotal>\(\s*sub-?total\s*\))?",
    re.IGNORECASE,
)
_PARTING = re.compile(r"\s*(?:\||:|\s[–—-]\s)\s*")
# "All respondents" and "other voters" are groups of two words.
_DETERMINERS = frozenset("all both most other the young older male female likely registered".split())


def read(value: str, groups: Collection[str] = (), answers: Collection[str] = ()) -> tuple[Result, ...]:
    """Return the results; `groups` and `answers` are those that polls use already, which part long phrases.

    Raises Refusal with a line for each result that cannot be read.
    """
    results: list[Result] = []
    problems: list[Line] = []
    for part in filter(None, map(str.strip, value.split(";"))):
        match = _RESULT.fullmatch(part)
        if match is None:
            problems.append(
                line("`results:` {} should be a group, its answer and a percentage: `{}`.", quoted(part), EXAMPLE)
            )
            continue
        names = _part(match["who"].strip(" ,:|"), groups, answers)
        if names is None:
            problems.append(
                line(
                    "`results:` {} does not say where the group ends and the answer begins: "
                    "part them with `|`, as in `{}`.",
                    quoted(part),
                    EXAMPLE,
                )
            )
            continue
        try:
            results.append(
                Result(
                    group=names[0],
                    answer=names[1],
                    percent=float(match["percent"].replace(",", ".")),
                    comparator=_COMPARATORS[(match["comparator"] or "=").casefold()],
                    subtotal=bool(match["subtotal"]),
                )
            )
        except ValidationError:
            problems.append(
                line("`results:` {} should have a percentage from 0 to 100, and shorter names.", quoted(part))
            )
    if problems:
        raise Refusal("{}", problems)
    return tuple(results)


def write(results: Collection[Result]) -> str:
    """Return the results as `read` takes them back."""
    return "; ".join(
        f"{result.group} | {result.answer} {'' if result.comparator == '=' else result.comparator}"
        f"{result.percent:g}{' (subtotal)' if result.subtotal else ''}"
        for result in results
    )


def _part(who: str, groups: Collection[str], answers: Collection[str]) -> tuple[str, str] | None:
    """Return group and answer: parted by a mark, by a name known, or by how the words look."""
    parted = _PARTING.split(who, maxsplit=1)
    if len(parted) == 2 and all(parted):
        return parted[0], parted[1]
    words = who.split()
    for count in range(len(words) - 1, 0, -1):
        known = next((group for group in groups if fold(group) == fold(" ".join(words[:count]))), None)
        if known:
            return known, " ".join(words[count:])
    for count in range(len(words) - 1, 0, -1):
        if fold(" ".join(words[-count:])) in map(fold, answers):
            return " ".join(words[:-count]), " ".join(words[-count:])
    if len(words) == 2:
        return words[0], words[1]
    named = 2 if words[0].casefold() in _DETERMINERS else 1
    if len(words) > named and words[0][0].isupper() and all(word[0].islower() for word in words[named:]):
        return " ".join(words[:named]), " ".join(words[named:])
    return None
