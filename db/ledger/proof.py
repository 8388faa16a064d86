"""The proof of the store by its ledger: the chain is whole to its head, and every record is as it was left last."""

import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import fact_mapper
from db.damage import legible
from db.ledger import chain
from db.ledger.chain import Head
from db.tables import document, fact, revision, source, topic

BATCH = 500  # facts read at once
LISTED = 20  # names of what is wrong in one sentence


@dataclass(frozen=True)
class Proof:
    """What was found of the ledger.

    `broken` are the ids of revisions whose hash does not follow; `recorded` is the head that was kept, `newest` the
    revision that is there; `strayed` names the records that are not as their last revision left them; `lost` is a head
    that was witnessed before, and that the chain does not have.
    """

    broken: tuple[int, ...]
    recorded: Head | None
    newest: Head | None
    strayed: tuple[str, ...]
    lost: Head | None = None

    @property
    def cut(self) -> bool:
        """Whether the newest revisions, or what was kept of them, are gone."""
        return self.recorded != self.newest

    @property
    def sound(self) -> bool:
        return not any(self.problems)

    @property
    def problems(self) -> Iterator[str]:
        """What is wrong, in words."""
        if self.broken:
            yield f"The ledger was changed behind its back at revision {_listed(self.broken)}."
        if self.cut:
            known = self.recorded.number if self.recorded else "unknown"
            yield (
                f"The newest revision is {self.newest.number if self.newest else 'gone'}, and should be {known}: "
                "the ledger was cut off, or its head was."
            )
        if self.lost:
            yield f"The ledger has no revision {self.lost.number} with that hash: it is another one, or was cut off."
        if self.strayed:
            yield f"Not as its last revision left it: {_listed(self.strayed)}."


def _listed(names: Sequence[object]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(map(str, names[:LISTED])) + more


async def prove(connection: AsyncConnection, witnessed: Head | None = None) -> Proof:
    """Hold the ledger against itself, its head and the records, and against a head that was witnessed before."""
    broken = await chain.broken_links(connection)
    strayed = [f"F{number}" async for number in strayed_facts(connection)]
    for table, subject in ((source, "source"), (topic, "topic")):
        strayed += [f"{subject} {key}" async for key, _ in strayed_records(connection, table, subject)]
    strayed += [name async for name in _strayed_documents(connection)]
    return Proof(
        broken=tuple(broken),
        recorded=await chain.recorded(connection),
        newest=await chain.newest(connection),
        strayed=tuple(strayed),
        lost=None if witnessed is None or await chain.holds(connection, witnessed) else witnessed,
    )


async def strayed_facts(connection: AsyncConnection) -> AsyncIterator[int]:
    """Yield the numbers of the facts that are not as their last revision left them, or are gone."""

    async def read(ids: Sequence[int]) -> list[tuple[int, bool]]:
        rows = (await connection.execute(_facts().where(fact.c.id.in_(ids)))).all()
        return [(row.id, row.after is not None and _as_recorded(row)) for row in rows]

    in_use = select(fact.c.id).where(fact.c.status != "draft")
    recorded = select(revision.c.fact_id).where(revision.c.subject == "fact")
    for number in sorted((await connection.scalars(recorded.except_(in_use))).all()):
        yield int(number)
    last = 0
    while True:
        numbers = select(fact.c.id).where(fact.c.id > last).order_by(fact.c.id).limit(BATCH)
        ids = (await connection.scalars(numbers)).all()
        if not ids:
            return
        same, lost = await legible(ids, read)
        strayed = lost.keys() | {number for number, is_same in same if not is_same}
        for number in sorted(strayed):
            yield number
        last = ids[-1]


def _as_recorded(row: Any) -> bool:
    return fact_mapper.said(row) == _said(row.after) and bool(row.revision == row.last)


def _facts() -> Select[Any]:
    """Select the facts in use as they stand in their tables, each with what its last revision says."""
    return fact_mapper.query().add_columns(
        fact.c.kind,
        _last(revision.c.fact_id == fact.c.id, "fact", revision.c.number).label("last"),
        _last(revision.c.fact_id == fact.c.id, "fact", revision.c.after).label("after"),
    )


def _said(after: dict[str, Any]) -> dict[str, Any]:
    """Return what a revision says of a fact, as the tables have it."""
    return {**after, "topics": list(dict.fromkeys(after.get("topics", ())))}


async def strayed_records(connection: AsyncConnection, table: Table, subject: str) -> AsyncIterator[tuple[str, int]]:
    """Yield key and server of the sources or topics that are not as their last revision left them, or are gone."""
    recorded = select(revision.c.key, revision.c.server).where(revision.c.subject == subject)
    for gone in (await connection.execute(recorded.except_(select(table.c.key, table.c.server)))).all():
        yield gone.key, gone.server
    query = select(table, _last_of(table, subject).label("after"))

    async def read(ids: Sequence[int]) -> list[int]:
        rows = (await connection.execute(query.where(table.c.id.in_(ids)))).all()
        return [row.id for row in rows if _record(row, table) != row.after]

    ids = (await connection.scalars(select(table.c.id).order_by(table.c.id))).all()
    differing, lost = await legible(ids, read)
    strayed = table.c.id.in_([*differing, *lost])
    for stray in (await connection.execute(select(table.c.key, table.c.server).where(strayed))).all():
        yield stray.key, stray.server


def _record(row: Any, table: Table) -> Any:
    return row.record if table is source else {"key": row.key, "title": row.title, "aliases": row.aliases}


async def _strayed_documents(connection: AsyncConnection) -> AsyncIterator[str]:
    """Yield the documents whose words are not those of which the ledger has the fingerprint."""
    on_hand = (document.c.source_id == source.c.id) & document.c.text.is_not(None)
    newest = select(document.c.text).where(on_hand).order_by(document.c.id.desc()).limit(1).scalar_subquery()
    query = select(source.c.id, newest.label("text"), _last_of(source, "document").label("after"))

    async def read(ids: Sequence[int]) -> list[int]:
        rows = (await connection.execute(query.where(source.c.id.in_(ids)))).all()
        return [row.id for row in rows if _digest(row.text) != (row.after or {}).get("sha256")]

    ids = (await connection.scalars(select(source.c.id).order_by(source.c.id))).all()
    differing, lost = await legible(ids, read)
    strayed = source.c.id.in_([*differing, *lost])
    for key in (await connection.scalars(select(source.c.key).where(strayed).order_by(source.c.id))).all():
        yield f"document of {key}"


def _digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _last_of(table: Table, subject: str) -> ColumnElement[Any]:
    return _last((revision.c.key == table.c.key) & (revision.c.server == table.c.server), subject, revision.c.after)


def _last(condition: ColumnElement[bool], subject: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Select a column of the last revision of a record."""
    of = (condition, revision.c.subject == subject)
    return select(column).where(*of).order_by(revision.c.id.desc()).limit(1).scalar_subquery()
