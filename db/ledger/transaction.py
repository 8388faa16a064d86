"""One transaction of the ledger: what every change to the store has in common."""

from collections.abc import Iterable
from typing import Any, Literal

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.actors import SEED
from db.clock import now
from db.ledger import chain
from db.ledger.conflicts import UnknownReference

Outcome = Literal["added", "changed", "unchanged", "kept"]


class Transaction:
    """One transaction's writing, in the name of one actor and for one reason."""

    def __init__(self, connection: AsyncConnection, who: str, server: int, reason: str | None) -> None:
        self._connection = connection
        self._who = who
        self._server = server
        self._reason = reason
        # One time for the whole transaction: `!undo` takes back together what was written together.
        self._at = now()

    async def _row(self, table: Any, key: str) -> Any:
        query = select(table).where(table.c.server == self._server, table.c.key == key)
        return (await self._connection.execute(query)).one_or_none()

    async def _numbers(self, table: Table, keys: Iterable[str], server: int) -> dict[str, int]:
        """Return the ids of sources or topics that a server may use: its own, else the shared ones."""
        wanted = [*keys]
        query = select(table.c.key, table.c.id).where(
            table.c.key.in_(select(tables.each("keys"))), table.c.server.in_(tables.seen_by(tables.HERE))
        )
        rows = await self._connection.execute(query.order_by(table.c.server), {"keys": wanted, "here": server})
        numbers = {row.key: int(row.id) for row in rows}
        for key in wanted:
            if key not in numbers:
                raise UnknownReference(table.name, key)
        return numbers

    async def _outcome(self, subject: str, key: str, before: Any, after: Any) -> Outcome:
        if before is None:
            return "added"
        if before == after:
            return "unchanged"
        if self._who == SEED.name and await self._edited(subject, key):
            return "kept"
        return "changed"

    async def _edited(self, subject: str, key: str) -> bool:
        """Say whether somebody else than the seed has changed the record: the seed then leaves it alone."""
        rows = tables.revision
        query = select(func.count()).where(
            rows.c.subject == subject,
            rows.c.key == key,
            rows.c.server == self._server,
            rows.c.actor_id != SEED.name,
        )
        return bool(await self._connection.scalar(query))

    async def _append(
        self,
        subject: str,
        key: str,
        before: Any,
        after: Any,
        *,
        fact_id: int | None = None,
        undoes: int | None = None,
        server: int | None = None,
    ) -> None:
        """Append a revision to the ledger; `server` is whose record it is, where that is not the asking server's."""
        rows = tables.revision
        server = self._server if server is None else server
        count = await self._connection.scalar(
            select(func.count()).where(rows.c.subject == subject, rows.c.key == key, rows.c.server == server)
        )
        revision = {
            "subject": subject,
            "key": key,
            "fact_id": fact_id,
            "number": (count or 0) + 1,
            "server": server,
            "actor_id": self._who,
            "at": self._at,
            "reason": self._reason,
            "undoes": undoes,
            "before": before,
            "after": after,
        }
        await chain.append(self._connection, revision)
