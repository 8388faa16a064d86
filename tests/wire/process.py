"""The bot as its operator starts it: `footnote run` and `footnote sync`, each a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import LIBRARY
from tests.wire.discord import Loopback
from tests.wire.forked import ROOT, WARNINGS, Forked, forkserver

STORE = "footnote.db"
# What the tests leave out of the environment, so that nobody's own settings come in.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")


@dataclass(eq=False)
class Bot:
    """A running `footnote run`."""

    process: Process | Forked
    folder: Path
    errors: Path

    @property
    def log(self) -> str:
        """All that it has written to standard error so far."""
        return self.errors.read_text("utf-8", "replace")

    def events(self) -> list[dict[str, Any]]:
        """Return the lines of its log, where that is JSON."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    async def until_logged(self, words: str, times: int = 1) -> None:
        """Wait until the log holds the words so many times; it is written after the reply has gone out."""
        async with asyncio.timeout(60):
            while self.log.count(words) < times:  # noqa: ASYNC110 - it is another process, and writes to a file
                await asyncio.sleep(0.02)

    async def until_stored(self, query: str) -> None:
        """Wait until a query of its store finds something; what the log says may be written there a moment later."""
        async with asyncio.timeout(20):
            with closing(sqlite3.connect(self.folder / STORE)) as database:
                while not database.execute(query).fetchone():  # noqa: ASYNC110 - it is another process that writes
                    await asyncio.sleep(0.02)

    async def stop(self, within: float = 10.0) -> int:
        """Ask it to end, as a service manager does, and return its exit status."""
        self.process.terminate()
        return await self.ended(within)

    async def ended(self, within: float = 60.0) -> int:
        """Wait until it has ended and return its exit status."""
        async with asyncio.timeout(within):
            return await self.process.wait()


def environment(discord: Loopback, folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a bot with the small library and a store in the folder."""
    return {
        **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / STORE}",
        "FIXTURES_DIR": str(LIBRARY / "fixtures"),
        "DOCUMENTS_DIR": str(LIBRARY / "documents"),
        **settings,
    }


async def footnote(discord: Loopback, folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run a command line to its end and return its exit status, standard output and standard error."""
    await seed(discord, folder)
    return await _run(discord, folder, *arguments, **settings)


async def _run(discord: Loopback, folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    with tempfile.TemporaryDirectory() as apart:
        out, errors = Path(apart, "out"), Path(apart, "errors")
        process = forkserver().start(arguments, folder, environment(discord, folder, **settings), out, errors)
        async with asyncio.timeout(120):
            status = await process.wait()
        return status, out.read_text("utf-8"), errors.read_text("utf-8")


_SEEDED: list[bytes] = []


async def seed(discord: Loopback, folder: Path) -> None:
    """Put a store there that has taken the small library, unless there is one; making it takes longer than a copy."""
    store = folder / STORE
    if store.exists():
        return
    if not _SEEDED:
        with tempfile.TemporaryDirectory() as apart:
            status, _, errors = await _run(discord, Path(apart), "verify", "--ledger")
            assert status == 0, errors
            assert {file.name for file in Path(apart).iterdir()} == {STORE, f"{STORE}-since"}
            _SEEDED.append(Path(apart, STORE).read_bytes())
    store.write_bytes(_SEEDED[0])


@asynccontextmanager
async def started(
    discord: Loopback, folder: Path, *arguments: str, loaded: bool = True, **settings: str
) -> AsyncIterator[Bot]:
    """Give a bot that has been started and may not be connected yet; it is ended afterwards.

    `arguments` follow `footnote run`. Without `loaded` it is not forked from a process that has the program loaded, but
    started as its operator does.
    """
    errors = folder / f"stderr-{len(list(folder.glob('stderr-*')))}"
    held = environment(discord, folder, **settings)
    process: Process | Forked
    if loaded:
        await seed(discord, folder)
        errors.touch()
        process = forkserver().start(("run", *arguments), folder, held, Path(os.devnull), errors)
    else:
        with errors.open("wb") as sink:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *WARNINGS, "-m", "bot", "run", *arguments),
                cwd=folder,
                env=held,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=sink,
            )
    bot = Bot(process, folder, errors)
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
        connected = asyncio.ensure_future(discord.ready())
        over = asyncio.ensure_future(bot.process.wait())
        await asyncio.wait({connected, over}, return_when=asyncio.FIRST_COMPLETED)
        if not connected.done():
            connected.cancel()
            raise AssertionError(f"footnote run has ended with {over.result()}:\n{bot.log}")
        over.cancel()
        connected.result()
        yield bot


_COMMANDS: list[dict[str, Any]] = []


async def synced(discord: Loopback) -> None:
    """Have `footnote sync` register the commands; what it registered serves the whole run of the tests."""
    if not _COMMANDS:
        with tempfile.TemporaryDirectory() as apart:
            status, out, errors = await footnote(discord, Path(apart), "sync")
        assert status == 0, out + errors
        _COMMANDS.extend(discord.commands[None])
    discord.commands[None] = list(_COMMANDS)
