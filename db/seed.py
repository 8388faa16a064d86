"""Seeding: a library is taken into the store, at every start or as an import; the shipped one is an example."""

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db import fixtures
from db.actors import SEED, Actor
from db.bibliography import Source
from db.documents import Edition
from db.errors import CircularSuccession, DamagedFixture, UnknownReference
from db.fixtures import unknown_references
from db.ledger.history import UNCHECKED, History
from db.ledger.ledger import Change, Ledger, Seed, SeedName
from db.ledger.transaction import WriteOutcome
from db.records import Library, StoredFact, Topic
from db.store import Store

LISTED = 20


@dataclass(frozen=True)
class Tally:
    """How many facts were added, changed, left as they were, and kept as a moderator made them."""

    added: int
    changed: int
    unchanged: int
    kept: int
    sources: int
    # Those that came with a library before, and are not in this one.
    left: tuple[StoredFact, ...] = ()
    # The keys of those that are marked, since they do not pass the checks.
    unchecked: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [f"{self.added} facts added", f"{self.changed} changed", f"{self.unchanged} unchanged"]
        if self.kept:
            parts.append(f"{self.kept} kept as a moderator changed them")
        words = f"{', '.join(parts)}; {self.sources} sources"
        if self.left:
            words += f"; no longer in the files: {_listed([fact.key for fact in self.left])}"
        if self.unchecked:
            words += f"; taken unchecked, see `footnote verify`: {_listed(self.unchecked)}"
        return words


def _listed(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - LISTED} more" if len(keys) > LISTED else ""
    return f"{', '.join(keys[:LISTED])}{more}"


_NO_SOURCES: Mapping[str, Source] = {}
REMOVED = "the example was removed"
FIXTURES = "from the fixtures"
# Gives the keys of the facts of a library that do not pass the checks.
Checking = Callable[[Library], Awaitable[Collection[str]]]


async def has_example(ledger: Ledger, store: Store) -> bool:
    """Say whether the store has the shipped example, or is new and may have it."""
    example, library = await ledger.seeded("example"), await ledger.seeded("library")
    if example:
        return bool(example.files)
    if library is None:
        return True
    if library.name is not None:
        return False
    # A store of an earlier version, which does not say of its seed which it was.
    keys = {source.key for source in fixtures.load(fixtures.seed_folder()).sources}
    return keys <= {source.key for source in await store.sources()}


async def seed(
    ledger: Ledger,
    store: Store,
    history: History,
    folder: Path,
    *,
    bare: bool = False,
    name: SeedName = "library",
    read: Library | None = None,
    check: Checking | None = None,
) -> Tally | None:
    """Take the library of a folder as the seed, or return None where it is the one taken last.

    Files that are the same as then, to a program that is the same as well, are not even read through. `bare` leaves out
    other phrasings and synonyms. Facts of which `check` gives the keys are taken, and marked in the ledger. Raises
    DamagedFixture.
    """
    last = await ledger.seeded(name)
    seed = Seed(files=fixtures.digest(folder, bare=bare), name=name)
    if last and last.files == seed.files:
        return None
    library = read or fixtures.load(folder)
    library = library.bare if bare else library
    seed = replace(seed, library=hashlib.sha256(library.model_dump_json().encode()).hexdigest())
    if last and last.library == seed.library:
        async with ledger.change(SEED) as change:
            await change.put_seed(seed)
        return None
    failing = await check(library) if check else ()
    tally = await take(ledger, store, library, reason=FIXTURES if failing else None, seed=seed, unchecked=failing)
    marked = await history.unchecked() if failing else ()
    unchecked = tuple(fact.key for fact in await store.keyed(failing) if fact.number in marked)
    return replace(tally, unchecked=unchecked, left=tuple(await left(store, history, library)))


async def begin_without(ledger: Ledger) -> None:
    """Note that the store has begun without the example, which it is never given from then on."""
    async with ledger.change(SEED) as change:
        await change.put_seed(Seed("", name="example"))


@dataclass(frozen=True)
class Removal:
    """How many facts of the example were taken out, and which are kept since somebody has changed them."""

    removed: int
    kept: tuple[StoredFact, ...]


async def remove_example(ledger: Ledger, store: Store, history: History, who: Actor) -> Removal:
    """Take the example out in one transaction: its facts are retracted, its sources retired, its synonyms dropped.

    It is the change of whoever does it, which `!undo` takes back.
    """
    library = fixtures.load(fixtures.seed_folder())
    keys = {source.key for source in library.sources}
    published = [fact for fact in await store.own() if fact.status == "published"]
    citing = [fact for fact in published if keys.issuperset(cited.source for cited in fact.citations)]
    seeded = await history.only_brought([fact.number for fact in citing])
    removed = [fact for fact in citing if fact.number in seeded]
    still = {cited.source for fact in published if fact not in removed for cited in fact.citations}
    async with ledger.change(who, reason=REMOVED) as change:
        await retract(change, removed)
        for source in await store.sources_keyed(keys - still):
            if not source.retired:
                retired = source.content.model_copy(update={"retired": f"{REMOVED[0].upper()}{REMOVED[1:]}."})
                await change.sources.revise(source.content, retired)
        await change.drop_synonyms(library.synonyms)
        await change.put_seed(Seed("", name="example"))
    return Removal(len(removed), tuple(fact for fact in citing if fact.number not in seeded))


async def take(
    ledger: Ledger,
    store: Store,
    library: Library,
    who: Actor = SEED,
    reason: str | None = None,
    seed: Seed | None = None,
    unchecked: Collection[str] = (),
) -> Tally:
    """Write the library in one transaction or not at all.

    The seed leaves alone what somebody else has changed since. Raises DamagedFixture for what points to nothing, and
    for facts that would supersede each other.
    """
    topics = {topic.key for topic, _ in await store.topics()}
    library = with_topics(library, topics)
    sources = {source.key for source in await store.sources()}
    facts = await store.keyed([fact.superseded_by for fact in library.facts if fact.superseded_by])
    problems = unknown_references(library, sources, topics, [fact.key for fact in facts])
    if problems:
        raise DamagedFixture(problems)
    try:
        async with ledger.change(who, reason=reason) as change:
            outcomes = await put(change, library, unchecked=unchecked)
            if seed:
                await change.put_seed(seed)
    except (CircularSuccession, UnknownReference) as error:
        raise DamagedFixture([str(error)]) from error
    return Tally(
        added=outcomes["added"],
        changed=outcomes["changed"],
        unchanged=outcomes["unchanged"],
        kept=outcomes["kept"],
        sources=len(library.sources),
    )


async def left(store: Store, history: History, library: Library) -> list[StoredFact]:
    """Return the facts that came with a library on the same sources before, and are not in this one any more."""
    sources, keys = {source.key for source in library.sources}, {fact.key for fact in library.facts}
    gone = [
        fact
        for fact in await store.own()
        if fact.status == "published" and fact.key not in keys and sources.issuperset(c.source for c in fact.citations)
    ]
    brought = await history.only_brought([fact.number for fact in gone]) if gone else set()
    return [fact for fact in gone if fact.number in brought]


async def retract(change: Change, facts: Iterable[StoredFact]) -> None:
    """Take the facts out of answers."""
    for fact in facts:
        await change.facts.revise(fact.number, fact.revision, fact.content.model_copy(update={"status": "retracted"}))


async def put(
    change: Change, library: Library, documents: Mapping[str, Source] = _NO_SOURCES, unchecked: Container[str] = ()
) -> Counter[WriteOutcome]:
    """Write all that the library holds, and return what became of its facts.

    `documents` has the sources of the documents that are not among the library's own, and `unchecked` the keys of the
    facts that are marked as such.
    """
    for source in library.sources:
        await change.sources.put(source)
    described = {**documents, **{source.key: source for source in library.sources}}
    for text in library.documents:
        await change.sources.put_document(text.source, Edition.of(text, described[text.source]))
    for topic in library.topics:
        await change.put_topic(topic)
    await change.put_synonyms(library.synonyms)
    marked = {fact.key: f"{UNCHECKED}{change.reason}" for fact in library.facts if fact.key in unchecked}
    return Counter(await change.facts.put(library.facts, marked))


def with_topics(library: Library, existing: Container[str]) -> Library:
    """Give a file that lists no topics, as an export to JSON does not, those that its facts name."""
    if library.topics:
        return library
    named = dict.fromkeys(topic for fact in library.facts for topic in fact.topics if topic not in existing)
    made = tuple(Topic(key=key, title=key.replace("-", " ").capitalize()) for key in named)
    return library.model_copy(update={"topics": made})
