"""Evaluation from the command line: questions whose answers are known, asked in several conditions side by side."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import app
from bot.app import Services
from bot.briefing.asking.evaluation import DamagedQuestions, Evaluated, Evaluation, Expected, parse
from bot.errors import CannotStart
from bot.render import tables
from bot.settings import Settings
from db import fixtures

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True)
class Condition:
    """Questions, and the store that they are put to: the one at hand, or one made of a library.

    Where they are `exchanged`, what decides is another thing in each, so that nothing answers it.
    """

    name: str
    questions: Sequence[Expected]
    library: Path | None = None
    bare: bool = False
    exchanged: bool = False

    async def evaluate(self, settings: Settings) -> Evaluated:
        if self.library is None and not self.bare:
            async with app.started(settings) as opened:
                return await _evaluate(self, opened)
        with TemporaryDirectory() as folder:
            changed: dict[str, object] = {"database_url": f"sqlite+aiosqlite:///{folder}/evaluation.db"}
            if self.library:
                changed |= {"fixtures_dir": self.library / "fixtures", "documents_dir": self.library / "documents"}
            async with app.opened(settings.model_copy(update=changed), bare=self.bare) as opened:
                return await _evaluate(self, opened)


def evaluate(files: Sequence[Path], libraries: Sequence[Path], *, bare: bool, exchanged: bool) -> None:
    """Ask the questions of files and libraries, and print how they were answered."""
    conditions = [
        each
        for condition in _conditions(files, libraries, bare)
        for each in (condition, *([_with_exchanges(condition)] if exchanged else []))
    ]
    if not conditions:
        raise CannotStart("Name a file of questions, or a library: `footnote evaluate --library FOLDER`.")

    async def session() -> list[Evaluated]:
        settings, evaluated = app.configured(), []
        for condition in conditions:
            print(f"Asking {len(condition.questions)} questions: {condition.name}", file=sys.stderr)
            evaluated.append(await condition.evaluate(settings))
        return evaluated

    evaluated = asyncio.run(session())
    tables.conditions(evaluated)
    if len(evaluated) == 1:
        tables.evaluation(evaluated[0])


def _conditions(files: Sequence[Path], libraries: Sequence[Path], bare: bool) -> Iterator[Condition]:
    for file in files:
        questions = _questions(file)
        yield Condition(file.name, questions)
        if bare:
            yield Condition(f"{file.name}, bare", questions, bare=True)
    for folder in libraries:
        questions = _questions(folder / QUESTIONS)
        yield Condition(folder.name, questions, folder)
        if bare and _is_dressed(folder):
            yield Condition(f"{folder.name}, bare", questions, folder, bare=True)


def _with_exchanges(condition: Condition) -> Condition:
    return replace(condition, name=f"{condition.name}, exchanged", exchanged=True)


def _is_dressed(folder: Path) -> bool:
    """Say whether the library has anything that asking it bare leaves out."""
    library = fixtures.load(folder / "fixtures")
    return library != library.bare


def _questions(file: Path) -> list[Expected]:
    try:
        return parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{file} cannot be read as UTF-8 text.") from error
    except DamagedQuestions as damage:
        raise CannotStart(f"{file.name}, {damage}.") from damage


async def _evaluate(condition: Condition, opened: Services) -> Evaluated:
    evaluation = Evaluation(opened.answering, opened.store, opened.search, opened.evidence)
    questions = await evaluation.exchanged(condition.questions) if condition.exchanged else condition.questions
    return await evaluation.evaluate(condition.name, questions)
