"""Writing facts: each is revised with its citations, its names and its place in the index."""

from sqlalchemy import delete, func, select

from db import fact_mapper, index, tables
from db.ledger.conflicts import Conflict, KeyTaken, UnknownReference
from db.ledger.transaction import Outcome, Transaction
from db.records import Fact, StoredFact


class FactChanges(Transaction):
    """Adds and revises facts, hides them and vouches for them."""

    async def put_fact(self, fact: Fact) -> Outcome:
        """Add the fact (draft, cite, publish), or revise the one with its key.

        Raises UnknownReference where it cites a source or names a topic that is not there.
        """
        held = await fact_mapper.by_key(self._connection, fact.key, self._server)
        before = held and held.content.model_dump(mode="json")
        after = fact.model_dump(mode="json")
        outcome = await self._outcome("fact", fact.key, before, after)
        if outcome not in ("unchanged", "kept"):
            await self._write(held, fact)
        return outcome

    async def add_fact(self, fact: Fact) -> int:
        """Add the fact and return its number.

        Raises KeyTaken and UnknownReference.
        """
        held = await fact_mapper.by_key(self._connection, fact.key, self._server)
        if held is not None:
            raise KeyTaken(held)
        return await self._write(None, fact)

    async def revise_fact(self, number: int, revision: int, fact: Fact, undoes: int | None = None) -> None:
        """Revise the fact of that number as it was at that revision; `undoes` is the id of a revision taken back.

        Raises Conflict where it has been revised since, and UnknownReference.
        """
        held = await fact_mapper.by_number(self._connection, number, self._server)
        if held is None:
            raise UnknownReference("fact", f"F{number}")
        if held.revision != revision:
            raise Conflict(held)
        await self._write(held, fact, undoes)

    async def hide(self, fact: StoredFact, hidden: bool = True, undoes: int | None = None) -> Outcome:
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
        await self._append("hidden", fact.key, {"hidden": before}, {"hidden": hidden}, undoes=undoes)
        return "changed"

    async def vouch(self, fact: StoredFact, revision: int | None, undoes: int | None = None) -> None:
        """Record that the actor has read the passages behind a revision of the fact; None takes it back."""
        rows = tables.revision
        query = (
            select(rows.c.after)
            .where(rows.c.subject == "vouch", rows.c.fact_id == fact.number, rows.c.actor_id == self._who)
            .order_by(rows.c.id.desc())
        )
        before = (await self._connection.scalars(query)).first()
        await self._append("vouch", fact.key, before, {"revision": revision}, fact_id=fact.number, undoes=undoes)

    async def _write(self, held: StoredFact | None, fact: Fact, undoes: int | None = None) -> int:
        """Add the fact to this server's, or revise the held one in the server whose it is."""
        server = held.server or tables.SHARED if held else self._server
        sources = await self._numbers(tables.source, (citation.source for citation in fact.citations), server)
        topics = await self._numbers(tables.topic, fact.topics, server)
        if held is None:
            number = await fact_mapper.insert(self._connection, fact, server, sources, topics)
        else:
            number = held.number
            await fact_mapper.update(self._connection, number, fact, sources, topics)
        await index.index_fact(self._connection, number, fact, server)
        before = held and held.content.model_dump(mode="json")
        after = fact.model_dump(mode="json")
        await self._append("fact", fact.key, before, after, fact_id=number, undoes=undoes, server=server)
        return number
