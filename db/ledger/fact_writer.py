"""Facts as they are written: each revision with its citations, its names and its place in the index."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Table, delete, func, select

from db import fact_mapper, index, tables
from db.errors import CircularSuccession, KeyTaken, StaleFact, UnknownReference
from db.functions import among
from db.ledger.transaction import Transaction, WriteOutcome, Written
from db.records import Fact, StoredFact
from db.succession import circle

BATCH = 500  # facts that are written together
_NO_REASONS: Mapping[str, str] = {}


class FactWriter:
    """Adds and revises facts, hides them and vouches for them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._server = transaction.server
        # What is superseded by another fact than before, by its key and the server whose it is.
        self._superseded: set[tuple[str, int]] = set()

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
                    await self.write(current, fact, reason=reasons.get(fact.key))
            await self._add(new, reasons)
        return outcomes

    async def add(self, fact: Fact) -> int:
        """Add the fact and return its number.

        Raises KeyTaken and UnknownReference.
        """
        existing = await fact_mapper.by_key(self._connection, fact.key, self._server)
        if existing is not None:
            raise KeyTaken(existing)
        return (await self._add([fact]))[0]

    async def _add(self, facts: Sequence[Fact], reasons: Mapping[str, str] = _NO_REASONS) -> list[int]:
        """Add facts to this server's, no two of the same key (draft, cite, publish); return their numbers."""
        if not facts:
            return []
        connection, server = self._connection, self._server
        sources = await self._ids(tables.source, (cited.source for fact in facts for cited in fact.citations), server)
        topics = await self._ids(tables.topic, (topic for fact in facts for topic in fact.topics), server)
        numbers = await fact_mapper.draft(connection, facts, server, sources, topics)
        numbered = dict(zip(numbers, facts, strict=True))
        # First into the ledger: a trigger lets a fact say only what its last revision says.
        written = [
            Written(fact.key, None, fact.model_dump(mode="json"), number, reason=reasons.get(fact.key))
            for number, fact in numbered.items()
        ]
        await self._transaction.extend("fact", written, server)
        await fact_mapper.publish(connection, numbered)
        await index.index_facts(connection, numbered, server)
        self._superseded |= {(fact.key, server) for fact in facts if fact.superseded_by}
        return numbers

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
        sources = await self._ids(tables.source, (citation.source for citation in fact.citations), server)
        topics = await self._ids(tables.topic, fact.topics, server)
        before, after = current.content.model_dump(mode="json"), fact.model_dump(mode="json")
        # First into the ledger: a trigger lets a fact say only what its last revision says.
        await self._transaction.append(
            "fact", fact.key, before, after, fact_id=number, undoes=undoes, server=server, reason=reason
        )
        await fact_mapper.update(self._connection, number, current.revision + 1, fact, sources, topics)
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

    async def _ids(self, table: Table, keys: Iterable[str], server: int) -> dict[str, int]:
        """Return the ids of sources or topics that a server may use: its own, else the shared ones."""
        wanted = [*dict.fromkeys(keys)]
        query = select(table.c.key, table.c.id).where(
            among(table.c.key, "keys"), table.c.server.in_(tables.seen_by(tables.HERE))
        )
        rows = await self._connection.execute(query.order_by(table.c.server), {"keys": wanted, "here": server})
        ids = {row.key: int(row.id) for row in rows}
        for key in wanted:
            if key not in ids:
                raise UnknownReference(table.name, key)
        return ids


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
