"""Each shard has one process, on a real file."""

import asyncio
import os
import socket
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.discord import lease
from bot.errors import CannotStart, Unavailable
from bot.settings import Settings
from db.engine import Database
from db.lease_store import LeaseStore
from db.reply_store import Outline, Reply
from db.shards import Shards
from db.values import now
from tests.conftest import Dump
from tests.postgresql import Cluster

SHORT, LONG = timedelta(seconds=1), timedelta(minutes=1)
FIRST, SECOND = Shards((0, 1), 4), Shards((2, 3), 4)


def nothing() -> None:
    """Stop nothing."""


async def holders(leases: LeaseStore) -> list[str]:
    return [f"{one.holder}: {one.shards}" for one in await leases.all()]


async def test_the_lease_is_renewed_and_given_back(opened: Services) -> None:
    lost = asyncio.Event()
    async with lease.acquired(opened.leases, None, lost.set, SHORT), asyncio.timeout(60):
        (taken,) = await opened.leases.all()
        while (await opened.leases.all())[0].until == taken.until:  # noqa: ASYNC110 - by the clock
            await asyncio.sleep(0.02)
        other = await opened.leases.take("elsewhere/1/a", None, SHORT)
        assert other is not None
        assert other.holder.startswith(f"{socket.gethostname()}/{os.getpid()}/")
    assert await opened.leases.take("elsewhere/1/a", None, SHORT) is None
    assert not lost.is_set()


async def test_a_lease_held_elsewhere_is_respected_until_it_runs_out(opened: Services) -> None:
    short = timedelta(seconds=0.5)
    assert await opened.leases.take("elsewhere/1/a", None, short) is None
    with pytest.raises(CannotStart, match=r"Another Footnote \(process 1 on elsewhere\) is online with this store"):
        async with lease.acquired(opened.leases, None, nothing):
            pass
    async with asyncio.timeout(60):
        while await opened.leases.all():  # noqa: ASYNC110 - by the clock
            await asyncio.sleep(0.02)
    async with lease.acquired(opened.leases, None, nothing):
        pass


async def test_whoever_loses_the_lease_stops_and_says_who_has_it(opened: Services) -> None:
    lost = asyncio.Event()

    async def run() -> None:
        async with lease.acquired(opened.leases, None, lost.set, SHORT):
            other = await opened.leases.take("elsewhere/1/a", None, LONG)
            assert other is not None
            await opened.leases.take("elsewhere/1/a", None, LONG, over=[other.holder])
            await asyncio.wait_for(lost.wait(), 10)

    with pytest.raises(CannotStart, match=r"process 1 on elsewhere\) is online with this store"):
        await run()
    assert await holders(opened.leases) == ["elsewhere/1/a: None"]


async def test_a_process_that_has_ended_holds_nothing(opened: Services) -> None:
    ended = await asyncio.create_subprocess_exec("true")
    await ended.wait()
    for number, shards in enumerate((FIRST, SECOND)):
        assert await opened.leases.take(f"{socket.gethostname()}/{ended.pid}/{number}", shards, LONG) is None
    async with lease.acquired(opened.leases, Shards((0, 1, 2, 3), 4), nothing):
        assert len(await opened.leases.all()) == 1


async def test_processes_with_other_shards_stand_beside_each_other(opened: Services) -> None:
    leases = opened.leases
    assert await leases.take("one/1/a", FIRST, LONG) is None
    assert await leases.take("two/1/b", SECOND, LONG) is None
    assert await leases.take("one/1/a", FIRST, LONG) is None, "each renews its own"
    assert await holders(leases) == ["one/1/a: shards 0-1 of 4", "two/1/b: shards 2-3 of 4"]
    await leases.give_back("one/1/a")
    assert await holders(leases) == ["two/1/b: shards 2-3 of 4"]


@pytest.mark.sqlite("a file can be moved away for a while")
async def test_of_several_one_that_cannot_renew_its_lease_stops_and_a_lonely_one_does_not(
    opened: Services, dump: Dump
) -> None:
    lost, away = asyncio.Event(), dump.file.with_name("away.db")

    async def run(shards: Shards | None) -> None:
        async with lease.acquired(opened.leases, shards, lost.set, SHORT):
            dump.file.rename(away)
            with suppress(TimeoutError):
                await asyncio.wait_for(lost.wait(), 2 * SHORT.total_seconds())
            away.rename(dump.file)

    await run(None)
    assert not lost.is_set()
    with pytest.raises(
        Unavailable, match="The lease on shards 0-1 of 4 has run out, since the store could not be used"
    ):
        await run(FIRST)
    assert lost.is_set()


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Shards((1, 2), 4), "has shards 0-1 of 4 of this store"),
        (Shards((2, 3), 8), "has shards 0-1 of 4 of this store"),
        (None, "is online with this store"),
    ],
    ids=["one in common", "another division", "all of them"],
)
async def test_shards_that_somebody_has_are_refused_and_none_of_them_is_taken(
    opened: Services, wanted: Shards | None, sentence: str
) -> None:
    assert await opened.leases.take("elsewhere/1/a", FIRST, LONG) is None
    with pytest.raises(CannotStart) as refused:
        async with lease.acquired(opened.leases, wanted, nothing):
            pass
    assert str(refused.value).startswith(f"Another Footnote (process 1 on elsewhere) {sentence}, and two would answer")
    assert await holders(opened.leases) == ["elsewhere/1/a: shards 0-1 of 4"]


async def test_of_many_who_want_the_same_shards_at_once_one_has_them_all(opened: Services) -> None:
    wanted = {f"host/{number}/a": Shards((number % 3, number % 3 + 1), 4) for number in range(9)}
    await asyncio.gather(*(opened.leases.take(holder, shards, LONG) for holder, shards in wanted.items()))
    taken = await opened.leases.all()
    assert taken
    numbers = [number for one in taken if one.shards for number in one.shards.numbers]
    assert len(numbers) == len({*numbers})
    assert [one.shards for one in taken] == [wanted[one.holder] for one in taken]


async def test_turns_to_begin_a_session_are_told_one_after_another_by_bucket(opened: Services) -> None:
    state = opened.runtime_state
    waits = sorted(await asyncio.gather(*(state.turn_to_identify(0, 60.0) for _ in range(4))))
    # A busy machine asks for them over some seconds.
    assert waits == pytest.approx([0, 60, 120, 180], abs=20)
    assert await state.turn_to_identify(1, 60.0) == 0
    # A turn that passes unused holds up nobody.
    await state.turn_to_identify(2, 0.01)
    await asyncio.sleep(0.02)
    assert await state.turn_to_identify(2, 0.01) == 0


async def test_a_long_change_by_another_process_holds_up_no_lease_no_turn_and_no_answer(
    cluster: Cluster, library: Path
) -> None:
    with cluster.database(seeded=True) as url:
        settings = Settings(_env_file=None, database_url=url, fixtures_dir=library / "fixtures")
        importing = Database(url)
        async with app.opened(settings) as opened, importing.writing(), asyncio.timeout(5):
            assert await opened.leases.take("one/1/a", FIRST, LONG) is None
            assert await opened.runtime_state.turn_to_identify(0, 5.0) == 0
            reply = Reply(
                id="0" * 16, server=7, channel=1, message=1, asker=1, outline=Outline(status="done"), at=now()
            )
            await opened.delivery.replies.keep(reply, first=True)
            assert await opened.delivery.replies.get(reply.id) == reply
        await importing.dispose()
