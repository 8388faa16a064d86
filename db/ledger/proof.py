"""The proof of the store by its ledger: the chain is whole to its head, and every record is as it was left last."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, Table, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import fact_mapper
from db.batches import batched
from db.damage import legible
from db.documents import digest_of, is_recorded
from db.ledger import chain
from db.ledger.chain import Head
from db.tables import SHARED, citation, document, fact, fact_topic, hidden, revision, server, source, synonym, topic

BATCH = 500  # facts read at once
DOCUMENTS = 10  # documents read at once, which may be long
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
    strayed += [str(setting) async for setting in strayed_settings(connection)]
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
    recorded = select(revision.c.fact_id).where(revision.c.subject == "fact", revision.c.fact_id.is_not(None))
    for number in (await connection.scalars(recorded.except_(in_use).order_by("fact_id"))).all():
        yield number
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
    here = bool(row.server == row.origin and not row.borrows)
    return fact_mapper.said(row) == _said(row.after) and bool(row.revision == row.last) and here


def _facts() -> Select[Any]:
    """Select the facts in use as they stand in their tables, each with what its last revision says.

    `origin` is the server that added it, and a fact `borrows` where it rests on a source or a topic that is not the
    server's own, though it has one of the key, nor everybody's.
    """
    first = select(revision.c.server).where(revision.c.fact_id == fact.c.id, revision.c.subject == "fact")
    return fact_mapper.query().add_columns(
        fact.c.kind,
        first.order_by(revision.c.id).limit(1).scalar_subquery().label("origin"),
        (_borrows(source, citation) | _borrows(topic, fact_topic)).label("borrows"),
        _last(revision.c.fact_id == fact.c.id, "fact", revision.c.number).label("last"),
        _last(revision.c.fact_id == fact.c.id, "fact", revision.c.after).label("after"),
    )


def _borrows(table: Table, used: Table) -> ColumnElement[bool]:
    own = table.alias()
    has_own = exists().where(own.c.key == table.c.key, own.c.server == fact.c.server).correlate(table, fact)
    elsewhere = (table.c.server != fact.c.server) & ((table.c.server != SHARED) | has_own)
    return exists().select_from(used.join(table)).where(used.c.fact_id == fact.c.id, elsewhere).correlate(fact)


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
    """Yield the documents that are not those of which the ledger has the fingerprint, earlier versions included."""
    rows, recorded = revision, dict[tuple[str, int], list[Any]]()
    query = select(rows.c.key, rows.c.server, _text(rows.c.after)).where(rows.c.subject == "document")
    for key, whose, after in await connection.execute(query.order_by(rows.c.id)):
        recorded.setdefault((key, whose), []).append(_parsed(after))

    async def read(ids: Sequence[int]) -> list[tuple[int, dict[str, Any]]]:
        columns = document.c.id, document.c.name, document.c.text, document.c.locators
        found = (await connection.execute(select(*columns).where(document.c.id.in_(ids)))).all()
        return [(row.id, digest_of(row.name, row.text, row.locators)) for row in found]

    versions = select(document.c.id, source.c.key, source.c.server).join(source).where(document.c.text.is_not(None))
    there = (await connection.execute(versions.order_by(document.c.id))).all()
    newest = {(key, whose): number for number, key, whose in there}
    strayed = {
        place
        for place, said in recorded.items()
        if place not in newest and (not isinstance(said[-1], dict) or said[-1].get("sha256") is not None)
    }
    for some in batched(there, DOCUMENTS):
        digests = dict((await legible([version.id for version in some], read))[0])
        for number, key, whose in some:
            said = recorded.get((key, whose), [])
            # The newest is what the ledger has last; one before it has to be one that it had.
            known = said[-1:] if newest[key, whose] == number else said
            if not any(is_recorded(digests.get(number, {}), after) for after in known):
                strayed.add((key, whose))
    for key, _ in sorted(strayed):
        yield f"document of {key}"


class Setting(NamedTuple):
    """What a server has set, or the operator for all of them: synonyms, a fact that is hidden, how the bot behaves."""

    subject: str
    key: str
    server: int

    def __str__(self) -> str:
        what = f"whether {self.key} is hidden" if self.subject == "hidden" else self.key
        return f"{what} in the server {self.server}" if self.server else what


# What holds where nothing is set.
_UNSET: dict[str, Any] = {"synonym": {"groups": []}, "hidden": {"hidden": False}, "server": None}


async def strayed_settings(connection: AsyncConnection) -> AsyncIterator[Setting]:
    """Yield what is set otherwise than its last revision left it."""
    here, there = await _set(connection), await recorded_settings(connection)
    for setting in sorted(here.keys() | there.keys(), key=str):
        unset = _UNSET[setting.subject]
        if here.get(setting, unset) != there.get(setting, unset):
            yield setting


async def recorded_settings(connection: AsyncConnection) -> dict[Setting, Any]:
    """Return what is set, as the ledger has it."""
    rows, of = revision, (revision.c.subject, revision.c.key, revision.c.server)
    last = select(func.max(rows.c.id)).where(rows.c.subject.in_(_UNSET)).group_by(*of)
    query = select(*of, _text(rows.c.after)).where(rows.c.id.in_(last))
    return {Setting(*place): _parsed(after) for *place, after in await connection.execute(query)}


async def _set(connection: AsyncConnection) -> dict[Setting, Any]:
    """Return what is set, as the tables have it."""
    found: dict[Setting, Any] = {}
    groups = select(synonym.c.server, _text(synonym.c.phrases)).order_by(synonym.c.id)
    for whose, phrases in await connection.execute(groups):
        found.setdefault(Setting("synonym", "synonyms", whose), {"groups": []})["groups"].append(_parsed(phrases))
    for whose, key in await connection.execute(select(hidden.c.server, fact.c.key).join(fact)):
        found[Setting("hidden", key, whose)] = {"hidden": True}
    for whose, record in await connection.execute(select(server.c.id, _text(server.c.record))):
        found[Setting("server", "settings", whose)] = _parsed(record)
    return found


def _text(column: ColumnElement[Any]) -> ColumnElement[str]:
    return cast(column, String)


def _parsed(text: str | None) -> Any:
    """Return what JSON says; what is none stays text, which nothing that was recorded is."""
    try:
        return None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return text


def _last_of(table: Table, subject: str) -> ColumnElement[Any]:
    return _last((revision.c.key == table.c.key) & (revision.c.server == table.c.server), subject, revision.c.after)


def _last(condition: ColumnElement[bool], subject: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Select a column of the last revision of a record."""
    of = (condition, revision.c.subject == subject)
    return select(column).where(*of).order_by(revision.c.id.desc()).limit(1).scalar_subquery()
