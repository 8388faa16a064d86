"""Search in the full text of passages: how telling words are in the documents on hand, and which hold them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal, literal_column, select, union

from db import tables
from db.engine import Database
from db.full_text import Phrase, Phrases, bm25, matches, weighed
from db.functions import among
from db.search import LIKE, SearchTerm
from db.tables import HERE, SHARED, citation, fact, passage, passage_search, passage_stem, shown_to

CANDIDATES = 200
# A word in more passages than this does not generate candidates where there is a rarer one.
COMMON = 2000
# Of what is wanted, so many generate candidates.
TERMS = 200
SHORTEST = 4  # letters of a stem that another may be a slip of


@dataclass(frozen=True)
class PassageVocabulary:
    """In how many of the passages that one server has on hand each stem that was asked for occurs, and of how many."""

    total: int
    passages: dict[str, int]


NO_DOCUMENTS = PassageVocabulary(0, {})


@dataclass(frozen=True)
class IndexedPassage:
    """A paragraph as the index has it: the stems of its text and of the headings that it stands under.

    Beside what was searched for stand the paragraphs `before` and `after` it.
    """

    number: int
    source: int
    paragraph: int
    text: Phrase
    headings: Phrase
    before: "IndexedPassage | None" = None
    after: "IndexedPassage | None" = None


class PassageSearch:
    """Reads the index of passages as one server sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vocabulary(self, stems: Iterable[str], server: int | None = None) -> PassageVocabulary:
        """Return what the documents on hand know of the stems."""
        parameters = {"stems": [tables.EVERY, *stems], "here": server or SHARED}
        async with self._database.reading() as connection:
            counts = {row.stem: int(row.number) for row in await connection.execute(_VOCABULARY, parameters)}
        return PassageVocabulary(counts.pop(tables.EVERY, 0), counts)

    async def stems_like(self, typed: str, server: int | None = None) -> list[str]:
        """Return stems of the documents, the commonest first, for which the one typed may be a slip of the pen.

        They begin with the same letter and are about as long, or it begins with them: its ending may be what is wrong.
        """
        first = typed[:1]
        stems = passage_stem.c.stem
        long = func.length(stems).between(len(typed) - 2, len(typed) + 2)
        alike = (stems >= first) & (stems < chr(ord(first) + 1)) & long
        begun = stems.in_([typed[:length] for length in range(SHORTEST, len(typed))])
        query = (
            select(stems)
            .where(passage_stem.c.server.in_(tables.seen_by(server)), alike | begun)
            .order_by(passage_stem.c.passages.desc(), passage_stem.c.stem)
            .limit(LIKE)
        )
        async with self._database.reading() as connection:
            return list(dict.fromkeys((await connection.scalars(query)).all()))

    async def holding(
        self, wanted: Sequence[SearchTerm], server: int | None = None, limit: int = CANDIDATES
    ) -> list[IndexedPassage]:
        """Return the passages that hold most of what is wanted, each phrase of it counting once, the best first.

        How telling a word is depends on what the server sees: FTS5's own BM25 would tell of other servers' documents.
        """
        pairs = [(term.phrases, term.weight) for term in wanted[:TERMS]]
        if not pairs:
            return []
        parameters = {"wanted": pairs, "here": server or SHARED, "limit": limit}
        async with self._database.reading() as connection:
            rows = (await connection.execute(_BEST, parameters)).all()
        read = {row.number: _indexed(row) for row in rows}
        best = sorted((row for row in rows if row.weight is not None), key=lambda row: (-row.weight, row.number))
        return [_surrounded(read[row.number], read) for row in best]

    async def holding_all(
        self, wanted: SearchTerm, server: int | None = None, limit: int = CANDIDATES, *, uncited: bool = False
    ) -> tuple[list[IndexedPassage], int]:
        """Return passages that hold a phrase of what is wanted, document by document, and how many there are.

        `uncited` leaves out those that a fact cites.
        """
        parameters = {"phrases": wanted.phrases, "here": server or SHARED, "limit": limit}
        async with self._database.reading() as connection:
            count = await connection.scalar(_COUNT_UNCITED if uncited else _COUNT, parameters)
            found = await connection.execute(_UNCITED if uncited else _ALL, parameters)
            return [_indexed(row) for row in found], int(count or 0)

    async def plain(self, stems: Iterable[str], server: int | None = None, limit: int = 3) -> list[IndexedPassage]:
        """Return the passages whose text holds any of the stems, by BM25: what plain full text gives."""
        score: ColumnElement[float] = bm25(literal_column("passage_search"))
        query = (
            _selected()
            .where(
                passage_search.c.text.match(literal([(stem,) for stem in stems], Phrases)),
                passage.c.server.in_(tables.seen_by(server)),
            )
            .order_by(score)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [_indexed(row) for row in await connection.execute(query)]


_COLUMNS = (
    passage_search.c.rowid.label("number"),
    passage.c.source_id,
    passage.c.paragraph,
    passage_search.c.text,
    passage_search.c.headings,
)


def _selected() -> Any:
    return select(*_COLUMNS).join(passage, passage.c.id == passage_search.c.rowid)


def _indexed(row: Any) -> IndexedPassage:
    return IndexedPassage(
        row.number, row.source_id, row.paragraph, tuple(row.text.split()), tuple(row.headings.split())
    )


def _surrounded(passage: IndexedPassage, read: Mapping[int, IndexedPassage]) -> IndexedPassage:
    """Return the passage with those before and after it, which have the numbers next to its own."""
    beside = (read.get(passage.number + step) for step in (-1, 1))
    before, after = (other if other and other.source == passage.source else None for other in beside)
    return replace(passage, before=before, after=after)


# Built once: to build and to compile such statements takes longer than to run them.
_HERE = passage.c.server.in_(tables.seen_by(HERE))
_LIMIT = bindparam("limit", type_=Integer)
_PHRASES = bindparam("phrases", type_=Phrases)
_VOCABULARY = (
    select(passage_stem.c.stem, func.sum(passage_stem.c.passages).label("number"))
    .where(among(passage_stem.c.stem, "stems"), passage_stem.c.server.in_(tables.seen_by(HERE)))
    .group_by(passage_stem.c.stem)
)
_found = weighed(passage_search, HERE)
_shown = select(passage.c.id).where(passage.c.id == _found.c.number, _HERE).exists()
_best = select(_found.c.number, _found.c.weight).where(_shown).limit(_LIMIT).cte("best").prefix_with("MATERIALIZED")
_around = union(*(select((_best.c.number + step).label("number")) for step in (-1, 0, 1))).subquery()
_BEST = (
    select(*_COLUMNS, _best.c.weight)
    .select_from(_around)
    .join(passage, passage.c.id == _around.c.number)
    .join(passage_search, passage_search.c.rowid == _around.c.number)
    .outerjoin(_best, _best.c.number == _around.c.number)
)
_COUNT = (
    select(func.count())
    .select_from(passage_search)
    .join(passage, passage.c.id == passage_search.c.rowid)
    .where(matches(passage_search, _PHRASES, HERE), _HERE)
)
_ALL = _selected().where(matches(passage_search, _PHRASES, HERE), _HERE).order_by(passage_search.c.rowid).limit(_LIMIT)
_cited = (
    select(citation.c.id)
    .join(fact, fact.c.id == citation.c.fact_id)
    .where(citation.c.source_id == passage.c.source_id, citation.c.paragraph == passage.c.paragraph, *shown_to(HERE))
    .exists()
)
_COUNT_UNCITED, _UNCITED = _COUNT.where(~_cited), _ALL.where(~_cited)
