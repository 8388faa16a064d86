"""Seeding: a library is taken into the store, at every start or as an import."""

import hashlib
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from db.actors import SEED, Actor
from db.errors import DamagedFixture, UnknownReference
from db.fixtures import unknown_references
from db.ledger.ledger import Change, Ledger
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


async def seed(ledger: Ledger, store: Store, library: Library) -> Tally | None:
    """Take the library as the seed, or return None where it is the one taken last: then there is nothing to do.

    Raises DamagedFixture.
    """
    digest = hashlib.sha256(library.model_dump_json().encode()).hexdigest()
    if digest == await ledger.seeded():
        return None
    return await take(ledger, store, library, digest=digest)


async def take(
    ledger: Ledger,
    store: Store,
    library: Library,
    who: Actor = SEED,
    reason: str | None = None,
    digest: str | None = None,
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
            if digest:
                await change.put_seed(digest)
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
