"""Facts as they are written: each revision with its citations, its names and its place in the index."""

from collections.abc import Iterable

from sqlalchemy import Table, delete, func, select

from db import fact_mapper, index, tables
from db.errors import CircularSuccession, KeyTaken, StaleFact, UnknownReference
from db.functions import among
from db.ledger.transaction import Transaction, WriteOutcome
from db.records import Fact, StoredFact
from db.succession import circle


class FactWriter:
    """Adds and revises facts, hides them and vouches for them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._server = transaction.server
        # What is superseded by another fact than before, by its key and the server whose it is.
        self._superseded: set[tuple[str, int]] = set()

    async def put(self, fact: Fact, reason: str | None = None) -> WriteOutcome:
        """Add the fact (draft, cite, publish), or revise the one with its key, for a reason of its own.

        Raises UnknownReference where it cites a source or names a topic that is not there.
        """
        current = await fact_mapper.by_key(self._connection, fact.key, self._server)
        before = current and current.content.model_dump(mode="json")
        after = fact.model_dump(mode="json")
        outcome = await self._transaction.outcome("fact", fact.key, before, after)
        if outcome not in ("unchanged", "kept"):
            await self.write(current, fact, reason=reason)
        return outcome

    async def add(self, fact: Fact) -> int:
        """Add the fact and return its number.

        Raises KeyTaken and UnknownReference.
        """
        existing = await fact_mapper.by_key(self._connection, fact.key, self._server)
        if existing is not None:
            raise KeyTaken(existing)
        return await self.write(None, fact)

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
        self, current: StoredFact | None, fact: Fact, undoes: int | None = None, reason: str | None = None
    ) -> int:
        """Add the fact to this server's, or revise the current one in the server whose it is; return its number."""
        server = current.server or tables.SHARED if current else self._server
        sources = await self._ids(tables.source, (citation.source for citation in fact.citations), server)
        topics = await self._ids(tables.topic, fact.topics, server)
        before = current and current.content.model_dump(mode="json")
        after = fact.model_dump(mode="json")
        number = current.number if current else await fact_mapper.draft(self._connection, fact, server, sources, topics)
        # First into the ledger: a trigger lets a fact say only what its last revision says.
        await self._transaction.append(
            "fact", fact.key, before, after, fact_id=number, undoes=undoes, server=server, reason=reason
        )
        if current is None:
            await fact_mapper.publish(self._connection, number, fact)
        else:
            await fact_mapper.update(self._connection, number, current.revision + 1, fact, sources, topics)
        await index.index_fact(self._connection, number, fact, server)
        if fact.superseded_by and (current is None or current.superseded_by != fact.superseded_by):
            self._superseded.add((fact.key, server))
        return number

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
        wanted = [*keys]
        query = select(table.c.key, table.c.id).where(
            among(table.c.key, "keys"), table.c.server.in_(tables.seen_by(tables.HERE))
        )
        rows = await self._connection.execute(query.order_by(table.c.server), {"keys": wanted, "here": server})
        ids = {row.key: int(row.id) for row in rows}
        for key in wanted:
            if key not in ids:
                raise UnknownReference(table.name, key)
        return ids
