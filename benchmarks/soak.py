"""Soak: a mixed load over a loopback Discord for as long as is wanted; memory, descriptors, tasks and delays stay flat.

    python -m benchmarks.soak [--minutes 30] [--pause 0.3]

Ten members, one of them a moderator, each wait for their answer and a moment longer: questions, lookups, briefings,
slips of the keyboard, slash commands, buttons, reports, and facts that are added, edited and taken back. Every ten
seconds the bot's process is looked at. The medians of the last tenth of the run are compared with those of its second
tenth: in the first, caches fill.
"""

import argparse
import asyncio
import itertools
import socket
import statistics
import time
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import aiohttp

from benchmarks.messages import memory, seeded, started
from benchmarks.timing import Row
from tests.wire.discord import Loopback, Member, Message, loopback
from tests.wire.process import synced
from tests.wire.stores import STORE

T = TypeVar("T")
MEMBERS = 10
EVERY = 10.0  # seconds from one look to the next
# Each of the last tenth beside the second, and how much more it may be; who else uses the machine moves the delays.
GOALS = {"memory, MB": 1.05, "descriptors": 1.05, "tasks": 1.1, "p50, ms": 1.3, "p99, ms": 1.5}
SAID = (
    "!event hanoi",
    "!poll party",
    "!brief human rights",
    "!timeline 2018",
    "!find sanctions",
    "!topics 2",
    "!evnt hanoi",
    "!fact show F2",
    "!fact history F3",
    "!compare hanoi and singapore",
    "!about a subject that nobody has facts on",
    "!ask what did the survey find on human rights?",
    "!ask who was Otto Warmbier?",
    "!ask how many people drink tea in the harbour {n}?",
    "!ask when did the summit in Singapore take place?",
    "!report F{n} it may be out of date",
    "!why",
)
ADDED = (
    "!fact add kind: claim topics: human-rights about: Soak {n} stance: for speaker: Somebody text: Piers are new. "
    "source: soak-2031 paragraph: 1 yes: true"
)
WRITTEN = (ADDED, "!audit", "!undo", "!fact retract F3 reason: a slip", "!undo", "!verify", "!inbox", "!gaps")


class Soak:
    """A run, what it has seen of the bot's process, and how long replies took since the last look."""

    def __init__(self, discord: Loopback, pid: int, metrics: str, until: float, pause: float) -> None:
        self._discord = discord
        self._pid = pid
        self._metrics = metrics
        self._until = until
        self._pause = pause
        self._delays: list[float] = []
        self.replies = self.unanswered = 0
        self.looks: list[dict[str, float]] = []

    async def speak(self, member: Member, said: Iterator[str]) -> None:
        """Say one thing after the other, and press a button of every fifth reply."""
        for number, text in enumerate(said):
            if time.monotonic() > self._until:
                return
            reply = await self._timed(self._answer(member, text))
            try:
                if number % 5 == 0 and "Sources" in reply.buttons:
                    await self._timed(member.presses(reply, "Sources"))
                if number % 7 == 0:
                    await self._timed(member.slash("event", name="hanoi"))
            except AssertionError as unanswered:
                # Discord takes no answer later than after three seconds, to which a busy machine may come.
                print(unanswered, flush=True)
                self.unanswered += 1
            await asyncio.sleep(self._pause)

    async def _answer(self, member: Member, text: str) -> Message:
        """Say something and return what replies to it: what is told of corrections may come before."""
        message = await member.writes(text)
        while (reply := await self._discord.next_message(message.channel)).replies_to != message.id:
            pass
        return reply

    async def watch(self) -> None:
        """Look at the process every now and then."""
        async with aiohttp.ClientSession() as session:
            while time.monotonic() < self._until:
                await asyncio.sleep(EVERY)
                delays, self._delays = sorted(self._delays), []
                if not delays:
                    continue
                async with session.get(self._metrics) as answer:
                    metrics = dict(
                        line.rsplit(maxsplit=1) for line in (await answer.text()).splitlines() if line[:1] != "#"
                    )
                self.looks.append(
                    {
                        "memory, MB": memory(self._pid),
                        "descriptors": float(len(list(Path(f"/proc/{self._pid}/fd").iterdir()))),
                        "tasks": float(metrics["footnote_tasks"]),
                        "p50, ms": 1000 * statistics.median(delays),
                        "p99, ms": 1000 * delays[int(0.99 * len(delays))],
                    }
                )
                print("  ".join(f"{name} {value:.1f}" for name, value in self.looks[-1].items()), flush=True)

    async def _timed(self, reply: Awaitable[T]) -> T:
        begun = time.perf_counter()
        outcome = await reply
        self._delays.append(time.perf_counter() - begun)
        self.replies += 1
        return outcome

    def rows(self) -> list[Row]:
        """Return the last tenth of the looks beside the second."""
        tenth = max(1, len(self.looks) // 10)
        early, late = self.looks[tenth : 2 * tenth], self.looks[-tenth:]
        rows = []
        for name, goal in GOALS.items():
            before, after = (statistics.median(each[name] for each in part) for part in (early, late))
            rows.append(Row(name, "the second tenth", before, after, "", goal))
        return rows


async def run(minutes: float, pause: float) -> Soak:
    """Soak a bot with the shipped library."""
    async with seeded() as store, loopback(validates=False) as discord:
        with TemporaryDirectory() as folder:
            Path(folder, STORE).write_bytes(store.read_bytes())
            guild = discord.guild("Desk", *(f"channel-{number}" for number in range(MEMBERS)))
            await synced(discord)
            role = guild.role("moderators", "manage_guild")
            members = [discord.member(f"member-{n}", guild, [role] if n == 0 else []) for n in range(MEMBERS)]
            for member, channel in zip(members, guild.channels.values(), strict=True):
                member.channel = channel
            port = free_port()
            async with started(discord, Path(folder), "footnote", METRICS_PORT=str(port)) as pid:
                await members[0].says("!source add soak-2031 title: A soak text: Piers are new.")
                soak = Soak(discord, pid, f"http://127.0.0.1:{port}/metrics", time.monotonic() + 60 * minutes, pause)
                talks = [soak.speak(member, said(n)) for n, member in enumerate(members)]
                await asyncio.gather(soak.watch(), *talks)
                return soak


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def said(member: int) -> Iterator[str]:
    """Yield what a member says, each beginning elsewhere; the first is the moderator."""
    texts: Sequence[str] = WRITTEN if member == 0 else SAID
    for number in itertools.count(1):
        text = texts[(number + member) % len(texts)]
        yield text.replace("{n}", str(1 + number % 200 if "report" in text else number))


def main() -> None:
    """Soak, and print what has grown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--pause", type=float, default=0.3)
    arguments = parser.parse_args()
    soak = asyncio.run(run(arguments.minutes, arguments.pause))
    print(f"{soak.replies:,} replies in {arguments.minutes:g} minutes, {soak.unanswered} interactions unanswered")
    print(*soak.rows(), sep="\n")


if __name__ == "__main__":
    main()
