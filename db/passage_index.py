"""The index of passages: the stems of every paragraph on hand, and in how many paragraphs each stem occurs.

What of a document is indexed changes in the transaction that changes the document.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.batches import batched
from db.documents import Document, fitting
from db.engine import Database
from db.full_text import Proving, Settling
from db.tables import EVERY, passage, passage_edition, passage_search, passage_stem, source
from db.tokenizer import stems

_HEADINGS = 100_000  # bytes of the different stems of what a paragraph stands under
BATCH = 1000  # rows that are written at once


def added(document: int) -> str:
    """Return the edition that a document added by command is, by its number."""
    return f"document {document}"


async def index_document(connection: AsyncConnection, source: int, server: int, document: Document, named: str) -> None:
    """Make the document's paragraphs those that are found of the source; `named` is its edition."""
    await drop_document(connection, source)
    await connection.execute(passage_edition.insert(), {"source_id": source, "edition": named})
    last = await connection.scalar(_LAST) or 0
    await document.parted()
    rows, counts = await asyncio.to_thread(_rows, document, last)
    place = {"source_id": source, "server": server}
    for some in batched(rows, BATCH):
        places = [{"id": row["rowid"], "paragraph": row["rowid"] - last, **place} for row in some]
        await connection.execute(passage.insert(), places)
        await connection.execute(passage_search.insert(), [{"server": server, **row} for row in some])
    await _count(connection, server, counts, 1)


def _rows(document: Document, last: int) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Return a row for each paragraph, numbered from the `last` on, and in how many of them each stem occurs."""
    rows, counts = [], Counter[str]()
    under: dict[tuple[str, ...], Sequence[str]] = {}
    for number, words in enumerate(document.stems, 1):
        headings = document.locator(number).headings
        if headings not in under:
            under[headings] = fitting(stems(" ".join(headings)), _HEADINGS)
        rows.append({"rowid": last + number, "text": " ".join(words), "headings": " ".join(under[headings])})
        counts.update({EVERY, *words, *under[headings]})
    return rows, counts


async def drop_document(connection: AsyncConnection, source: int) -> None:
    """Take the source's paragraphs out of the index."""
    counts: dict[int, Counter[str]] = {}
    for some in (await connection.execute(_INDEXED.where(passage.c.source_id == source))).partitions(BATCH):
        await asyncio.to_thread(_count_stems, counts, some)
    numbers = select(passage.c.id).where(passage.c.source_id == source)
    await connection.execute(delete(passage_search).where(passage_search.c.rowid.in_(numbers)))
    for table in (passage, passage_edition):
        await connection.execute(delete(table).where(table.c.source_id == source))
    for server, gone in counts.items():
        await _count(connection, server, gone, -1)
        await connection.execute(
            delete(passage_stem).where(passage_stem.c.server == server, passage_stem.c.passages <= 0)
        )


async def forget_words(connection: AsyncConnection) -> None:
    """Rewrite the index, so that the words of what was dropped from it stand nowhere in the file any more."""
    await connection.execute(Settling(passage_search))


async def clear(connection: AsyncConnection) -> None:
    """Empty the index of passages."""
    for table in (passage_search, passage, passage_stem, passage_edition):
        await connection.execute(delete(table))


async def damage(database: Database) -> str | None:
    """Say what is wrong with the index in itself, None where nothing is."""
    counts = (
        select(func.count()).select_from(passage),
        select(func.count()).select_from(passage_search),
        select(func.coalesce(func.sum(passage_stem.c.passages), 0)).where(passage_stem.c.stem == EVERY),
    )
    async with database.writing() as connection:
        try:
            await connection.execute(Proving(passage_search))
        except DBAPIError:
            return "the full-text index of documents is damaged"
        if len({await connection.scalar(count) for count in counts}) > 1:
            return "the index of documents lacks paragraphs"
        if await connection.scalar(_MISPLACED) is not None:
            return "the index of documents has paragraphs as another server’s"
        counted: dict[int, Counter[str]] = {}
        for some in (await connection.execute(_INDEXED)).partitions(BATCH):
            await asyncio.to_thread(_count_stems, counted, some)
        listed: dict[int, Counter[str]] = {}
        for row in await connection.execute(select(passage_stem)):
            listed.setdefault(row.server, Counter())[row.stem] = row.passages
    return None if counted == listed else "the index of documents counts words otherwise than they stand there"


def _count_stems(counts: dict[int, Counter[str]], rows: Iterable[Any]) -> None:
    """Count by servers in how many of the rows each stem occurs."""
    for row in rows:
        counts.setdefault(row.server, Counter()).update({EVERY, *row.text.split(), *row.headings.split()})


async def _count(connection: AsyncConnection, server: int, counts: Counter[str], sign: int) -> None:
    for some in batched(counts.items(), BATCH):
        rows = [{"server": server, "stem": found, "passages": sign * count} for found, count in some]
        await connection.execute(_ADD, rows)


_LAST = select(func.max(passage.c.id))
_INDEXED = select(passage.c.server, passage_search.c.text, passage_search.c.headings).join(
    passage_search, passage_search.c.rowid == passage.c.id
)
# A paragraph that is not in full text, or whose server is not that of its source.
_MISPLACED = (
    select(passage.c.id)
    .join(source, source.c.id == passage.c.source_id)
    .outerjoin(passage_search, passage_search.c.rowid == passage.c.id)
    .where(
        passage_search.c.rowid.is_(None)
        | (passage.c.server != source.c.server)
        | (passage_search.c.server != source.c.server)
    )
    .limit(1)
)
_added = insert(passage_stem)
_ADD = _added.on_conflict_do_update(
    index_elements=["server", "stem"], set_={"passages": passage_stem.c.passages + _added.excluded.passages}
)
