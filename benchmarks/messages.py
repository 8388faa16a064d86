"""Messages: what one costs over a loopback Discord, beside bare discord.py bots in the same run.

    python -m benchmarks.messages [--messages 400] [--rounds 3] [--command "!event hanoi"]

Ten members write the command, each in a channel of his own, and write it again when they are answered. The baselines
are `benchmarks.bare_bot`: one sends a constant card, one (the limit) reads the same facts and citations with `sqlite3`
and sends a card of them. All three are run in turn, as often as there are rounds, and medians are compared: processor
time of the bot's process a message, delay from message to reply, messages a second, and resident memory at the end.
What the memory grows by is told of one more run, from the first tenth of its messages to the last.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import Row
from tests.cost import uncollected
from tests.wire.discord import Loopback, Member, loopback
from tests.wire.process import environment
from tests.wire.stores import STORE

MEMBERS = 10
WARM = 20  # messages before the clock runs
TICKS = os.sysconf("SC_CLK_TCK")
BOTS = {
    "constant": ("-m", "benchmarks.bare_bot", "constant"),
    "limit": ("-m", "benchmarks.bare_bot", "limit"),
    "footnote": ("-m", "bot", "run"),
}
Figures = dict[str, float]


def processor_time(pid: int) -> float:
    """Return the seconds of processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@asynccontextmanager
async def started(discord: Loopback, folder: Path, kind: str, **others: str) -> AsyncIterator[int]:
    """Give the number of a bot's process, connected; its settings are those of all and the `others`."""
    command = [*BOTS[kind], *([] if kind == "footnote" else [str(folder / STORE)])]
    settings = _environment(discord, folder) | others
    with (folder / f"{kind}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=folder, env=settings, stdout=log, stderr=log
        )
        try:
            await discord.ready()
            yield process.pid
        finally:
            process.terminate()
            await process.wait()


async def measured(kind: str, command: str, messages: int, seeded: Path) -> Figures:
    """Return the figures of one bot on a copy of a store."""
    with TemporaryDirectory() as folder:
        shutil.copy(seeded, Path(folder) / STORE)
        async with loopback(validates=False) as discord:
            channels = [f"channel-{number}" for number in range(MEMBERS)]
            guild = discord.guild("Desk", *channels)
            members = [discord.member(name, guild) for name in channels]
            for member, channel in zip(members, guild.channels.values(), strict=True):
                member.channel = channel
            async with started(discord, Path(folder), kind) as pid:
                await asyncio.gather(*(loop(member, command, WARM // MEMBERS) for member in members))
                # A collection of this process, which is Discord and the members, would stand in the bot's delays.
                with uncollected():
                    before, clock = processor_time(pid), time.perf_counter()
                    share = messages // MEMBERS
                    delays = await asyncio.gather(*(loop(member, command, share // 10) for member in members))
                    early = memory(pid)
                    delays += await asyncio.gather(*(loop(member, command, share - share // 10) for member in members))
                    taken = time.perf_counter() - clock
                # What takes less than a tick cannot be told from what takes one.
                spent = max(processor_time(pid) - before, 1 / TICKS)
                waited = sorted(delay for each in delays for delay in each)
                return {
                    "processor time, ms": 1000 * spent / len(waited),
                    "p50, ms": 1000 * statistics.median(waited),
                    "p99, ms": 1000 * waited[int(0.99 * len(waited))],
                    "a second": len(waited) / taken,
                    "memory, MB": memory(pid),
                    "memory early, MB": early,
                }


@asynccontextmanager
async def seeded() -> AsyncIterator[Path]:
    """Give a store with the shipped library."""
    with TemporaryDirectory() as folder:
        async with loopback(validates=False) as discord:
            made = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "ask", "!topics"),
                cwd=folder,
                env=_environment(discord, Path(folder)),
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            assert await made.wait() == 0
        yield Path(folder) / STORE


def _environment(discord: Loopback, folder: Path) -> dict[str, str]:
    """Return the environment of a bot with the shipped library, and without the documents that nobody ships."""
    settings = environment(discord, folder, LOG_LEVEL="WARNING", COOLDOWN_COMMANDS="100000")
    return {name: value for name, value in settings.items() if name not in ("FIXTURES_DIR", "DOCUMENTS_DIR")}


async def loop(member: Member, command: str, times: int) -> list[float]:
    """Return how long each answer takes, asked for once the one before is there."""
    delays = []
    for _ in range(times):
        begun = time.perf_counter()
        await member.says(command)
        delays.append(time.perf_counter() - begun)
    return delays


async def medians(command: str, messages: int, rounds: int, kinds: Sequence[str]) -> dict[str, Figures]:
    """Return the medians of each bot."""
    found: dict[str, list[Figures]] = defaultdict(list)
    async with seeded() as store:
        for _ in range(rounds):
            for kind in kinds:
                found[kind].append(await measured(kind, command, messages, store))
    return {
        kind: {name: statistics.median(one[name] for one in each) for name in each[0]} for kind, each in found.items()
    }


async def rows(command: str, messages: int, rounds: int, lasting: int) -> list[Row]:
    """Return what a message costs, and how the memory grows over the messages of a `lasting` run."""
    found = await medians(command, messages, rounds, list(BOTS))
    async with seeded() as store:
        long = await measured("footnote", command, lasting, store)
    ours, limit = found["footnote"], found["limit"]
    goals = {"processor time, ms": 4.0, "p50, ms": 4.0, "p99, ms": 4.0, "memory, MB": 2.2}
    rows = [Row(f"{command}: {name}", "the limit", limit[name], ours[name], "", goal) for name, goal in goals.items()]
    answers = limit["a second"], ours["a second"]
    rows.append(Row(f"{command}: answers a second", "the limit", *answers, "", 0.25, "at least"))
    early, late = long["memory early, MB"], long["memory, MB"]
    rows.append(Row(f"memory at answer {lasting:,}", f"at answer {lasting // 10:,}", early, late, "MB", 1.02))
    return rows


async def main(command: str, messages: int, rounds: int, kinds: Sequence[str]) -> None:
    """Print the medians of each bot and, as ratios, how they stand to the limit."""
    found = await medians(command, messages, rounds, kinds)
    print(f"{command}, {messages} messages of {MEMBERS} members, {rounds} rounds")
    for name in found["footnote"]:
        shown = "  ".join(f"{kind} {each[name]:8.2f}" for kind, each in found.items())
        ratio = f"  {found['footnote'][name] / found['limit'][name]:.2f} of the limit" if "limit" in found else ""
        print(f"{name:20} {shown}{ratio}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", default="!event hanoi")
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bots", nargs="+", default=list(BOTS), choices=list(BOTS))
    arguments = parser.parse_args()
    asyncio.run(main(arguments.command, arguments.messages, arguments.rounds, arguments.bots))
