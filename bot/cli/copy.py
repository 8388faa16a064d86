"""The copy of a store in another database from the command line: `footnote copy FROM TO`."""

import asyncio

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

from bot.cli.backup import refuse_in_use
from bot.render import tables
from db.copy import Checksum, copy
from db.engine import Database


def run(source: str, target: str) -> None:
    """Copy a store into an empty database, all of it or nothing, and print the checksum of each table."""

    async def session() -> list[Checksum]:
        read, written = Database(source), Database(target)
        try:
            await refuse_in_use(read)
            return await copy(read, written, progress)
        finally:
            await read.dispose()
            await written.dispose()

    screen = Console(stderr=True, highlight=False)
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("")

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        checksums = asyncio.run(session())
    tables.copied(checksums, Console(highlight=False))
    print(f"{Database(target).name} is what {Database(source).name} was: point DATABASE_URL to it.")
