"""The bot as its operator starts it: `footnote run` and `footnote sync`, each a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import inspect

from tests.conftest import LIBRARY, raw
from tests.wire.discord import Loopback
from tests.wire.discord.server import PATIENCE
from tests.wire.forked import ROOT, WARNINGS, Forked, forkserver
from tests.wire.stores import stores

T = TypeVar("T")

# What the tests leave out of the environment, so that nobody's own settings come in.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")


@dataclass(eq=False)
class Bot:
    """A running `footnote run`."""

    process: Process | Forked
    folder: Path
    errors: Path
    url: str  # of its store

    @property
    def log(self) -> str:
        """All that it has written to standard error so far."""
        return self.errors.read_text("utf-8", "replace")

    def events(self) -> list[dict[str, Any]]:
        """Return the lines of its log, where that is JSON."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    async def until_logged(self, words: str, times: int = 1) -> None:
        """Wait until the log holds the words so many times; it is written after the reply has gone out."""
        await until(lambda: self.log.count(words) >= times)

    async def until_stored(self, query: str) -> None:
        """Wait until a query of its store finds something; what the log says may be written there a moment later."""
        await until(lambda: self.stored(query))

    def stored(self, query: str) -> list[tuple[Any, ...]]:
        """Return what a query of its store finds."""
        with raw(self.url) as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep everybody from writing to its store."""
        with raw(self.url) as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                tables = ", ".join(f'"{table}"' for table in inspect(connection).get_table_names())
                connection.exec_driver_sql(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            yield

    async def stop(self, within: float = 30.0) -> int:
        """Ask it to end, as a service manager does, and return its exit status; the machine may be busy."""
        self.process.terminate()
        return await self.ended(within)

    async def ended(self, within: float = 60.0) -> int:
        """Wait until it has ended and return its exit status."""
        async with asyncio.timeout(within):
            return await self.process.wait()


async def until(look: Callable[[], T]) -> T:
    """Wait until `look` returns something true of what another process has written, and return that."""
    async with asyncio.timeout(PATIENCE):
        while not (found := look()):  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.02)
        return found


def environment(discord: Loopback, folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a bot with the small library, in its store too unless another is named."""
    return {
        **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api,
        "DATABASE_URL": settings.get("DATABASE_URL") or stores().url(folder, seeded=True),
        "FIXTURES_DIR": str(LIBRARY / "fixtures"),
        "DOCUMENTS_DIR": str(LIBRARY / "documents"),
        **settings,
    }


async def footnote(discord: Loopback, folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run a command line to its end and return its exit status, standard output and standard error."""
    with tempfile.TemporaryDirectory() as apart:
        out, errors = Path(apart, "out"), Path(apart, "errors")
        process = forkserver().start(arguments, folder, environment(discord, folder, **settings), out, errors)
        async with asyncio.timeout(120):
            status = await process.wait()
        return status, out.read_text("utf-8"), errors.read_text("utf-8")


@asynccontextmanager
async def started(
    discord: Loopback, folder: Path, *arguments: str, loaded: bool = True, **settings: str
) -> AsyncIterator[Bot]:
    """Give a bot that has been started and may not be connected yet; it is ended afterwards.

    `arguments` follow `footnote run`. Without `loaded` it is not forked from a process that has the program loaded, but
    started as its operator does, on an empty store.
    """
    errors = folder / f"stderr-{len(list(folder.glob('stderr-*')))}"
    if not loaded:
        settings.setdefault("DATABASE_URL", stores().url(folder))
    variables = environment(discord, folder, **settings)
    process: Process | Forked
    if loaded:
        errors.touch()
        process = forkserver().start(("run", *arguments), folder, variables, Path(os.devnull), errors)
    else:
        with errors.open("wb") as sink:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *WARNINGS, "-m", "bot", "run", *arguments),
                cwd=folder,
                env=variables,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=sink,
            )
    bot = Bot(process, folder, errors, variables["DATABASE_URL"])
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await bot.ended(15)
            except TimeoutError:
                process.kill()
                await process.wait()


@asynccontextmanager
async def running(discord: Loopback, folder: Path, *, loaded: bool = True, **settings: str) -> AsyncIterator[Bot]:
    """Give a bot that is connected; where it has ended instead, its log goes to the report."""
    assert not discord.gateway.connected, "another bot is connected, and would answer as well"
    async with started(discord, folder, loaded=loaded, **settings) as bot:
        await connected(discord, bot)
        yield bot


async def connected(discord: Loopback, *bots: Bot) -> None:
    """Wait until the bots are connected; where one is not, or has ended instead, their logs go to the report."""
    ready = asyncio.ensure_future(discord.ready())
    over = [asyncio.ensure_future(bot.process.wait()) for bot in bots]
    try:
        await asyncio.wait({ready, *over}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done() or ready.exception():
            ends = [bot.process.returncode for bot in bots]
            logs = "\n".join(bot.log for bot in bots)
            raise AssertionError(f"not connected ({ready.exception() if ready.done() else ends}):\n{logs}")
    finally:
        for waiting in (ready, *over):
            waiting.cancel()


_COMMANDS: list[dict[str, Any]] = []


async def synced(discord: Loopback) -> None:
    """Have `footnote sync` register the commands; what it registered serves the whole run of the tests."""
    if not _COMMANDS:
        with tempfile.TemporaryDirectory() as apart:
            status, out, errors = await footnote(discord, Path(apart), "sync")
        assert status == 0, out + errors
        _COMMANDS.extend(discord.commands[None])
    discord.commands[None] = list(_COMMANDS)
