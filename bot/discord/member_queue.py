"""The queue of messages: each member's in their order, and no member waits for another's hundredth."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
AT_ONCE = 4
WAITING = 10_000
log = logging.getLogger(__name__)


class MemberQueue:
    """A queue for each member, and workers that go round them; one member has one message in work at a time."""

    def __init__(self, at_once: int = AT_ONCE, limit: int = WAITING) -> None:
        self._at_once = at_once
        self._limit = limit
        self._waiting: OrderedDict[int, deque[Work]] = OrderedDict()
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        """How many are waiting; those in work are not counted."""
        return sum(map(len, self._waiting.values()))

    @property
    def in_work(self) -> int:
        return len(self._busy)

    def add(self, member: int, work: Work) -> bool:
        """Let the member's message wait for its turn; False where so many wait that it is refused."""
        if len(self) >= self._limit:
            return False
        self._waiting.setdefault(member, deque()).append(work)
        if len(self._tasks) < self._at_once:
            task = asyncio.create_task(self._go_round(), name="footnote: queue")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    async def caught_up(self, member: int) -> None:
        """Wait until what the member has in work, or waiting, is done; where too many wait, do not."""
        reached = asyncio.Event()

        async def reach() -> None:
            reached.set()

        if (member in self._busy or member in self._waiting) and self.add(member, reach):
            await reached.wait()

    async def done(self) -> None:
        """Wait until nothing waits and nothing is in work."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _go_round(self) -> None:
        while (member := next((who for who in self._waiting if who not in self._busy), None)) is not None:
            items = self._waiting.pop(member)
            self._busy.add(member)
            try:
                await items.popleft()()
            except Exception:
                log.exception("a message was not answered")
            finally:
                self._busy.discard(member)
                # What came in meanwhile stands under a queue of its own, after these.
                items.extend(self._waiting.pop(member, ()))
                if items:
                    self._waiting[member] = items
