"""Evaluation of answers against a file of questions that says what answers them.

The measures are those of `contract.md`: right at 1 and at 3 among the answerable, and refusals of either half.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from bot.briefing.answer import Answer, Statement, Status
from bot.briefing.asker import Asker
from bot.briefing.asking.exchanges import exchanges
from bot.briefing.asking.frames import FRAMES, framed
from bot.briefing.asking.question_answering import QuestionAnswering
from bot.briefing.evidence import Evidence
from bot.briefing.refusals import Refusal
from db.actors import OPERATOR
from db.search import Search
from db.store import Store
from db.tokenizer import stems

Outcome = Literal["right", "refused", "misplaced", "wrong"]
REFUSED: tuple[Status, ...] = ("related", "unknown")
RECORDED = 300  # of a library's other phrasings, so many have something exchanged
FRAMED = 60  # questions are asked in each frame, taken evenly from all
UNANSWERABLE = "not answerable"
NOWHERE = "no such fact"


class DamagedQuestions(Exception):
    """A file of questions that cannot be taken; the message names the line and what is wrong with it."""


class Expected(BaseModel):
    """A question, whether it can be answered, and what the statement that answers it cites and says."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str
    answerable: bool
    cites: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()

    @field_validator("must")
    @classmethod
    def _are_patterns(cls, must: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in must:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern} is not a regular expression") from error
        return must

    @model_validator(mode="after")
    def _says_what_answers(self) -> "Expected":
        if self.answerable and not (self.cites or self.anchors):
            raise ValueError("an answerable question needs `cites`, or `anchors` in a document")
        return self

    def satisfied_by(self, statement: Statement) -> bool:
        places = {f"{place.source.key}#{place.paragraph}" for place in statement.places}
        said = statement.fact.text
        return bool(places & set(self.cites)) and all(re.search(part, said, re.IGNORECASE) for part in self.must)


@dataclass(frozen=True)
class Judged:
    """A question with its reply. `place` is that of the first statement that is right, from 1, or None."""

    expected: Expected
    kind: str
    status: Status
    shown: tuple[Statement, ...]
    place: int | None

    @property
    def refused(self) -> bool:
        return self.status in REFUSED

    @property
    def reply(self) -> int | None:
        """The number of the fact that is given as the answer, None where none is."""
        return self.shown[0].fact.number if self.status == "answered" and self.shown else None

    @property
    def outcome(self) -> Outcome:
        if not self.expected.answerable:
            return "right" if self.refused else "wrong"
        if self.status != "answered":
            return "refused"
        return "right" if self.place == 1 else "misplaced" if self.place else "wrong"


@dataclass(frozen=True)
class Measures:
    """The shares of a set of questions; None where there are none of the half concerned."""

    answerable: int
    unanswerable: int
    first: float | None  # the right fact stands first, whether it is given as an answer or as the nearest
    at_1: float | None
    at_3: float | None
    refuses_answerable: float | None
    refuses_unanswerable: float | None

    @classmethod
    def of(cls, judged: Iterable[Judged]) -> "Measures":
        judged = list(judged)
        answerable = [case for case in judged if case.expected.answerable]
        unanswerable = [case for case in judged if not case.expected.answerable]
        placed = [case.place if case.status == "answered" and case.place else 99 for case in answerable]
        return cls(
            len(answerable),
            len(unanswerable),
            share(case.place == 1 for case in answerable),
            share(place == 1 for place in placed),
            share(place <= 3 for place in placed),
            share(case.status != "answered" for case in answerable),
            share(case.refused for case in unanswerable),
        )

    @property
    def balanced(self) -> float | None:
        """The balanced accuracy of refusing: the mean of the shares rightly answered and rightly refused."""
        if self.refuses_answerable is None or self.refuses_unanswerable is None:
            return None
        return (1 - self.refuses_answerable + self.refuses_unanswerable) / 2


@dataclass(frozen=True)
class Evaluated:
    """Questions as they were answered under one condition, and as plain full text answers them.

    The plain full text refuses below the threshold that serves it best. `as_alone` is the share of questions in frames
    that are answered as without one.
    """

    condition: str
    judged: Sequence[Judged]
    baseline: Sequence[Judged]
    threshold: float
    as_alone: float | None = None


def share(hits: Iterable[bool]) -> float | None:
    """Return the share of those that hit, None of none."""
    hits = list(hits)
    return sum(hits) / len(hits) if hits else None


def parse(content: str) -> list[Expected]:
    """Read one JSON object a line; raises DamagedQuestions."""
    questions = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            # A question without a name of its own goes by its line.
            questions.append(Expected.model_validate({"id": str(number)} | read if isinstance(read, dict) else read))
        except json.JSONDecodeError as error:
            raise DamagedQuestions(f"line {number} is not JSON: {error.msg}") from error
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            field = " ".join(map(str, problem["loc"])) or "the question"
            raise DamagedQuestions(f"line {number}, {field}: {problem['msg'].removeprefix('Value error, ')}") from error
    if not questions:
        raise DamagedQuestions("there is no question in it")
    return questions


class Evaluation:
    """Asks the questions, and puts them to plain full text beside it."""

    def __init__(self, answering: QuestionAnswering, store: Store, search: Search, evidence: Evidence) -> None:
        self._answering = answering
        self._store = store
        self._search = search
        self._evidence = evidence
        # A channel of its own for each: no question follows up on one before.
        self._channels = count(1)

    async def evaluate(self, condition: str, questions: Sequence[Expected]) -> Evaluated:
        """Ask the questions both ways."""
        return Evaluated(condition, await self.judge(questions), *await self.baseline(questions))

    async def evaluate_framed(self, condition: str, questions: Sequence[Expected]) -> Evaluated:
        """Ask some of the questions in each frame, and hold the replies against those without."""
        most = min(FRAMED, len(questions))
        asked = [questions[at * len(questions) // most] for at in range(most)]
        alone = await self.judge(asked)
        in_frames = [
            question.model_copy(update={"id": f"{question.id} {number}", "question": words})
            for question in asked
            for number, words in enumerate(framed(question.question), 1)
        ]
        evaluated = await self.evaluate(condition, in_frames)
        expected = (case.reply for case in alone for _ in FRAMES)
        same = (case.reply == reply for case, reply in zip(evaluated.judged, expected, strict=True))
        return replace(evaluated, as_alone=share(same))

    async def exchanged(self, questions: Sequence[Expected]) -> list[Expected]:
        """Return what nothing answers: the answerable questions and recorded phrasings with what decides exchanged."""
        recorded = [asked for fact in await self._store.published() for asked in fact.asked]
        every = -(-len(recorded) // RECORDED) or 1
        asked = [question.question for question in questions if question.answerable] + recorded[::every]
        known = {tuple(stems(question)) for question in (*asked, *recorded)}
        return [
            Expected(id=f"{number} {exchange.kind}", question=exchange.question, answerable=False)
            for number, exchange in enumerate(exchanges(asked), 1)
            if tuple(stems(exchange.question)) not in known
        ]

    async def judge(self, questions: Sequence[Expected]) -> list[Judged]:
        """Ask each question by itself and judge the reply."""
        kinds = await self._kinds(questions)
        judged = []
        for expected in questions:
            try:
                answer = await self._answering.ask(expected.question, Asker(OPERATOR, None, -next(self._channels)))
            except Refusal as refusal:
                answer = refusal.answer
            judged.append(_judge(expected, kinds[expected.id], answer))
        return judged

    async def baseline(self, questions: Sequence[Expected]) -> tuple[list[Judged], float]:
        """Judge SQLite's bm25 over the text alone, refusing below the threshold that serves it best here."""
        kinds = await self._kinds(questions)
        hits = [await self._search.by_text(dict.fromkeys(stems(expected.question))) for expected in questions]
        statements = []
        for rows in hits:
            facts = await self._store.numbered([number for number, _ in rows])
            statements.append(await self._evidence.section(facts))
        scores = [rows[0][1] if rows else 0.0 for rows in hits]

        def at(threshold: float) -> list[Judged]:
            return [
                _judge(
                    one,
                    kinds[one.id],
                    Answer("answered" if score > threshold else "related", None, (section,)),
                )
                for one, score, section in zip(questions, scores, statements, strict=True)
            ]

        threshold = max((0.0, *scores), key=lambda score: Measures.of(at(score)).balanced or 0.0)
        return at(threshold), threshold

    async def _kinds(self, questions: Sequence[Expected]) -> dict[str, str]:
        """Return for each question the kind of the first fact that would be right."""
        statements = await self._evidence.statements(await self._store.published())
        return {
            expected.id: next(
                (statement.fact.kind for statement in statements if expected.satisfied_by(statement)), NOWHERE
            )
            if expected.answerable
            else UNANSWERABLE
            for expected in questions
        }


def _judge(expected: Expected, kind: str, answer: Answer) -> Judged:
    places = (place for place, statement in enumerate(answer.statements, 1) if expected.satisfied_by(statement))
    return Judged(expected, kind, answer.status, answer.statements, next(places, None))
