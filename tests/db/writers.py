"""Processes that write to a store until they are done or killed; each acknowledges what has been written.

`python -m tests.db.writers URL FIRST COUNT` adds that many facts and prints the number of each once it is there.
`python -m tests.db.writers URL --killed ROUNDS SEED` starts such a writer so many times, one that edits each fact,
brings each document anew and makes backups too, and kills it each time at a moment of its own (SIGKILL).
`python -m tests.db.writers URL --migrating ROUNDS SEED` does so with one that migrates a copy of the store at URL.
The program is loaded once, and copied by fork.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any

# Loaded once, before the copies are made: the program itself loads it when it migrates.
import alembic.command
import alembic.config  # noqa: F401  # for that alone

from db.actors import Actor
from db.backup import back_up
from db.bibliography import Source
from db.documents import Document, Edition, fingerprint
from db.engine import Database
from db.ledger.ledger import Ledger
from db.records import Citation, Fact
from db.upgrade import upgrade

ENDLESS = 1000


def written(number: int) -> tuple[Source, str, Fact]:
    """Return a source, its document and a fact on it; one change writes the three."""
    text = f"Boat {number} leaves.\nIt comes back."
    source = Source(key=f"log-{number}", title=f"Log {number}", fingerprints=Document(text).fingerprints)
    fact = Fact.model_validate(
        {
            "key": f"boat-{number}",
            "payload": {"kind": "event", "name": f"Departure of boat {number}"},
            "text": f"Boat {number} leaves.",
            "topics": ["ferry"],
            "citations": [
                Citation(source=source.key, paragraph=1, fingerprint=fingerprint(f"Boat {number} leaves.")),
                Citation(source=source.key, paragraph=2, fingerprint=fingerprint("It comes back.")),
            ],
        }
    )
    return source, text, fact


async def write(url: str, first: int, count: int, *, busy: bool = False) -> None:
    database = Database(url)
    ledger = Ledger(database)
    for number in range(first, first + count):
        source, text, fact = written(number)
        async with ledger.change(Actor(f"writer {first}", first)) as change:
            await change.sources.put(source)
            await change.sources.put_document(source.key, Edition("log.txt", text))
            await change.facts.put([fact])
        # A bare write: what is printed through a buffer could be lost with the process.
        os.write(1, f"{number}\n".encode())
        if busy:
            async with ledger.change(Actor(f"writer {first}", first)) as change:
                await change.sources.put_document(source.key, Edition("log.txt", f"{text}\nIt is late."))
                await change.facts.put([fact.model_copy(update={"note": "It is late."})])
            await back_up(database, database.backend.beside(f"backup-{number}"))
    await database.dispose()


async def migrate(url: str) -> None:
    database = Database(url)
    os.write(1, b"0\n")
    await upgrade(database)
    await database.dispose()


def killed(rounds: int, seed: int, longest: float, work: Callable[[int], Coroutine[Any, Any, None]]) -> None:
    chance = random.Random(seed)
    for turn in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            asyncio.run(work(turn))
            os._exit(0)
        os.close(writing)
        first = os.read(reading, 100)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as rest:
            os.write(1, first + rest.read())


if __name__ == "__main__":
    address, *rest = sys.argv[1:]
    if rest[0] == "--killed":
        killed(*(int(rest[1]), int(rest[2]), 0.08), lambda turn: write(address, turn * ENDLESS, ENDLESS, busy=True))
    elif rest[0] == "--migrating":
        killed(int(rest[1]), int(rest[2]), 0.25, lambda turn: migrate(f"{address}-{turn}"))
    else:
        asyncio.run(write(address, int(rest[0]), int(rest[1])))
