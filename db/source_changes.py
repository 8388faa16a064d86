"""Writing sources and their documents; facts that cite a passage which has moved follow it."""

import hashlib
from typing import Any

from sqlalchemy import select

from db import facts, tables
from db.bibliography import Source, StoredSource
from db.conflicts import SourceChanged, SourceTaken, UnknownReference
from db.documents import Document
from db.fact_changes import FactChanges
from db.records import Check, StoredFact
from db.transaction import Outcome


class SourceChanges(FactChanges):
    """Adds and revises sources, and brings or takes down their documents."""

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
                await self._write(fact, fact.content.model_copy(update={"citations": citations}))
        return troubled


def _digest(name: str, text: str | None) -> dict[str, Any]:
    """Return what the ledger keeps of a document, whose words may have to be taken down."""
    return {"name": name, "sha256": None if text is None else hashlib.sha256(text.encode()).hexdigest()}
