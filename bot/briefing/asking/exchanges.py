"""Exchanges: questions that nothing answers, made of those that can be, by exchanging what decides.

Who did it to whom, a *not*, a group of people, a year, a number or a name: a question with another in its place is
as like the fact as before, and is not answered by it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.briefing.asking.features import GROUPS
from db.tokenizer import stem


@dataclass(frozen=True)
class ExchangedQuestion:
    """A question with something exchanged: which `kind` of thing, and the question of which it was made."""

    kind: str
    question: str
    of: str


def exchanges(questions: Iterable[str]) -> Iterator[ExchangedQuestion]:
    """Yield each question with each thing exchanged that it has, one at a time."""
    for question in questions:
        for kind, exchange in _KINDS.items():
            # Which of several comes in its place depends on the question alone.
            changed = exchange(question, len(question))
            if changed and changed != question:
                yield ExchangedQuestion(kind, changed, question)


def _actors(question: str, number: int) -> str | None:
    """Return the question with who acts in the place of whom it is done to."""
    names = list(_NAME.finditer(question))
    if len(names) < 2 or _TOGETHER.search(question):
        return None
    first, second = names[0], names[1]
    between = question[first.end() : second.start()]
    if first[0] == second[0] or not between.strip() or _ASIDE.search(between):
        return None
    return question[: first.start()] + second[0] + between + first[0] + question[second.end() :]


def _negation(question: str, number: int) -> str | None:
    if _NEGATED.search(question) or not _OPEN.match(question):
        return None
    return _AUXILIARY.sub(lambda word: _NOT.get(word[0].lower(), f"{word[0]}n’t"), question, count=1)


def _group(question: str, number: int) -> str | None:
    words = [word for word in re.findall(r"[A-Za-z]+", question) if stem(word.lower()) in GROUPS]
    others = [group for group in _GROUPS if stem(group.lower()) not in {stem(word.lower()) for word in words}]
    return question.replace(words[0], others[number % len(others)]) if words else None


def _year(question: str, number: int) -> str | None:
    shift = (-17, -13, 11, 14)[number % 4]
    return _YEAR.sub(lambda year: str(int(year[0]) + shift), question)


def _figure(question: str, number: int) -> str | None:
    return _FIGURE.sub(lambda figure: str(int(figure[0]) * 2 + 7), question, count=1)


def _name(question: str, number: int) -> str | None:
    """Return the question with a name that no store has in the place of the last one in it."""
    names = _NAME.findall(question)
    if not names:
        return None
    before, _, after = question.rpartition(names[-1])
    return f"{before}{_STRANGERS[number % len(_STRANGERS)]}{after}"


_NAME = re.compile(r"(?<=\w )(?!I\b)[A-Z](?:\w|[’'-](?!s\b))+(?: [A-Z](?:\w|[’'-](?!s\b))+)*")
# Who meets is met …
_TOGETHER = re.compile(
    r"\b(?:and|or|between|with|met|meet\w*|talks?|versus|vs|than|like|relat\w*|compar\w*|differ\w*)\b|[–/]",
    re.IGNORECASE,
)
# … and where it was does nothing.
_ASIDE = re.compile(
    r"['’]s\b|\b(?:in|at|of|for|on|about|from|over|under|during|before|after|as|since)\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|never|no|nobody|without)\b|n['’]t\b", re.IGNORECASE)
_OPEN = re.compile(r"(?:who|what|when|where|which|how)\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:did|does|do|is|was|were|has|have|had|can|will|are)\b", re.IGNORECASE)
_NOT = {"can": "can’t", "will": "won’t"}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"(?<![\d.,-])(?!(?:19|20)\d\d\b)\d{1,4}(?![\d.,-]*\d)")
_GROUPS = ("pensioners", "farmers", "teenagers", "Canadians", "nurses", "tenants")
_STRANGERS = ("Ostrander", "Velbrook", "Quimby", "Halvorsen", "Tarnow")
_KINDS: dict[str, Callable[[str, int], str | None]] = {
    "actors": _actors,
    "negation": _negation,
    "group": _group,
    "year": _year,
    "figure": _figure,
    "name": _name,
}
