"""Counts of what there is, made by the database, since a store may have a million facts."""

from collections import Counter
from datetime import date

from sqlalchemy import case, extract, func, null, select

from db import tables
from db.bibliography import StoredSource
from db.dates.bounds import bounds
from db.dates.day import EARLIEST
from db.engine import Database
from db.kinds import COMPARED, KINDS, Kind


class Counts:
    """Numbers of facts as one server sees them, None being the shared store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def facts(self, server: int | None = None) -> int:
        """Return how many facts there are that are not drafts."""
        rows = tables.fact
        query = select(func.count()).where(rows.c.server.in_(tables.seen_by(server)), rows.c.status != "draft")
        async with self._database.reading() as connection:
            return await connection.scalar(query) or 0

    async def all_facts(self) -> int:
        """Return how many facts the store has, those of every server, and those that are retracted."""
        async with self._database.reading() as connection:
            return await connection.scalar(select(func.count()).select_from(tables.fact)) or 0

    async def bytes(self) -> int:
        """Return how much room the store takes."""
        return await self._database.size()

    async def own(self) -> dict[int, int]:
        """Return how many facts that are not drafts each server has of its own, the shared ones left out."""
        rows = tables.fact
        query = select(rows.c.server, func.count()).where(rows.c.server != tables.SHARED, rows.c.status != "draft")
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query.group_by(rows.c.server))}

    async def by_source(self, server: int | None = None) -> dict[int, int]:
        """Return how many published facts cite each source, by its number."""
        rows = tables.citation
        query = (
            select(rows.c.source_id, func.count(rows.c.fact_id.distinct()))
            .join(tables.fact)
            .where(*tables.shown_to(server))
            .group_by(rows.c.source_id)
        )
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    async def cited_paragraphs(self, source: StoredSource, server: int | None = None) -> tuple[int, list[int]]:
        """Return how many published facts cite a source, and which of its paragraphs."""
        rows = tables.citation
        cited = (rows.c.source_id == source.number, *tables.shown_to(server))
        count = select(func.count(rows.c.fact_id.distinct())).join(tables.fact).where(*cited)
        paragraphs = select(rows.c.paragraph).join(tables.fact).where(*cited).distinct().order_by(rows.c.paragraph)
        async with self._database.reading() as connection:
            return await connection.scalar(count) or 0, list((await connection.scalars(paragraphs)).all())

    async def by_kind(self, server: int | None = None, topic: str | None = None) -> Counter[str]:
        """Return how many published facts there are of each kind, in all or under the topic of that key."""
        rows, filed = tables.fact, tables.fact_topic
        query = select(rows.c.kind, func.count()).where(*tables.shown_to(server)).group_by(rows.c.kind)
        if topic:
            here = tables.topic.c.key == topic, tables.topic.c.server.in_(tables.seen_by(server))
            query = query.where(rows.c.id.in_(select(filed.c.fact_id).join(tables.topic).where(*here)))
        async with self._database.reading() as connection:
            return Counter({row[0]: row[1] for row in await connection.execute(query)})

    async def by_topic(self, kind: Kind, server: int | None = None) -> dict[str, int]:
        """Return how many published facts of the kind are filed under each topic, by its key."""
        rows = tables.topic
        query = (
            select(rows.c.key, func.count())
            .join(tables.fact_topic, tables.fact_topic.c.topic_id == rows.c.id)
            .join(tables.fact, tables.fact.c.id == tables.fact_topic.c.fact_id)
            .where(*tables.shown_to(server), tables.fact.c.kind == kind)
            .group_by(rows.c.key)
            .order_by(rows.c.key)
        )
        async with self._database.reading() as connection:
            return {row[0]: row[1] for row in await connection.execute(query)}

    async def titles(self, kind: Kind, server: int | None = None, limit: int = 60) -> tuple[list[str], int]:
        """Return the names of published facts of the kind, as they are listed, and how many such names there are."""
        rows = tables.fact
        noun = KINDS[kind].DESCRIPTION
        called = rows.c.payload[noun.named_by].as_string()
        named = (
            select(
                called.label("name"),
                (func.min(rows.c.first_day) if noun.chronological else null()).label("day"),
                func.min(rows.c.id).label("id"),
            )
            .where(*tables.shown_to(server), rows.c.kind == kind)
            .group_by(called)
            .subquery()
        )
        query = select(named.c.name).order_by(named.c.day.is_(None), named.c.day, named.c.id).limit(limit)
        async with self._database.reading() as connection:
            count = await connection.scalar(select(func.count()).select_from(named))
            return list((await connection.scalars(query)).all()), count or 0

    async def matters(self, server: int | None = None, limit: int = 100) -> tuple[list[str], int]:
        """Return the folded names under which several claims or polls stand, or a poll with several figures.

        Those under which most stands come first; also return how many such names there are.
        """
        rows, names = tables.fact, tables.name
        named_by = [payload.DESCRIPTION.named_by for payload in COMPARED]
        title = func.coalesce(*(rows.c.payload[name].as_string() for name in named_by))
        kinds = [payload.KIND for payload in COMPARED]
        query = (
            select(names.c.folded, func.count().over().label("all"))
            .join(rows, (rows.c.id == names.c.fact_id) & (names.c.shown == title))
            .where(*tables.shown_to(server), rows.c.kind.in_(kinds), rows.c.rank == "normal")
            .group_by(names.c.folded)
            .having((func.count() > 1) | (func.max(func.json_array_length(rows.c.payload["results"])) > 1))
            .order_by(func.count().desc(), func.min(rows.c.id))
            .limit(limit)
        )
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).all()
        return [row.folded for row in found], found[0].all if found else 0

    async def by_year(self, server: int | None = None) -> dict[int | None, int]:
        """Return in which years the dates of published facts begin, None for no beginning, and of how many."""
        rows = tables.fact
        # What lies beyond the calendar of the database has its year in the date alone.
        beyond = case((rows.c.first_day.in_((date.min, date.max)), rows.c.when))
        year = extract("year", rows.c.first_day)
        query = (
            select(year.label("year"), beyond.label("beyond"), func.count().label("facts"))
            .where(*tables.shown_to(server), rows.c.first_day.is_not(None))
            .group_by(year, beyond)
        )
        counts: Counter[int | None] = Counter()
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                first = bounds(row.beyond)[0] if row.beyond else None
                counts[None if first == EARLIEST else first.year if first else int(row.year)] += row.facts
        return dict(sorted(counts.items(), key=lambda count: (count[0] is not None, count[0] or 0)))
