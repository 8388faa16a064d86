"""Writing sources and their documents; facts that cite a passage which has moved follow it."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from db import fact_mapper, tables
from db.bibliography import Source, StoredSource
from db.documents import Manifest
from db.ledger.conflicts import SourceChanged, SourceTaken, UnknownReference
from db.ledger.fact_changes import FactChanges
from db.ledger.transaction import Outcome
from db.records import Check

# Facts that are read at once to be anchored anew.
BATCH = 500


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

    async def revise_source(self, before: Source, after: Source, undoes: int | None = None) -> Outcome:
        """Revise the source that was read as `before`; raises SourceChanged where it was changed since."""
        held = await self._row(tables.source, before.key)
        if held is None:
            raise UnknownReference("source", before.key)
        if Source.model_validate(held.record) != before:
            raise SourceChanged(Source.model_validate(held.record))
        return await self.put_source(after, undoes)

    async def put_document(self, key: str, name: str, text: str) -> None:
        """Make this the newest document of the source; the ledger holds its fingerprint, never its words."""
        rows = tables.document
        source = await self._row(tables.source, key)
        # The newest that has not been emptied counts, as it does for whoever reads.
        held = select(rows).where(rows.c.source_id == source.id).order_by(rows.c.text.is_(None), rows.c.id.desc())
        before = (await self._connection.execute(held.limit(1))).one_or_none()
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

    async def withdraw_document(self, key: str, digest: dict[str, Any], undoes: int) -> None:
        """Empty the newest version of the source's document, so that the one before it counts again.

        Raises SourceChanged where the newest is not the one of this digest any more.
        """
        rows = tables.document
        source = await self._row(tables.source, key)
        held = select(rows).where(rows.c.source_id == source.id, rows.c.text.is_not(None)).order_by(rows.c.id.desc())
        versions = (await self._connection.execute(held.limit(2))).all()
        digests = [_digest(version.name, version.text) for version in versions]
        if digests[:1] != [digest]:
            raise SourceChanged(Source.model_validate(source.record))
        await self._connection.execute(rows.update().where(rows.c.id == versions[0].id).values(text=None))
        after = digests[1] if len(digests) > 1 else _digest(digest["name"], None)
        await self._append("document", key, digest, after, undoes=undoes)

    async def anchor(self, source: StoredSource, fingerprints: Sequence[str]) -> dict[Check, list[int]]:
        """Hold every citation into the source against the paragraphs of a document with these fingerprints.

        Return the numbers of the facts with a citation that is not intact, by its check. A passage that stands
        elsewhere now is cited there from now on, in the facts of every server.
        """
        document, rows = Manifest(fingerprints), tables.citation
        into = rows.c.source_id == source.number
        troubled: dict[Check, set[int]] = {}
        # Many facts may cite one passage, and most passages stand where they stood.
        passages = select(rows.c.paragraph, rows.c.fingerprint).where(into).distinct()
        for passage in (await self._connection.execute(passages)).all():
            check = document.check(passage)
            if check == "intact":
                continue
            here = rows.c.paragraph == passage.paragraph, rows.c.fingerprint == passage.fingerprint
            found = await self._connection.scalars(select(rows.c.fact_id).where(into, *here))
            troubled.setdefault(check, set()).update(found)
        moved = sorted(troubled.get("moved", ()))
        for batch in (moved[start : start + BATCH] for start in range(0, len(moved), BATCH)):
            for fact in await fact_mapper.select_facts(self._connection, tables.fact.c.id.in_(batch)):
                citations = tuple(
                    cited.model_copy(update={"paragraph": document.where(cited) or cited.paragraph})
                    if cited.source == source.key
                    else cited
                    for cited in fact.citations
                )
                await self._write(fact, fact.content.model_copy(update={"citations": citations}))
        return {check: sorted(numbers) for check, numbers in troubled.items()}


def _digest(name: str, text: str | None) -> dict[str, Any]:
    """Return what the ledger keeps of a document, whose words may have to be taken down."""
    return {"name": name, "sha256": None if text is None else hashlib.sha256(text.encode()).hexdigest()}
