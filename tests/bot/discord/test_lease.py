"""One bot on one store, on a real file."""

import asyncio
import os
import socket
from datetime import timedelta

import pytest

from bot.app import Services
from bot.discord import lease
from bot.errors import CannotStart

SHORT = timedelta(seconds=1)


async def test_the_lease_is_renewed_and_given_back(opened: Services) -> None:
    lost = asyncio.Event()
    async with lease.acquired(opened.runtime_state, lost.set, SHORT):
        await asyncio.sleep(SHORT.total_seconds() * 1.2)
        other = await opened.runtime_state.take_lease("elsewhere/1/a", SHORT)
        assert other is not None
        assert other.holder.startswith(f"{socket.gethostname()}/{os.getpid()}/")
    assert await opened.runtime_state.take_lease("elsewhere/1/a", SHORT) is None
    assert not lost.is_set()


async def test_a_lease_held_elsewhere_is_respected_until_it_runs_out(opened: Services) -> None:
    short = timedelta(seconds=0.5)
    assert await opened.runtime_state.take_lease("elsewhere/1/a", short) is None
    with pytest.raises(CannotStart, match=r"Another Footnote \(process 1 on elsewhere\) is online with this store"):
        async with lease.acquired(opened.runtime_state, lambda: None):
            pass
    await asyncio.sleep(short.total_seconds())
    async with lease.acquired(opened.runtime_state, lambda: None):
        pass


async def test_whoever_loses_the_lease_stops(opened: Services) -> None:
    lost = asyncio.Event()
    async with lease.acquired(opened.runtime_state, lost.set, SHORT):
        other = await opened.runtime_state.take_lease("elsewhere/1/a", timedelta(minutes=1))
        assert other is not None
        await opened.runtime_state.take_lease("elsewhere/1/a", timedelta(minutes=1), over=other.holder)
        await asyncio.wait_for(lost.wait(), 10)


async def test_a_process_that_has_ended_holds_nothing(opened: Services) -> None:
    ended = await asyncio.create_subprocess_exec("true")
    await ended.wait()
    gone = f"{socket.gethostname()}/{ended.pid}/a"
    assert await opened.runtime_state.take_lease(gone, timedelta(minutes=1)) is None
    async with lease.acquired(opened.runtime_state, lambda: None):
        pass
