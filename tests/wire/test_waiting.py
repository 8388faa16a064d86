"""Answers that take a while: Discord is shown that one is on its way, and what a long piece of work has done so far."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import insert, select

from db import tables
from db.engine import Database
from tests.wire.discord import Guild, Loopback, Member
from tests.wire.discord.dialog import COMMAND
from tests.wire.discord.interactions import DEFER, SEND
from tests.wire.process import Bot, running
from tests.wire.stores import Stores

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def bot(
    discord: Loopback, desk: Guild, stores: Stores, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bot]:
    """A bot with some facts more, that says at every batch of them how far a check is."""
    folder = tmp_path_factory.mktemp("bot")
    await many(stores.url(folder, seeded=True))
    async with running(discord, folder, PROGRESS_SECONDS="0.001") as connected:
        yield connected


async def many(url: str) -> None:
    """Put more facts into the store than are read at once; by command that would take long."""
    database = Database(url)
    numbers = range(1000, 1550)
    async with database.writing() as connection:
        # The ledger would have to be written as well.
        await connection.run_sync(database.backend.triggers.drop)
        law = (await connection.execute(select(tables.fact).where(tables.fact.c.key == "quiet-harbour-act"))).one()
        new = [{**law._mapping, "id": number, "key": f"act-{number}"} for number in numbers]
        await connection.execute(insert(tables.fact), new)
        for table in (tables.citation, tables.fact_topic):
            for row in (await connection.execute(select(table).where(table.c.fact_id == law.id))).all():
                copy = {name: value for name, value in row._mapping.items() if name != "id"}
                await connection.execute(insert(table), [{**copy, "fact_id": number} for number in numbers])
        await connection.run_sync(database.backend.triggers.install)
    await database.dispose()


async def test_a_slash_command_that_takes_long_is_acknowledged_and_answered_once(
    discord: Loopback, bot: Bot, ana: Member
) -> None:
    with bot.locked():
        dialog = await ana.starts(COMMAND, ana.typed("report", fact="F3", reason="She is no longer the mayor."))
        await discord.until(lambda: dialog.callback, "a first response")
        assert dialog.callback == DEFER
        assert dialog.seconds < 3
    reply = await discord.until(lambda: dialog.original, "the answer")
    assert reply.text.startswith("Thank you: report ")
    assert dialog.sent == [reply]
    reply.claimed = True


async def test_a_slash_command_that_arrives_late_is_acknowledged_the_sooner(
    discord: Loopback, bot: Bot, ana: Member, mona: Member
) -> None:
    def callbacks() -> list[str]:
        return [request.path for request in discord.requests if request.path.endswith("/callback")]

    async def is_sooner() -> bool:
        with bot.locked():
            typed = ana.typed("report", fact="F5", reason="It is not so any more.")
            new = await ana.starts(COMMAND, typed)
            late = await mona.starts(COMMAND, typed, ago=2.0)
            await discord.until(lambda: new.callback and late.callback, "first responses")
            first = callbacks()[-2].split("/")[2]
            assert (new.callback, late.callback) == (DEFER, DEFER)
        await discord.until(lambda: new.original and late.original, "the answers")
        for reply in (new.original, late.original):
            assert reply
            reply.claimed = True
        return first == str(late.id)

    # A machine that is busy between the two may bring the second as late as that.
    assert await is_sooner() or await is_sooner() or await is_sooner()


async def test_a_message_that_takes_long_is_shown_typing(discord: Loopback, bot: Bot, ana: Member) -> None:
    begun = len(discord.requests)

    def typed() -> bool:
        return any(request.path == f"/channels/{ana.channel.id}/typing" for request in discord.requests[begun:])

    with bot.locked():
        await ana.writes("!report F3 She was never the mayor.")
        await discord.until(typed, "typing")
    assert (await discord.next_message(ana.channel)).text.startswith("Thank you: report ")
    assert (await ana.says("!law quiet harbour act")).text


async def test_short_answers_are_not_deferred(ana: Member) -> None:
    await ana.slash("person", name="ida")
    assert ana.last
    assert ana.last.callback == SEND


async def test_completion_waits_for_no_lock(bot: Bot, ana: Member) -> None:
    await ana.completes("person", "name", "ida")
    with bot.locked():
        assert await ana.completes("person", "name", "ida b") == [("Ida Brønn", "Ida Brønn")]
    assert ana.last
    # Discord drops a completion that takes longer; waiting for the lock takes longer than that.
    assert ana.last.seconds < 3


async def test_at_most_25_choices_are_offered(ana: Member) -> None:
    assert len(await ana.completes("cite", "fact", "F1")) == 25


@pytest.mark.parametrize("way", ["prefix", "slash"])
async def test_verify_edits_its_progress_and_ends_with_the_result(
    discord: Loopback, bot: Bot, ana: Member, mona: Member, way: str
) -> None:
    seen: dict[int, list[str]] = {}
    before = set(mona.channel.messages)
    asked = asyncio.ensure_future(mona.slash("verify") if way == "slash" else mona.writes("!verify"))

    def over() -> bool:
        for message in mona.channel.messages.values():
            if message.id not in before and message.author is discord.me:
                message.claimed = True
                told = seen.setdefault(message.id, [])
                if message.text not in told[-1:]:
                    told.append(message.text)
        return any(told[-1].startswith("Checks\n") for told in seen.values())

    await discord.until(over, "the result")
    await asked
    progress, (result,) = (told for told in seen.values())
    # One message, edited as the work goes on, and gone once the result is there.
    assert all(line.startswith("Checked ") and line.endswith(" of 560 facts …") for line in progress)
    assert [int(line.split()[1].replace(",", "")) for line in progress] == [500, 560]
    assert "Every citation whose document is on hand is intact." in result
    gone = next(message for message in mona.channel.messages.values() if message.id in seen)
    assert gone.state == "deleted"
