"""Sources and their documents as they are written; facts that cite a passage which has moved follow it."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import select

from db import fact_mapper, passage_index, tables
from db.batches import batched
from db.bibliography import Source, StoredSource
from db.document_store import document_of
from db.documents import Cited, Edition, Manifest, digest_of, is_recorded
from db.errors import SourceTaken, StaleSource, UnknownReference
from db.ledger.fact_writer import FactWriter
from db.ledger.transaction import Transaction, WriteOutcome
from db.records import Check

# Facts that are read at once to be anchored anew.
Anchoring = Check | Literal["ambiguous"]
BATCH = 500


class SourceWriter:
    """Adds and revises sources, and brings or takes down their documents."""

    def __init__(self, transaction: Transaction, facts: FactWriter) -> None:
        self._transaction = transaction
        self._connection = transaction.connection
        self._server = transaction.server
        self._facts = facts

    async def put(self, source: Source, undoes: int | None = None) -> WriteOutcome:
        """Add the source, or revise the one with its key; `undoes` is the id of a revision taken back."""
        rows = tables.source
        current = await self._transaction.row(rows, source.key)
        before = None if current is None else current.record
        after = source.model_dump(mode="json", by_alias=True)
        outcome = await self._transaction.outcome("source", source.key, before, after)
        if outcome in ("unchanged", "kept"):
            return outcome
        if current is None:
            values = {"server": self._server, "key": source.key, "record": after}
            await self._connection.execute(rows.insert().values(values))
        else:
            await self._connection.execute(rows.update().where(rows.c.id == current.id).values(record=after))
        await self._transaction.append("source", source.key, before, after, undoes=undoes)
        return outcome

    async def add(self, source: Source) -> None:
        """Add the source; raises SourceTaken where its key is taken here or by a shared one."""
        rows = tables.source
        query = select(rows.c.id).where(rows.c.key == source.key, rows.c.server.in_((self._server, tables.SHARED)))
        if (await self._connection.scalars(query)).first() is not None:
            raise SourceTaken(source.key)
        await self.put(source)

    async def revise(self, before: Source, after: Source, undoes: int | None = None) -> WriteOutcome:
        """Revise the source that was read as `before`.

        Raises StaleSource where it was changed since (optimistic concurrency).
        """
        current = Source.stored((await self._own(before.key)).record)
        if current != before:
            raise StaleSource(current)
        return await self.put(after, undoes)

    async def put_document(self, key: str, edition: Edition) -> None:
        """Make this the newest document of the source; the ledger has its fingerprint, never its words."""
        rows = tables.document
        source = await self._own(key)
        # The newest that has not been emptied counts, as it does for whoever reads.
        newest = select(rows).where(rows.c.source_id == source.id).order_by(rows.c.text.is_(None), rows.c.id.desc())
        before = (await self._connection.execute(newest.limit(1))).one_or_none()
        known = edition.path is None or (before is not None and before.digest == edition.digest)
        if before is not None and before.text == edition.text and known:
            return
        values = {name: getattr(edition, name) for name in ("name", "text", "digest", "reader", "path")}
        values["locators"] = [[where.page, where.headings] for where in edition.locators] or None
        inserted = await self._connection.execute(rows.insert().values(source_id=source.id, **values))
        assert inserted.inserted_primary_key is not None
        named = passage_index.added(inserted.inserted_primary_key[0])
        # What is read of it already is not read again while nobody else may write.
        await passage_index.index_document(self._connection, source.id, self._server, edition.document, named)
        replaced = _digest(before) if before else None
        after = digest_of(edition.name, edition.text, values["locators"])
        await self._transaction.append("document", key, replaced, after)

    async def forget_document(self, key: str) -> int:
        """Empty every version of the source's document and return how many there were."""
        rows, drafts = tables.document, tables.draft
        source = await self._own(key)
        # Drafts are made of its words; the digests stay of what was decided.
        of_it = drafts.c.source_id == source.id
        await self._connection.execute(drafts.delete().where(of_it, drafts.c.decided.is_(None)))
        await self._connection.execute(drafts.update().where(of_it).values(arguments={}))
        on_hand = (rows.c.source_id == source.id) & rows.c.text.is_not(None)
        query = select(rows.c.name, rows.c.text, rows.c.locators).where(on_hand).order_by(rows.c.id.desc())
        versions = (await self._connection.execute(query)).all()
        if versions:
            await self._connection.execute(rows.update().where(on_hand).values(text=None, locators=None))
            gone = digest_of(versions[0].name, None, None)
            await self._transaction.append("document", key, _digest(versions[0]), gone)
            await self._index(source.id)
            await passage_index.forget_words(self._connection)
        return len(versions)

    async def drop_document(self, key: str, digest: dict[str, Any], undoes: int) -> None:
        """Empty the newest version of the source's document, so that the one before it counts again.

        Raises StaleSource where the newest is not the one of this digest any more.
        """
        rows = tables.document
        source = await self._own(key)
        on_hand = select(rows).where(rows.c.source_id == source.id, rows.c.text.is_not(None))
        versions = (await self._connection.execute(on_hand.order_by(rows.c.id.desc()).limit(2))).all()
        digests = [_digest(version) for version in versions]
        if not digests or not is_recorded(digests[0], digest):
            raise StaleSource(Source.stored(source.record))
        emptied = rows.update().where(rows.c.id == versions[0].id).values(text=None, locators=None)
        await self._connection.execute(emptied)
        await self._index(source.id)
        await passage_index.forget_words(self._connection)
        after = digests[1] if len(digests) > 1 else digest_of(digest["name"], None, None)
        await self._transaction.append("document", key, digest, after, undoes=undoes)

    async def anchor(self, source: StoredSource, fingerprints: Sequence[str]) -> dict[Anchoring, list[int]]:
        """Check every citation into the source against the paragraphs of a document with these fingerprints.

        Return the numbers of the facts with a citation that is not intact, by its check. A passage that stands
        elsewhere now is cited there from now on, in the facts of every server; one whose words stand in several places
        is left where it was.
        """
        rows, former = tables.citation, source.fingerprints
        into = rows.c.source_id == source.number
        troubled: dict[Anchoring, set[int]] = {}
        # Many facts may cite one passage, and most passages stand where they stood.
        passages = select(rows.c.paragraph, rows.c.fingerprint).where(into).distinct()
        cited = (await self._connection.execute(passages)).all()
        document, checks = await asyncio.to_thread(_checked, fingerprints, cited, former)
        for passage, check in zip(cited, checks, strict=True):
            if check == "intact":
                continue
            here = rows.c.paragraph == passage.paragraph, rows.c.fingerprint == passage.fingerprint
            found = await self._connection.scalars(select(rows.c.fact_id).where(into, *here))
            troubled.setdefault(check, set()).update(found)
        moved = sorted(troubled.get("moved", ()))
        for batch in batched(moved, BATCH):
            for fact in await fact_mapper.select_facts(self._connection, tables.fact.c.id.in_(batch)):
                citations = tuple(
                    cited.model_copy(update={"paragraph": document.where(cited, former) or cited.paragraph})
                    if cited.source == source.key
                    else cited
                    for cited in fact.citations
                )
                await self._facts.write(fact, fact.content.model_copy(update={"citations": citations}))
        return {check: sorted(numbers) for check, numbers in troubled.items()}

    async def _index(self, source: int) -> None:
        """Index the newest document of the source that has its text; nothing of it where none has."""
        rows = tables.document
        newest = select(rows).where(rows.c.source_id == source, rows.c.text.is_not(None)).order_by(rows.c.id.desc())
        row = (await self._connection.execute(newest.limit(1))).one_or_none()
        if row is None:
            await passage_index.drop_document(self._connection, source)
        else:
            await passage_index.index_document(
                self._connection, source, self._server, document_of(row), passage_index.added(row.id)
            )

    async def _own(self, key: str) -> Any:
        """Return the row of the server's own source; raises UnknownReference."""
        row = await self._transaction.row(tables.source, key)
        if row is None:
            raise UnknownReference("source", key)
        return row


def _checked(
    fingerprints: Sequence[str], cited: Sequence[Cited], former: Sequence[str]
) -> tuple[Manifest, list[Anchoring]]:
    """Return what citations are checked against from now on, and what becomes of each."""
    document = Manifest(fingerprints)
    checks: list[Anchoring] = []
    for passage in cited:
        check = document.check(passage, former)
        # What is neither where it was nor elsewhere may still stand in several places.
        ambiguous = check in ("changed", "missing") and document.is_ambiguous(passage, former)
        checks.append("ambiguous" if ambiguous else check)
    return document, checks


def _digest(row: Any) -> dict[str, Any]:
    return digest_of(row.name, row.text, row.locators)
