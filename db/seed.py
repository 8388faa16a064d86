"""Seeding: a library is taken into the store, at every start or as an import."""

import hashlib
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import Path

from db import fixtures
from db.actors import SEED, Actor
from db.errors import DamagedFixture, UnknownReference
from db.fixtures import unknown_references
from db.ledger.ledger import Change, Ledger, Seed
from db.ledger.transaction import WriteOutcome
from db.records import Library, Topic
from db.store import Store


@dataclass(frozen=True)
class Tally:
    """How many facts were added, changed, left as they were, and kept as a moderator made them."""

    added: int
    changed: int
    unchanged: int
    kept: int
    sources: int

    def __str__(self) -> str:
        parts = [f"{self.added} facts added", f"{self.changed} changed", f"{self.unchanged} unchanged"]
        if self.kept:
            parts.append(f"{self.kept} kept as a moderator changed them")
        return f"{', '.join(parts)}; {self.sources} sources"


async def seed(ledger: Ledger, store: Store, folder: Path, *, bare: bool = False) -> Tally | None:
    """Take the library of a folder as the seed, or return None where it is the one taken last.

    Files that are the same as then, to a program that is the same as well, are not even read through. `bare` leaves out
    other phrasings and synonyms. Raises DamagedFixture.
    """
    last = await ledger.seeded()
    seed = Seed(files=fixtures.digest(folder, bare=bare))
    if last and last.files == seed.files:
        return None
    library = fixtures.load(folder)
    library = library.bare if bare else library
    seed = replace(seed, library=hashlib.sha256(library.model_dump_json().encode()).hexdigest())
    if last and last.library == seed.library:
        async with ledger.change(SEED) as change:
            await change.put_seed(seed)
        return None
    return await take(ledger, store, library, seed=seed)


async def take(
    ledger: Ledger,
    store: Store,
    library: Library,
    who: Actor = SEED,
    reason: str | None = None,
    seed: Seed | None = None,
) -> Tally:
    """Write the library in one transaction or not at all.

    The seed leaves alone what somebody else has changed since. Raises DamagedFixture for a citation or a topic
    that points to nothing.
    """
    topics = [topic.key for topic, _ in await store.topics()]
    library = with_topics(library, topics)
    problems = unknown_references(library, [source.key for source in await store.sources()], topics)
    if problems:
        raise DamagedFixture(problems)
    try:
        async with ledger.change(who, reason=reason) as change:
            outcomes = await put(change, library)
            if seed:
                await change.put_seed(seed)
    except UnknownReference as error:
        raise DamagedFixture([str(error)]) from error
    return Tally(
        added=outcomes["added"],
        changed=outcomes["changed"],
        unchanged=outcomes["unchanged"],
        kept=outcomes["kept"],
        sources=len(library.sources),
    )


async def put(change: Change, library: Library) -> Counter[WriteOutcome]:
    """Write all that the library holds, and return what became of its facts."""
    for source in library.sources:
        await change.sources.put(source)
    for topic in library.topics:
        await change.put_topic(topic)
    await change.put_synonyms(library.synonyms)
    return Counter([await change.facts.put(fact) for fact in library.facts])


def with_topics(library: Library, existing: Container[str]) -> Library:
    """Give a file that lists no topics, as an export to JSON does not, those that its facts name."""
    if library.topics:
        return library
    named = dict.fromkeys(topic for fact in library.facts for topic in fact.topics if topic not in existing)
    made = tuple(Topic(key=key, title=key.replace("-", " ").capitalize()) for key in named)
    return library.model_copy(update={"topics": made})
