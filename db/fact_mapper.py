"""Facts as rows and back: the one place that knows how a fact lies in its tables."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from cachetools import LRUCache
from sqlalchemy import ColumnElement, Row, Select, String, Table, bindparam, cast, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.batches import batched
from db.dates.bounds import calendar_bounds
from db.dates.field import Edtf
from db.errors import problems
from db.functions import among, arrays
from db.kinds import AnyPayload
from db.records import Citation, Fact, StoredFact
from db.values import Line, Record, Text

Ids = Mapping[str, int]
_PLAIN = (
    "key",
    "voice",
    "speaker",
    "text",
    "when",
    "note",
    "status",
    "rank",
    "rank_reason",
    "superseded_by",
    "derived",
    "revision",
)
_DOCUMENTS = ("payload", "aliases", "asked")  # JSON
REMEMBERED = 8_000_000  # characters of rows
BATCH = 250  # facts that are read and indexed in one turn


async def draft(
    connection: AsyncConnection,
    facts: Sequence[Fact],
    server: int,
    sources: Ids,
    topics: Ids,
    numbers: Sequence[int] = (),
) -> list[int]:
    """Add the facts, no two of the same key, as drafts with their citations; return their numbers.

    They are new ones unless `numbers` names them.
    """
    rows = [{**_row(fact), "server": server, "revision": 1, "status": "draft"} for fact in facts]
    if numbers:
        rows = [{**row, "id": number} for number, row in zip(numbers, rows, strict=True)]
    added = {row.key: int(row.id) for row in await connection.execute(_DRAFT, rows)}
    drafted = {added[fact.key]: fact for fact in facts}
    await _attach(connection, drafted, server, sources, topics)
    return [*drafted]


async def publish(connection: AsyncConnection, facts: Mapping[int, Fact]) -> None:
    """Take the facts, which are drafts, into use; the ledger has to say of them what they say."""
    for status in dict.fromkeys(fact.status for fact in facts.values()):
        alike = [number for number, fact in facts.items() if fact.status == status]
        await connection.execute(_PUBLISH, {"numbers": alike, "to": status})


async def update(
    connection: AsyncConnection, number: int, revision: int, fact: Fact, server: int, sources: Ids, topics: Ids
) -> None:
    """Revise the fact as the ledger has it; its new citations stand before the old ones go: it is never without."""
    old = (await connection.scalars(select(tables.citation.c.id).where(tables.citation.c.fact_id == number))).all()
    await connection.execute(delete(tables.fact_topic).where(tables.fact_topic.c.fact_id == number))
    await _attach(connection, {number: fact}, server, sources, topics)
    await connection.execute(delete(tables.citation).where(tables.citation.c.id.in_(old)))
    rows = tables.fact
    await connection.execute(
        rows.update().where(rows.c.id == number).values(**_row(fact), server=server, revision=revision)
    )


async def by_keys(connection: AsyncConnection, keys: Sequence[str], server: int) -> dict[str, StoredFact]:
    """Return the facts that this server itself holds under the keys, whatever their status."""
    found = await read(connection, _OWN_BY_KEYS, keys=[*keys], here=server)
    return {fact.key: fact for fact in found}


async def by_key(connection: AsyncConnection, key: str, server: int) -> StoredFact | None:
    """Return the fact that this server itself holds under the key, whatever its status."""
    return (await by_keys(connection, [key], server)).get(key)


async def by_number(connection: AsyncConnection, number: int, server: int) -> StoredFact | None:
    """Return the fact of that number where this server itself holds it, whatever its status."""
    found = await select_facts(connection, tables.fact.c.id == number, tables.fact.c.server == server)
    return found[0] if found else None


async def under(connection: AsyncConnection, topic_id: int) -> AsyncIterator[list[StoredFact]]:
    """Yield the facts filed under a topic, some at a time: there may be many, and others have their turn meanwhile."""
    rows = tables.fact_topic
    numbers = (await connection.scalars(select(rows.c.fact_id).where(rows.c.topic_id == topic_id))).all()
    for some in batched(numbers, BATCH):
        yield await select_facts(connection, tables.fact.c.id.in_(some))


def query(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Select the facts that meet the conditions, drafts never, in the order of their numbers."""
    chosen = (tables.fact.c.status != "draft", *conditions)
    return select(*_COLUMNS).where(*chosen).order_by(tables.fact.c.id)


async def read(connection: AsyncConnection, query: Select[Any], **parameters: Any) -> list[StoredFact]:
    """Return the facts that a `query` of this module selects."""
    return [fact(row) for row in await connection.execute(query, parameters)]


async def select_facts(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[StoredFact]:
    """Return the facts that meet the conditions, drafts never, in the order of their numbers."""
    return await read(connection, query(*conditions))


async def refused(connection: AsyncConnection, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Return which of these facts hold what today's records refuse and are read without, each with what it is."""
    rows = tables.fact
    columns = (rows.c[field] for field in _Fields.model_fields)
    found = await connection.execute(select(rows.c.id, *columns).where(rows.c.id.in_(numbers)).order_by(rows.c.id))
    return [
        (f"F{row['id']}", problem)
        for row in found.mappings()
        for problem in problems(_Fields, {field: row[field] for field in _Fields.model_fields})
    ]


class _Fields(Record):
    """What of a fact is a date or a line."""

    when: Edtf | None
    payload: AnyPayload
    speaker: Line | None
    text: Text
    aliases: tuple[Line, ...]
    asked: tuple[Line, ...]
    note: Text | None
    rank_reason: Text | None
    derived: Text | None


def _arrays(*columns: ColumnElement[Any], of: Table, to: Table) -> ColumnElement[Any]:
    """Select what belongs to a fact as an array of arrays, the first column being the place of each."""
    return select(arrays(*columns)).select_from(of.join(to)).where(of.c.fact_id == tables.fact.c.id).scalar_subquery()


_CITATIONS = _arrays(
    tables.citation.c.position,
    tables.source.c.key,
    tables.citation.c.paragraph,
    tables.citation.c.span_start,
    tables.citation.c.span_end,
    tables.citation.c.fingerprint,
    tables.citation.c.reported_from,
    of=tables.citation,
    to=tables.source,
).label("citations")
_TOPICS = _arrays(tables.fact_topic.c.position, tables.topic.c.key, of=tables.fact_topic, to=tables.topic).label(
    "topics"
)


# As text: what is known by its row already is not parsed again.
_COLUMNS = (
    tables.fact.c.id,
    tables.fact.c.server,
    _CITATIONS,
    _TOPICS,
    *(cast(tables.fact.c[column], String).label(column) for column in _DOCUMENTS),
    *(tables.fact.c[column] for column in _PLAIN),
)
# Facts by the rows that they were read from, whatever changed them, each with the characters of its row: to parse and
# to validate a row takes longer than to read it.
_known: LRUCache[tuple[Any, ...], tuple[StoredFact, int]] = LRUCache(REMEMBERED, itemgetter(1))


def fact(row: Row[Any]) -> StoredFact:
    """Return the fact of a row that a `query` of this module selects."""
    columns = tuple(row)
    known = _known.get(columns)
    if known is None:
        size = sum(len(value) for value in columns if isinstance(value, str))
        known = _known[columns] = _parsed(*columns), size
    return known[0]


def _parsed(number: int, server: int, citations: str, topics: str, *columns: Any) -> StoredFact:
    documents = {name: json.loads(text) for name, text in zip(_DOCUMENTS, columns, strict=False)}
    return StoredFact.stored(
        {
            **documents,
            **dict(zip(_PLAIN, columns[len(_DOCUMENTS) :], strict=True)),
            "number": number,
            "server": server or None,
            "topics": tuple(key for _, key in sorted(json.loads(topics))),
            "citations": tuple(_citation(*cited) for _, *cited in sorted(json.loads(citations), key=itemgetter(0))),
        }
    )


def _citation(
    source: str, paragraph: int, start: int | None, end: int | None, fingerprint: str, reported_from: str | None
) -> Citation:
    return Citation.stored(
        {
            "source": source,
            "paragraph": paragraph,
            "span": None if start is None or end is None else (start, end),
            "fingerprint": fingerprint,
            "reported_from": reported_from,
        }
    )


def said(row: Any) -> dict[str, Any]:
    """Return what the row of a `query` says of its fact, as a revision has it."""
    return {
        **{column: getattr(row, column) for column in _PLAIN if column != "revision"},
        **{column: json.loads(getattr(row, column)) for column in _DOCUMENTS},
        "kind": row.kind,
        "topics": [key for _, key in sorted(json.loads(row.topics))],
        "citations": [
            {
                "source": source,
                "paragraph": paragraph,
                "span": None if start is None else [start, end],
                "fingerprint": fingerprint,
                "reported_from": reported_from,
            }
            for _, source, paragraph, start, end, fingerprint, reported_from in sorted(
                json.loads(row.citations), key=itemgetter(0)
            )
        ],
    }


def _row(fact: Fact) -> dict[str, Any]:
    first, last = calendar_bounds(fact.when) if fact.when else (None, None)
    return {
        **{column: getattr(fact, column) for column in _PLAIN if column != "revision"},
        "kind": fact.kind,
        "payload": fact.payload.model_dump(mode="json"),
        "aliases": list(fact.aliases),
        "asked": list(fact.asked),
        "first_day": first,
        "last_day": last,
    }


async def _attach(
    connection: AsyncConnection, facts: Mapping[int, Fact], server: int, sources: Ids, topics: Ids
) -> None:
    cited: Sequence[dict[str, Any]] = [
        {
            "fact_id": number,
            "position": position,
            "source_id": sources[citation.source],
            "paragraph": citation.paragraph,
            "span_start": citation.span[0] if citation.span else None,
            "span_end": citation.span[1] if citation.span else None,
            "fingerprint": citation.fingerprint,
            "reported_from": citation.reported_from,
        }
        for number, fact in facts.items()
        for position, citation in enumerate(fact.citations)
    ]
    await connection.execute(tables.citation.insert(), cited)
    filed = [
        {"fact_id": number, "topic_id": topics[key], "position": position, "server": server, "kind": fact.offered}
        for number, fact in facts.items()
        for position, key in enumerate(dict.fromkeys(fact.topics))
    ]
    await connection.execute(tables.fact_topic.insert(), filed)


# Built once: they are asked for each fact that is written. Bound names may not be those of columns.
_OWN_BY_KEYS = query(among(tables.fact.c.key, "keys"), tables.fact.c.server == tables.HERE)
# In any order, since otherwise each would be inserted by itself.
_DRAFT = tables.fact.insert().returning(tables.fact.c.id, tables.fact.c.key)
_PUBLISH = tables.fact.update().where(among(tables.fact.c.id, "numbers")).values(status=bindparam("to"))
