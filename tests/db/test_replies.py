"""Retention of replies: a day with whoever asked and their words, a week without, where it shows facts."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.app import Services
from db import reply_store
from db.actors import Actor
from db.engine import Database
from db.errors import DatabaseUnusable
from db.notes import Code, Command, note
from db.reply_store import Outline, OutlinePart, Reply, ReplyStore
from db.retention import PersonalData
from db.values import now

QUESTION = "how much does a whale weigh?"
DAY, WEEK = timedelta(hours=25), timedelta(days=7, hours=1)


@pytest.fixture
async def database(opened: Services, url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    await database.dispose()


@pytest.fixture
def replies(database: Database) -> ReplyStore:
    return ReplyStore(database)


def reply(number: int, age: timedelta, *, question: str | None = None, facts: tuple[int, ...] = ()) -> Reply:
    return Reply(
        id=f"{number:016x}",
        server=7,
        channel=70,
        message=number,
        asker=42,
        question=question,
        question_message=5,
        outline=Outline(
            status="answered",
            parts=(OutlinePart(facts=facts, note=note("A poll.")),),
            note=note("I took {} so.", QUESTION),
        ),
        at=now() - age,
        revisions=dict.fromkeys(facts, 1),
    )


def test_a_reply_that_was_stored_before_there_were_spans_is_read() -> None:
    stored = {
        "status": "answered",
        "title": "!poll",
        "parts": [{"heading": "Polls", "facts": [2], "note": "A poll."}, {"note": None}],
        "note": "I have `no` more.\n`!help` lists the commands.",
        "prefix": "!",
    }
    outline = Outline.model_validate({name: value for name, value in stored.items() if name != "prefix"})
    assert outline.note == (
        ("I have ", Code("no"), " more."),
        (Command("help"), " lists the commands."),
    )
    assert [part.note for part in outline.parts] == [(("A poll.",),), ()]
    assert (outline.title, outline.prefix) == ("!poll", "!")


async def test_what_becomes_of_a_forgotten_reply_is_not_kept(replies: ReplyStore, database: Database) -> None:
    old, under_way = reply(1, timedelta(), question=QUESTION, facts=(2,)), reply(3, timedelta(), facts=(2,))
    await replies.keep(old, first=True)
    await PersonalData(database, 90, replies).forget(Actor("ana", 42))
    new = reply(2, timedelta(), facts=(2,))
    written = replies.keep(old), replies.keep(under_way, first=True), replies.keep(new, first=True), replies.keep(new)
    await asyncio.gather(*written)
    assert await replies.get(old.id) is None
    assert await replies.get(under_way.id) is None, "it was begun before"
    kept = await replies.get(new.id)
    assert kept
    assert kept.revisions == {2: 1}


async def test_after_a_day_nothing_of_whoever_asked_is_left(replies: ReplyStore) -> None:
    await replies.keep(reply(1, DAY, question=QUESTION, facts=(2,)), first=True)
    await replies.keep(reply(2, DAY, facts=(2,)), first=True)
    await replies.keep(reply(3, DAY, question=QUESTION), first=True)
    await replies.keep(reply(4, timedelta(hours=23), question=QUESTION), first=True)
    await replies.purge()
    answer = await replies.get(f"{1:016x}")
    assert answer is not None
    assert (answer.asker, answer.question, answer.question_message, answer.outline.note) == (None, None, None, ())
    assert (answer.outline.parts[0].note, answer.revisions) == (note("A poll."), {2: 1}), "so that it can be corrected"
    lookup = await replies.get(f"{2:016x}")
    assert lookup is not None
    assert (lookup.asker, lookup.outline.note) == (None, note("I took {} so.", QUESTION))
    assert await replies.get(f"{3:016x}") is None, "what shows no fact is never corrected"
    young = await replies.get(f"{4:016x}")
    assert young is not None
    assert (young.asker, young.question) == (42, QUESTION)


async def test_after_a_week_nothing_is_left(replies: ReplyStore) -> None:
    await replies.keep(reply(1, WEEK, facts=(2,)), first=True)
    await replies.purge()
    assert await replies.get(f"{1:016x}") is None


async def test_replies_that_come_quicker_than_they_are_written_are_kept_together(
    database: Database, replies: ReplyStore
) -> None:
    commits: list[object] = []
    event.listen(database.backend.engine.sync_engine, "commit", commits.append)
    sent = [reply(number, timedelta(), facts=(1, 2)) for number in range(1, 301)]
    await asyncio.gather(*(replies.keep(each, first=True) for each in sent))
    # Those that were there before the first had begun, and what came while it wrote.
    assert len(commits) <= 3
    assert [await replies.get(each.id) for each in sent] == sent


async def test_of_a_reply_that_changes_while_it_waits_to_be_kept_the_last_is_kept(replies: ReplyStore) -> None:
    before = reply(1, timedelta(), facts=(1, 2))
    after = before.model_copy(update={"page": 2, "revisions": {2: 1}})
    await asyncio.gather(replies.keep(before, first=True), replies.keep(after), replies.keep(reply(2, timedelta())))
    assert await replies.get(before.id) == after


async def test_a_reply_that_cannot_be_kept_takes_no_other_along(replies: ReplyStore) -> None:
    good, bad = [reply(number, timedelta(), facts=(1,)) for number in (1, 3)], reply(2, timedelta(), facts=(10**6,))
    outcomes = await asyncio.gather(
        *(replies.keep(each, first=True) for each in (good[0], bad, good[1])), return_exceptions=True
    )
    assert [type(outcome).__name__ for outcome in outcomes] == ["NoneType", "IntegrityError", "NoneType"]
    assert [await replies.get(each.id) for each in (*good, bad)] == [*good, None]


async def test_while_somebody_else_writes_for_long_no_more_than_a_bound_of_replies_waits(
    database: Database, replies: ReplyStore
) -> None:
    waiting = [replies.keep(reply(number, timedelta()), first=True) for number in range(reply_store.WAITING)]
    kept = asyncio.gather(*waiting)
    await asyncio.sleep(0)
    with pytest.raises(DatabaseUnusable, match="1,000 wait already while somebody else writes"):
        await replies.keep(reply(5000, timedelta()), first=True)
    await kept
    assert await replies.get(f"{reply_store.WAITING - 1:016x}")
    await replies.keep(reply(5000, timedelta()), first=True)
