"""What a fact gives to know beside what the question brings: a figure, a date, a person, a place, a reason, …"""

import re
from collections.abc import Callable, Set
from datetime import date

from bot.briefing.asking.question import SILENT, Question
from bot.briefing.asking.wants import Want
from db.search import Candidate
from db.tokenizer import plain, stems

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
_AT = re.compile(r"\b(?:in|of|at|to|from|near|into|between|through|outside|inside) (?:the )?$")
_PEOPLE = re.compile(
    r"\b(?:\w+(?:ers|ors|ists|ants|ents|ees|ans|men)|people|children|youth|wom[ae]n|m[ae]n|troops|authorities"
    r"|officials?|parents?|students?|refugees?|defectors?|president|government|administration|author)\b"
)
_MONTHS = frozenset("january february march april may june july august september october november december".split())


class Given:
    """A fact as an answer: what it gives that the question does not bring; `brought` are the stems that it does."""

    def __init__(self, candidate: Candidate, text: Set[str], question: Question, brought: Set[str]) -> None:
        self.candidate = candidate
        self.text = text
        self.brought = brought
        self._lacking = {want: float(_LACKS[want](self)) for want in question.wants & _LACKS.keys()}

    def lacks(self, *wants: Want) -> float:
        """Return 1 where the question wants any of this and the fact has none, a half where it barely has, else 0."""
        return max(self._lacking.get(want, 0.0) for want in wants)

    @property
    def falls_short(self) -> bool:
        """Say whether the fact lacks something that the question wants."""
        return 1.0 in self._lacking.values()

    @property
    def new(self) -> int:
        """How many telling words the text has that the question does not bring."""
        return len(self.text - self.brought - SILENT)

    @property
    def is_coming(self) -> bool:
        return not _COMING.isdisjoint(self.text)

    def in_year(self, year: int) -> bool:
        """Say whether the fact is of that year or names it."""
        if any(str(year) in line for field in ("text", "details") for line in self.candidate.fields[field]):
            return True
        first, last = self.candidate.first_day, self.candidate.last_day
        return first is not None and last is not None and first <= date(year, 12, 31) and last >= date(year, 1, 1)

    def _undated(self) -> float:
        if any(map(is_year, self.text)):
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
        text = self.candidate.text
        return not any(_AT.search(text[: name.start()]) and self._is_new(name[0]) for name in _NAME.finditer(text))

    def _is_new(self, name: str) -> bool:
        return not _MONTHS.issuperset(plain(name).split()) and bool(set(stems(name)) - self.brought - SILENT)


_LACKS: dict[Want, Callable[[Given], float]] = {
    "figure": Given._no_figure,
    "date": Given._undated,
    "month": lambda given: given._longer_than(31),
    "day": lambda given: given._longer_than(0),
    "person": Given._nobody,
    "place": Given._nowhere,
    "name": Given._nameless,
    "which": Given._nameless,
    "reason": lambda given: _REASONS.isdisjoint(given.text),
    "duration": lambda given: _SPANS.isdisjoint(given.text),
    # What somebody said is known only where it is recorded as said.
    "speech": lambda given: given.candidate.speaker is None,
}


def is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")
