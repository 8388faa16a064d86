"""The time of `!ask` at several sizes of store, beside a bare FTS5 query of the same words in the same run.

    python -m benchmarks.ask 200 10000 1000000

The bare query is what one would write first, with SQLAlchemy's asyncio and aiosqlite as they come. Beside it stand the
same query through Footnote's own connections, which take fewer visits to the driver's thread, and through `sqlite3`
alone, which keeps everybody waiting meanwhile. The verifier is off.

Selective questions name three words that few facts hold, middling ones three that stand in as many facts as a word may
that generates candidates, common ones three of the most frequent. What is compared is ratios: the machine is whatever
it is.
"""

import argparse
import asyncio
import itertools
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import closing

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks import made
from benchmarks.timing import Row, interleaved
from bot.briefing.asker import Asker
from db.actors import OPERATOR
from db.engine import Database
from db.search import COMMON

QUESTIONS = 30
GOAL = 2.5
BARE = text("SELECT rowid, text FROM fact_search WHERE fact_search MATCH :words ORDER BY bm25(fact_search) LIMIT 5")


def questions(holding: Counter[str]) -> dict[str, list[list[str]]]:
    """Return questions of three words, by how many facts hold these."""
    ranked = [word for word, _ in holding.most_common()]
    rare = [word for word in ranked if 2 <= holding[word] <= 50][-3 * QUESTIONS :]
    # The most frequent words that still generate candidates.
    middling = [word for word in ranked if holding[word] <= COMMON][: 3 * QUESTIONS]
    common = ranked[:10]
    return {
        "selective": [rare[start : start + 3] for start in range(0, len(rare) - 2, 3)],
        "middling": [middling[start : start + 3] for start in range(0, len(middling) - 2, 3)],
        "common": [list(three) for three in itertools.islice(itertools.combinations(common, 3), QUESTIONS)],
    }


async def times(count: int, words: Sequence[str]) -> AsyncIterator[tuple[str, list[float]]]:
    """Yield each sort of question with the times of `!ask`, the bare query, and that by our connections and alone."""
    async with made.store(count, words) as (opened, file, holding):
        url = str(opened.settings.database_url)
        database, engine = Database(url), create_async_engine(url)
        answering = opened.answering

        async def ask(words: list[str]) -> object:
            return await answering.ask(" ".join(words), Asker(OPERATOR, None, 0))

        async def bare(words: list[str]) -> object:
            async with engine.begin() as plainly:
                return (await plainly.execute(BARE, {"words": " OR ".join(words)})).all()

        async def ours(words: list[str]) -> object:
            async with database.reading() as reading:
                return (await reading.execute(BARE, {"words": " OR ".join(words)})).all()

        with closing(sqlite3.connect(file)) as connection:

            async def directly(words: list[str]) -> object:
                return connection.execute(str(BARE), {"words": " OR ".join(words)}).fetchall()

            for sort, asked in questions(holding).items():
                yield sort, await interleaved([ask, bare, ours, directly], asked)
        await database.dispose()
        await engine.dispose()


async def rows(sizes: Sequence[int]) -> list[Row]:
    """Return what selective questions cost at each size."""
    words, found = made.vocabulary(), []
    for size in sizes:
        async for sort, (whole, bare, *_) in times(size, words):
            if sort == "selective":
                found.append(Row(f"!ask at {size:,} facts", "a bare FTS5 query", bare, whole, "ms", GOAL))
    return found


async def main(sizes: Sequence[int]) -> None:
    """Print the times at each size."""
    words = made.vocabulary()
    for size in sizes:
        async for sort, (whole, plain, own, alone) in times(size, words):
            print(
                f"{size:>9,} facts, {sort:<9}: !ask {whole:7.2f} ms, bare {plain:7.2f} ms, {whole / plain:5.2f} ×;"
                f" bare by our connections {own:7.2f} ms, by sqlite3 alone {alone:7.2f} ms"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time !ask beside a bare FTS5 query.")
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of facts")
    asyncio.run(main(parser.parse_args().sizes))
