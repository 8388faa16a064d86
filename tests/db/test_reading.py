"""Reading: one state of the store for whoever wants it, and a connection that is whole after a reading given up."""

import asyncio
import gc
from weakref import ref

import pytest
from sqlalchemy import text as sql

from bot import app
from bot.app import Services
from bot.briefing.answer import Answer
from bot.briefing.lookups.answer_cache import AnswerCache
from bot.settings import Settings
from db.actors import OPERATOR
from db.bibliography import Source
from db.engine import Database
from db.errors import LibraryChanged
from db.records import Topic
from tests.conftest import Say, text

# Takes minutes, unless it is stopped.
ENDLESS = sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT max(i) FROM n")


async def add(opened: Services, key: str) -> None:
    async with opened.ledger.change(OPERATOR) as change:
        await change.sources.add(Source(key=key, title=key))


async def count(opened: Services) -> int:
    return len(await opened.store.sources())


async def test_what_is_read_together_is_of_one_state(opened: Services) -> None:
    before = await count(opened)
    async with opened.store.snapshot():
        assert await count(opened) == before
        await asyncio.create_task(add(opened, "pier-2031"))
        assert await count(opened) == before
        assert await asyncio.create_task(count(opened)) == before + 1, "whoever else reads sees what is there now"
    assert await count(opened) == before + 1


async def test_many_read_at_once_each_their_own_state(opened: Services) -> None:
    async def reads(key: str) -> tuple[int, int]:
        async with opened.store.snapshot():
            first = await count(opened)
            await asyncio.create_task(add(opened, key))
            return first, await count(opened)

    seen = await asyncio.gather(*(reads(f"pier-{number}") for number in range(8)))
    assert all(first == second for first, second in seen)


async def test_more_rows_than_come_at_once_all_come(opened: Services, url: str) -> None:
    database = Database(url)
    numbers = sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700) SELECT i FROM n")
    async with database.reading() as connection:
        assert list(await connection.scalars(numbers)) == list(range(1, 1701))
        streamed = await connection.stream_scalars(numbers)
        assert [number async for number in streamed] == list(range(1, 1701))
    await database.dispose()


async def test_a_reading_given_up_leaves_a_connection_that_serves_on(opened: Services, url: str) -> None:
    database = Database(url)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), database.reading() as connection:
            await connection.execute(ENDLESS)
    await add(opened, "pier-2031")
    async with database.reading() as connection:
        assert await connection.scalar(sql("SELECT count(*) FROM source WHERE key = 'pier-2031'")) == 1
    await database.dispose()


async def test_a_change_given_up_is_not_made(opened: Services, url: str) -> None:
    before = await count(opened)
    database = Database(url)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0), database.writing() as connection:
            await connection.execute(sql("INSERT INTO source (key, record) VALUES ('pier-2031', '{}')"))
    await add(opened, "quay-2031")
    assert await count(opened) == before + 1
    await database.dispose()


async def test_what_another_process_changes_is_in_the_next_answer(
    say: Say, settings: Settings, opened: Services
) -> None:
    async def answers() -> list[str]:
        asked = ("!person the mayor", "!event fish market", "!poll ferry")
        return [text(await say(message, server=7)) for message in asked]

    before = await answers()
    assert await answers() == before
    # Everything of its own, as a process has it, but for the file.
    async with app.opened(settings) as other:
        mayor = await other.store.fact("F3")
        (source,) = await other.store.sources_keyed(["harbour-2031"])
        poll = await other.store.fact("F1")
        assert mayor
        assert poll
        async with other.ledger.change(OPERATOR) as change:
            after = mayor.content.model_copy(update={"text": "Ida Brønn is the mayor of Port Ellery."})
            await change.facts.revise(mayor.number, mayor.revision, after)
        assert "- Ida Brønn is the mayor of Port Ellery. [1] (F3)" in (await answers())[0]
        async with other.ledger.change(OPERATOR) as change:
            await change.sources.revise(source.content, source.content.model_copy(update={"title": "[Another column]"}))
        assert all("[Another column]" in answer for answer in await answers())
        async with other.ledger.change(OPERATOR, server=7) as change:
            await change.facts.hide(poll)
        assert "(F1)" not in (await answers())[2]
        async with other.ledger.change(OPERATOR, server=7) as change:
            await change.facts.hide(poll, False)
        assert "(F1)" in (await answers())[2]
        async with other.ledger.change(OPERATOR) as change:
            await change.put_topic(Topic(key="ferry", title="Ferries", aliases=("boats",)))
        assert "(F1)" in text(await say("!poll boats", server=7))


async def test_what_was_read_of_an_earlier_state_is_not_kept(opened: Services) -> None:
    async def read() -> "ref[Topic]":
        topic = await opened.store.topic_named("ferry")
        assert topic
        return ref(topic)

    earlier = await read()
    gc.collect()
    assert earlier(), "it is in memory"
    await add(opened, "pier-2031")
    await read()
    gc.collect()
    assert earlier() is None


async def test_what_is_read_in_a_snapshot_stays_as_it_was_also_from_memory(opened: Services) -> None:
    async def change(title: str) -> None:
        async with opened.ledger.change(OPERATOR) as writing:
            (source,) = await opened.store.sources_keyed(["harbour-2031"])
            await writing.sources.revise(source.content, source.content.model_copy(update={"title": title}))

    async def title() -> str:
        return (await opened.store.sources_keyed(["harbour-2031"]))[0].title

    async with opened.store.snapshot():
        before = await title()
        await asyncio.create_task(change("[Later]"))
        assert await asyncio.create_task(title()) == "[Later]"
        assert await title() == before
    assert await title() == "[Later]"


async def test_what_memory_lacks_is_read_of_the_same_state_or_not_at_all(opened: Services) -> None:
    async def titles(*keys: str) -> list[str]:
        return [source.title for source in await opened.store.sources_keyed(keys)]

    known = await titles("harbour-2031")
    state = await opened.store.state()
    async with opened.store.remembering(state):
        assert await titles("harbour-2031") == known
        assert len(await titles("ferry-notes", "harbour-2031")) == 2, "and reads what it does not remember"
    async with opened.store.remembering(state):
        await asyncio.create_task(add(opened, "pier-2031"))
        assert await titles("harbour-2031") == known
        with pytest.raises(LibraryChanged):
            await count(opened)
    assert await titles("pier-2031") == ["pier-2031"]


async def test_an_answer_is_of_one_state_also_where_that_changes_while_it_is_made(opened: Services) -> None:
    changes = iter(["pier-2031"])

    async def made() -> Answer:
        first = await opened.store.sources_keyed(["harbour-2031"])
        for key in changes:
            await asyncio.create_task(add(opened, key))
        return Answer("answered", f"{len(first)} of {await count(opened)} at {await opened.store.state()}")

    await opened.store.sources_keyed(["harbour-2031"])
    answer = await AnswerCache(opened.store, opened.evidence).get("sources", made)
    assert answer.title == f"1 of 3 at {await opened.store.state()}"
