"""Retention of replies: a day with whoever asked and their words, a week without, where it shows facts."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import Services
from db.engine import Database
from db.notes import Code, Command, note
from db.reply_store import Outline, OutlinePart, Reply, ReplyStore
from db.values import now

QUESTION = "how much does a whale weigh?"
DAY, WEEK = timedelta(hours=25), timedelta(days=7, hours=1)


@pytest.fixture
async def replies(opened: Services, url: str) -> AsyncIterator[ReplyStore]:
    database = Database(url)
    yield ReplyStore(database)
    await database.dispose()


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


async def test_after_a_day_nothing_of_whoever_asked_is_left(replies: ReplyStore) -> None:
    await replies.keep(reply(1, DAY, question=QUESTION, facts=(2,)))
    await replies.keep(reply(2, DAY, facts=(2,)))
    await replies.keep(reply(3, DAY, question=QUESTION))
    await replies.keep(reply(4, timedelta(hours=23), question=QUESTION))
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
    await replies.keep(reply(1, WEEK, facts=(2,)))
    await replies.purge()
    assert await replies.get(f"{1:016x}") is None
