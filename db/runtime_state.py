"""State of the running bot, beside the facts: a lease, commands synced, servers greeted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from db.engine import Database
from db.tables import greeted, lease, synced
from db.values import now

_NAME = "discord"


@dataclass(frozen=True)
class LeaseHolder:
    """Somebody's lease, and until when it holds unless they renew it."""

    holder: str
    until: datetime


class RuntimeState:
    """Small things that have to survive a restart; none of them is anybody's fact, so none is in the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_lease(self, holder: str, lasting: timedelta, *, over: str | None = None) -> LeaseHolder | None:
        """Take or renew the lease; return whose it is where somebody else holds it.

        `over` names a holder who is known to be gone, and whose lease need not run out.
        """
        at = now()
        async with self._database.writing() as connection:
            row = (await connection.execute(select(lease).where(lease.c.name == _NAME))).one_or_none()
            if row and row.holder not in (holder, over) and row.until > at:
                return LeaseHolder(row.holder, row.until)
            values = {"holder": holder, "until": at + lasting}
            await connection.execute(
                insert(lease).values(name=_NAME, **values).on_conflict_do_update(index_elements=["name"], set_=values)
            )
        return None

    async def lease_holder(self) -> LeaseHolder | None:
        """Return who has the lease, run out or not."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(lease).where(lease.c.name == _NAME))).one_or_none()
        return LeaseHolder(row.holder, row.until) if row else None

    async def give_back_lease(self, holder: str) -> None:
        """Give the lease back, if it still is this holder's."""
        async with self._database.writing() as connection:
            await connection.execute(delete(lease).where(lease.c.name == _NAME, lease.c.holder == holder))

    async def synced(self, application: int) -> str | None:
        """Return the hash of the commands that Discord has."""
        async with self._database.reading() as connection:
            query = select(synced.c.hash).where(synced.c.application == application)
            return await connection.scalar(query)

    async def remember_synced(self, application: int, digest: str) -> None:
        added = insert(synced).values(application=application, hash=digest)
        async with self._database.writing() as connection:
            await connection.execute(added.on_conflict_do_update(index_elements=["application"], set_={"hash": digest}))

    async def greet(self, server: int) -> bool:
        """Return whether the server has not been greeted yet, and remember that it has been now."""
        async with self._database.writing() as connection:
            added = await connection.execute(insert(greeted).values(server=server).on_conflict_do_nothing())
            return bool(added.rowcount)
