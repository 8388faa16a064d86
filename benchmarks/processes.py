"""Costs of a message where one process has all shards of a store on PostgreSQL, and where two have half of them each.

    python -m benchmarks.processes postgresql+psycopg://user@host/database 400

A member in each of four servers, one on each shard, asks and waits for the answer, over and over: the real program over
a loopback Discord. The first start takes the small library of the tests into the database.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.messages import loop, memory, processor_time
from tests.wire.discord import loopback
from tests.wire.process import started
from tests.wire.sharded import servers

COUNT = 4
WARM = 10
COMMAND = "!event fish market"


async def measured(url: str, divisions: Sequence[str], messages: int) -> str:
    """Return what was measured with processes that have these shards each."""
    async with loopback(shards=COUNT, validates=False) as discord, AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        members = [discord.member("ana", guild) for guild in servers(discord)]
        bots = []
        for shards in divisions:
            running = started(
                discord,
                folder,
                *("--shards", shards, "--of", str(COUNT)),
                loaded=False,
                DATABASE_URL=url,
                COOLDOWN_COMMANDS="100000",
                LOG_LEVEL="WARNING",
            )
            bots.append((await stack.enter_async_context(running)).process.pid)
        await discord.ready()
        await asyncio.gather(*(loop(member, COMMAND, WARM) for member in members))
        spent, begun = sum(map(processor_time, bots)), time.perf_counter()
        delays = await asyncio.gather(*(loop(member, COMMAND, messages // COUNT) for member in members))
        taken, spent = time.perf_counter() - begun, sum(map(processor_time, bots)) - spent
        waited = [delay for each in delays for delay in each]
        return (
            f"{len(bots)} at once: {1000 * spent / len(waited):.2f} ms of processor time a message, p50"
            f" {1000 * statistics.median(waited):.1f} ms, {len(waited) / taken:.0f} a second,"
            f" {max(map(memory, bots)):.0f} MB each"
        )


async def main(url: str, messages: int) -> None:
    """Print what was measured with one and with two."""
    for divisions in (("0-3",), ("0-1", "2-3")) * 2:
        print(await measured(url, divisions, messages), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time messages to one and to two processes on one store.")
    parser.add_argument("url", help="the address of a database, empty or with the library of the tests")
    parser.add_argument("messages", type=int)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.url, arguments.messages))
