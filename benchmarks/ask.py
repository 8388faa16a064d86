"""The time of `!ask` at several sizes of store, beside a bare FTS5 query of the same words in the same run.

    python -m benchmarks.ask 200 10000 1000000

The bare query is what one would write first, with SQLAlchemy's asyncio and aiosqlite as they come. Beside it stand the
same query through Footnote's own connections, which take fewer visits to the driver's thread, and through `sqlite3`
alone, which keeps everybody waiting meanwhile.

Facts are made of invented words, as frequent as words are (Zipf), and written in bulk through the real schema: its
constraints and triggers hold for each. Selective questions name three words that few facts hold, middling ones three
that stand in as many facts as a word may that generates candidates, common ones three of the most frequent. What is
compared is ratios: the machine is whatever it is.
"""

import argparse
import asyncio
import itertools
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot import app
from bot.briefing.asker import Asker
from bot.settings import Settings
from db.actors import OPERATOR
from db.engine import Database
from db.search import COMMON
from db.sqlite.triggers import TRIGGERS
from db.tokenizer import sound, stem

LENGTH = 12  # words of a fact
VOCABULARY = 50_000
EXPONENT = 1.1
QUESTIONS = 30
BATCH = 20_000
Run = Callable[[list[str]], Awaitable[object]]
BARE = text("SELECT rowid, text FROM fact_search WHERE fact_search MATCH :words ORDER BY bm25(fact_search) LIMIT 5")


def vocabulary() -> list[str]:
    """Return invented words that stemming leaves as they are."""
    syllables = ["".join(pair) for pair in itertools.product("bdfgklmnprtvz", "aou")]
    made = ("".join(parts) + "k" for parts in itertools.product(syllables, repeat=3))
    return list(itertools.islice((word for word in made if stem(word) == word), VOCABULARY))


def facts(count: int, words: Sequence[str]) -> Iterator[list[str]]:
    chance = np.random.default_rng(7)
    shares = 1 / np.arange(1, len(words) + 1) ** EXPONENT
    shares /= shares.sum()
    for start in range(0, count, BATCH):
        drawn = chance.choice(len(words), size=(min(BATCH, count - start), LENGTH), p=shares)
        yield from ([words[place] for place in row] for row in drawn)


def fill(file: str, count: int, words: Sequence[str]) -> Counter[str]:
    """Write the facts and return in how many each word stands."""
    held: Counter[str] = Counter()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    # The ledger would have to be written as well.
    connection.execute("DROP TRIGGER fact_says_what_its_revision_says")
    record = '{"key": "made", "type": "document", "title": "made"}'
    connection.execute("INSERT INTO source (id, server, key, record) VALUES (1, 0, 'made', ?)", [record])
    connection.execute("INSERT INTO topic (id, server, key, title, aliases) VALUES (1, 0, 'made', 'made', '[]')")
    made = enumerate(facts(count, words), 1)
    while batch := list(itertools.islice(made, BATCH)):
        payload = '{"kind": "organization", "name": "made"}'
        connection.executemany(
            "INSERT INTO fact (id, server, key, kind, voice, text, status, rank, payload, aliases, asked, revision) "
            "VALUES (?, 0, ?, 'organization', 'reported', ?, 'draft', 'normal', ?, '[]', '[]', 1)",
            [(number, f"made-{number}", " ".join(row), payload) for number, row in batch],
        )
        connection.executemany(
            "INSERT INTO citation (fact_id, position, source_id, paragraph, fingerprint) VALUES (?, 0, 1, 1, ?)",
            [(number, "0" * 64) for number, _ in batch],
        )
        connection.executemany(
            "INSERT INTO fact_topic (fact_id, topic_id, position, kind) VALUES (?, 1, 0, 'organization')",
            [(number,) for number, _ in batch],
        )
        connection.execute("UPDATE fact SET status = 'published' WHERE id BETWEEN ? AND ?", [batch[0][0], batch[-1][0]])
        connection.executemany(
            "INSERT INTO fact_search (rowid, text, names, topics, asked, details, words) "
            "VALUES (?, ?, 'made', '', '', 'organ', ?)",
            [(number, " ".join(row), " ".join(row)) for number, row in batch],
        )
        for _, row in batch:
            held.update(set(row))
    connection.executemany(
        "INSERT INTO word (server, word, stem, sound, facts) VALUES (0, ?, ?, ?, ?)",
        [("", "", "", count), *((word, word, sound(word), held[word]) for word in held)],
    )
    connection.execute(TRIGGERS["fact_says_what_its_revision_says"])
    connection.commit()
    connection.close()
    return held


def questions(held: Counter[str]) -> dict[str, list[list[str]]]:
    ranked = [word for word, _ in held.most_common()]
    rare = [word for word in ranked if 2 <= held[word] <= 50][-3 * QUESTIONS :]
    # The most frequent words that still generate candidates.
    middling = [word for word in ranked if held[word] <= COMMON][: 3 * QUESTIONS]
    common = ranked[:10]
    return {
        "selective": [rare[start : start + 3] for start in range(0, len(rare) - 2, 3)],
        "middling": [middling[start : start + 3] for start in range(0, len(middling) - 2, 3)],
        "common": [list(three) for three in itertools.islice(itertools.combinations(common, 3), QUESTIONS)],
    }


async def medians(runs: Sequence[Run], asked: Sequence[list[str]]) -> list[float]:
    """Return the median time of each in milliseconds, turn by turn, since machines are not equally busy all the time.

    The first question is asked once before.
    """
    times: list[list[float]] = [[] for _ in runs]
    for words in (asked[0], *asked):
        for run, taken in zip(runs, times, strict=True):
            start = time.perf_counter()
            await run(words)
            taken.append(1000 * (time.perf_counter() - start))
    return [statistics.median(taken[1:]) for taken in times]


async def measure(count: int, words: Sequence[str]) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "fixtures").mkdir()
        url = f"sqlite+aiosqlite:///{folder}/ask.db"
        settings = Settings(_env_file=None, database_url=url, fixtures_dir=Path(folder) / "fixtures")
        async with app.opened(settings):
            pass
        held = fill(f"{folder}/ask.db", count, words)
        async with app.opened(settings) as opened:
            database, engine = Database(url), create_async_engine(url)
            connection = sqlite3.connect(f"{folder}/ask.db")

            async def ask(words: list[str]) -> object:
                return await opened.answering.ask(" ".join(words), Asker(OPERATOR, None, 0))

            async def bare(words: list[str]) -> object:
                async with engine.begin() as plainly:
                    return (await plainly.execute(BARE, {"words": " OR ".join(words)})).all()

            async def ours(words: list[str]) -> object:
                async with database.reading() as reading:
                    return (await reading.execute(BARE, {"words": " OR ".join(words)})).all()

            async def directly(words: list[str]) -> object:
                return connection.execute(str(BARE), {"words": " OR ".join(words)}).fetchall()

            for kind, asked in questions(held).items():
                whole, plain, own, alone = await medians([ask, bare, ours, directly], asked)
                print(
                    f"{count:>9,} facts, {kind:<9}: !ask {whole:7.2f} ms, bare {plain:7.2f} ms, {whole / plain:5.2f} ×;"
                    f" bare by our connections {own:7.2f} ms, by sqlite3 alone {alone:7.2f} ms"
                )
            connection.close()
            await database.dispose()
            await engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description="Time !ask beside a bare FTS5 query.")
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of facts")
    words = vocabulary()
    for size in parser.parse_args().sizes:
        asyncio.run(measure(size, words))


if __name__ == "__main__":
    main()
