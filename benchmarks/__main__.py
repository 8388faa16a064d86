"""All that is promised of costs, as one table of ratios of one run, with JSON beside it.

    python -m benchmarks [--full] [--json build/bench.json]

Without `--full` stores are smaller and runs are shorter, so that all of it takes under five minutes on two cores. Goals
are those of ratios: the machine is whatever it is, but it should have nothing else to do.
"""

import argparse
import asyncio
import json
import os
import platform
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import ask, lookups, messages, passages, start, writing
from benchmarks.timing import Row


@dataclass(frozen=True)
class Extent:
    """How much of each is measured."""

    messages: int
    rounds: int
    lasting: int
    asked: tuple[int, ...]
    looked_up: tuple[int, ...]
    paragraphs: tuple[int, ...]
    imported: int
    turns: int = 100  # of each thing that is timed by itself


QUICK = Extent(
    messages=400,
    rounds=3,
    lasting=3000,
    asked=(1000, 10_000),
    looked_up=(100_000,),
    paragraphs=(10_000,),
    imported=2000,
)
FULL = Extent(
    messages=1000,
    rounds=5,
    lasting=10_000,
    asked=(1000, 10_000, 1_000_000),
    looked_up=(100_000, 1_000_000),
    paragraphs=(50_000,),
    imported=100_000,
)


async def table(extent: Extent) -> list[Row]:
    """Print each row as it is measured, and return all."""
    parts: list[Callable[[], Awaitable[list[Row]]]] = [
        lambda: messages.rows("!event hanoi", extent.messages, extent.rounds, extent.lasting),
        lambda: ask.rows(extent.asked),
        lambda: lookups.rows(extent.looked_up, extent.turns),
        lambda: passages.rows(extent.paragraphs),
        lambda: writing.rows(extent.imported, extent.turns),
        lambda: asyncio.to_thread(start.rows, extent.rounds),
    ]
    found = []
    for part in parts:
        made = await part()
        print(*made, sep="\n", flush=True)
        found += made
    return found


def main(extent: Extent, file: Path) -> None:
    """Print the table, and write it as JSON with what it was measured on."""
    begun = time.perf_counter()
    rows = asyncio.run(table(extent))
    file.parent.mkdir(parents=True, exist_ok=True)
    written = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg()[2],
        "extent": asdict(extent),
        "rows": [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows],
    }
    file.write_text(json.dumps(written, indent=2, ensure_ascii=False), encoding="utf-8")
    print(f"{sum(row.met for row in rows)} of {len(rows)} goals are met; {file}; {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="a million facts and ten thousand messages")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    arguments = parser.parse_args()
    main(FULL if arguments.full else QUICK, arguments.json)
