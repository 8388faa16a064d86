"""What a message costs over a loopback Discord, beside bare discord.py bots in the same run.

    python -m benchmarks.messages [--messages 400] [--rounds 3] [--command "!event hanoi"]

Ten members write the command, each in a channel of his own, and write it again when they are answered. The baselines
are `benchmarks.bare_bot`: one sends a constant card, one (the limit) reads the same facts and citations with `sqlite3`
and sends a card of them. All three are run in turn, as often as there are rounds, and medians are compared: processor
time of the bot's process a message, delay from message to reply, messages a second, and resident memory at the end.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.wire.discord import Loopback, Member, loopback
from tests.wire.process import STORE, environment

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
async def started(discord: Loopback, folder: Path, kind: str) -> AsyncIterator[int]:
    """Give the number of a bot's process, connected."""
    command = [*BOTS[kind], *([] if kind == "footnote" else [str(folder / STORE)])]
    settings = _environment(discord, folder)
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


async def measured(kind: str, command: str, messages: int) -> Figures:
    """Return the figures of one bot."""
    with TemporaryDirectory() as folder:
        async with loopback(validates=False) as discord:
            channels = [f"channel-{number}" for number in range(MEMBERS)]
            guild = discord.guild("Desk", *channels)
            await _seed(discord, Path(folder))
            members = [discord.member(name, guild) for name in channels]
            for member, channel in zip(members, guild.channels.values(), strict=True):
                member.channel = channel
            async with started(discord, Path(folder), kind) as pid:
                await asyncio.gather(*(_loop(member, command, WARM // MEMBERS) for member in members))
                before, clock = processor_time(pid), time.perf_counter()
                delays = await asyncio.gather(*(_loop(member, command, messages // MEMBERS) for member in members))
                taken, spent = time.perf_counter() - clock, processor_time(pid) - before
                waited = sorted(delay for each in delays for delay in each)
                return {
                    "processor time, ms": 1000 * spent / len(waited),
                    "p50, ms": 1000 * statistics.median(waited),
                    "p99, ms": 1000 * waited[int(0.99 * len(waited))],
                    "a second": len(waited) / taken,
                    "memory, MB": memory(pid),
                }


def _environment(discord: Loopback, folder: Path) -> dict[str, str]:
    """Return the environment of a bot with the shipped library, and without the documents that nobody ships."""
    settings = environment(discord, folder, LOG_LEVEL="WARNING", COOLDOWN_COMMANDS="100000")
    return {name: value for name, value in settings.items() if name not in ("FIXTURES_DIR", "DOCUMENTS_DIR")}


async def _seed(discord: Loopback, folder: Path) -> None:
    made = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "ask", "!topics"),
        cwd=folder,
        env=_environment(discord, folder),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await made.wait() == 0


async def _loop(member: Member, command: str, times: int) -> list[float]:
    delays = []
    for _ in range(times):
        begun = time.perf_counter()
        await member.says(command)
        delays.append(time.perf_counter() - begun)
    return delays


async def main(command: str, messages: int, rounds: int, kinds: Sequence[str]) -> None:
    """Print the medians of each bot and, as ratios, how they stand to the limit."""
    found: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(rounds):
        for kind in kinds:
            found[kind].append(await measured(kind, command, messages))
    medians = {
        kind: {name: statistics.median(one[name] for one in each) for name in each[0]} for kind, each in found.items()
    }
    print(f"{command}, {messages} messages of {MEMBERS} members, {rounds} rounds")
    for name in medians["footnote"]:
        shown = "  ".join(f"{kind} {each[name]:8.2f}" for kind, each in medians.items())
        ratio = f"  {medians['footnote'][name] / medians['limit'][name]:.2f} of the limit" if "limit" in medians else ""
        print(f"{name:20} {shown}{ratio}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", default="!event hanoi")
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bots", nargs="+", default=list(BOTS), choices=list(BOTS))
    arguments = parser.parse_args()
    asyncio.run(main(arguments.command, arguments.messages, arguments.rounds, arguments.bots))
