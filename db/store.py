"""The store as it is read: facts, sources and topics, as the server that asks may see them."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, String, Table, bindparam, exists, func, select

from db import fact_mapper, tables
from db.bibliography import Source, StoredSource
from db.counts import Counts
from db.damage import Damage, legible
from db.engine import Database, recorded
from db.errors import problems
from db.full_text import Phrases, matches
from db.functions import among
from db.kinds import COMPARED, Kind
from db.pinpoints import fact_number
from db.polls import Polls
from db.records import ServerSettings, StoredFact, Topic
from db.tokenizer import fold, stems

BATCH = 500  # records read at once
NAMES = 10_000  # that are compared with one that is not there
MOST = 200  # facts of which one answer is made; one more is read, which tells that there are more


@dataclass(frozen=True)
class Named:
    """A name under which something can be looked up, and which topic or fact it is a name of."""

    shown: str
    owner: tuple[int | None, int | None]


class Store:
    """Everything that a briefing reads. `server` is the asking Discord server, None for the shared store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.counts = Counts(database)
        self.polls = Polls(database)

    def snapshot(self) -> AbstractAsyncContextManager[object]:
        """Have all that the task reads meanwhile be of one state of the store."""
        return self._database.reading()

    def remembering(self, state: str) -> AbstractAsyncContextManager[None]:
        """Have all that the task reads meanwhile be of this state, from memory as far as that has it.

        Raises LibraryChanged where there is more to be read and the state is another by then.
        """
        return self._database.remembering(state)

    async def state(self) -> str:
        """Return what tells the library as it is read from what it was before, or will be."""
        return await self._database.state()

    async def sources(self, server: int | None = None) -> list[StoredSource]:
        """Return the sources, the server's own before shared ones of the same key, by key."""
        visible = {source.key: source for source in await self.sources_keyed(None, server)}
        return [visible[key] for key in sorted(visible)]

    async def source(self, key: str, server: int | None = None) -> StoredSource | None:
        """Return the source of that key, the server's own before the shared one."""
        found = await self.sources_keyed([key.strip().lower()], server)
        return found[-1] if found else None

    async def sources_keyed(self, keys: Collection[str] | None, server: int | None = None) -> list[StoredSource]:
        """Return the sources of these keys (None: all), a server's own after shared ones of the same key."""
        here = server or tables.SHARED
        if keys is None:
            return await self._database.cached(_SOURCES, _source, here=here)
        return await self._database.cached(_SOURCES_KEYED, _source, here=here, keys=sorted(keys))

    async def sources_numbered(self, numbers: Collection[int], server: int | None = None) -> list[StoredSource]:
        """Return the sources of these numbers."""
        here = server or tables.SHARED
        return await self._database.cached(_SOURCES_NUMBERED, _source, here=here, numbers=sorted(numbers))

    async def topics(self, server: int | None = None) -> list[tuple[Topic, int]]:
        """Return each topic with the number of published facts under it that the server sees."""
        rows, filed = tables.topic, tables.fact_topic
        counted = (
            select(filed.c.topic_id, func.count().label("facts"))
            .join(tables.fact, tables.fact.c.id == filed.c.fact_id)
            .where(*tables.shown_to(server))
            .group_by(filed.c.topic_id)
            .subquery()
        )
        query = (
            select(rows.c.key, rows.c.title, rows.c.aliases, func.coalesce(counted.c.facts, 0).label("facts"))
            .outerjoin(counted, counted.c.topic_id == rows.c.id)
            .where(_visible(rows, server))
            .order_by(rows.c.key)
        )
        async with self._database.reading() as connection:
            found = await connection.execute(query)
            return [(_topic(row), row.facts) for row in found]

    async def synonyms(self, server: int | None = None) -> list[tuple[str, ...]]:
        """Return the groups of words that mean the same in a question."""
        rows = tables.synonym
        query = select(rows.c.phrases).where(_visible(rows, server)).order_by(rows.c.id)
        async with self._database.reading() as connection:
            return [tuple(phrases) for phrases in await connection.scalars(query)]

    async def settings(self, server: int) -> ServerSettings:
        """Return what a server's administrators have set, or what holds where they have set nothing."""
        found = await self._database.cached(_SETTINGS, _settings, here=server)
        return found[0] if found else ServerSettings()

    async def servers(self) -> list[int]:
        """Return the servers that have facts of their own."""
        rows = tables.fact
        query = select(rows.c.server).where(rows.c.server != tables.SHARED).distinct().order_by(rows.c.server)
        async with self._database.reading() as connection:
            return [int(server) for server in await connection.scalars(query)]

    async def own(self, server: int | None = None) -> list[StoredFact]:
        """Return the facts that are the server's own, retracted ones included: for its export."""
        async with self._database.reading() as connection:
            return await fact_mapper.select_facts(connection, tables.fact.c.server == (server or tables.SHARED))

    async def keyed(self, keys: Collection[str], server: int | None = None) -> list[StoredFact]:
        """Return the facts of these keys, whatever their status, a server's own after shared ones of the same key."""
        found = await self._read(_KEYED, server, keys=sorted(keys))
        return sorted(found, key=lambda fact: fact.server or 0)

    async def chain(self, keys: Collection[str], server: int | None = None) -> dict[str, StoredFact]:
        """Return the facts of these keys, and those that supersede them, one after the other, by their keys."""
        known: dict[str, StoredFact] = {}
        wanted = set(keys)
        while wanted:
            found = {fact.key: fact for fact in await self.keyed(wanted, server)}
            known |= found
            # A key that was looked up is not looked up again, so that a circle ends.
            wanted = {fact.superseded_by for fact in found.values() if fact.superseded_by} - known.keys()
        return known

    async def superseded_by(self, key: str, server: int | None = None) -> list[StoredFact]:
        """Return the published facts that the one of this key supersedes, the latest of many."""
        return await self._read(_SUPERSEDED, server, by=key)

    async def refused(self) -> list[tuple[str, str]]:
        """Return the facts and sources with a date that today's records refuse and read without, and what is wrong.

        Those that cannot be read at all are left to `damage`.
        """
        found = []
        async for numbers in self._numbers(tables.fact):
            found += (await legible(numbers, self._refused_facts))[0]
        async for numbers in self._numbers(tables.source):
            found += (await legible(numbers, self._refused_sources))[0]
        return found

    async def damage(self) -> list[Damage]:
        """Return the facts and sources of all servers that cannot be read."""
        found = []
        async for numbers in self._numbers(tables.fact):
            _, lost = await legible(numbers, self.facts_numbered)
            found += [Damage(f"F{number}", reason) for number, reason in lost.items()]
        _, damaged = await self.legible_sources()
        return [*found, *damaged]

    async def legible_sources(self, *servers: int | None) -> tuple[list[StoredSource], list[Damage]]:
        """Return the servers' own sources (of all where none is named) by key, and those that cannot be read."""
        rows, found, damaged = tables.source, [], []
        here = rows.c.server.in_([server or tables.SHARED for server in servers]) if servers else rows.c.id > 0
        async for numbers in self._numbers(rows, here):
            whole, lost = await legible(numbers, self._sources_of)
            found += whole
            async with self._database.reading() as connection:
                named = await connection.execute(select(rows.c.id, rows.c.key).where(rows.c.id.in_(lost)))
                damaged += [Damage(f"source {row.key}", lost[row.id]) for row in named]
        return sorted(found, key=lambda source: source.key), damaged

    async def batches(self, server: int | None = None, *, own: bool = False) -> AsyncIterator[Sequence[int]]:
        """Yield the numbers of all facts that are not drafts, or of the server's `own`, some at a time, in order."""
        rows = tables.fact
        seen = rows.c.server == (server or tables.SHARED) if own else _visible(rows, server)
        async for numbers in self._numbers(rows, seen, rows.c.status != "draft"):
            yield numbers

    async def facts_numbered(self, numbers: Collection[int]) -> list[StoredFact]:
        """Return the facts of these numbers, retracted ones included, whosever they are: for checks and exports."""
        async with self._database.reading() as connection:
            return await fact_mapper.select_facts(connection, tables.fact.c.id.in_(numbers))

    async def _numbers(self, table: Table, *conditions: ColumnElement[bool]) -> AsyncIterator[Sequence[int]]:
        last = 0
        while True:
            query = select(table.c.id).where(*conditions, table.c.id > last).order_by(table.c.id).limit(BATCH)
            async with self._database.reading() as connection:
                numbers = (await connection.scalars(query)).all()
            if not numbers:
                return
            yield numbers
            last = numbers[-1]

    async def _sources_of(self, numbers: Sequence[int]) -> list[StoredSource]:
        query = select(tables.source, _EDITION.label("edition")).where(tables.source.c.id.in_(numbers))
        async with self._database.reading() as connection:
            return await recorded(await connection.execute(query), _source)

    async def _refused_facts(self, numbers: Sequence[int]) -> list[tuple[str, str]]:
        async with self._database.reading() as connection:
            return await fact_mapper.refused(connection, numbers)

    async def _refused_sources(self, numbers: Sequence[int]) -> list[tuple[str, str]]:
        rows = tables.source
        query = select(rows.c.key, rows.c.record).where(rows.c.id.in_(numbers)).order_by(rows.c.key)
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).all()
        return [(row.key, problem) for row in found for problem in problems(Source, row.record)]

    async def published(self, kind: Kind | None = None, server: int | None = None) -> list[StoredFact]:
        """Return the published facts, or those of one kind: all there are, which may be many."""
        wanted = [*tables.shown_to(server), *([tables.fact.c.kind == kind] if kind else [])]
        async with self._database.reading() as connection:
            return await fact_mapper.select_facts(connection, *wanted)

    async def fact(self, reference: str, server: int | None = None) -> StoredFact | None:
        """Return the fact of that number (`F12`, `12`) or key, whatever its status."""
        number = fact_number(reference)
        if number is None:
            return next(reversed(await self.keyed([reference.strip().lower()], server)), None)
        return next(iter(await self._read(_OF_NUMBER, server, number=number)), None)

    async def topic_named(self, name: str, server: int | None = None) -> Topic | None:
        """Return the topic with that key, title or alias, the server's own first."""
        folded, here = fold(name), server or tables.SHARED
        found = await self._database.cached(_TOPICS_NAMED, _topic, folded=folded, here=here)
        # A topic's own key or title wins over the alias of another.
        own = (topic for topic in found if folded in (fold(topic.key), fold(topic.title)))
        return next(own, found[0] if found else None)

    async def named(self, name: str, kind: Kind | None = None, server: int | None = None) -> list[StoredFact]:
        """Return the published facts that have this name or alias, or are filed under a topic that has.

        Here and below it is the latest of many: MOST of them and one more.
        """
        folded = fold(name)
        if not folded:
            return []
        return await self._read(_NAMED, server, folded=folded, kind=kind)

    async def called(self, name: str, kind: Kind, server: int | None = None) -> list[StoredFact]:
        """Return the published facts that have this name or alias themselves."""
        return await self._read(_CALLED, server, folded=fold(name), kind=kind)

    async def kinds_named(self, name: str, server: int | None = None) -> Counter[Kind]:
        """Return how many published facts of each kind are found by this name or alias, or that of a topic."""
        here = server or tables.SHARED
        counts = await self._database.cached(_KINDS_NAMED, tuple, folded=fold(name), here=here)
        return Counter(dict(counts))

    async def with_words(self, words: str, kind: Kind | None = None, server: int | None = None) -> list[StoredFact]:
        """Return the published facts whose names together hold all of the words."""
        terms = stems(words)
        if not terms:
            return []
        return await self._read(_WITH_WORDS, server, words=[tuple(terms)], kind=kind)

    async def about(self, matters: Iterable[str], server: int | None = None) -> list[StoredFact]:
        """Return the published claims and polls that bear one of these names: a matter, a question."""
        folded = {fold(matter) for matter in matters}
        found = await self._read(_ABOUT, server, folded=sorted(folded))
        return [fact for fact in found if fold(fact.name) in folded]

    async def under(self, topic: str, server: int | None = None) -> list[StoredFact]:
        """Return the published facts filed under the topic of that key."""
        return await self._read(_UNDER, server, topic=topic)

    async def dated(self, first: date, last: date, server: int | None = None, name: str = "") -> list[StoredFact]:
        """Return the published facts, or those found by a name, whose date may lie between the two days or on them.

        Of many it is those that begin first, MOST of them and one more.
        """
        if not name:
            return await self._read(_DATED, server, first=first, last=last)
        return await self._read(_DATED_NAMED, server, first=first, last=last, folded=fold(name))

    async def citing(self, source: StoredSource, paragraph: int, server: int | None = None) -> list[StoredFact]:
        """Return the published facts that cite a paragraph of the source."""
        return await self._read(_CITING, server, source=source.number, paragraph=paragraph)

    async def spans_cited(self, source: StoredSource, server: int | None = None) -> list[tuple[int, tuple[int, int]]]:
        """Return the words of the source that published facts cite: each by its paragraph and its span."""
        rows = tables.citation
        query = (
            select(rows.c.paragraph, rows.c.span_start, rows.c.span_end)
            .join(tables.fact)
            .where(rows.c.source_id == source.number, rows.c.span_start.is_not(None), *tables.shown_to(server))
        )
        async with self._database.reading() as connection:
            return [(row.paragraph, (row.span_start, row.span_end)) for row in await connection.execute(query)]

    async def resting_on(self, source: StoredSource, server: int | None = None) -> list[int]:
        """Return the numbers of the published facts that cite this source alone."""
        rows, other = tables.citation, tables.citation.alias()
        elsewhere = exists().where(other.c.fact_id == rows.c.fact_id, other.c.source_id != source.number)
        query = (
            select(rows.c.fact_id)
            .join(tables.fact)
            .where(rows.c.source_id == source.number, ~elsewhere, *tables.shown_to(server))
            .distinct()
            .order_by(rows.c.fact_id)
        )
        async with self._database.reading() as connection:
            return list((await connection.scalars(query)).all())

    async def hides(self, fact: StoredFact, server: int | None) -> bool:
        """Say whether the server hides a shared fact."""
        rows = tables.hidden
        query = select(func.count()).where(rows.c.server == server, rows.c.fact_id == fact.number)
        async with self._database.reading() as connection:
            return bool(await connection.scalar(query))

    async def numbered(self, numbers: Sequence[int], server: int | None = None) -> list[StoredFact]:
        """Return the published facts of these numbers, in this order."""
        found = await self._read(_NUMBERED, server, numbers=[*numbers])
        return sorted(found, key=lambda fact: numbers.index(fact.number))

    async def names(self, kind: Kind | None = None, server: int | None = None) -> list[Named]:
        """Return the names, the latest of many, under which published facts (of the kind) are found."""
        filed = select(tables.fact_topic.c.topic_id).join(tables.fact).where(*tables.shown_to(server))
        owners = select(tables.fact.c.id).where(*tables.shown_to(server))
        if kind:
            filed, owners = (query.where(tables.fact.c.kind == kind) for query in (filed, owners))
        rows = tables.name
        query = (
            select(rows.c.shown, rows.c.topic_id, rows.c.fact_id)
            .where(rows.c.topic_id.in_(filed) | rows.c.fact_id.in_(owners))
            .order_by(rows.c.id.desc())
            .limit(NAMES)
        )
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).all()
        return [Named(row.shown, (row.topic_id, row.fact_id)) for row in reversed(found)]

    async def _read(self, statement: Select[Any], server: int | None, **parameters: Any) -> list[StoredFact]:
        here = server or tables.SHARED
        return await self._database.cached(statement, fact_mapper.fact, here=here, **parameters)


def _visible(table: object, server: tables.Asking) -> ColumnElement[bool]:
    column = table.c.server  # type: ignore[attr-defined]  # every table that belongs to a server has it
    condition: ColumnElement[bool] = column.in_(tables.seen_by(server))
    return condition


def _source(row: Row[Any]) -> StoredSource:
    of_store = {"number": row.id, "server": row.server or None, "edition": row.edition}
    return StoredSource.stored({**row.record, **of_store})


def _topic(row: Any) -> Topic:
    return Topic.stored({"key": row.key, "title": row.title, "aliases": row.aliases})


def _settings(row: Row[Any]) -> ServerSettings:
    # What a later version has set besides goes without saying, rather than silence the bot there.
    known = {name: value for name, value in row.record.items() if name in ServerSettings.model_fields}
    return ServerSettings.model_validate(known)


def _first(order: Sequence[ColumnElement[Any]], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select the first facts in this order that are shown and meet the conditions."""
    numbers = select(tables.fact.c.id).where(*tables.shown_to(tables.HERE), *conditions)
    return fact_mapper.query(tables.fact.c.id.in_(numbers.order_by(*order).limit(MOST + 1)))


def _latest(*conditions: ColumnElement[bool]) -> Select[Any]:
    # Not by the number as it is: a database might then go through all facts, the last first, until it has found enough.
    return _first([(tables.fact.c.id + 0).desc()], *conditions)


# Statements for what every answer reads, built once: to build and to compile a statement takes longer than to run it.
_EDITION = (
    select(func.max(tables.document.c.id))
    .where(tables.document.c.source_id == tables.source.c.id, tables.document.c.text.is_not(None))
    .scalar_subquery()
)
_SOURCES = (
    select(tables.source, _EDITION.label("edition"))
    .where(_visible(tables.source, tables.HERE))
    .order_by(tables.source.c.server)
)
_SOURCES_KEYED = _SOURCES.where(among(tables.source.c.key, "keys"))
_SOURCES_NUMBERED = _SOURCES.where(among(tables.source.c.id, "numbers"))
_SETTINGS = select(tables.server.c.record).where(tables.server.c.id == tables.HERE)
_KEYED = fact_mapper.query(_visible(tables.fact, tables.HERE), among(tables.fact.c.key, "keys"))
_OF_NUMBER = fact_mapper.query(_visible(tables.fact, tables.HERE), tables.fact.c.id == bindparam("number"))
_NUMBERED = fact_mapper.query(*tables.shown_to(tables.HERE), among(tables.fact.c.id, "numbers"))
_OF_KIND = tables.fact.c.kind == func.coalesce(bindparam("kind", type_=String), tables.fact.c.kind)
_FOLDED = tables.name.c.folded == bindparam("folded")
_HAS_NAME = select(tables.name.c.fact_id).where(_FOLDED, tables.name.c.fact_id.is_not(None))
_FOUND_BY_NAME = tables.fact.c.id.in_(
    _HAS_NAME.union(
        select(tables.fact_topic.c.fact_id)
        .join(tables.name, tables.name.c.topic_id == tables.fact_topic.c.topic_id)
        .where(_FOLDED)
    )
)
_NAMED = _latest(_OF_KIND, _FOUND_BY_NAME)
_KINDS_NAMED = (
    select(tables.fact.c.kind, func.count())
    .where(*tables.shown_to(tables.HERE), _FOUND_BY_NAME)
    .group_by(tables.fact.c.kind)
)
_CALLED = _latest(_OF_KIND, tables.fact.c.id.in_(_HAS_NAME))
_UNDER = _latest(
    tables.fact.c.id.in_(
        select(tables.fact_topic.c.fact_id)
        .join(tables.topic, tables.topic.c.id == tables.fact_topic.c.topic_id)
        .where(tables.topic.c.key == bindparam("topic"), _visible(tables.topic, tables.HERE))
    )
)
_CITING = _latest(
    tables.fact.c.id.in_(
        select(tables.citation.c.fact_id).where(
            tables.citation.c.source_id == bindparam("source"), tables.citation.c.paragraph == bindparam("paragraph")
        )
    )
)
_SUPERSEDED = _latest(tables.RESTORABLE, tables.fact.c.superseded_by == bindparam("by"))
_BEGINNING = tables.fact.c.first_day, tables.fact.c.id
_DURING = (
    tables.fact.c.first_day <= bindparam("last", type_=Date),
    tables.fact.c.last_day >= bindparam("first", type_=Date),
)
_DATED = _first(_BEGINNING, *_DURING)
_DATED_NAMED = _first(_BEGINNING, *_DURING, _FOUND_BY_NAME)
_ABOUT = _latest(
    tables.fact.c.kind.in_([payload.KIND for payload in COMPARED]),
    tables.fact.c.id.in_(select(tables.name.c.fact_id).where(among(tables.name.c.folded, "folded"))),
)
_TOPICS_NAMED = (
    select(tables.topic.c.key, tables.topic.c.title, tables.topic.c.aliases)
    .join(tables.name, tables.name.c.topic_id == tables.topic.c.id)
    .where(_FOLDED, _visible(tables.topic, tables.HERE))
    .order_by(tables.topic.c.server.desc(), tables.name.c.id)
)
_WITH_WORDS = _latest(
    _OF_KIND,
    tables.fact.c.id.in_(
        select(tables.fact_search.c.rowid).where(
            matches(tables.fact_search, bindparam("words", type_=Phrases), tables.HERE, "names")
        )
    ),
)
