"""Facts as they are written: each revision with its citations, its names and its place in the index."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import column, delete, func, null, select, union_all

from db import fact_mapper, index, tables
from db.errors import CircularSuccession, KeyTaken, StaleFact, UnknownReference
from db.functions import among
from db.ledger.transaction import Transaction, WriteOutcome, Written
from db.records import Fact, StoredFact
from db.succession import circle

BATCH = 500  # facts that are written together
_NO_REASONS: Mapping[str, str] = {}


@dataclass(frozen=True, order=True)
class _Topic:
    id: int
    names: tuple[str, ...]


class FactWriter:
    """Adds and revises facts, hides them and vouches for them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._server = transaction.server
        # What is superseded by another fact than before, by its key and the server whose it is.
        self._superseded: set[tuple[str, int]] = set()
        # The words of facts that were added, to be counted once all of them are: most stand in many.
        self._words: Counter[str] = Counter()

    async def put(self, facts: Iterable[Fact], reasons: Mapping[str, str] = _NO_REASONS) -> list[WriteOutcome]:
        """Add the facts, or revise those with their keys, some for a reason of their own, which `reasons` has by key.

        Raises UnknownReference where one cites a source or names a topic that is not there.
        """
        outcomes: list[WriteOutcome] = []
        for batch in _batches(facts):
            there = await fact_mapper.by_keys(self._connection, [fact.key for fact in batch], self._server)
            new: list[Fact] = []
            for fact in batch:
                current = there.get(fact.key)
                if current is None:
                    outcomes.append("added")
                    new.append(fact)
                    continue
                before, after = current.content.model_dump(mode="json"), fact.model_dump(mode="json")
                outcome = await self._transaction.outcome("fact", fact.key, before, after)
                outcomes.append(outcome)
                if outcome == "changed":
                    # The ledger has them in their order.
                    await self._add(new, reasons)
                    new = []
                    await self._count()
                    await self.write(current, fact, reason=reasons.get(fact.key))
            await self._add(new, reasons)
        await self._count()
        return outcomes

    async def add(self, fact: Fact) -> int:
        """Add the fact and return its number.

        Raises KeyTaken and UnknownReference.
        """
        existing = await fact_mapper.by_key(self._connection, fact.key, self._server)
        if existing is not None:
            raise KeyTaken(existing)
        (number,) = await self._add([fact])
        await self._count()
        return number

    async def _add(self, facts: Sequence[Fact], reasons: Mapping[str, str] = _NO_REASONS) -> list[int]:
        """Add facts to this server's, no two of the same key (draft, cite, publish); return their numbers."""
        if not facts:
            return []
        connection, server = self._connection, self._server
        sources, topics = await self._references(facts, server)
        ids = {key: topic.id for key, topic in topics.items()}
        numbers = await fact_mapper.draft(connection, facts, server, sources, ids)
        numbered = dict(zip(numbers, facts, strict=True))
        # First into the ledger: a trigger lets a fact say only what its last revision says.
        written = [
            Written(fact.key, None, fact.model_dump(mode="json"), number, 1, reason=reasons.get(fact.key))
            for number, fact in numbered.items()
        ]
        await self._transaction.extend("fact", written, server)
        await fact_mapper.publish(connection, numbered)
        names = {
            number: [name for topic in sorted({topics[key] for key in fact.topics}) for name in topic.names]
            for number, fact in numbered.items()
        }
        self._words.update(await index.add_facts(connection, numbered, server, names))
        self._superseded |= {(fact.key, server) for fact in facts if fact.superseded_by}
        return numbers

    async def _count(self) -> None:
        """Count the words of the facts that were added."""
        await index.count(self._connection, self._server, self._words)
        self._words.clear()

    async def revise(self, number: int, revision: int, fact: Fact, undoes: int | None = None) -> None:
        """Revise the fact of that number as it was at that revision; `undoes` is the id of a revision taken back.

        Raises StaleFact where it has been revised since (optimistic concurrency), and UnknownReference.
        """
        current = await fact_mapper.by_number(self._connection, number, self._server)
        if current is None:
            raise UnknownReference("fact", f"F{number}")
        if current.revision != revision:
            raise StaleFact(current)
        await self.write(current, fact, undoes)

    async def hide(self, fact: StoredFact, hidden: bool = True, undoes: int | None = None) -> WriteOutcome:
        """Hide a shared fact from this server's answers, or show it again."""
        rows = tables.hidden
        here = (rows.c.server == self._server) & (rows.c.fact_id == fact.number)
        before = bool(await self._connection.scalar(select(func.count()).where(here)))
        if before == hidden:
            return "unchanged"
        if hidden:
            await self._connection.execute(rows.insert().values(server=self._server, fact_id=fact.number))
        else:
            await self._connection.execute(delete(rows).where(here))
        # Without the fact's number: its history is everybody's, and this is the server's own affair.
        await self._transaction.append("hidden", fact.key, {"hidden": before}, {"hidden": hidden}, undoes=undoes)
        return "changed"

    async def vouch(self, fact: StoredFact, revision: int | None, undoes: int | None = None) -> None:
        """Record that the actor has read the passages behind a revision of the fact; None takes it back."""
        rows = tables.revision
        query = (
            select(rows.c.after)
            .where(
                rows.c.subject == "vouch",
                rows.c.fact_id == fact.number,
                rows.c.actor_id == self._transaction.actor,
            )
            .order_by(rows.c.id.desc())
        )
        before = (await self._connection.scalars(query)).first()
        after = {"revision": revision}
        await self._transaction.append("vouch", fact.key, before, after, fact_id=fact.number, undoes=undoes)

    async def write(
        self, current: StoredFact, fact: Fact, undoes: int | None = None, reason: str | None = None
    ) -> None:
        """Revise the current fact in the server whose it is."""
        server, number = current.server or tables.SHARED, current.number
        sources, topics = await self._references([fact], server)
        revision, ids = current.revision + 1, {key: topic.id for key, topic in topics.items()}
        before, after = current.content.model_dump(mode="json"), fact.model_dump(mode="json")
        # First into the ledger: a trigger lets a fact say only what its last revision says.
        await self._transaction.append(
            "fact",
            fact.key,
            before,
            after,
            fact_id=number,
            number=revision,
            undoes=undoes,
            server=server,
            reason=reason,
        )
        await fact_mapper.update(self._connection, number, revision, fact, server, sources, ids)
        await index.index_facts(self._connection, {number: fact}, server)
        if fact.superseded_by and current.superseded_by != fact.superseded_by:
            self._superseded.add((fact.key, server))

    async def refuse_circles(self) -> None:
        """Look whether facts that were written supersede each other, once all of the change is written.

        Raises CircularSuccession.
        """
        for key, server in sorted(self._superseded):
            superseded_by: dict[str, str | None] = {}
            following: str | None = key
            while following and following not in superseded_by:
                fact = await fact_mapper.by_key(self._connection, following, server) or await fact_mapper.by_key(
                    self._connection, following, tables.SHARED
                )
                superseded_by[following] = fact.superseded_by if fact else None
                following = superseded_by[following]
            if keys := circle(key, superseded_by):
                raise CircularSuccession(keys)

    async def _references(self, facts: Sequence[Fact], server: int) -> tuple[dict[str, int], dict[str, _Topic]]:
        """Return what the facts refer to as far as a server may use it: its own, else what is shared.

        Sources come by their keys as ids, topics with their names as well. Raises UnknownReference.
        """
        cited = [*dict.fromkeys(cited.source for fact in facts for cited in fact.citations)]
        filed = [*dict.fromkeys(topic for fact in facts for topic in fact.topics)]
        wanted = {"sources": cited, "topics": filed, "here": server}
        sources: dict[str, int] = {}
        topics: dict[str, _Topic] = {}
        for row in await self._connection.execute(_REFERENCES, wanted):
            if row.title is None:
                sources[row.key] = row.id
            else:
                topics[row.key] = _Topic(row.id, (row.title, *row.aliases))
        for noun, keys, known in (("source", cited, sources), ("topic", filed, topics)):
            for key in keys:
                if key not in known:
                    raise UnknownReference(noun, key)
        return sources, topics


def _batches(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """Yield the facts some at a time, no two of the same key together."""
    batch: dict[str, Fact] = {}
    for fact in facts:
        if fact.key in batch or len(batch) == BATCH:
            yield [*batch.values()]
            batch = {}
        batch[fact.key] = fact
    if batch:
        yield [*batch.values()]


# What is a server's own comes after what is shared.
_REFERENCES = union_all(
    select(
        tables.topic.c.key, tables.topic.c.id, tables.topic.c.server, tables.topic.c.title, tables.topic.c.aliases
    ).where(among(tables.topic.c.key, "topics"), tables.topic.c.server.in_(tables.seen_by(tables.HERE))),
    select(tables.source.c.key, tables.source.c.id, tables.source.c.server, null(), null()).where(
        among(tables.source.c.key, "sources"), tables.source.c.server.in_(tables.seen_by(tables.HERE))
    ),
).order_by(column("server"))
