"""What a few letters may be the beginning of: names, topics, numbers of facts, sources, as one server sees them.

Every query is a walk along an index and bounded, whatever the store holds; a store that is busy or broken completes
nothing rather than keeping somebody waiting.
"""

import asyncio
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import CompoundSelect, func, literal, select, union_all
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.bibliography import Source
from db.engine import Database
from db.payloads import KINDS, Kind
from db.tables import fact, fact_topic, name, seen_by, shown_to, source, topic
from db.unusable import DatabaseUnusable
from db.words import fold

LIMIT = 25  # https://discord.com/developers/docs/interactions/application-commands#autocomplete
PATIENCE = 1.0  # seconds; Discord waits for 3
_LOOKED_AT = 500  # facts that are looked at for each topic

What = Kind | Literal["topic", "fact", "source"]


@dataclass(frozen=True)
class Completion:
    """What is put in when it is chosen, and what is shown for choosing."""

    value: str
    shown: str


class Completions:
    """Completes what somebody types."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, what: What, typed: str, server: int | None) -> list[Completion]:
        """Return up to 25 completions; none where the store is busy or cannot be used."""
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading() as connection:
                match what:
                    case "source":
                        return await _sources(connection, typed, server)
                    case "fact":
                        return await _facts(connection, typed, server)
                    case "topic":
                        return _same(await _topics(connection, typed, None, server))
                    case kind:
                        names = await _topics(connection, typed, kind, server)
                        return _same([*names, *await _names(connection, typed, kind, server)])
        except (TimeoutError, DatabaseUnusable, SQLAlchemyError):
            return []


def _same(names: list[str]) -> list[Completion]:
    return [Completion(shown, shown) for shown in dict.fromkeys(names)][:LIMIT]


async def _topics(connection: AsyncConnection, typed: str, kind: Kind | None, server: int | None) -> list[str]:
    """Return the keys of the topics that have facts (of the kind) to show among the first of theirs."""
    begin = select(name.c.topic_id).where(name.c.id.in_(_beginning("topic", typed, server)))
    filed = select(fact_topic.c.fact_id).where(fact_topic.c.topic_id == topic.c.id).limit(_LOOKED_AT).correlate(topic)
    shown = select(fact.c.id).where(*shown_to(server), fact.c.id.in_(filed))
    if kind:
        shown = shown.where(fact.c.kind == kind)
    query = select(topic.c.key).where(topic.c.id.in_(begin), shown.correlate(topic).exists())
    return list(await connection.scalars(query.order_by(topic.c.key)))


async def _names(connection: AsyncConnection, typed: str, kind: Kind, server: int | None) -> list[str]:
    """Return names of facts that begin so.

    Those in which a later word does would take a second or more to find in a large full-text index.
    """
    begin = select(name.c.shown).where(name.c.id.in_(_beginning(kind, typed, server)))
    return list(await connection.scalars(begin.order_by(name.c.folded).limit(LIMIT)))


async def _facts(connection: AsyncConnection, typed: str, server: int | None) -> list[Completion]:
    """Return numbers of facts that begin so, or the facts whose name does."""
    digits = typed.strip().upper().removeprefix("F")
    if digits.isascii() and digits.isdigit() and len(digits) < 8:
        ranges = [(int(digits) * 10**more, (int(digits) + 1) * 10**more - 1) for more in range(9 - len(digits))]
        numbers: list[int] = []
        for first, last in ranges:
            query = select(fact.c.id).where(*shown_to(server), fact.c.id.between(first, last))
            numbers += await connection.scalars(query.order_by(fact.c.id).limit(LIMIT - len(numbers)))
            if len(numbers) == LIMIT:
                break
    elif begins := fold(typed):
        query = select(name.c.fact_id).where(
            name.c.kind.in_(KINDS),
            name.c.server.in_(seen_by(server)),
            name.c.folded >= begins,
            name.c.folded < f"{begins}￿",
        )
        numbers = list(await connection.scalars(query.limit(2 * LIMIT)))
    else:
        numbers = list(await connection.scalars(select(fact.c.id).where(*shown_to(server)).limit(LIMIT)))
    numbers = list(dict.fromkeys(numbers))[:LIMIT]
    names = select(name.c.fact_id, name.c.shown).where(name.c.fact_id.in_(numbers)).order_by(name.c.id.desc())
    shown = {row.fact_id: row.shown for row in await connection.execute(names)}
    return [Completion(f"F{number}", f"F{number} · {shown.get(number, '')}") for number in numbers]


async def _sources(connection: AsyncConnection, typed: str, server: int | None) -> list[Completion]:
    begins = typed.strip().lower()
    query = (
        select(source.c.key, source.c.record)
        .where(source.c.server.in_(seen_by(server)), source.c.key >= begins, source.c.key < f"{begins}￿")
        .order_by(source.c.key)
        .limit(LIMIT)
    )
    found = {row.key: Source.model_validate(row.record) for row in await connection.execute(query)}
    return [Completion(key, f"{key} · {one.label}") for key, one in found.items()]


def _beginning(kind: str, typed: str, server: int | None) -> CompoundSelect[tuple[int]]:
    """Return the query of one id for each of the first 25 distinct names of the kind that begin so.

    Names may be many and the same: the walk goes from each name to the next other one (a loose index scan).
    """
    begins = fold(typed)
    walks = []
    for place in seen_by(server):
        here = (name.c.kind == kind, name.c.server == place, name.c.folded < f"{begins}￿")
        walk = (
            select(func.min(name.c.folded).label("folded"), literal(1).label("steps"))
            .where(*here, name.c.folded >= begins)
            .cte(recursive=True)
        )
        further = select(func.min(name.c.folded)).where(*here, name.c.folded > walk.c.folded).scalar_subquery()
        walk = walk.union_all(select(further, walk.c.steps + 1).where(walk.c.folded.is_not(None), walk.c.steps < LIMIT))
        first = (
            select(func.min(name.c.id))
            .where(name.c.kind == kind, name.c.server == place, name.c.folded == walk.c.folded)
            .scalar_subquery()
        )
        walks.append(select(first.label("id")).where(walk.c.folded.is_not(None)))
    return union_all(*walks)
