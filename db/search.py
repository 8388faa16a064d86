"""Search in the full text of facts: how telling words are, which facts hold them, and which words resemble a typo."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cachetools import LRUCache
from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)

from db import tables
from db.engine import Database
from db.full_text import Phrase, Phrases, bm25, matches, weighed
from db.functions import among
from db.kinds import Kind
from db.tables import HERE, SHARED, fact, fact_search, revision, word
from db.tokenizer import alike

CANDIDATES = 60
_PLAIN = 5  # facts that plain full text gives
# A word in more facts than this does not generate candidates: FTS5 reads all of its places to score one of them.
COMMON = 2000
# Of what is wanted, so many generate candidates.
TERMS = 200

REMEMBERED = 10_000  # lines of candidates
# Words that a typo is compared with.
LIKE = 2000

Lines = tuple[Phrase, ...]


@dataclass(frozen=True)
class SearchTerm:
    """What a fact may hold by any of several phrases, and how much that counts."""

    phrases: tuple[Phrase, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Vocabulary:
    """What one server knows of words: how many facts there are, and in how many each stem that was asked for occurs.

    The number is the most there may be, where words share a stem. `synonyms` changes when the synonyms do.
    """

    total: int
    facts: dict[str, int]
    synonyms: frozenset[tuple[int, int]]

    def telling(self, stems: Iterable[str]) -> list[SearchTerm]:
        """Return the stems that facts hold by how telling each is (its inverse document frequency).

        Those that are too common to generate candidates are left out, unless there is no other.
        """
        known = sorted({stem for stem in stems if stem in self.facts}, key=lambda stem: (self.facts[stem], stem))
        rare = [stem for stem in known if self.facts[stem] <= COMMON] or known[:1]
        return [SearchTerm(((stem,),), math.log(1 + (self.total + 1) / (self.facts[stem] + 0.5))) for stem in rare]


@dataclass(frozen=True)
class Candidate:
    """A fact as the index holds it: the stems of each field, line by line; text and speaker as they are written."""

    number: int
    kind: Kind
    text: str
    speaker: str | None
    first_day: date | None
    last_day: date | None
    fields: dict[str, Lines]

    @cached_property
    def sets(self) -> dict[str, list[frozenset[str]]]:
        """The stems of each line."""
        return {name: [frozenset(line) for line in lines] for name, lines in self.fields.items()}

    @cached_property
    def stems(self) -> dict[str, frozenset[str]]:
        """The stems of each field."""
        return {name: frozenset[str]().union(*lines) for name, lines in self.sets.items()}


class Search:
    """Reads the full-text index as one server sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vocabulary(self, stems: Iterable[str], server: int | None = None) -> Vocabulary:
        """Return what the server knows of the stems."""
        parameters = {"stems": [tables.EVERY, *stems], "here": server or SHARED}
        async with self._database.reading() as connection:
            rows = (await connection.execute(_VOCABULARY, parameters)).all()
        counts = {row.stem: int(row.number) for row in rows if row.stem is not None}
        synonyms = frozenset((row.server, row.number) for row in rows if row.stem is None)
        return Vocabulary(counts.pop(tables.EVERY, 0), counts, synonyms)

    async def holding(
        self, wanted: Sequence[SearchTerm], server: int | None = None, limit: int = CANDIDATES
    ) -> list[Candidate]:
        """Return the facts that hold most of what is wanted, each phrase of it counting once; else the oldest first.

        How telling a word is depends on the facts that the server sees, which is why FTS5's own BM25 is no help: it
        would tell of those of other servers.
        """
        parameters: dict[str, Any] = {"here": server or SHARED, "limit": limit}
        match wanted:
            case []:
                return []
            case [only]:
                query, parameters["phrases"] = _FIRST, only.phrases
            case _:
                query, parameters["wanted"] = _BEST, [(term.phrases, term.weight) for term in wanted[:TERMS]]
        async with self._database.reading() as connection:
            return [_candidate(row) for row in await connection.execute(query, parameters)]

    async def count(self, wanted: SearchTerm, server: int | None = None) -> int:
        """Return how many facts hold a phrase of what is wanted."""
        async with self._database.reading() as connection:
            found = await connection.scalar(_COUNT, {"phrases": wanted.phrases, "here": server or SHARED})
            return int(found or 0)

    async def by_text(self, stems: Iterable[str]) -> list[tuple[int, float]]:
        """Return the best shared facts whose text holds any of the stems, by BM25: what plain full text gives."""
        score: ColumnElement[float] = -bm25(literal_column("fact_search"))
        query = (
            select(fact_search.c.rowid, score.label("score"))
            .join(fact, fact.c.id == fact_search.c.rowid)
            .where(
                fact_search.c.text.match(literal([(stem,) for stem in stems], Phrases)),
                fact.c.server == tables.SHARED,
            )
            .order_by(score.desc())
            .limit(_PLAIN)
        )
        async with self._database.reading() as connection:
            return [(row.rowid, row.score) for row in await connection.execute(query)]

    async def words_like(self, typed: str, server: int | None = None) -> list[str]:
        """Return the words of the store that sound much as the one typed does and are about as long."""
        query = select(word.c.word).where(
            word.c.sound.in_(sorted(alike(typed))),
            word.c.server.in_(tables.seen_by(server)),
            func.length(word.c.word).between(len(typed) - 2, len(typed) + 2),
        )
        async with self._database.reading() as connection:
            return sorted(set((await connection.scalars(query.limit(LIKE))).all()))


def _candidates(chosen: Select[Any]) -> Select[Any]:
    """Select what the index holds of the facts chosen, in their order."""
    indexed = (fact_search.c[field] for field in ("rowid", *tables.SEARCHED))
    best = chosen.limit(bindparam("limit", type_=Integer)).subquery()
    return (
        select(*indexed, fact.c.kind, fact.c.text.label("written"), fact.c.speaker, fact.c.first_day, fact.c.last_day)
        .join(best, best.c.number == fact_search.c.rowid)
        .join(fact, fact.c.id == best.c.number)
        .order_by(*(column.desc() for column in best.c if column.name == "weight"), best.c.number)
    )


def _shown(number: ColumnElement[int]) -> ColumnElement[bool]:
    # Not a join: SQLite would then begin with all facts of the server, by their index.
    return exists().where(fact.c.id == number, *tables.shown_to(HERE))


# Built once: to build and to compile such statements takes longer than to run them.
_PHRASES = bindparam("phrases", type_=Phrases)
_VOCABULARY = union_all(
    select(word.c.stem, null().label("server"), func.sum(word.c.facts).label("number"))
    .where(among(word.c.stem, "stems"), word.c.server.in_(tables.seen_by(HERE)))
    .group_by(word.c.stem),
    select(null(), revision.c.server, func.max(revision.c.id))
    .where(revision.c.subject == "synonym", revision.c.server.in_(tables.seen_by(HERE)))
    .group_by(revision.c.server),
)
_FIRST = _candidates(
    select(fact_search.c.rowid.label("number"))
    .where(matches(fact_search, _PHRASES, HERE), _shown(fact_search.c.rowid))
    .order_by(fact_search.c.rowid)
)
_COUNT = (
    select(func.count())
    .select_from(fact_search)
    .where(matches(fact_search, _PHRASES, HERE), _shown(fact_search.c.rowid))
)
_found = weighed(fact_search, HERE)
_BEST = _candidates(select(_found.c.number, _found.c.weight).where(_shown(_found.c.number)))


# By the rows that they were read from, as facts are; each weighs as many lines as it has.
_known: LRUCache[tuple[Any, ...], Candidate] = LRUCache(
    REMEMBERED, lambda candidate: 1 + sum(map(len, candidate.fields.values()))
)


def _candidate(row: Row[Any]) -> Candidate:
    known = _known.get(tuple(row))
    if known is None:
        fields = {field: _lines(getattr(row, field)) for field in tables.SEARCHED}
        known = Candidate(row.rowid, row.kind, row.written, row.speaker, row.first_day, row.last_day, fields)
        _known[tuple(row)] = known
    return known


def _lines(field: str) -> Lines:
    return tuple(tuple(line.split()) for line in field.split("|") if line.strip())
