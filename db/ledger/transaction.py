"""A transaction of the ledger: in whose name, for which server and why something is written, and its revisions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.actors import SEED
from db.ledger import chain

WriteOutcome = Literal["added", "changed", "unchanged", "kept"]


@dataclass(frozen=True)
class Transaction:
    """What all that one change writes has in common; `actor` is the id by which the ledger names who makes it."""

    connection: AsyncConnection
    actor: str
    server: int
    reason: str | None
    at: datetime
    # The number of the first revision: `!undo` takes back together what was written together.
    _first: list[int] = field(default_factory=list, init=False)

    async def row(self, table: Table, key: str) -> Row[Any] | None:
        """Return the row of that key which is the server's own."""
        query = select(table).where(table.c.server == self.server, table.c.key == key)
        return (await self.connection.execute(query)).one_or_none()

    async def outcome(self, subject: str, key: str, before: Any, after: Any) -> WriteOutcome:
        """Return what is to become of a record; the seed leaves alone (`kept`) what somebody else has changed."""
        if before is None:
            return "added"
        if before == after:
            return "unchanged"
        if self.actor == SEED.name and await self._edited(subject, key):
            return "kept"
        return "changed"

    async def _edited(self, subject: str, key: str) -> bool:
        """Say whether somebody else than the seed has changed the record."""
        rows = tables.revision
        query = select(func.count()).where(
            rows.c.subject == subject,
            rows.c.key == key,
            rows.c.server == self.server,
            rows.c.actor_id != SEED.name,
        )
        return bool(await self.connection.scalar(query))

    async def append(
        self,
        subject: str,
        key: str,
        before: Any,
        after: Any,
        *,
        fact_id: int | None = None,
        undoes: int | None = None,
        server: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Append a revision to the ledger.

        `server` is whose record it is, where that is not the asking server's, and `reason` why it is written, where
        that is not why all of it is.
        """
        rows = tables.revision
        server = self.server if server is None else server
        count = await self.connection.scalar(
            select(func.count()).where(rows.c.subject == subject, rows.c.key == key, rows.c.server == server)
        )
        revision = {
            "subject": subject,
            "key": key,
            "fact_id": fact_id,
            "number": (count or 0) + 1,
            "server": server,
            "actor_id": self.actor,
            "at": self.at,
            "reason": reason or self.reason,
            "undoes": undoes,
            "change": self._first[0] if self._first else None,
            "before": before,
            "after": after,
        }
        self._first.append(await chain.append(self.connection, revision))
