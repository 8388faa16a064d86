"""Documents at size: how fast they are read and indexed, how large the index is, how long a question of them takes.

    python -m benchmarks.passages 50000

Paragraphs are made of invented words, as frequent as words are (Zipf), in documents of a thousand, each of which is
read from a file and added as `!source add` does. The bare query is what one would write first: FTS5 over the same
stems, ordered by its BM25, with SQLAlchemy's asyncio and aiosqlite as they come. Beside it stand the search of the
index, which knows the documents of one server only, and a whole question, whose sentences are ranked, without the
verifier.
"""

import argparse
import asyncio
import itertools
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks import made
from benchmarks.ask import questions
from benchmarks.timing import Row, interleaved
from bot import app
from bot.app import Services
from bot.briefing.asker import Asker
from bot.briefing.sources.extraction import Extraction, Upload
from db.actors import OPERATOR
from db.bibliography import Source
from db.passage_search import COMMON
from db.search import SearchTerm

SENTENCES = 5  # of twelve words in a paragraph
DOCUMENT = 1000  # paragraphs
GOAL = 3
BARE = text("SELECT rowid, text FROM plain WHERE plain MATCH :words ORDER BY bm25(plain) LIMIT 5")


def paragraphs(count: int, words: Sequence[str]) -> list[list[list[str]]]:
    """Return paragraphs of sentences of words."""
    sentences = made.facts(count * SENTENCES, words)
    return [list(itertools.islice(sentences, SENTENCES)) for _ in range(count)]


def written(paragraph: list[list[str]]) -> str:
    return " ".join(f"{' '.join(sentence).capitalize()}." for sentence in paragraph)


async def fill(opened: Services, pages: Sequence[list[list[str]]]) -> None:
    """Read and add the documents, and print how fast that is."""
    extraction, reading, writing, size = Extraction(), 0.0, 0.0, 0
    for start in range(0, len(pages), DOCUMENT):
        content = "\n".join(map(written, pages[start : start + DOCUMENT])).encode()
        begun = time.perf_counter()
        upload = Upload(f"made-{start}.txt", content)
        edition = upload.edition(await extraction.read(upload))
        read = time.perf_counter()
        async with opened.ledger.change(OPERATOR) as change:
            await change.sources.put(Source(key=f"made-{start}", title="made"))
            await change.sources.put_document(f"made-{start}", edition)
        reading, writing, size = reading + read - begun, writing + time.perf_counter() - read, size + len(content)
    print(
        f"{len(pages):>9,} paragraphs, {size / 1e6:.1f} MB: read with {size / 1e6 / reading:.2f} MB/s,"
        f" stored and indexed with {size / 1e6 / writing:.2f} MB/s"
    )


def index_size(file: Path) -> tuple[int, int]:
    """Return the bytes of the documents' text, and of all tables of the index."""
    with sqlite3.connect(file) as connection:
        (kept,) = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM document").fetchone()
        named = "name LIKE 'passage%' OR name LIKE '%passage_source%'"
        (index,) = connection.execute(f"SELECT sum(pgsize) FROM dbstat WHERE {named}").fetchone()
    connection.close()
    return kept, index


def plain_table(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE VIRTUAL TABLE plain USING fts5(text)")
        connection.execute("INSERT INTO plain (rowid, text) SELECT rowid, text FROM passage_search")
    connection.close()


async def times(count: int, words: Sequence[str]) -> AsyncIterator[tuple[str, list[float]]]:
    """Yield each sort of question with the times of the bare query, of the search of the index, and of `!ask`."""
    async with made.empty() as (settings, file):
        pages = paragraphs(count, words)
        holding = Counter(word for paragraph in pages for word in {word for line in paragraph for word in line})
        async with app.opened(settings) as opened:
            await fill(opened, pages)
            text_size, index = index_size(file)
            print(f"{count:>9,} paragraphs: the index takes {index / 1e6:.1f} MB, {index / text_size:.2f} × the text")
            plain_table(file)
            engine = create_async_engine(str(settings.database_url))

            async def bare(words: list[str]) -> object:
                async with engine.begin() as plainly:
                    return (await plainly.execute(BARE, {"words": " OR ".join(words)})).all()

            async def searched(words: list[str]) -> object:
                known = await opened.passages.vocabulary(words)
                wanted = [SearchTerm(((word,),)) for word in words if known.passages[word] <= COMMON]
                return await opened.passages.holding(wanted or [SearchTerm((tuple(words),))], limit=60)

            async def ask(words: list[str]) -> object:
                return await opened.answering.ask(" ".join(words), Asker(OPERATOR, None, 0))

            for sort, asked in questions(holding).items():
                yield sort, await interleaved([bare, searched, ask], asked)
            await engine.dispose()


async def rows(sizes: Sequence[int]) -> list[Row]:
    """Return what a whole question costs at each size, by how common its words are."""
    words, found = made.vocabulary(), []
    for size in sizes:
        async for sort, (bare, _, whole) in times(size, words):
            what = f"!ask at {size:,} paragraphs, {sort}"
            found.append(Row(what, "a bare FTS5 query", bare, whole, "ms", GOAL))
    return found


async def main(sizes: Sequence[int]) -> None:
    """Print the times at each size."""
    words = made.vocabulary()
    for size in sizes:
        async for sort, (plain, search, whole) in times(size, words):
            print(
                f"{size:>9,} paragraphs, {sort:<9}: bare {plain:7.2f} ms; index {search:7.2f} ms,"
                f" {search / plain:5.2f} ×; !ask {whole:7.2f} ms, {whole / plain:5.2f} × (goal {GOAL:g})"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time documents and questions of them.")
    parser.add_argument("sizes", nargs="+", type=int, help="numbers of paragraphs")
    asyncio.run(main(parser.parse_args().sizes))
