"""Completion in a large store against the plain way, in the same run.

    python -m benchmarks.completion [FACTS]

Builds a store of that many facts (a million unless told otherwise), shared and of two servers, and completes what
people type. The baseline is the query one would write first: names like the letters typed, joined with their facts.
Says the median of each in milliseconds, and how many times as long the baseline takes.
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.timing import interleaved
from db import upgrade
from db.completion import PATIENCE, Completions, What
from db.engine import Database
from db.index import turns
from db.kinds import KINDS, Event, Person, Poll
from db.sqlite.triggers import TRIGGERS
from db.tokenizer import fold, stems

SERVERS = (0, 0, 0, 7, 8)
TOPICS = 2000
ROUNDS = 5
TYPED: tuple[tuple[What, str], ...] = (
    (Person.KIND, ""),
    (Person.KIND, "a"),
    (Person.KIND, "barko"),
    (Person.KIND, "zzz"),
    (Person.KIND, "barkori lu"),
    (Event.KIND, "sum"),
    (Poll.KIND, "t"),
    (Poll.KIND, "topic-19"),
    (Poll.KIND, "19"),
    ("topic", "topic"),
    ("fact", "F9"),
    ("fact", "12"),
    ("fact", "bar"),
    ("source", "source"),
)
SYLLABLES = "ba ko ri ta lu me no sa vi du pe zo han sum kel mar tis gor".split()


def _name(random_: random.Random) -> str:
    return " ".join("".join(random_.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))


def _fill(file: str, count: int) -> None:
    """Fill the tables as the ledger would, without its chain of revisions."""
    random_ = random.Random(1)
    database = sqlite3.connect(file)
    database.execute("PRAGMA synchronous = OFF")
    record = '{"key": "source-1", "title": "Source"}'
    database.execute("INSERT INTO source (id, server, key, record) VALUES (1, 0, 'source-1', ?)", (record,))
    database.executemany(
        "INSERT INTO topic (id, server, key, title, aliases) VALUES (?, 0, ?, ?, '[]')",
        ((number, f"topic-{number}", f"Topic {number}") for number in range(1, TOPICS + 1)),
    )
    database.executemany(
        "INSERT INTO name (folded, shown, topic_id, server, kind) VALUES (?, ?, ?, 0, 'topic')",
        ((fold(f"topic-{number}"), f"topic-{number}", number) for number in range(1, TOPICS + 1)),
    )
    names = [_name(random_) for _ in range(max(count // 3, 1))]
    facts = [
        (number, random_.choice(SERVERS), random_.choice([*KINDS]), random_.choice(names))
        for number in range(1, count + 1)
    ]
    database.executemany(
        "INSERT INTO fact"
        " (id, server, key, kind, voice, speaker, text, status, rank, payload, aliases, asked, revision)"
        " VALUES (?, ?, ?, ?, 'reported', 'Somebody', ?, 'draft', 'normal', '{}', '[]', '[]', 1)",
        ((number, server, f"fact-{number}", kind, shown) for number, server, kind, shown in facts),
    )
    database.executemany(
        "INSERT INTO citation (fact_id, position, source_id, paragraph, fingerprint) VALUES (?, 0, 1, 1, ?)",
        ((number, "0" * 64) for number, *_ in facts),
    )
    # The ledger would have to be written as well.
    database.execute("DROP TRIGGER fact_says_what_its_revision_says")
    database.execute("UPDATE fact SET status = 'published'")
    database.execute(TRIGGERS["fact_says_what_its_revision_says"])
    # Half of all facts stand under one topic.
    database.executemany(
        "INSERT INTO fact_topic (fact_id, topic_id, position, server, kind) VALUES (?, ?, 0, ?, ?)",
        ((number, 1 if number % 2 else 1 + number % TOPICS, server, kind) for number, server, kind, _ in facts),
    )
    database.executemany(
        "INSERT INTO name (folded, shown, fact_id, server, kind) VALUES (?, ?, ?, ?, ?)",
        ((fold(shown), shown, number, server, kind) for number, server, kind, shown in facts),
    )
    kept = database.execute("SELECT kind, server, folded, id FROM name")
    database.executemany(
        "INSERT INTO turned_name (kind, server, folded, name_id) VALUES (?, ?, ?, ?)",
        ((kind, server, turned, number) for kind, server, folded, number in kept for turned in turns(folded)),
    )
    database.executemany(
        "INSERT INTO fact_search (rowid, server, text, names, topics, asked, details, words)"
        " VALUES (?, 0, '', ?, '', '', '', '')",
        ((number, " ".join(stems(shown))) for number, _, _, shown in facts),
    )
    database.commit()
    database.close()


def _plainly(database: sqlite3.Connection, what: What, typed: str, server: int) -> None:
    kind = "%" if what in ("topic", "fact", "source") else what
    database.execute(
        "SELECT DISTINCT name.shown FROM name JOIN fact ON fact.id = name.fact_id"
        " WHERE name.shown LIKE ? AND fact.kind LIKE ? AND fact.server IN (0, ?) AND fact.status = 'published'"
        " ORDER BY name.shown LIMIT 25",
        (f"{typed}%", kind, server),
    ).fetchall()


async def main(count: int) -> None:
    """Print a line for each thing typed, and the slowest of all."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "large.db")
        database = Database(f"sqlite+aiosqlite:///{file}")
        await upgrade.upgrade(database)
        begun = time.perf_counter()
        _fill(file, count)
        print(f"{count:,} facts, built in {time.perf_counter() - begun:.0f} s")
        slowest, completions = 0.0, Completions(database)
        with closing(sqlite3.connect(file)) as plain:

            async def ours(asked: tuple[What, str]) -> None:
                await completions.of(*asked, 7)

            async def theirs(asked: tuple[What, str]) -> None:
                _plainly(plain, *asked, 7)

            for what, typed in TYPED:
                taken, plainly = await interleaved((ours, theirs), [(what, typed)] * ROUNDS)
                slowest = max(slowest, taken)
                given_up = " (gave up)" if taken >= 1000 * PATIENCE else ""
                print(f"{what:8} {typed!r:12} {taken:8.1f} ms{given_up}; plainly {plainly / taken:6.1f} × as long")
        print(f"slowest: {slowest:.1f} ms")
        await database.dispose()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000))
