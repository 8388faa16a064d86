"""Full-text search over facts: how telling words are, which facts hold them, and which words resemble a typo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, literal_column, select

from db import tables
from db.engine import Database
from db.payloads import Kind

CANDIDATES = 60
# A word in more facts than this does not generate candidates: FTS5 reads all of its places to score one of them.
COMMON = 2000

Lines = tuple[tuple[str, ...], ...]


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
        rows, facts = tables.word, tables.fact
        counted = (
            select(rows.c.stem, func.sum(rows.c.facts))
            .where(rows.c.stem.in_(list(stems)), rows.c.server.in_(tables.seen_by(server)))
            .group_by(rows.c.stem)
        )
        total = select(func.max(facts.c.id))
        async with self._database.reading() as connection:
            found = {row[0]: int(row[1]) for row in await connection.execute(counted)}
            return await connection.scalar(total) or 0, found

    async def candidates(
        self, rare: Sequence[str], common: Sequence[str], server: int | None = None, limit: int = CANDIDATES
    ) -> list[Candidate]:
        """Return facts that hold any of the rare stems, by BM25; where there are none, all of the common ones.

        Common stems alone are not scored: the first facts that hold them all are returned.
        """
        search, fact = tables.fact_search, tables.fact
        query = (
            select(search, fact.c.kind, fact.c.first_day, fact.c.last_day)
            .join(fact, fact.c.id == search.c.rowid)
            .where(_matches(" OR " if rare else " AND ", rare or common), *tables.shown_to(server))
            .limit(limit)
        )
        if rare:
            query = query.order_by(literal_column("bm25(fact_search)"))
        async with self._database.reading() as connection:
            if not rare and not common:
                return []
            return [
                Candidate(
                    row.rowid,
                    row.kind,
                    row.first_day,
                    row.last_day,
                    {field: _lines(getattr(row, field)) for field in tables.SEARCHED},
                )
                for row in await connection.execute(query)
            ]

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
        """Return the words of the store that begin as `word` does and are about as long."""
        rows = tables.word
        query = select(rows.c.word).where(
            rows.c.server.in_(tables.seen_by(server)),
            rows.c.word >= word[:1],
            rows.c.word < word[:1] + "\uffff",
            func.length(rows.c.word).between(len(word) - 2, len(word) + 2),
        )
        async with self._database.reading() as connection:
            return list((await connection.scalars(query)).all())


def _matches(joined: str, stems: Iterable[str]) -> ColumnElement[bool]:
    # Stems are letters and digits; quoting keeps FTS5 from reading AND, OR, NOT and NEAR in them.
    match: ColumnElement[bool] = tables.fact_search.c.fact_search.op("MATCH")(
        joined.join(f'"{stem}"' for stem in stems)
    )
    return match


def _lines(field: str) -> Lines:
    return tuple(tuple(line.split()) for line in field.split("|") if line.strip())
