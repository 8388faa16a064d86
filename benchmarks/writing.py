"""Costs of writing: one fact to stay, and a whole library, beside bare inserts in the same run.

    python -m benchmarks.writing 100000

One fact is added by the ledger as `!fact add` does once it is confirmed, and by the command itself with its checks; the
baseline inserts a row with the fact's words and an index, with `synchronous=FULL` as the store has it. A library is
taken in as the seed is; its baseline is `executemany` of the rows that came of it, full text included, into the same
tables with their indexes and without their triggers.
"""

import argparse
import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from benchmarks import made
from benchmarks.timing import Row, interleaved
from bot import app
from db import tables
from db.actors import OPERATOR
from db.bibliography import Source
from db.kinds import Organization
from db.records import Citation, Fact, Library, Topic
from db.seed import take

GOAL_OF_ONE, GOAL_OF_ALL = 5.0, 4.0
SOURCE = Source(key="made", title="made", fingerprints=("0" * 64,))
TOPIC = Topic(key="made", title="made")
# In the order in which they refer to each other.
WRITTEN = (
    "actor",
    "source",
    "topic",
    "revision",
    "head",
    "fact",
    "citation",
    "fact_topic",
    "name",
    "turned_name",
    "word",
)


def fact(number: int, words: Sequence[str]) -> Fact:
    """Return a fact of these words."""
    return Fact(
        key=f"made-{number}",
        payload=Organization(name=made.name(number)),
        text=" ".join(words).capitalize(),
        topics=("made",),
        citations=(Citation(source="made", paragraph=1, fingerprint="0" * 64),),
    )


async def one(words: Sequence[str], turns: int) -> list[Row]:
    """Return what one fact costs."""
    async with made.empty() as (settings, file), app.opened(settings) as opened, opened.console() as console:
        await take(opened.ledger, opened.store, Library(sources=(SOURCE,), topics=(TOPIC,)))
        with closing(sqlite3.connect(file.with_name("bare.db"), isolation_level=None)) as bare:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000"):
                bare.execute(f"PRAGMA {pragma}")
            bare.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, key TEXT, text TEXT)")
            bare.execute("CREATE INDEX ix_fact_key ON fact (key)")
            texts = {run: iter(enumerate(made.facts(turns + 1, words), 1)) for run in ("bare", "ledger", "command")}

            async def insert(_: int) -> object:
                number, said = next(texts["bare"])
                return bare.execute("INSERT INTO fact (key, text) VALUES (?, ?)", (f"made-{number}", " ".join(said)))

            async def add(_: int) -> object:
                async with opened.ledger.change(OPERATOR) as change:
                    return await change.facts.add(fact(*next(texts["ledger"])))

            async def command(_: int) -> object:
                _, said = next(texts["command"])
                added = await console.say(
                    f"!fact add kind: organization topics: made name: Club of {said[0]} {said[1]}"
                    f" text: The club is about {' '.join(said)}. source: made paragraph: 1 yes: true"
                )
                assert added.status == "done", added.note
                return added

            row, ledger, said = await interleaved([insert, add, command], range(turns))
    baseline = "a bare insert, synchronous=FULL"
    return [
        Row("one fact by the ledger, durable", baseline, row, ledger, "ms", GOAL_OF_ONE),
        Row("one !fact add, durable", baseline, row, said, "ms", GOAL_OF_ONE),
    ]


async def library(count: int, words: Sequence[str]) -> Row:
    """Return what a library of so many facts costs."""
    facts = tuple(fact(number, row) for number, row in enumerate(made.facts(count, words), 1))
    async with made.empty() as (settings, file), app.opened(settings) as opened:
        begun = time.perf_counter()
        await take(opened.ledger, opened.store, Library(sources=(SOURCE,), topics=(TOPIC,), facts=facts))
        ours = time.perf_counter() - begun
        baseline = await _inserted(file)
    return Row(f"import of {count:,} facts", "executemany of the same rows", baseline, ours, "s", GOAL_OF_ALL)


async def _inserted(full: Path) -> float:
    """Return how long the rows of a store take to be inserted into an empty one."""
    async with made.empty() as (settings, file):
        async with app.opened(settings):
            pass
        with closing(sqlite3.connect(full)) as store, closing(sqlite3.connect(file)) as bare:
            columns = dict.fromkeys(WRITTEN, "*")
            columns["fact_search"] = ", ".join(tables.FULL_TEXT[tables.fact_search])
            rows = {table: store.execute(f"SELECT {named} FROM {table}").fetchall() for table, named in columns.items()}
            bare.execute("PRAGMA synchronous = FULL")
            for (trigger,) in bare.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                bare.execute(f"DROP TRIGGER {trigger}")
            for table in rows:
                bare.execute(f"DELETE FROM {table}")
            bare.commit()
            begun = time.perf_counter()
            for table, named in columns.items():
                into = table if named == "*" else f"{table} ({named})"
                if rows[table]:
                    places = ", ".join("?" * len(rows[table][0]))
                    bare.executemany(f"INSERT INTO {into} VALUES ({places})", rows[table])
            bare.commit()
            return time.perf_counter() - begun


async def rows(size: int, turns: int = 100) -> list[Row]:
    """Return what one fact and so many cost."""
    words = made.vocabulary()
    return [*await one(words, turns), await library(size, words)]


async def main(size: int) -> None:
    """Print the rows."""
    print(*await rows(size), sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time what is written.")
    parser.add_argument("size", type=int, help="facts of a library")
    asyncio.run(main(parser.parse_args().size))
