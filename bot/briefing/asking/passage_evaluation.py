"""Evaluation of passages: how often the right paragraph and the right sentence of a document are quoted.

A question names the paragraphs that answer it (`cites`, with what the sentence has to say in `must`), or words that the
paragraph and the sentence that answer hold (`anchors`, compared by letters and digits alone).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from bot.briefing.answer import Answer, Place
from bot.briefing.asker import Asker
from bot.briefing.asking.evaluation import Expected, share
from bot.briefing.asking.question_answering import QuestionAnswering
from bot.briefing.evidence import Evidence, quotation
from bot.briefing.refusals import Refusal
from db.actors import OPERATOR
from db.passage_search import PassageSearch
from db.store import Store
from db.tokenizer import stems

PLACES = 3
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class JudgedPassages:
    """A question with the passages that were quoted: which are right, and of which the sentence is.

    `near` says that nothing was quoted, or what was is said to be only near.
    """

    expected: Expected
    shown: tuple[Place, ...]
    near: bool
    paragraphs: tuple[bool, ...]
    sentences: tuple[bool, ...]


@dataclass(frozen=True)
class PassageMeasures:
    """The shares of a set of questions; None where there are none of the half concerned."""

    answerable: int
    unanswerable: int
    paragraph_first: float | None
    paragraph_in_three: float | None
    sentence_first: float | None
    sentence_in_three: float | None
    near_for_answerable: float | None
    near_for_unanswerable: float | None

    @classmethod
    def of(cls, judged: Iterable[JudgedPassages]) -> "PassageMeasures":
        judged = list(judged)
        answerable = [case for case in judged if case.expected.answerable]
        others = [case for case in judged if not case.expected.answerable]
        return cls(
            len(answerable),
            len(others),
            share(any(case.paragraphs[:1]) for case in answerable),
            share(any(case.paragraphs) for case in answerable),
            share(any(case.sentences[:1]) for case in answerable),
            share(any(case.sentences) for case in answerable),
            share(case.near for case in answerable),
            share(case.near for case in others),
        )


@dataclass(frozen=True)
class EvaluatedPassages:
    """Questions as passages answer them under one condition, and the paragraphs that plain full text finds."""

    condition: str
    judged: Sequence[JudgedPassages]
    baseline: Sequence[JudgedPassages]


class PassageEvaluation:
    """Asks questions of a store, and puts them to FTS5 and its BM25 over the paragraphs alone beside it."""

    def __init__(self, answering: QuestionAnswering, store: Store, search: PassageSearch, evidence: Evidence) -> None:
        self._answering = answering
        self._store = store
        self._search = search
        self._evidence = evidence
        # A channel of its own for each: no question follows up on one before.
        self._channels = count(1)

    async def evaluate(self, condition: str, questions: Sequence[Expected]) -> EvaluatedPassages:
        """Ask the questions both ways."""
        judged = [_judge(expected, await self._asked(expected)) for expected in questions]
        baseline = [_judged(expected, await self._plain(expected), near=False) for expected in questions]
        return EvaluatedPassages(condition, judged, baseline)

    async def _asked(self, expected: Expected) -> Answer:
        try:
            return await self._answering.ask(expected.question, Asker(OPERATOR, None, -next(self._channels)))
        except Refusal as refusal:
            return refusal.answer

    async def _plain(self, expected: Expected) -> list[Place]:
        asked = dict.fromkeys(stems(expected.question))
        found = await self._search.plain(asked, limit=PLACES) if asked else []
        sources = {
            source.number: source for source in await self._store.sources_numbered({one.source for one in found})
        }
        documents = await self._evidence.documents(sources.values())
        return [quotation(sources[one.source], documents[one.source], one.paragraph) for one in found]


def _judge(expected: Expected, answer: Answer) -> JudgedPassages:
    quoting = [section for section in answer.sections if section.passages]
    near = answer.status != "answered" and all(section.nearest for section in quoting)
    return _judged(expected, answer.passages, near=near)


def _judged(expected: Expected, shown: Sequence[Place], *, near: bool) -> JudgedPassages:
    shown = tuple(shown[:PLACES])
    return JudgedPassages(
        expected,
        shown,
        near,
        tuple(_right(expected, place, place.context) for place in shown),
        tuple(_right(expected, place, place.excerpt or "", is_sentence=True) for place in shown),
    )


def _right(expected: Expected, place: Place, words: str, *, is_sentence: bool = False) -> bool:
    """Say whether the paragraph is right, or the sentence, which also has to tell what answers."""
    if expected.anchors:
        return any(_letters(anchor) in _letters(words) for anchor in expected.anchors)
    cited = f"{place.source.key}#{place.paragraph}" in expected.cites
    return cited and (not is_sentence or all(re.search(part, words, re.IGNORECASE) for part in expected.must))


def _letters(words: str) -> str:
    return _NO_LETTER.sub("", words).casefold()
