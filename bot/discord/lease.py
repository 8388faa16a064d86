"""The lease on a store: one process for each shard. It is renewed while the bot runs, and runs out after a crash.

It stands in the database and is no lock on a file: whoever is refused learns which process of which machine has the
store, and a database that is no file can be leased too.
"""

import asyncio
import logging
import os
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from bot.errors import CannotStart, Unavailable
from db.errors import DatabaseUnusable
from db.lease_store import Lease, LeaseStore
from db.shards import Shards
from db.values import now

LASTING = timedelta(seconds=30)
log = logging.getLogger(__name__)


@asynccontextmanager
async def acquired(
    leases: LeaseStore, shards: Shards | None, stop: Callable[[], None], lasting: timedelta = LASTING
) -> AsyncIterator[None]:
    """Hold the lease on these shards, or on all, throughout.

    Raises CannotStart where another bot has it. Where it is lost, `stop` is called, and the reason raised in the end:
    CannotStart where another has taken it over, Unavailable where it ran out because the store was away.
    """
    me = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    gone: list[str] = []
    while (other := await leases.take(me, shards, lasting, over=gone)) and _is_gone(other.holder):
        gone.append(other.holder)
    if other:
        raise CannotStart(_in_use(other, shards))
    renewing = asyncio.create_task(_renew(leases, me, shards, lasting, stop))
    try:
        yield
    finally:
        is_lost = renewing.done()
        if not is_lost:
            renewing.cancel()
            await leases.give_back(me)
    if is_lost:
        raise renewing.result()


async def _renew(
    leases: LeaseStore, me: str, shards: Shards | None, lasting: timedelta, stop: Callable[[], None]
) -> Exception:
    """Renew the lease until it is lost; return why it is."""
    until = time.monotonic() + lasting.total_seconds()
    while True:
        await asyncio.sleep(lasting.total_seconds() / 3)
        begun = time.monotonic()
        try:
            other = await leases.take(me, shards, lasting)
        except DatabaseUnusable as problem:
            log.warning("the lease on the store was not renewed: %s", problem)
            # A store that several processes share may be away for this one alone, and another have its shards by now.
            if shards is None or time.monotonic() < until:
                continue
            stop()
            return Unavailable(f"The lease on {shards} has run out, since the store could not be used: {problem}")
        if other:
            log.error("another bot (%s) has taken over this store: this one stops", other.holder)
            stop()
            return CannotStart(_in_use(other, shards))
        until = begun + lasting.total_seconds()


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


def _in_use(other: Lease, shards: Shards | None) -> str:
    host, process, _ = other.holder.split("/")
    seconds = max(int((other.until - now()).total_seconds()), 0) + 1
    if other.shards is None or shards is None:
        has, otherwise = "is online with this store", "set another DATABASE_URL"
    else:
        has, otherwise = f"has {other.shards} of this store", "give this one other shards of as many"
    return (
        f"Another Footnote (process {process} on {host}) {has}, and two would answer everything twice: stop that one, "
        f"or {otherwise}. Should it have crashed, try again in {seconds} seconds."
    )
