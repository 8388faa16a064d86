"""Answer types: the kinds of thing that a question wants to know (a date, a person, a reason, …), and whether a fact
gives one that the question does not bring."""

import re
from collections.abc import Callable, Sequence, Set
from datetime import date
from functools import lru_cache
from typing import Literal

from bot.briefing.asking.stopwords import STOP_STEMS
from db.dates.bounds import calendar_bounds
from db.search import Candidate
from db.tokenizer import plain, stem, stems

Stems = tuple[str, ...]
AnswerType = Literal[
    "figure", "opinion", "date", "month", "day", "duration", "person", "place", "reason", "which", "name", "speech"
]

# Read on stems, so that questions and the other phrasings of facts, which the index holds as stems, are read alike.
_EXPECTED: dict[AnswerType, str] = {
    "figure": r"how (mani|much|old|tall|larg)|(what|which) (share|percentag|percent|proport|fraction|number|rate|total)"
    r"|percentag|percent|proport|share of|number|figur|rate|count|toll|age of",
    "opinion": r"poll|survey|in favor|undecid|unsur|(what|which) (share|percentag|percent|proport)"
    r"|(how mani|do|what) (\w+ ){0,3}(support|approv\w*|disapprov\w*|oppos|favor|want|think)",
    "date": r"when|(what|which) (year|date|month|day|decad)|(date|year|day|month) of",
    "month": r"(what|which) month",
    "day": r"(what|which|exact) (day|date)|(date|day) of",
    "duration": r"how (long|soon|(mani|much) (year|month|week|day|hour|minut|time))|durat"
    r"|(year|month|week|day) (later|apart)",
    # Elsewhere *who* joins: those *who oppose it*.
    "person": r"(^|\b(and|but|so|exactli|me|know|by|to|with|for|from|on|of|is|was|name|ask|check|question) )"
    r"(who|whom|whose)|who$|who (is|was|said|did) (that|this|it)$",
    "place": r"where|(what|which) (countri|citi|place|capit|town|venu|locat|region|nation)|(venu|locat|place) of",
    "reason": r"whi|how come|reason|what (caus|led|made|drove)|caus of|what for|motiv",
    "which": r"which",
    "name": r"name|titl|call",
    "speech": r"what (did|doe|has|have) .*(say|said|tell|told|think|promis|propos|claim)|said about"
    r"|comment|quot|remark",
}
_PATTERNS = {expected: re.compile(rf"(?:\b|^)(?:{pattern})(?:\b|$)") for expected, pattern in _EXPECTED.items()}
_OPEN = re.compile(r"\b(who|whom|whose|what|when|where|whi|which|how)\b")

# Stems.
_COMING = frozenset("will may might could would expect unlik possibl plan futur predict like".split())
_FIGURES = frozenset(
    """
    one two three four five six seven eight nine ten twenti thirti half third hundr thousand million most major
    """.split()
)
_SPANS = frozenset("year month week day hour minut decad centuri".split())
_REASONS = frozenset("becaus sinc reason due caus therefor henc owe result lead led order so".split())

_NAME = re.compile(r"(?<![\w’'-])[A-Z][\w’'.-]*")
_AT = re.compile(
    r"\b(?:in|of|at|to|from|near|into|between|through|outside|inside) (?:the )?(?=(?P<name>[A-Z][\w’'.-]*))"
)
_PEOPLE = re.compile(
    r"\b(?:\w+(?:ers|ors|ists|ants|ents|ees|ans|men)|people|children|youth|wom[ae]n|m[ae]n|troops|authorities"
    r"|officials?|parents?|students?|refugees?|defectors?|president|government|administration|author)\b"
)
_DAYS = frozenset(
    map(
        stem,
        """
        january february march april june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday century summer winter autumn spring midnight noon morning evening night
        """.split(),
    )
)
_MONTHS = frozenset("january february march april may june july august september october november december".split())


@lru_cache(maxsize=8192)
def expected_types(line: Stems) -> frozenset[AnswerType]:
    """Return what kinds of thing a line of these stems wants to know."""
    words = " ".join(line)
    return frozenset(expected for expected, pattern in _PATTERNS.items() if pattern.search(words))


def is_open(line: Sequence[str]) -> bool:
    """Say whether the line asks for something that it does not name: *who …*, *what …*, not *did …*."""
    return bool(_OPEN.search(" ".join(line)))


class OfferedTypes:
    """A fact as an answer: what of the types expected it gives that the question, whose stems are `brought`, does not.

    `text` are the stems of what it says.
    """

    def __init__(self, candidate: Candidate, text: Set[str], expected: Set[AnswerType], brought: Set[str]) -> None:
        self.candidate = candidate
        self.text = text
        self.brought = brought
        self._lacking = {answer_type: float(_LACKS[answer_type](self)) for answer_type in expected & _LACKS.keys()}

    def lacks(self, *expected: AnswerType) -> float:
        """Return 1 where the question wants any of this and the fact has none, a half where it barely has, else 0."""
        return max(self._lacking.get(answer_type, 0.0) for answer_type in expected)

    @property
    def falls_short(self) -> bool:
        """Say whether the fact lacks something that the question wants."""
        return 1.0 in self._lacking.values()

    @property
    def new(self) -> int:
        """How many telling words the text has that the question does not bring."""
        return len(self.text - self.brought - STOP_STEMS)

    @property
    def is_coming(self) -> bool:
        return not _COMING.isdisjoint(self.text)

    def in_year(self, year: int) -> bool:
        """Say whether the fact is of that year or names it."""
        if any(str(year) in line for field in ("text", "details") for line in self.candidate.fields[field]):
            return True
        first, last = self.candidate.first_day, self.candidate.last_day
        return first is not None and last is not None and first <= date(year, 12, 31) and last >= date(year, 1, 1)

    def in_period(self, period: str) -> bool:
        """Say whether the fact may be of that time or names a year of it."""
        begin, end = calendar_bounds(period)
        first, last = self.candidate.first_day, self.candidate.last_day
        if first is not None and last is not None and first <= end and last >= begin:
            return True
        lines = (line for field in ("text", "details") for line in self.candidate.fields[field])
        return any(is_year(word) and begin.year <= int(word) <= end.year for line in lines for word in line)

    def _undated(self) -> float:
        if any(map(is_year, self.text)) or not _DAYS.isdisjoint(self.text - self.brought):
            return 0.0
        return 1.0 if self.candidate.first_day is None else 0.5

    def _longer_than(self, days: int) -> bool:
        first, last = self.candidate.first_day, self.candidate.last_day
        return first is None or last is None or (last - first).days > days

    def _no_figure(self) -> bool:
        figures = any(stem in _FIGURES or (stem.isdigit() and not is_year(stem)) for stem in self.text)
        return self.candidate.kind != "poll" and not figures

    def _nameless(self) -> bool:
        return not any(self._is_new(name[0]) for name in _NAME.finditer(self.candidate.text))

    def _nobody(self) -> bool:
        speaker = self.candidate.speaker
        people = [found[0] for found in _PEOPLE.finditer(self.candidate.text)]
        return self._nameless() and not any(map(self._is_new, [*people, *([speaker] if speaker else [])]))

    def _nowhere(self) -> bool:
        if self.candidate.kind == "event" and self.candidate.fields["details"][2:]:
            return False
        return not any(self._is_new(at["name"]) for at in _AT.finditer(self.candidate.text))

    def _is_new(self, name: str) -> bool:
        return not _MONTHS.issuperset(plain(name).split()) and bool(set(stems(name)) - self.brought - STOP_STEMS)


_LACKS: dict[AnswerType, Callable[[OfferedTypes], float]] = {
    "figure": OfferedTypes._no_figure,
    "date": OfferedTypes._undated,
    "month": lambda offered: offered._longer_than(31),
    "day": lambda offered: offered._longer_than(0),
    "person": OfferedTypes._nobody,
    "place": OfferedTypes._nowhere,
    "name": OfferedTypes._nameless,
    "which": OfferedTypes._nameless,
    "reason": lambda offered: _REASONS.isdisjoint(offered.text),
    "duration": lambda offered: _SPANS.isdisjoint(offered.text),
    # What somebody said is known only where it is recorded as said.
    "speech": lambda offered: offered.candidate.speaker is None,
}


def is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")
