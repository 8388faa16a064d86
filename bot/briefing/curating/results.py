"""The results of a poll as people write them: `residents support 85; visitors support above 78 (subtotal)`.

Each is read whole or refused: the figure stands at its end, and any other figure in a name that `|` parts off.
"""

import re
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise

from pydantic import ValidationError

from bot.briefing.curating.figures import Figure, figures
from bot.briefing.curating.measures import PERCENT
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from db.kinds import Result
from db.notes import Line, line
from db.tokenizer import fold

EXAMPLE = "results: residents support 85; All respondents | do not approve above 19 (subtotal)"
# How it is written where a name holds a figure.
PARTED = "results: Aged 18–34 | twice a week | 85"

_LONGEST = 450  # characters of a result: two names of 200, and its figure
_LISTED = 4  # so many figures are told of a result that has too many
_SUBTOTAL = re.compile(r"\s?\(\s?sub-?total\s?\)$", re.IGNORECASE)
_PARTING = re.compile(r"\s?:\s?|\s[–—-]\s")
# What may stand between an answer and its figure; a hyphen might be a sign.
_BEFORE_THE_FIGURE = re.compile(r"(?:\s(?:some|only|just))?(?:[\s:,=]|\s[–—]\s)*$", re.IGNORECASE)
_BETWEEN_RESULTS = re.compile(r"^[\s,.]*(?:and\s|&\s)?", re.IGNORECASE)
_SIGNS = ("-", "–", "—", "+", "±", "−")
# “All respondents” and "other voters" are groups of two words.
_DETERMINERS = frozenset("all both most other the young older male female likely registered".split())


def read(value: str, groups: Collection[str] = (), answers: Collection[str] = ()) -> tuple[Result, ...]:
    """Return the results; `groups` and `answers` are those that polls use already, which part long phrases.

    Raises Refusal with a line for each result that cannot be read.
    """
    known = _Known(groups, answers)
    results: list[Result] = []
    problems: list[Line] = []
    for entry in filter(None, (" ".join(entry.split()).rstrip(" .,") for entry in value.split(";"))):
        try:
            results.append(_result(entry, known))
        except Refusal as refusal:
            problems.append(line("`results:` {} {}", quoted(entry), refusal.note))
    if problems:
        raise Refusal("{}", problems)
    return tuple(results)


def write(results: Collection[Result]) -> str:
    """Return the results as `read` takes them back."""
    return "; ".join(
        f"{result.group} | {result.answer} | {'' if result.comparator == '=' else result.comparator}"
        f"{result.percent:g}{' (subtotal)' if result.subtotal else ''}"
        for result in results
    )


class _Known:
    """The groups and answers that polls use already."""

    def __init__(self, groups: Collection[str], answers: Collection[str]) -> None:
        self._groups = {fold(group): group for group in groups}
        self._answers = {fold(answer) for answer in answers}

    def parted(self, who: str) -> tuple[str, str] | None:
        """Return group and answer: parted by a mark, by a name that is known, or by how the words look."""
        parted = _PARTING.split(who, maxsplit=1)
        if len(parted) == 2 and all(parted):
            return parted[0], parted[1]
        words = who.split()
        for count in range(len(words) - 1, 0, -1):
            if group := self._groups.get(fold(" ".join(words[:count]))):
                return group, " ".join(words[count:])
        for count in range(len(words) - 1, 0, -1):
            if fold(" ".join(words[-count:])) in self._answers:
                return " ".join(words[:-count]), " ".join(words[-count:])
        if len(words) == 2:
            return words[0], words[1]
        named = 2 if words[0].casefold() in _DETERMINERS else 1
        if len(words) > named and words[0][0].isupper() and all(word[0].islower() for word in words[named:]):
            return " ".join(words[:named]), " ".join(words[named:])
        return None


def _result(entry: str, known: _Known) -> Result:
    """Return one result; raises Refusal with what is wrong with it."""
    if len(entry) > _LONGEST:
        raise Refusal("is {:,} characters long: write a group, its answer and a percentage: `{}`.", len(entry), EXAMPLE)
    written = _SUBTOTAL.sub("", entry)
    *cells, last = (cell.strip() for cell in written.split("|"))
    found = [list(readings) for _, readings in groupby(figures(last), key=lambda figure: (figure.start, figure.end))]
    if not found or len(cells) > 2 or not all(cells):
        raise Refusal("should be a group, its answer and a percentage: `{}`.", EXAMPLE)
    *others, final = found
    if final[0].end < len(last):
        raise Refusal("should end with its percentage: `{}`.", EXAMPLE)
    if counting := [readings[0] for readings in others if readings[0].sure and not _is_name(readings[0])]:
        raise _too_many([*counting, final[0]], cells, last, known)
    figure = next((reading for reading in final if reading.value is not None and reading.unit in ("", PERCENT)), None)
    if figure is None or figure.value is None or figure.qualifier == "±":
        raise Refusal("should end with a percentage, which {} is not: `{}`.", quoted(final[0].text), EXAMPLE)
    who = _BEFORE_THE_FIGURE.sub("", last[: figure.start])
    if figure.value < 0 or (who or "".join(cells[-1:])).endswith(_SIGNS):
        raise Refusal("should have no dash or sign before its figure: `{}`.", EXAMPLE)
    names = _names(cells, who, known)
    try:
        return Result(
            group=names[0],
            answer=names[1],
            percent=float(figure.value) if figure.value < 1000 else 1000,
            comparator=figure.qualifier,
            subtotal=written != entry,
        )
    except ValidationError:
        raise Refusal("should have a percentage from 0 to 100, and shorter names: `{}`.", EXAMPLE) from None


def _names(cells: Sequence[str], who: str, known: _Known) -> tuple[str, str]:
    """Return group and answer, of cells that `|` parts and of what stands before the figure."""
    match [*cells, who] if who else cells:
        case [group, answer]:
            return group, answer
        case [words] if who and (names := known.parted(words)):
            return names
        case [_] if who:
            raise Refusal(
                "does not say where the group ends and the answer begins: part them with `|`, as in `{}`.", EXAMPLE
            )
    raise Refusal("should be a group, its answer and a percentage: `{}`.", EXAMPLE)


def _is_name(figure: Figure) -> bool:
    return figure.value is None and any(map(str.isalpha, figure.name))


def _too_many(counting: Sequence[Figure], cells: Sequence[str], last: str, known: _Known) -> Refusal:
    """Return a refusal that names the figures and says how results are parted: with these, where each then reads."""
    listed = ", ".join(figure.text for figure in counting[:_LISTED]) + (", …" if len(counting) > _LISTED else "")
    form = EXAMPLE
    if len(counting) <= _LISTED:
        ends = [0, *(figure.end for figure in counting)]
        group = "".join(f"{cell} | " for cell in cells)
        parts = [group + _BETWEEN_RESULTS.sub("", last[start:end]) for start, end in pairwise(ends)]
        try:
            for part in parts:
                _result(part, known)
            form = f"results: {'; '.join(parts)}"
        except Refusal:
            form = EXAMPLE
    return Refusal(
        "holds more than one figure ({}): part results with `;`, as in `{}`; where a name holds a figure, part it with "
        "`|`: `{}`.",
        listed,
        form,
        PARTED,
    )
