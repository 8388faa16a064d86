"""A store on PostgreSQL at size: how long questions, lookups, changes and kept answers take, and in how much room.

    python -m benchmarks.scale postgresql+psycopg://user@host/database 1000000 50000

An empty database is filled, one that was filled before is asked again. Facts are those of `benchmarks.made`, written in
bulk through the real schema; paragraphs those of `benchmarks.passages`, added as `!source add` does. The bare query is
what one would write first: the same words in PostgreSQL's own full text, ordered by its `ts_rank`. Times are medians.
"""

import argparse
import asyncio
import itertools
import secrets
import time
from collections import Counter
from collections.abc import Iterable, Sequence

import psycopg
from sqlalchemy import select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks import made, passages
from benchmarks.ask import questions
from benchmarks.lookups import looking_up
from benchmarks.timing import interleaved
from benchmarks.writing import fact
from bot import app
from bot.app import Services
from bot.briefing.asker import Asker
from db.actors import OPERATOR
from db.engine import Database
from db.reply_store import Outline, Reply, ReplyStore
from db.tables import EVERY, word
from db.tokenizer import sound
from db.values import now

TURNS = 100
BARE = text(
    "SELECT rowid, text FROM fact_search WHERE fact_search @@ CAST(:words AS tsquery)"
    " ORDER BY ts_rank(fact_search, CAST(:words AS tsquery)) DESC LIMIT 5"
)
PAYLOAD = '{{"kind": "organization", "name": "{}"}}'
_PLAIN = "organization", "reported", "draft", "normal", "[]", "[]", 1


def fill(url: str, count: int, words: Sequence[str]) -> Counter[str]:
    """Write the facts and return in how many each word stands."""
    holding: Counter[str] = Counter()
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection, connection.cursor() as cursor:

        def copy(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copying:
                for row in rows:
                    copying.write_row(row)

        # The ledger would have to be written as well.
        cursor.execute("ALTER TABLE fact DISABLE TRIGGER fact_says_what_its_revision_says")
        record = '{"key": "made", "type": "document", "title": "made"}'
        cursor.execute("INSERT INTO source (id, server, key, record) VALUES (1, 0, 'made', %s)", [record])
        cursor.execute("INSERT INTO topic (id, server, key, title, aliases) VALUES (1, 0, 'made', 'made', '[]')")
        numbered = enumerate(made.facts(count, words), 1)
        while batch := list(itertools.islice(numbered, made.BATCH)):
            copy(
                "fact",
                "id, server, key, kind, voice, status, rank, aliases, asked, revision, text, payload",
                (
                    (number, 0, f"made-{number}", *_PLAIN, " ".join(row), PAYLOAD.format(made.name(number)))
                    for number, row in batch
                ),
            )
            copy(
                "citation",
                "fact_id, position, source_id, paragraph, fingerprint",
                ((number, 0, 1, 1, "0" * 64) for number, _ in batch),
            )
            copy(
                "fact_topic",
                "fact_id, topic_id, position, kind",
                ((number, 1, 0, "organization") for number, _ in batch),
            )
            published = [batch[0][0], batch[-1][0]]
            cursor.execute("UPDATE fact SET status = 'published' WHERE id BETWEEN %s AND %s", published)
            copy(
                "name",
                "folded, shown, fact_id, server, kind",
                ((made.name(number), made.name(number), number, 0, "organization") for number, _ in batch),
            )
            copy(
                "fact_search",
                "rowid, server, text, names, topics, asked, details, words",
                ((number, 0, " ".join(row), "made", "", "", "organ", " ".join(row)) for number, row in batch),
            )
            for _, row in batch:
                holding.update(set(row))
            connection.commit()
        counted = ((0, said, said, sound(said), holding[said]) for said in holding)
        copy("word", "server, word, stem, sound, facts", ((0, "", "", "", count), *counted))
        for table in ("fact", "source", "topic"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}".encode())
        cursor.execute("ALTER TABLE fact ENABLE TRIGGER fact_says_what_its_revision_says")
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")
    return holding


async def counted(url: str) -> Counter[str]:
    """Return in how many facts each word stands by the store's own count."""
    database = Database(url)
    async with database.reading() as connection:
        found = await connection.execute(select(word.c.word, word.c.facts).where(word.c.word != EVERY))
    await database.dispose()
    return Counter({row.word: row.facts for row in found})


async def ask(opened: Services, url: str, holding: Counter[str]) -> None:
    """Time questions of facts."""
    engine = create_async_engine(url)

    async def whole(words: list[str]) -> object:
        return await opened.answering.ask(" ".join(words), Asker(OPERATOR, None, 0))

    async def bare(words: list[str]) -> object:
        async with engine.begin() as plainly:
            return (await plainly.execute(BARE, {"words": " | ".join(f"'0:{word}'" for word in words)})).all()

    for sort, asked in questions(holding).items():
        ours, plain = await interleaved([whole, bare], asked)
        print(f"    !ask, {sort} words: {ours:.2f} ms, bare {plain:.2f} ms, {ours / plain:.2f} ×", flush=True)
    await engine.dispose()


async def change(opened: Services, count: int, words: Sequence[str]) -> None:
    """Time a lookup, and a change that is to last."""
    numbered = enumerate(made.facts(TURNS + 1, words), await opened.store.counts.all_facts() + 1)

    async def add(_: int) -> object:
        async with opened.ledger.change(OPERATOR) as change:
            return await change.facts.add(fact(*next(numbered)))

    (looked,) = await interleaved([looking_up(opened, count, TURNS)], range(TURNS))
    (added,) = await interleaved([add], range(TURNS))
    print(f"    a lookup: {looked:.2f} ms; a fact by the ledger, durable: {added:.2f} ms", flush=True)


async def keep(url: str, count: int, at_once: int) -> None:
    """Time what each answer writes, by so many who know nothing of each other."""
    stores = [Database(url) for _ in range(at_once)]

    async def keep(replies: ReplyStore, times: int) -> None:
        for turn in range(times):
            reply = Reply(
                id=secrets.token_hex(8),
                server=1,
                channel=1,
                message=turn + 1,
                asker=1,
                outline=Outline(status="answered"),
                at=now(),
                revisions={turn % count + 1: 1},
            )
            await replies.keep(reply)

    await asyncio.gather(*(keep(ReplyStore(store), 1) for store in stores))
    begun = time.perf_counter()
    await asyncio.gather(*(keep(ReplyStore(store), TURNS) for store in stores))
    rate = at_once * TURNS / (time.perf_counter() - begun)
    print(f"    answers kept by {at_once} at once: {rate:.0f} a second", flush=True)
    for store in stores:
        await store.dispose()


async def read(opened: Services, count: int, words: Sequence[str]) -> None:
    """Add documents, and time questions of them."""
    before = await opened.store.counts.bytes()
    written = passages.paragraphs(count, words)
    await passages.fill(opened, written)
    print(f"    room: {(await opened.store.counts.bytes() - before) / count:.0f} bytes a paragraph", flush=True)
    holding = Counter(said for paragraph in written for said in {said for line in paragraph for said in line})

    async def whole(words: list[str]) -> object:
        return await opened.answering.ask(" ".join(words), Asker(OPERATOR, None, 0))

    for sort, asked in questions(holding).items():
        (taken,) = await interleaved([whole], asked)
        print(f"    !ask beside {count:,} paragraphs, {sort} words: {taken:.2f} ms", flush=True)


async def main(url: str, count: int, paragraphs: int) -> None:
    """Print what was measured."""
    words = made.vocabulary()
    async with made.empty() as (elsewhere, _):
        settings = elsewhere.model_copy(update={"database_url": url})
        async with app.opened(settings):
            pass
        if not (holding := await counted(url)):
            begun = time.perf_counter()
            holding = fill(url, count, words)
            print(f"{count:,} facts, written in {time.perf_counter() - begun:.0f} s", flush=True)
        begun = time.perf_counter()
        async with app.opened(settings) as opened:
            print(f"    a start: {time.perf_counter() - begun:.2f} s", flush=True)
            print(f"    room: {await opened.store.counts.bytes() / count:.0f} bytes a fact", flush=True)
            await ask(opened, url, holding)
            await change(opened, count, words)
            for at_once in (1, 2, 4, 8):
                await keep(url, count, at_once)
            if paragraphs:
                await read(opened, paragraphs, words)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time a store on PostgreSQL at size.")
    parser.add_argument("url", help="the address of an empty database")
    parser.add_argument("facts", type=int)
    parser.add_argument("paragraphs", type=int)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.url, arguments.facts, arguments.paragraphs))
