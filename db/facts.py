"""Facts as rows and back: the one place that knows how a fact lies in its tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.dates import bounds
from db.records import Citation, Fact, StoredFact

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
    "payload",
    "aliases",
    "asked",
    "revision",
)


async def insert(connection: AsyncConnection, fact: Fact, server: int, sources: Ids, topics: Ids) -> int:
    """Add the fact and return its number: draft, cite, publish, as the triggers demand."""
    row = {**_row(fact), "server": server, "revision": 1, "status": "draft"}
    inserted = await connection.execute(tables.fact.insert().values(row))
    assert inserted.inserted_primary_key is not None
    number = int(inserted.inserted_primary_key[0])
    await _attach(connection, number, fact, sources, topics)
    await connection.execute(tables.fact.update().where(tables.fact.c.id == number).values(status=fact.status))
    return number


async def update(connection: AsyncConnection, number: int, fact: Fact, sources: Ids, topics: Ids) -> None:
    """Revise the fact; its new citations stand before the old ones go, so that it is never without."""
    old = (await connection.scalars(select(tables.citation.c.id).where(tables.citation.c.fact_id == number))).all()
    await connection.execute(delete(tables.fact_topic).where(tables.fact_topic.c.fact_id == number))
    await _attach(connection, number, fact, sources, topics)
    await connection.execute(delete(tables.citation).where(tables.citation.c.id.in_(old)))
    rows = tables.fact
    await connection.execute(
        rows.update().where(rows.c.id == number).values(**_row(fact), revision=rows.c.revision + 1)
    )


async def by_key(connection: AsyncConnection, key: str, server: int) -> StoredFact | None:
    """Return the fact that this server itself holds under the key, whatever its status."""
    found = await select_facts(connection, tables.fact.c.key == key, tables.fact.c.server == server)
    return found[0] if found else None


async def by_number(connection: AsyncConnection, number: int, server: int) -> StoredFact | None:
    """Return the fact of that number where this server itself holds it, whatever its status."""
    found = await select_facts(connection, tables.fact.c.id == number, tables.fact.c.server == server)
    return found[0] if found else None


async def under(connection: AsyncConnection, topic_id: int) -> list[StoredFact]:
    """Return the facts filed under a topic."""
    filed = select(tables.fact_topic.c.fact_id).where(tables.fact_topic.c.topic_id == topic_id)
    return await select_facts(connection, tables.fact.c.id.in_(filed))


async def select_facts(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[StoredFact]:
    """Return the facts that meet the conditions, drafts never, in the order of their numbers."""
    chosen = select(tables.fact.c.id).where(tables.fact.c.status != "draft", *conditions)
    citations = await _grouped(
        connection,
        select(tables.citation, tables.source.c.key.label("source"))
        .join(tables.source)
        .where(tables.citation.c.fact_id.in_(chosen))
        .order_by(tables.citation.c.position),
    )
    topics = await _grouped(
        connection,
        select(tables.fact_topic.c.fact_id, tables.topic.c.key)
        .join(tables.topic)
        .where(tables.fact_topic.c.fact_id.in_(chosen))
        .order_by(tables.fact_topic.c.position),
    )
    rows = await connection.execute(select(tables.fact).where(tables.fact.c.id.in_(chosen)).order_by(tables.fact.c.id))
    return [
        StoredFact(
            **{column: getattr(row, column) for column in _PLAIN},
            number=row.id,
            server=row.server or None,
            topics=tuple(filed.key for filed in topics.get(row.id, ())),
            citations=tuple(_citation(cited) for cited in citations.get(row.id, ())),
        )
        for row in rows
    ]


async def _grouped(connection: AsyncConnection, query: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in await connection.execute(query):
        groups.setdefault(row.fact_id, []).append(row)
    return groups


def _citation(row: Any) -> Citation:
    return Citation(
        source=row.source,
        paragraph=row.paragraph,
        span=None if row.span_start is None else (row.span_start, row.span_end),
        fingerprint=row.fingerprint,
        reported_from=row.reported_from,
    )


def _row(fact: Fact) -> dict[str, Any]:
    first, last = bounds(fact.when) if fact.when else (None, None)
    data = fact.model_dump(mode="json", include={*_PLAIN, "kind"})
    return {**data, "first_day": first, "last_day": last}


async def _attach(connection: AsyncConnection, number: int, fact: Fact, sources: Ids, topics: Ids) -> None:
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
        for position, citation in enumerate(fact.citations)
    ]
    await connection.execute(tables.citation.insert(), cited)
    filed = [
        {"fact_id": number, "topic_id": topics[key], "position": position}
        for position, key in enumerate(dict.fromkeys(fact.topics))
    ]
    await connection.execute(tables.fact_topic.insert(), filed)
