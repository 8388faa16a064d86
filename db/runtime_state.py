"""State of the running bot, beside the facts: sessions that begin, commands synced, servers greeted."""

import time

from sqlalchemy import case, select
from sqlalchemy.dialects.sqlite import insert

from db.engine import Database
from db.tables import greeted, identify, synced


class RuntimeState:
    """Small things that have to survive a restart; none of them is anybody's fact, so none is in the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def turn_to_identify(self, bucket: int, every: float) -> float:
        """Take the next turn to begin a session in this bucket, in one statement; return in how many seconds it is.

        Turns are `every` so many seconds, whichever process has them; one that is not used passes.
        """
        at = time.time()
        added = insert(identify).values(bucket=bucket, free=at + every)
        free = case((identify.c.free > at, identify.c.free + every), else_=at + every)
        turn = added.on_conflict_do_update(index_elements=["bucket"], set_={"free": free}).returning(identify.c.free)
        async with self._database.noting() as connection:
            return max(float((await connection.execute(turn)).scalar_one()) - every - at, 0.0)

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
            new = insert(greeted).values(server=server).on_conflict_do_nothing().returning(greeted.c.server)
            return bool((await connection.execute(new)).all())
