"""Full-text search over facts: how telling words are, which facts hold them, and which words resemble a typo."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, literal_column, select, union_all

from db import tables
from db.engine import Database
from db.payloads import Kind
from db.words import alike

CANDIDATES = 60
# A word in more facts than this does not generate candidates: FTS5 reads all of its places to score one of them.
COMMON = 2000
# Of the stems asked for, so many generate candidates; SQLite joins 500 selects at most.
TERMS = 200
# Stems in the index for one fact, give or take.
AVERAGE = 60

# How many words are held against a typo.
LIKE = 2000

Phrase = tuple[str, ...]
Lines = tuple[Phrase, ...]


@dataclass(frozen=True)
class Wanted:
    """What a fact may hold by any of several phrases, and how much that counts."""

    phrases: tuple[Phrase, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Candidate:
    """A fact as the index holds it: the stems of each field, line by line."""

    number: int
    kind: Kind
    first_day: date | None
    last_day: date | None
    fields: dict[str, Lines]


class Search:
    """Reads the full-text index as one server sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def frequencies(self, stems: Iterable[str], server: int | None = None) -> tuple[int, dict[str, int]]:
        """Return how many facts there are, and in how many each stem occurs (at most, where words share a stem)."""
        rows = tables.word
        counted = (
            select(rows.c.stem, func.sum(rows.c.facts))
            .where(rows.c.stem.in_([tables.EVERY, *stems]), rows.c.server.in_(tables.seen_by(server)))
            .group_by(rows.c.stem)
        )
        async with self._database.reading() as connection:
            found = {row[0]: int(row[1]) for row in await connection.execute(counted)}
        return found.pop(tables.EVERY, 0), found

    async def candidates(
        self, rare: Sequence[str], common: Sequence[str], server: int | None = None, limit: int = CANDIDATES
    ) -> list[Candidate]:
        """Return facts that hold any of the rare stems, by BM25; where there are none, all of the common ones.

        Common stems alone are not scored: the first facts that hold them all are returned. How telling a stem is
        depends on the facts that the server sees; FTS5's own BM25 would tell of those of other servers.
        """
        if not rare and not common:
            return []
        search, fact = tables.fact_search, tables.fact
        query = select(search, fact.c.kind, fact.c.first_day, fact.c.last_day).join(fact, fact.c.id == search.c.rowid)
        telling: dict[str, float] = {}
        if rare:
            telling = await self._telling(rare, server)
            best = _holding(telling, server).limit(limit).subquery()
            query = query.join(best, best.c.number == search.c.rowid)
        else:
            query = query.where(_matches(" AND ", common), *tables.shown_to(server)).limit(limit)
        async with self._database.reading() as connection:
            found = [_candidate(row) for row in await connection.execute(query)]
        return sorted(found, key=lambda candidate: (-_bm25(candidate, telling), candidate.number))

    async def holding(
        self, wanted: Sequence[Wanted], common: Sequence[str], server: int | None = None, limit: int = CANDIDATES
    ) -> list[Candidate]:
        """Return the facts that hold most of what is wanted; where nothing is, the first that hold all common stems."""
        if not wanted:
            return await self.candidates([], common, server, limit)
        search, fact = tables.fact_search, tables.fact
        best = _chosen(wanted, server).limit(limit).subquery()
        query = (
            select(search, fact.c.kind, fact.c.first_day, fact.c.last_day)
            .join(fact, fact.c.id == search.c.rowid)
            .join(best, best.c.number == search.c.rowid)
            .order_by(best.c.weight.desc(), best.c.number)
        )
        async with self._database.reading() as connection:
            return [_candidate(row) for row in await connection.execute(query)]

    async def _telling(self, stems: Sequence[str], server: int | None) -> dict[str, float]:
        """Return how telling each stem is (its inverse document frequency), the most telling first."""
        total, counts = await self.frequencies(stems, server)
        held = dict.fromkeys(stem for stem in stems if stem in counts) or dict.fromkeys(stems)
        weights = {stem: math.log(1 + (total + 1) / (counts.get(stem, 0) + 0.5)) for stem in held}
        return dict(sorted(weights.items(), key=lambda item: -item[1])[:TERMS])

    async def by_text(self, stems: Iterable[str], server: int | None = None, limit: int = 5) -> list[tuple[int, float]]:
        """Return the facts whose text holds any of the stems, by BM25 with its score: what plain full text gives."""
        search, fact = tables.fact_search, tables.fact
        score: ColumnElement[float] = literal_column("-bm25(fact_search)")
        query = (
            select(search.c.rowid, score.label("score"))
            .join(fact, fact.c.id == search.c.rowid)
            .where(
                search.c.fact_search.op("MATCH")("text : (" + " OR ".join(f'"{stem}"' for stem in stems) + ")"),
                fact.c.server.in_(tables.seen_by(server)),
            )
            .order_by(score.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [(row.rowid, row.score) for row in await connection.execute(query)]

    async def words_like(self, word: str, server: int | None = None) -> list[str]:
        """Return the words of the store that sound much as `word` does and are about as long."""
        rows = tables.word
        query = select(rows.c.word).where(
            rows.c.sound.in_(sorted(alike(word))),
            rows.c.server.in_(tables.seen_by(server)),
            func.length(rows.c.word).between(len(word) - 2, len(word) + 2),
        )
        async with self._database.reading() as connection:
            return sorted(set((await connection.scalars(query.limit(LIKE))).all()))

    async def synonyms_as_of(self, server: int | None = None) -> tuple[tuple[int, int], ...]:
        """Return a value that changes when the synonyms that the server sees do."""
        rows = tables.revision
        query = (
            select(rows.c.server, func.max(rows.c.id))
            .where(rows.c.subject == "synonym", rows.c.server.in_(tables.seen_by(server)))
            .group_by(rows.c.server)
        )
        async with self._database.reading() as connection:
            return tuple(sorted((row[0], row[1]) for row in await connection.execute(query)))


def _chosen(wanted: Sequence[Wanted], server: int | None) -> Any:
    """Select the facts that hold most of what is wanted, each phrase of it counting once."""
    search, fact = tables.fact_search, tables.fact
    each = union_all(
        *(
            select(search.c.rowid.label("number"), literal(one.weight).label("weight")).where(_anyhow(one.phrases))
            for one in wanted[:TERMS]
        )
    ).subquery()
    weight = func.sum(each.c.weight)
    return (
        select(each.c.number, weight.label("weight"))
        # Not a join: SQLite would then begin with all facts of the server, by their index.
        .where(exists().where(fact.c.id == each.c.number, *tables.shown_to(server)))
        .group_by(each.c.number)
        .order_by(weight.desc(), each.c.number)
    )


def _anyhow(phrases: Sequence[Phrase]) -> ColumnElement[bool]:
    expression = " OR ".join("(" + " AND ".join(f'"{stem}"' for stem in phrase) + ")" for phrase in phrases)
    match: ColumnElement[bool] = tables.fact_search.c.fact_search.op("MATCH")(expression)
    return match


def _holding(telling: Mapping[str, float], server: int | None) -> Any:
    """Select the facts that hold any of the stems, by how telling those are together."""
    search, fact = tables.fact_search, tables.fact
    each = union_all(
        *(
            select(search.c.rowid.label("number"), literal(weight).label("weight")).where(_matches("", [stem]))
            for stem, weight in telling.items()
        )
    ).subquery()
    return (
        select(each.c.number)
        .join(fact, fact.c.id == each.c.number)
        .where(*tables.shown_to(server))
        .group_by(each.c.number)
        .order_by(func.sum(each.c.weight).desc(), each.c.number)
    )


def _bm25(candidate: Candidate, telling: Mapping[str, float]) -> float:
    """Return the score of Okapi BM25 (Robertson and Zaragoza 2009) with the usual k₁ = 1.2 and b = 0.75.

    The average length is a constant, so that it tells nothing of the facts of other servers.
    """
    counts = Counter(stem for lines in candidate.fields.values() for line in lines for stem in line)
    length = 1.2 * (0.25 + 0.75 * counts.total() / AVERAGE)
    return sum(weight * counts[stem] * 2.2 / (counts[stem] + length) for stem, weight in telling.items())


def _matches(joined: str, stems: Iterable[str]) -> ColumnElement[bool]:
    # Stems are letters and digits; quoting keeps FTS5 from reading AND, OR, NOT and NEAR in them.
    match: ColumnElement[bool] = tables.fact_search.c.fact_search.op("MATCH")(
        joined.join(f'"{stem}"' for stem in stems)
    )
    return match


def _candidate(row: Any) -> Candidate:
    fields = {field: _lines(getattr(row, field)) for field in tables.SEARCHED}
    return Candidate(row.rowid, row.kind, row.first_day, row.last_day, fields)


def _lines(field: str) -> Lines:
    return tuple(tuple(line.split()) for line in field.split("|") if line.strip())
