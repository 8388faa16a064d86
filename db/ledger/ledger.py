"""The ledger: every change is one transaction, which appends a revision for each record that it writes."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, Self

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import commits, draft_store, fact_mapper, index, preview_store, tables
from db.actors import Actor, actor_id
from db.engine import Database
from db.ledger import chain, proof
from db.ledger.chain import Head
from db.ledger.fact_writer import FactWriter
from db.ledger.proof import Proof
from db.ledger.source_writer import SourceWriter
from db.ledger.transaction import Transaction, WriteOutcome
from db.records import ServerSettings, Topic
from db.values import Clock, now

SeedName = Literal["example", "library"]


@dataclass(frozen=True)
class Seed:
    """A seed by the digest of its files with the program that reads them, and by that of the library that they make.

    It is the shipped example, or the library that FIXTURES_DIR points to. Stores of earlier versions do not say which,
    so that its name is None there. One without a digest was left out, or taken out again.
    """

    files: str
    library: str = ""
    name: SeedName | None = "library"

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Self:
        """Return the seed of that state, as an earlier version may have written it."""
        return cls(state.get("files", ""), state["digest"], state.get("name"))

    @property
    def state(self) -> dict[str, str | None]:
        return {"digest": self.library, "files": self.files, "name": self.name}


class Change:
    """Writes in one transaction: facts, sources with their documents, and all else that the ledger records."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._server = transaction.server
        self.reason = transaction.reason
        self.facts = FactWriter(transaction)
        self.sources = SourceWriter(transaction, self.facts)

    async def put_topic(self, topic: Topic) -> WriteOutcome:
        """Add the topic, or revise the one with its key."""
        rows = tables.topic
        current = await self._transaction.row(rows, topic.key)
        before = current and {"key": current.key, "title": current.title, "aliases": current.aliases}
        after = topic.model_dump(mode="json")
        outcome = await self._transaction.outcome("topic", topic.key, before, after)
        if outcome in ("unchanged", "kept"):
            return outcome
        if current is None:
            inserted = await self._connection.execute(rows.insert().values(server=self._server, **after))
            assert inserted.inserted_primary_key is not None
            number = inserted.inserted_primary_key[0]
        else:
            number = current.id
            await self._connection.execute(rows.update().where(rows.c.id == number).values(after))
        await index.name_topic(self._connection, number, topic, self._server)
        async for filed in fact_mapper.under(self._connection, number):
            for server in dict.fromkeys(fact.server for fact in filed):
                facts = {fact.number: fact for fact in filed if fact.server == server}
                await index.index_facts(self._connection, facts, server or tables.SHARED)
        await self._transaction.append("topic", topic.key, before, after)
        return outcome

    async def put_synonyms(self, groups: tuple[tuple[str, ...], ...]) -> WriteOutcome:
        """Make these the store's groups of synonyms, those that it has already included."""
        rows = tables.synonym
        before = await self._synonyms()
        known = {tuple(phrases) for phrases in before}
        added = [list(group) for group in groups if group not in known]
        if not added:
            return "unchanged"
        await self._connection.execute(
            rows.insert(), [{"server": self._server, "phrases": phrases} for phrases in added]
        )
        await self._transaction.append("synonym", "synonyms", {"groups": before}, {"groups": before + added})
        return "changed" if before else "added"

    async def set(self, **settings: Any) -> ServerSettings:
        """Set some of how the bot behaves in this server, and return all of it; the rest stays as it is by now."""
        rows = tables.server
        before = await self._connection.scalar(select(rows.c.record).where(rows.c.id == self._server))
        set_ = ServerSettings.model_validate({**ServerSettings.model_validate(before or {}).model_dump(), **settings})
        after = set_.model_dump(mode="json")
        if before != after:
            added = insert(rows).values(id=self._server, record=after)
            await self._connection.execute(added.on_conflict_do_update(index_elements=["id"], set_={"record": after}))
            await self._transaction.append("server", "settings", before, after)
        return set_

    async def put_seed(self, seed: Seed, undoes: int | None = None) -> None:
        """Note that this seed has been taken; `undoes` is the id of a revision taken back."""
        name = seed.name or "library"
        before = await _seeded(self._connection, name)
        await self._transaction.append("seed", name, before and before.state, seed.state, undoes=undoes)

    async def drop_synonyms(self, groups: Collection[tuple[str, ...]]) -> None:
        """Take these groups of synonyms out."""
        before = await self._synonyms()
        await self._set_synonyms(before, [group for group in before if tuple(group) not in groups])

    async def restore_synonyms(self, before: list[list[str]], after: list[list[str]], undoes: int) -> None:
        """Make the groups of synonyms what they were before a change; those that came since stay."""
        current = await self._synonyms()
        since = [group for group in current if group not in before and group not in after]
        await self._set_synonyms(current, before + since, undoes)

    async def _synonyms(self) -> list[list[str]]:
        rows = tables.synonym
        query = select(rows.c.phrases).where(rows.c.server == self._server).order_by(rows.c.id)
        return list((await self._connection.scalars(query)).all())

    async def _set_synonyms(self, before: list[list[str]], after: list[list[str]], undoes: int | None = None) -> None:
        """Make these all of the server's groups of synonyms, in their order."""
        rows = tables.synonym
        if before == after:
            return
        await self._connection.execute(delete(rows).where(rows.c.server == self._server))
        if after:
            await self._connection.execute(
                rows.insert(), [{"server": self._server, "phrases": phrases} for phrases in after]
            )
        await self._transaction.append("synonym", "synonyms", {"groups": before}, {"groups": after}, undoes=undoes)

    async def accept_draft(self, number: int, fact: int, changed: Sequence[str] = ()) -> bool:
        """Note which fact has become of a draft, with which arguments changed; False where it was decided before."""
        return await self._decide(number, {"accepted": fact, "changed": [*changed]}, fact=fact)

    async def reject_draft(self, number: int) -> bool:
        """Note that a draft is rejected, for the reason of this change; False where it was decided before."""
        return await self._decide(number, {"rejected": True}, reason=self._transaction.reason)

    async def _decide(
        self, number: int, decision: dict[str, Any], *, fact: int | None = None, reason: str | None = None
    ) -> bool:
        decided = await draft_store.decide(
            self._connection, number, self._server, self._transaction.at, fact=fact, reason=reason
        )
        if decided:
            await self._append_draft(number, None, decision)
        return decided

    async def edit_draft(self, number: int, arguments: Mapping[str, str], edited: Sequence[str]) -> bool:
        """Give a draft other arguments; False where it was decided before.

        The ledger has the names of those that were edited: their words may be a document's, which can be taken down.
        """
        if not await draft_store.edit(self._connection, number, self._server, arguments):
            return False
        await self._append_draft(number, None, {"edited": [*edited]})
        return True

    async def reopen_draft(self, number: int, decision: dict[str, Any], undoes: int) -> None:
        """Let a draft wait again that was decided so."""
        await draft_store.reopen(self._connection, number, self._server)
        await self._append_draft(number, decision, {}, undoes)

    async def _append_draft(
        self, number: int, before: dict[str, Any] | None, after: dict[str, Any], undoes: int | None = None
    ) -> None:
        place = await draft_store.place(self._connection, number)
        await self._transaction.append("draft", str(number), before, {"place": place, **after}, undoes=undoes)

    async def take_preview(self, number: int) -> bool:
        """Remove the preview that this change carries out; False where it is no longer there."""
        return await preview_store.take(self._connection, number)


class Ledger:
    """The one way to change the store. `changed` is set with every change that stays."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self.changed = asyncio.Event()

    @asynccontextmanager
    async def change(self, who: Actor, server: int | None = None, reason: str | None = None) -> AsyncIterator[Change]:
        """Give a change to write with; all of it stays, or nothing where an error is raised.

        Raises CircularSuccession at its end.
        """
        async with self._database.writing() as connection:
            actor = await actor_id(connection, who)
            transaction = Transaction(connection, actor, server or tables.SHARED, reason, self._clock())
            change = Change(transaction)
            yield change
            await change.facts.refuse_circles()
        if transaction.has_written:
            commits.change()
        self.changed.set()

    async def is_empty(self) -> bool:
        """Say whether nothing has been written yet."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(tables.revision.c.id).limit(1)) is None

    async def scrub(self) -> None:
        """Leave nothing behind on disk of what was forgotten."""
        await self._database.scrub()

    async def seeded(self, name: SeedName = "library") -> Seed | None:
        """Return the seed of this name that was taken last, in a store of an earlier version the one that was."""
        async with self._database.reading() as connection:
            return await _seeded(connection, name)

    async def head(self) -> Head | None:
        """Return the newest revision, for a witness to remember."""
        async with self._database.reading() as connection:
            return await chain.newest(connection)

    async def holds(self, witnessed: Head) -> bool:
        """Say whether the ledger has the revision that somebody has seen as its newest."""
        async with self._database.reading() as connection:
            return await chain.holds(connection, witnessed)

    async def prove(self, witnessed: Head | None = None) -> Proof:
        """Hold the store against its ledger, and the ledger against itself and a head that was witnessed before."""
        async with self._database.reading() as connection:
            return await proof.prove(connection, witnessed)


async def _seeded(connection: AsyncConnection, name: SeedName) -> Seed | None:
    rows = tables.revision
    here = rows.c.subject == "seed", rows.c.key == name
    after = await connection.scalar(select(rows.c.after).where(*here).order_by(rows.c.id.desc()).limit(1))
    return after and Seed.of(after)
