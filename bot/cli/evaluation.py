"""Evaluation from the command line: questions whose answers are known, asked in several conditions side by side."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import app
from bot.app import Services
from bot.briefing.asker import Asker
from bot.briefing.asking.evaluation import DamagedQuestions, Evaluated, Evaluation, Expected, parse
from bot.briefing.asking.passage_evaluation import EvaluatedPassages, PassageEvaluation
from bot.briefing.sources import ingest
from bot.errors import CannotStart
from bot.render import tables
from bot.settings import Settings
from db import fixtures
from db.actors import OPERATOR

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True)
class Condition:
    """Questions, and the store that they are put to: the one at hand, or one made of a library.

    Where they are `exchanged`, what decides is another thing in each, so that nothing answers it; where they are
    `framed`, some are asked in each of many chat frames.
    """

    name: str
    questions: Sequence[Expected]
    library: Path | None = None
    bare: bool = False
    exchanged: bool = False
    framed: bool = False

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


def evaluate(files: Sequence[Path], libraries: Sequence[Path], *, bare: bool, exchanged: bool, framed: bool) -> None:
    """Ask the questions of files and libraries, and print how they were answered."""
    conditions = [
        each
        for condition in _conditions(files, libraries, bare)
        for each in (
            condition,
            *([replace(condition, name=f"{condition.name}, exchanged", exchanged=True)] if exchanged else []),
            *([replace(condition, name=f"{condition.name}, framed", framed=True)] if framed else []),
        )
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


def evaluate_passages(files: Sequence[Path], libraries: Sequence[Path]) -> None:
    """Ask the documents alone, in a store without a fact, and print how often what answers is quoted."""
    asked: list[tuple[str, Path, Path | None]] = [(file.name, file, None) for file in files]
    asked += [(folder.name, folder / QUESTIONS, folder) for folder in libraries]
    if not asked:
        raise CannotStart("Name a library: `footnote evaluate --passages --library FOLDER`.")

    async def session() -> list[EvaluatedPassages]:
        settings, evaluated = app.configured(), []
        for name, file, folder in asked:
            questions = _questions(file)
            print(f"Asking {len(questions)} questions: {name}", file=sys.stderr)
            async with _documents_alone(settings, folder) as opened:
                evaluation = PassageEvaluation(opened.answering, opened.store, opened.passages, opened.evidence)
                evaluated.append(await evaluation.evaluate(name, questions))
        return evaluated

    evaluated = asyncio.run(session())
    tables.passages(evaluated)


@asynccontextmanager
async def _documents_alone(settings: Settings, folder: Path | None) -> AsyncIterator[Services]:
    """Give an empty store with the documents of a folder, of a library or of the store at hand, and no fact."""
    fixed = (folder / "fixtures") if folder else settings.fixtures_dir or fixtures.seed_folder()
    documents = folder / "documents" if folder else settings.documents_dir
    with TemporaryDirectory() as temporary:
        changed = {
            "database_url": f"sqlite+aiosqlite:///{temporary}/evaluation.db",
            "fixtures_dir": None,
            "documents_dir": documents,
        }
        async with app.opened(settings.model_copy(update=changed), example=False) as opened:
            if fixed.is_dir():
                async with opened.ledger.change(OPERATOR) as change:
                    for source in fixtures.load(fixed).sources:
                        await change.sources.put(source)
                await opened.documents.index()
            elif folder:
                brought = [file for file in ingest.files([folder]) if file.path.name not in (QUESTIONS, "README.md")]
                async for file in opened.ingest().run(brought, Asker(OPERATOR, None, 0)):
                    if file.outcome == "refused":
                        raise CannotStart(f"{file.path} cannot be read.")
            yield opened


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
    if condition.framed:
        return await evaluation.evaluate_framed(condition.name, condition.questions)
    questions = await evaluation.exchanged(condition.questions) if condition.exchanged else condition.questions
    return await evaluation.evaluate(condition.name, questions)
