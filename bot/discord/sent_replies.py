"""Sent replies: each is remembered for its buttons and for corrections, also where somebody is quicker than that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from db.errors import DatabaseUnusable
from db.reply_store import Reply, ReplyStore

KEEPING = "footnote: reply"  # the name of a task that remembers one
log = logging.getLogger(__name__)


class SentReplies:
    """Remembers replies, and has whoever looks for one that is only being sent wait for it."""

    def __init__(self, store: ReplyStore) -> None:
        self._store = store
        self._under_way: dict[str | int, asyncio.Event] = {}
        self._keeping: set[asyncio.Task[None]] = set()

    async def remembered(self, reply: str, channel: int | None) -> Reply | None:
        """Return the reply of that id in the channel, also where a member is quicker than its being remembered."""
        await self._sent(reply)
        found = await self._store.get(reply)
        # An id that somebody has brought along from another server, or made up, opens nothing here.
        return found if found and found.channel == channel else None

    async def answering(self, message: int) -> Reply | None:
        """Return the reply to the message of that number, also where it is only being sent."""
        await self._sent(message)
        return await self._store.answering(message)

    @contextmanager
    def sending(self, *names: str | int) -> Iterator[Callable[[Reply, bool], None]]:
        """Have whoever looks for the reply by one of these names wait until it is remembered.

        Give what remembers it, for which nobody waits: the store may be busy for long with what another server writes.
        """
        sent = asyncio.Event()
        keeping: list[asyncio.Task[None]] = []
        self._under_way |= dict.fromkeys(names, sent)

        def remember(reply: Reply, first: bool) -> None:
            keeping.append(asyncio.create_task(self.keep(reply, first=first), name=KEEPING))

        def end(*_: object) -> None:
            sent.set()
            for name in names:
                if self._under_way.get(name) is sent:
                    del self._under_way[name]

        try:
            yield remember
        finally:
            if keeping:
                # The event loop alone would let go of it.
                self._keeping.add(keeping[0])
                keeping[0].add_done_callback(self._keeping.discard)
                keeping[0].add_done_callback(end)
            else:
                end()

    async def keep(self, reply: Reply, *, first: bool = False) -> None:
        """Remember the reply; the answer stands without it, only its buttons will have ended."""
        try:
            await self._store.keep(reply, first=first)
        except DatabaseUnusable as problem:
            log.warning("a reply was sent and is not remembered, its buttons will not work: %s", problem)

    async def _sent(self, what: str | int) -> None:
        if under_way := self._under_way.get(what):
            await under_way.wait()
