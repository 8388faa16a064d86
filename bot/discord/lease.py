"""The lease on a store: one bot on one store. It is renewed while the bot runs, and runs out when the bot has crashed.

It stands in the database and is no lock on a file: whoever is refused learns which process of which machine has the
store, and a database that is no file can be leased too.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.errors import CannotStart
from db.errors import DatabaseUnusable
from db.runtime_state import LeaseHolder, RuntimeState

LASTING = timedelta(seconds=30)
log = logging.getLogger(__name__)


@asynccontextmanager
async def acquired(
    runtime_state: RuntimeState, lost: Callable[[], None], lasting: timedelta = LASTING
) -> AsyncIterator[None]:
    """Hold the lease throughout; raises CannotStart where another bot has it, calls `lost` where it is taken away."""
    me = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    other = await runtime_state.take_lease(me, lasting)
    if other and _is_gone(other.holder):
        other = await runtime_state.take_lease(me, lasting, over=other.holder)
    if other:
        raise CannotStart(_in_use(other))
    renewing = asyncio.create_task(_renew(runtime_state, me, lasting, lost))
    try:
        yield
    finally:
        renewing.cancel()
        await runtime_state.give_back_lease(me)


async def _renew(runtime_state: RuntimeState, me: str, lasting: timedelta, lost: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(lasting.total_seconds() / 3)
        try:
            other = await runtime_state.take_lease(me, lasting)
        except DatabaseUnusable as problem:
            log.warning("the lease on the store was not renewed: %s", problem)
            continue
        if other:
            log.error("another bot (%s) has taken over this store: this one stops", other.holder)
            lost()
            return


def _is_gone(holder: str) -> bool:
    """Say whether the holder was a process of this machine that has ended, as after a crash."""
    host, process, _ = holder.split("/")
    if host != socket.gethostname():
        return False
    if int(process) == os.getpid():
        return True  # in a container that was started again every process may be number 1
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _in_use(other: LeaseHolder) -> str:
    host, process, _ = other.holder.split("/")
    seconds = max(int((other.until - datetime.now(UTC).replace(tzinfo=None)).total_seconds()), 0) + 1
    return (
        f"Another Footnote (process {process} on {host}) is online with this store, and two would answer everything "
        f"twice: stop that one, or set another DATABASE_URL. Should it have crashed, try again in {seconds} seconds."
    )
