"""The time of a lookup at several sizes of store, beside the same at a thousand facts in the same run.

    python -m benchmarks.lookups 100000 1000000

Each name is looked up once, so that none is in memory; three facts stand under each.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from benchmarks import made
from benchmarks.timing import Row, interleaved
from bot.app import Services
from bot.briefing.lookups.lookup import Lookup
from db.kinds import Organization

LEAST = 1000
GOAL = 1.5


def looking_up(opened: Services, count: int, turns: int) -> Callable[[int], Awaitable[object]]:
    """Return what looks up another name each time that it is given another number."""
    lookup, step = Lookup(opened.store, opened.evidence), max(count // (turns + 1), 1)

    async def look_up(turn: int) -> object:
        answer = await lookup.look_up(Organization, made.name(1 + turn * step % count))
        assert answer.status == "answered"
        return answer

    return look_up


async def rows(sizes: Sequence[int], turns: int = 200) -> list[Row]:
    """Return what a lookup costs at each size."""
    words = made.vocabulary()
    async with AsyncExitStack() as stack:
        counts = (LEAST, *sizes)
        stores = [(await stack.enter_async_context(made.store(count, words)))[0] for count in counts]
        looks = [looking_up(opened, count, turns) for opened, count in zip(stores, counts, strict=True)]
        least, *others = await interleaved(looks, range(turns))
    return [
        Row(f"lookup at {size:,} facts", f"at {LEAST:,} facts", least, taken, "ms", GOAL)
        for size, taken in zip(sizes, others, strict=True)
    ]


async def main(sizes: Sequence[int]) -> None:
    """Print a row for each size."""
    print(*await rows(sizes), sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time lookups at several sizes of store.")
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of facts")
    asyncio.run(main(parser.parse_args().sizes))
