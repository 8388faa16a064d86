"""The memo of what has been made of answers, such as the pages on which they are laid out."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar
from weakref import ref

from cachetools import LRUCache

from bot.briefing.answer import Answer, Section

T = TypeVar("T")

FORMS = 10  # of one answer: with other prefixes, under other titles


@dataclass(frozen=True)
class _Made(Generic[T]):
    """What was made of the answers that have these sections."""

    sections: tuple[ref[Section], ...]
    forms: LRUCache[Hashable, T] = field(default_factory=lambda: LRUCache(FORMS))


class AnswerMemo(Generic[T]):
    """Gives what was made of an answer for as long as its sections live: the very same, not equal ones.

    To compare what they say would take as long as to lay them out.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], _Made[T]] = {}

    def of(self, answer: Answer, make: Callable[[], T], *beside: Hashable) -> T:
        """Return what is made of the answer and of what counts `beside` it."""
        if not answer.sections or answer.draft:
            return make()
        which = tuple(map(id, answer.sections))
        if which not in self._made:

            def forget(_: ref[Section]) -> None:
                # Another may have the id from now on.
                self._made.pop(which, None)

            self._made[which] = _Made(tuple(ref(section, forget) for section in answer.sections))
        forms, form = self._made[which].forms, (replace(answer, sections=()), *beside)
        if form not in forms:
            forms[form] = make()
        return forms[form]
