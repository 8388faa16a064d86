"""The bot as its operator starts it: `footnote run` and `footnote sync`, each a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import LIBRARY
from tests.wire.discord import Loopback

ROOT = Path(__file__).parents[2]
# discord.py imports it for voice, which Footnote does not use.
WARNINGS = ["-W", "error", "-W", "ignore:'audioop' is deprecated:DeprecationWarning"]
# What the tests leave out of the environment, so that nobody's own settings come in.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")


@dataclass(eq=False)
class Bot:
    """A running `footnote run`."""

    process: asyncio.subprocess.Process
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
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'footnote.db'}",
        "FIXTURES_DIR": str(LIBRARY / "fixtures"),
        "DOCUMENTS_DIR": str(LIBRARY / "documents"),
        **settings,
    }


async def footnote(discord: Loopback, folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run a command line to its end and return its exit status, standard output and standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *WARNINGS,
        "-m",
        "bot",
        *arguments,
        cwd=folder,
        env=environment(discord, folder, **settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(120):
        out, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), errors.decode()


@asynccontextmanager
async def started(discord: Loopback, folder: Path, **settings: str) -> AsyncIterator[Bot]:
    """Give a bot that has been started and may not be connected yet; it is ended afterwards."""
    errors = folder / f"stderr-{len(list(folder.glob('stderr-*')))}"
    with errors.open("wb") as sink:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *WARNINGS,
            "-m",
            "bot",
            "run",
            cwd=folder,
            env=environment(discord, folder, **settings),
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
async def running(discord: Loopback, folder: Path, **settings: str) -> AsyncIterator[Bot]:
    """Give a bot that is connected; where a test fails, the end of its log goes to the report."""
    async with started(discord, folder, **settings) as bot:
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


async def synced(discord: Loopback, folder: Path) -> None:
    """Have `footnote sync` register the commands; what it registered serves the whole run of the tests."""
    if not _COMMANDS:
        apart = folder / "sync"
        apart.mkdir()
        status, out, errors = await footnote(discord, apart, "sync")
        assert status == 0, out + errors
        shutil.rmtree(apart)
        _COMMANDS.extend(discord.commands[None])
    discord.commands[None] = list(_COMMANDS)
