"""Made stores: facts of invented words, as frequent as words are (Zipf), written in bulk through the real schema.

Its constraints and triggers hold for each. Three facts in a row have one name.
"""

import itertools
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot import app
from bot.app import Services
from bot.settings import Settings
from db.sqlite.triggers import TRIGGERS
from db.tokenizer import sound, stem

LENGTH = 12  # words of a fact
VOCABULARY = 50_000
EXPONENT = 1.1
BATCH = 20_000
SHARING = 3  # facts of one name


def vocabulary() -> list[str]:
    """Return invented words that stemming leaves as they are."""
    syllables = ["".join(pair) for pair in itertools.product("bdfgklmnprtvz", "aou")]
    made = ("".join(parts) + "k" for parts in itertools.product(syllables, repeat=3))
    return list(itertools.islice((word for word in made if stem(word) == word), VOCABULARY))


def facts(count: int, words: Sequence[str]) -> Iterator[list[str]]:
    """Yield the words of each fact."""
    chance = np.random.default_rng(7)
    shares = 1 / np.arange(1, len(words) + 1) ** EXPONENT
    shares /= shares.sum()
    for start in range(0, count, BATCH):
        drawn = chance.choice(len(words), size=(min(BATCH, count - start), LENGTH), p=shares)
        yield from ([words[place] for place in row] for row in drawn)


def name(number: int) -> str:
    """Return the name of the fact of that number."""
    return f"made {number // SHARING}"


@asynccontextmanager
async def empty() -> AsyncIterator[tuple[Settings, Path]]:
    """Give the settings of a new store without a library and without the verifier, and its file."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "fixtures").mkdir()
        file = Path(folder) / "made.db"
        yield (
            Settings(
                _env_file=None,
                database_url=f"sqlite+aiosqlite:///{file}",
                fixtures_dir=Path(folder) / "fixtures",
                verifier="off",
            ),
            file,
        )


@asynccontextmanager
async def store(count: int, words: Sequence[str]) -> AsyncIterator[tuple[Services, Path, Counter[str]]]:
    """Give an open store of so many facts, its file, and in how many facts each word stands."""
    async with empty() as (settings, file):
        async with app.opened(settings):
            pass
        holding = fill(file, count, words)
        async with app.opened(settings) as opened:
            yield opened, file, holding


def fill(file: Path, count: int, words: Sequence[str]) -> Counter[str]:
    """Write the facts and return in how many each word stands."""
    holding: Counter[str] = Counter()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        # The ledger would have to be written as well.
        connection.execute("DROP TRIGGER fact_says_what_its_revision_says")
        record = '{"key": "made", "type": "document", "title": "made"}'
        connection.execute("INSERT INTO source (id, server, key, record) VALUES (1, 0, 'made', ?)", [record])
        connection.execute("INSERT INTO topic (id, server, key, title, aliases) VALUES (1, 0, 'made', 'made', '[]')")
        made = enumerate(facts(count, words), 1)
        while batch := list(itertools.islice(made, BATCH)):
            connection.executemany(
                "INSERT INTO fact (id, server, key, kind, voice, text, status, rank, payload, aliases, asked, revision)"
                " VALUES (?, 0, ?, 'organization', 'reported', ?, 'draft', 'normal', ?, '[]', '[]', 1)",
                [
                    (number, f"made-{number}", " ".join(row), f'{{"kind": "organization", "name": "{name(number)}"}}')
                    for number, row in batch
                ],
            )
            connection.executemany(
                "INSERT INTO citation (fact_id, position, source_id, paragraph, fingerprint) VALUES (?, 0, 1, 1, ?)",
                [(number, "0" * 64) for number, _ in batch],
            )
            connection.executemany(
                "INSERT INTO fact_topic (fact_id, topic_id, position, kind) VALUES (?, 1, 0, 'organization')",
                [(number,) for number, _ in batch],
            )
            connection.executemany(
                "INSERT INTO name (folded, shown, fact_id, server, kind) VALUES (?, ?, ?, 0, 'organization')",
                [(name(number), name(number), number) for number, _ in batch],
            )
            published = [batch[0][0], batch[-1][0]]
            connection.execute("UPDATE fact SET status = 'published' WHERE id BETWEEN ? AND ?", published)
            connection.executemany(
                "INSERT INTO fact_search (rowid, server, text, names, topics, asked, details, words) "
                "VALUES (?, 0, ?, 'made', '', '', 'organ', ?)",
                [(number, " ".join(row), " ".join(row)) for number, row in batch],
            )
            for _, row in batch:
                holding.update(set(row))
        connection.executemany(
            "INSERT INTO word (server, word, stem, sound, facts) VALUES (0, ?, ?, ?, ?)",
            [("", "", "", count), *((word, word, sound(word), holding[word]) for word in holding)],
        )
        connection.execute(TRIGGERS["fact_says_what_its_revision_says"])
        connection.commit()
    return holding
