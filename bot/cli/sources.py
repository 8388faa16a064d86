"""Sources from the command line: `footnote source add` reads files and folders."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app
from bot.briefing.asker import Asker
from bot.briefing.sources.ingest import Ingested, files
from bot.errors import CannotStart
from bot.render import tables
from bot.settings import Settings
from db.actors import OPERATOR
from db.engine import Database
from db.sqlite.file import DRIVER

_WIDE = 160


def add(paths: Sequence[Path], *, key: str | None, dry_run: bool) -> bool:
    """Read files and folders, print what became of each, and return whether all of them are in the store."""
    found = list(files(paths))
    if key and len(found) != 1:
        raise CannotStart(f"--key is the key of one file, and these are {len(found)}: leave it out, or name one file.")
    screen = Console(stderr=True, highlight=False)
    if not screen.is_terminal:
        # What is kept in a file has room for a table.
        screen.width = _WIDE

    async def session(settings: Settings) -> list[Ingested]:
        ingested: list[Ingested] = []
        async with app.started(settings, example=False) as opened:
            reading = opened.ingest().run(found, Asker(OPERATOR, None, 0), key=key, dry=dry_run)
            with _progress(screen) as progress:
                task = progress.add_task("", total=len(found))
                async for file in reading:
                    ingested.append(file)
                    progress.update(task, advance=1, description=file.path.name)
        return ingested

    settings = app.configured()
    with TemporaryDirectory() as folder:
        tried = settings.model_copy(update={"database_url": f"{DRIVER}:///{folder}/dry-run.db"})
        try:
            # A store that is not there is not made to try something.
            is_made = dry_run and not asyncio.run(_exists(settings))
            ingested = asyncio.run(session(tried if is_made else settings))
        except KeyboardInterrupt:
            screen.print("Stopped: what was added stays, and the same command goes on from there.")
            raise
    tables.ingested(ingested, screen, dry_run=dry_run)
    return all(file.outcome != "refused" for file in ingested)


async def _exists(settings: Settings) -> bool:
    database = Database(settings.database_url)
    try:
        return await database.exists()
    finally:
        await database.dispose()


def _progress(screen: Console) -> Progress:
    """Return a bar for whoever sits at a terminal; where the output is a file there is none."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    return Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)
