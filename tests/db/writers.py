"""Processes that write to a store until they are done or killed; each acknowledges what has been written.

`python -m tests.db.writers URL FIRST COUNT` adds that many facts and prints the number of each once it is there.
`python -m tests.db.writers URL --killed ROUNDS` starts such a writer so many times, and kills it each time at a
moment of its own (SIGKILL). The program is loaded once, and copied by fork.
"""

import asyncio
import os
import random
import signal
import sys
import time

from db.actors import Actor
from db.bibliography import Source
from db.documents import Document, Edition, fingerprint
from db.engine import Database
from db.ledger.ledger import Ledger
from db.records import Citation, Fact

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


async def write(url: str, first: int, count: int) -> None:
    database = Database(url)
    ledger = Ledger(database)
    for number in range(first, first + count):
        source, text, fact = written(number)
        async with ledger.change(Actor(f"writer {first}", first)) as change:
            await change.sources.put(source)
            await change.sources.put_document(source.key, Edition("log.txt", text))
            await change.facts.put(fact)
        # A bare write: what is printed through a buffer could be lost with the process.
        os.write(1, f"{number}\n".encode())
    await database.dispose()


def killed(url: str, rounds: int) -> None:
    chance = random.Random(1)
    for turn in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            asyncio.run(write(url, turn * ENDLESS, ENDLESS))
            os._exit(0)
        os.close(writing)
        first = os.read(reading, 100)
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as rest:
            os.write(1, first + rest.read())


if __name__ == "__main__":
    address, *rest = sys.argv[1:]
    if rest[0] == "--killed":
        killed(address, int(rest[1]))
    else:
        asyncio.run(write(address, int(rest[0]), int(rest[1])))
