"""Written dates: what people write for a date, read as EDTF, or refused with the reason and the nearest that is one."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from db.dates import grammar
from db.dates.edtf import MONTHS, parse
from db.dates.grammar import LIMIT, WEEKDAYS, Ambiguous
from db.dates.spoken import SEASON_NAMES
from db.values import now

EXAMPLES = "12 June 2018, June 2018, 2014 to 2017, before 2018, the 1990s, about 2020, or EDTF such as 2018-06/2019"
NEAREST = 3
ALIKE = 70.0  # of 100: how like a word is to one of the grammar that may be meant
PIECES = 10  # words and marks of a text of which some are left out in search of a date
AMONG = 100  # characters of a date among other words
TRIED = 2000  # characters that are read in search of such dates, of which each attempt counts some more
_ATTEMPT = 20

_WORDS = (*MONTHS, *SEASON_NAMES, *WEEKDAYS, *"before after since until from between about century".split())
_PIECE = re.compile(r"\w+|[^\w\s]")
# A date among other words stands between spaces, but for a mark behind it; a percentage is none.
_BEGINNING = re.compile(r"(?<![^\s(“\"'])\S")
_END = re.compile(r"(?<!%)(?=[.,;:!?)”\"'’]*(?:\s|$))")


class Unreadable(ValueError):
    """A text that is no date: the reason where there is one to tell, and the nearest dates, as EDTF."""

    def __init__(self, text: str, problem: ValueError) -> None:
        super().__init__(f"“{text}” is not a date")
        self._text = text
        self._problem = problem

    @property
    def reason(self) -> str:
        return self._explained[0]

    @property
    def nearest(self) -> list[str]:
        return self._explained[1]

    @property
    def strange(self) -> list[str]:
        """The words that mean nothing in a date."""
        return _respelt(self._text)[1]

    @cached_property
    def _explained(self) -> tuple[str, list[str]]:
        # Sought where somebody is told, since it takes a hundred times as long as reading does.
        return _explained(self._text, self._problem)


@lru_cache(maxsize=4096)
def written(text: str) -> str:
    """Return the date as EDTF, in which it may be written as well; raises Unreadable."""
    text = " ".join(text.split())
    try:
        return _read(text)
    except ValueError as error:
        raise Unreadable(text, error) from None


def is_date(text: str) -> bool:
    """Say whether the text as a whole is a date."""
    try:
        written(text)
    except Unreadable:
        return False
    return True


def found(text: str) -> Iterator[tuple[str, str]]:
    """Yield the dates that stand among other words, as EDTF, each with the words around it; the longest first."""
    text = " ".join(text.split())
    passages = {(start.start(), end) for start in _BEGINNING.finditer(text) for end in _ends(text, start.start())}
    left = TRIED
    for start, end in sorted(passages, key=lambda passage: (passage[0] - passage[1], passage)):
        if end - start > AMONG or not (_END.match(text, end) and any(map(str.isdigit, text[start:end]))):
            continue
        # A line of nothing but years may be parted in thousands of ways.
        left -= end - start + _ATTEMPT
        if left < 0:
            return
        if edtf := _attempt(text[start:end]):
            yield edtf, " ".join(f"{text[:start]} {text[end:]}".split())


def _ends(text: str, start: int) -> Iterator[int]:
    """Yield where a date that begins at `start` may end: at the next space, and behind each word of the grammar."""
    space = text.find(" ", start)
    yield space if space > 0 else len(text)
    for token in grammar.tokens(text[start:]):
        yield start + (token.end_pos or 0)


def _read(text: str) -> str:
    """Return the date as EDTF; raises ValueError with a reason, which may be empty."""
    try:
        return str(parse(text))
    except ValueError as notation:
        try:
            return grammar.reading(text)
        except ValueError as error:
            raise (error if str(error) else notation) from None


def _attempt(text: str) -> str | None:
    try:
        return _read(" ".join(text.split()))
    except ValueError:
        return None


def _explained(text: str, problem: ValueError) -> tuple[str, list[str]]:
    """Return the reason, and the dates that are nearest: the ways to read it, or what a small change makes of it."""
    if isinstance(problem, Ambiguous):
        return str(problem), [edtf for reading in problem.readings if (edtf := _attempt(reading))]
    respelt, strange = _respelt(text)
    if not str(problem) and not re.search(r"\d{3}", text):
        year = str(now().year)
        if len(dated := _nearest(f"{respelt} {year}")) == 1 and dated != [year]:
            return "it names no year", dated
    nearest = _nearest(respelt) or _nearest(text)
    if strange and nearest and not str(problem):
        return f"I know no {' and no '.join(f'“{word}”' for word in strange)} in a date", nearest
    return str(problem), nearest


def _respelt(text: str) -> tuple[str, list[str]]:
    """Return the text with those words for its strange ones that are most like them, and the strange ones."""
    respelt, strange = "", list[str]()
    while True:
        known = max((token.end_pos or 0 for token in grammar.tokens(text)), default=0)
        word = re.match(r"(\W*)([^\W\d_]+)", text[known:])
        if word is None:
            return respelt + text, strange
        strange.append(word[2])
        like = process.extractOne(word[2], _WORDS, scorer=fuzz.ratio, score_cutoff=ALIKE, processor=str.casefold)
        respelt += f"{text[:known]}{word[1]}{like[0] if like else word[2]}"
        text = text[known + word.end() :]


def _nearest(text: str) -> list[str]:
    """Return the date that the text is, or those that are left when as little as can be is left out at one place."""
    if edtf := _attempt(text):
        return [edtf]
    pieces = list(_PIECE.finditer(text)) if len(text) <= LIMIT else []
    for length in range(1, len(pieces) if len(pieces) <= PIECES else 0):
        cuts = ((pieces[at].start(), pieces[at + length - 1].end()) for at in range(len(pieces) - length + 1))
        left = (f"{text[:start]} {text[end:]}" for start, end in cuts if not _is_within(text, start, end))
        if dates := list(dict.fromkeys(filter(None, (_attempt(words.strip(" -–—/.,")) for words in left)))):
            return dates[:NEAREST]
    return []


def _is_within(text: str, start: int, end: int) -> bool:
    """Say whether it stands amid the figures of a date: without its month 2018-06-12 would be 2018-12."""
    return bool(re.search(r"\d[-/.]?$", text[:start]) and re.match(r"[-/.]?\d", text[end:]))
