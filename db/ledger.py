"""Writing: every change is one appended revision, in one transaction with what it changes.

The hash of a revision covers the revision before it and all that it says but personal data: whoever made it is
named by a random id.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db import facts, index, previews, tables
from db.actors import SEED, Actor, actor_id
from db.bibliography import Source, StoredSource
from db.documents import Document
from db.engine import Database
from db.records import Check, Fact, ServerSettings, StoredFact, Topic

GENESIS = "0" * 64
Outcome = Literal["added", "changed", "unchanged", "kept"]


class UnknownReference(Exception):
    """A record points to a source or a topic that the store does not hold."""

    def __init__(self, noun: str, key: str) -> None:
        self.noun, self.key = noun, key
        super().__init__(f"there is no {noun} {key}")


class SourceTaken(Exception):
    """There is another source of this key."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"there is a source {key} already")


class SourceChanged(Exception):
    """The source was changed since it was read; `held` is what it is now."""

    def __init__(self, held: Source) -> None:
        self.held = held
        super().__init__(f"{held.key} was changed")


class KeyTaken(Exception):
    """The server holds another fact under the key."""

    def __init__(self, held: StoredFact) -> None:
        self.held = held
        super().__init__(f"the key {held.key} is {held.label}’s")


class Conflict(Exception):
    """The fact was changed since it was read; `held` is what it is now."""

    def __init__(self, held: StoredFact) -> None:
        self.held = held
        super().__init__(f"{held.label} is at revision {held.revision}")


class Change:
    """One transaction's writing, in the name of one actor and for one reason."""

    def __init__(self, connection: AsyncConnection, who: str, server: int, reason: str | None) -> None:
        self._connection = connection
        self._who = who
        self._server = server
        self._reason = reason
        # One time for the whole transaction: `!undo` takes back together what was written together.
        self._at = datetime.now(UTC).replace(tzinfo=None)

    async def put_source(self, source: Source, undoes: int | None = None) -> Outcome:
        """Add the source, or revise the one with its key; `undoes` is the id of a revision taken back."""
        rows = tables.source
        held = await self._row(rows, source.key)
        after = source.model_dump(mode="json", by_alias=True)
        outcome = await self._outcome("source", source.key, held and held.record, after)
        if outcome in ("unchanged", "kept"):
            return outcome
        if held is None:
            values = {"server": self._server, "key": source.key, "record": after}
            await self._connection.execute(rows.insert().values(values))
        else:
            await self._connection.execute(rows.update().where(rows.c.id == held.id).values(record=after))
        await self._append("source", source.key, held and held.record, after, undoes=undoes)
        return outcome

    async def add_source(self, source: Source) -> None:
        """Add the source; raises SourceTaken where its key is held here or is shared."""
        rows = tables.source
        query = select(rows.c.id).where(rows.c.key == source.key, rows.c.server.in_((self._server, tables.SHARED)))
        if (await self._connection.scalars(query)).first() is not None:
            raise SourceTaken(source.key)
        await self.put_source(source)

    async def revise_source(self, before: Source, after: Source) -> Outcome:
        """Revise the source that was read as `before`; raises SourceChanged where it was changed since."""
        held = await self._row(tables.source, before.key)
        if held is None:
            raise UnknownReference("source", before.key)
        if Source.model_validate(held.record) != before:
            raise SourceChanged(Source.model_validate(held.record))
        return await self.put_source(after)

    async def put_document(self, key: str, name: str, text: str) -> None:
        """Make this the newest document of the source; the ledger holds its fingerprint, never its words."""
        rows = tables.document
        source = await self._row(tables.source, key)
        held = await self._connection.execute(
            select(rows.c.name, rows.c.text).where(rows.c.source_id == source.id).order_by(rows.c.id.desc()).limit(1)
        )
        before = held.one_or_none()
        if before is not None and before.text == text:
            return
        await self._connection.execute(rows.insert().values(source_id=source.id, name=name, text=text))
        await self._append("document", key, _digest(before.name, before.text) if before else None, _digest(name, text))

    async def forget_document(self, key: str) -> int:
        """Empty every version of the source's document and return how many there were."""
        rows = tables.document
        source = await self._row(tables.source, key)
        held = (rows.c.source_id == source.id) & rows.c.text.is_not(None)
        query = select(rows.c.name, rows.c.text).where(held).order_by(rows.c.id.desc())
        versions = (await self._connection.execute(query)).all()
        if versions:
            await self._connection.execute(rows.update().where(held).values(text=None))
            newest = versions[0]
            await self._append("document", key, _digest(newest.name, newest.text), _digest(newest.name, None))
        return len(versions)

    async def anchor(self, source: StoredSource, document: Document) -> list[tuple[StoredFact, Check]]:
        """Hold every citation into the source against the document, and return those that are not intact any more.

        A passage that stands elsewhere now is cited there from now on, in the facts of every server.
        """
        cited = select(tables.citation.c.fact_id).where(tables.citation.c.source_id == source.number)
        troubled: list[tuple[StoredFact, Check]] = []
        for fact in await facts.select_facts(self._connection, tables.fact.c.id.in_(cited)):
            checks = {c: document.check(c) for c in fact.citations if c.source == source.key}
            troubled += [(fact, check) for check in checks.values() if check != "intact"]
            if "moved" in checks.values():
                citations = tuple(
                    c.model_copy(update={"paragraph": document.where(c)}) if checks.get(c) == "moved" else c
                    for c in fact.citations
                )
                place = Change(self._connection, self._who, fact.server or tables.SHARED, self._reason)
                await place.put_fact(fact.content.model_copy(update={"citations": citations}))
        return troubled

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

    async def put_topic(self, topic: Topic) -> Outcome:
        """Add the topic, or revise the one with its key."""
        rows = tables.topic
        held = await self._row(rows, topic.key)
        before = held and {"key": held.key, "title": held.title, "aliases": held.aliases}
        after = topic.model_dump(mode="json")
        outcome = await self._outcome("topic", topic.key, before, after)
        if outcome in ("unchanged", "kept"):
            return outcome
        if held is None:
            inserted = await self._connection.execute(rows.insert().values(server=self._server, **after))
            assert inserted.inserted_primary_key is not None
            number = inserted.inserted_primary_key[0]
        else:
            number = held.id
            await self._connection.execute(rows.update().where(rows.c.id == number).values(after))
        await index.name_topic(self._connection, number, topic, self._server)
        for fact in await facts.under(self._connection, number):
            await index.index_fact(self._connection, fact.number, fact, fact.server or tables.SHARED)
        await self._append("topic", topic.key, before, after)
        return outcome

    async def put_synonyms(self, groups: tuple[tuple[str, ...], ...]) -> Outcome:
        """Make these the store's groups of synonyms, those held already included."""
        rows = tables.synonym
        query = select(rows.c.phrases).where(rows.c.server == self._server).order_by(rows.c.id)
        before = list((await self._connection.scalars(query)).all())
        added = [list(group) for group in groups if list(group) not in before]
        if not added:
            return "unchanged"
        await self._connection.execute(
            rows.insert(), [{"server": self._server, "phrases": phrases} for phrases in added]
        )
        await self._append("synonym", "synonyms", {"groups": before}, {"groups": before + added})
        return "changed" if before else "added"

    async def put_settings(self, settings: ServerSettings) -> Outcome:
        """Set how the bot behaves in this server."""
        rows = tables.server
        before = await self._connection.scalar(select(rows.c.record).where(rows.c.id == self._server))
        after = settings.model_dump(mode="json")
        if before == after:
            return "unchanged"
        added = insert(rows).values(id=self._server, record=after)
        await self._connection.execute(added.on_conflict_do_update(index_elements=["id"], set_={"record": after}))
        await self._append("server", "settings", before, after)
        return "changed" if before else "added"

    async def put_seed(self, digest: str) -> None:
        """Note that the seed of this digest has been taken."""
        before = await _seeded(self._connection)
        await self._append("seed", "library", before and {"digest": before}, {"digest": digest})

    async def put_fact(self, fact: Fact) -> Outcome:
        """Add the fact (draft, cite, publish), or revise the one with its key.

        Raises UnknownReference where it cites a source or names a topic that is not there.
        """
        held = await facts.by_key(self._connection, fact.key, self._server)
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
        held = await facts.by_key(self._connection, fact.key, self._server)
        if held is not None:
            raise KeyTaken(held)
        return await self._write(None, fact)

    async def revise_fact(self, number: int, revision: int, fact: Fact, undoes: int | None = None) -> None:
        """Revise the fact of that number as it was at that revision; `undoes` is the id of a revision taken back.

        Raises Conflict where it has been revised since, and UnknownReference.
        """
        held = await facts.by_number(self._connection, number, self._server)
        if held is None:
            raise UnknownReference("fact", f"F{number}")
        if held.revision != revision:
            raise Conflict(held)
        await self._write(held, fact, undoes)

    async def vouch(self, fact: StoredFact, revision: int | None, undoes: int | None = None) -> None:
        """Record that the actor has read the passages behind a revision of the fact; None takes it back."""
        rows = tables.revision
        query = (
            select(rows.c.after)
            .where(rows.c.subject == "vouch", rows.c.fact_id == fact.number, rows.c.actor_id == self._who)
            .order_by(rows.c.id.desc())
        )
        before = (await self._connection.scalars(query)).first()
        await self._append("vouch", fact.key, before, {"revision": revision}, fact.number, undoes)

    async def take_preview(self, number: int) -> bool:
        """Remove the preview that this change carries out; False where it is no longer there."""
        return await previews.take(self._connection, number)

    async def _write(self, held: StoredFact | None, fact: Fact, undoes: int | None = None) -> int:
        before = held and held.content.model_dump(mode="json")
        sources = {citation.source: await self._number(tables.source, citation.source) for citation in fact.citations}
        topics = {key: await self._number(tables.topic, key) for key in fact.topics}
        if held is None:
            number = await facts.insert(self._connection, fact, self._server, sources, topics)
        else:
            number = held.number
            await facts.update(self._connection, number, fact, sources, topics)
        await index.index_fact(self._connection, number, fact, self._server)
        await self._append("fact", fact.key, before, fact.model_dump(mode="json"), number, undoes)
        return number

    async def _row(self, table: Any, key: str) -> Any:
        query = select(table).where(table.c.server == self._server, table.c.key == key)
        return (await self._connection.execute(query)).one_or_none()

    async def _number(self, table: Any, key: str) -> int:
        """Return the id of a source or topic that this server may use: its own, else the shared one."""
        query = (
            select(table.c.id)
            .where(table.c.key == key, table.c.server.in_((self._server, tables.SHARED)))
            .order_by(table.c.server.desc())
        )
        number = (await self._connection.scalars(query)).first()
        if number is None:
            raise UnknownReference(table.name, key)
        return int(number)

    async def _outcome(self, subject: str, key: str, before: Any, after: Any) -> Outcome:
        if before is None:
            return "added"
        if before == after:
            return "unchanged"
        if self._who == SEED.name and await self._edited(subject, key):
            return "kept"
        return "changed"

    async def _edited(self, subject: str, key: str) -> bool:
        """Say whether somebody else than the seed has changed the record: the seed then leaves it alone."""
        rows = tables.revision
        query = select(func.count()).where(
            rows.c.subject == subject,
            rows.c.key == key,
            rows.c.server == self._server,
            rows.c.actor_id != SEED.name,
        )
        return bool(await self._connection.scalar(query))

    async def _append(
        self,
        subject: str,
        key: str,
        before: Any,
        after: Any,
        fact_id: int | None = None,
        undoes: int | None = None,
    ) -> None:
        rows = tables.revision
        last = await self._connection.scalar(select(rows.c.hash).order_by(rows.c.id.desc()).limit(1))
        count = await self._connection.scalar(
            select(func.count()).where(rows.c.subject == subject, rows.c.key == key, rows.c.server == self._server)
        )
        values: dict[str, Any] = {
            "subject": subject,
            "key": key,
            "fact_id": fact_id,
            "number": (count or 0) + 1,
            "server": self._server,
            "actor_id": self._who,
            "at": self._at,
            "reason": self._reason,
            "undoes": undoes,
            "before": before,
            "after": after,
            "previous_hash": last or GENESIS,
        }
        await self._connection.execute(rows.insert().values(**values, hash=chain_hash(values)))


def _digest(name: str, text: str | None) -> dict[str, Any]:
    """Return what the ledger keeps of a document, whose words may have to be taken down."""
    return {"name": name, "sha256": None if text is None else hashlib.sha256(text.encode()).hexdigest()}


class Ledger:
    """The one way to change the store. `changed` is set with every change that stays."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.changed = asyncio.Event()

    @asynccontextmanager
    async def change(self, who: Actor, server: int | None = None, reason: str | None = None) -> AsyncIterator[Change]:
        """Give a change to write with; all of it stays, or nothing where an error is raised."""
        async with self._database.writing() as connection:
            yield Change(connection, await actor_id(connection, who), server or tables.SHARED, reason)
        self.changed.set()

    async def scrub(self) -> None:
        """Leave nothing behind on disk of what was forgotten."""
        await self._database.scrub()

    async def seeded(self) -> str | None:
        """Return the digest of the seed that was taken last."""
        async with self._database.reading() as connection:
            return await _seeded(connection)

    async def broken_links(self) -> list[int]:
        """Return the ids of the revisions whose hash does not follow from them and the one before."""
        rows = tables.revision
        broken, previous = [], GENESIS
        async with self._database.reading() as connection:
            async for row in await connection.stream(select(rows).order_by(rows.c.id)):
                if row.previous_hash != previous or row.hash != chain_hash(row._asdict()):
                    broken.append(row.id)
                previous = row.hash
        return broken


async def _seeded(connection: AsyncConnection) -> str | None:
    rows = tables.revision
    query = select(rows.c.after).where(rows.c.subject == "seed").order_by(rows.c.id.desc()).limit(1)
    after = await connection.scalar(query)
    return after and str(after["digest"])


_HASHED = tuple("subject key number server actor_id at reason undoes before after previous_hash".split())


def chain_hash(values: dict[str, Any]) -> str:
    """Return the SHA-256 of a revision's canonical JSON, which holds the hash of the one before."""
    content = {name: values[name].isoformat() if name == "at" else values[name] for name in _HASHED}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
