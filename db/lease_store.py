"""Leases: which process is connected to Discord with which shards of this store, so that no two answer one message."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import Database
from db.shards import Shards
from db.tables import lease
from db.values import now

# The one shard of a bot that leaves its division to Discord, as it stands in the table.
_UNDIVIDED = Shards((0,), 0)


@dataclass(frozen=True)
class Lease:
    """Who is connected, with which shards (None: with all there are), and until when unless it is renewed."""

    holder: str
    shards: Shards | None
    until: datetime

    def bars(self, wanted: Shards) -> bool:
        """Say whether somebody else may not have these shards meanwhile."""
        has = self.shards or _UNDIVIDED
        return has.count != wanted.count or not {*has.numbers}.isdisjoint(wanted.numbers)


class LeaseStore:
    """One lease a process. They run out, so that those of a process that was killed are free after a while."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(
        self, holder: str, shards: Shards | None, lasting: timedelta, *, over: Collection[str] = ()
    ) -> Lease | None:
        """Take or renew the lease on these shards, or on all; return the one of somebody else that is in the way.

        That is one on any of the same shards, or of another division. `over` names holders who are known to be gone,
        and whose leases need not run out.
        """
        at, mine = now(), shards or _UNDIVIDED
        rows = [
            {"shard": number, "shard_count": mine.count, "holder": holder, "until": at + lasting}
            for number in mine.numbers
        ]
        added = insert(lease).values(rows)
        # Whoever takes one of these shards at the same moment waits here, and then finds the lease of the first.
        upsert = added.on_conflict_do_update(
            index_elements=["shard"], set_={"until": added.excluded.until}, where=lease.c.holder == holder
        )
        async with self._database.noting() as connection:
            await connection.execute(delete(lease).where((lease.c.until <= at) | lease.c.holder.in_(over)))
            await connection.execute(upsert)
            others = [other for other in await _all(connection) if other.holder != holder and other.bars(mine)]
            if others:
                await connection.rollback()
        return others[0] if others else None

    async def all(self) -> list[Lease]:
        """Return the leases that have not run out."""
        async with self._database.reading() as connection:
            return [found for found in await _all(connection) if found.until > now()]

    async def give_back(self, holder: str) -> None:
        """Give a lease back, if it still is this holder's."""
        async with self._database.noting() as connection:
            await connection.execute(delete(lease).where(lease.c.holder == holder))


async def _all(connection: AsyncConnection) -> list[Lease]:
    found: dict[str, list[Row[Any]]] = {}
    for row in await connection.execute(select(lease).order_by(lease.c.shard)):
        found.setdefault(row.holder, []).append(row)
    return [
        Lease(
            holder,
            Shards(tuple(row.shard for row in rows), rows[0].shard_count) if rows[0].shard_count else None,
            min(row.until for row in rows),
        )
        for holder, rows in found.items()
    ]
