"""Previews: what a person was shown and has yet to confirm, in the store so that a restart loses none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db.actors import Actor, actor_id
from db.engine import Database
from db.tables import actor, preview
from db.values import Clock, now

KEPT = timedelta(minutes=15)


@dataclass(frozen=True)
class Preview:
    """A change that waits for its author's yes until `ends` (UTC); `record` is as whichever version kept it."""

    id: int
    ends: datetime
    record: Any


class PreviewStore:
    """One preview a person and channel."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, who: Actor, channel: int, record: dict[str, Any]) -> tuple[Preview, Preview | None]:
        """Keep the record for some minutes; return it, and the preview whose place it takes."""
        async with self._database.writing() as connection:
            at = self._clock()
            await connection.execute(delete(preview).where(preview.c.ends <= at))
            author = await actor_id(connection, who)
            mine = (preview.c.actor_id == author) & (preview.c.channel == channel)
            earlier = (await connection.execute(select(preview).where(mine))).one_or_none()
            await connection.execute(delete(preview).where(mine))
            values = {"actor_id": author, "channel": channel, "ends": at + KEPT, "record": record}
            inserted = await connection.execute(preview.insert().values(values))
            assert inserted.inserted_primary_key is not None
            kept = Preview(int(inserted.inserted_primary_key[0]), at + KEPT, record)
        return kept, _preview(earlier)

    async def waiting(self, who: Actor, channel: int) -> Preview | None:
        """Return the preview that waits for this person's yes in this channel."""
        known = actor.c.id == who.name if who.member is None else actor.c.member == who.member
        query = select(preview).join(actor).where(known, preview.c.channel == channel, preview.c.ends > self._clock())
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _preview(row)

    async def drop(self, number: int) -> bool:
        """Drop the preview; say whether it was still there."""
        async with self._database.writing() as connection:
            return await take(connection, number)


def _preview(row: Any) -> Preview | None:
    return None if row is None else Preview(row.id, row.ends, row.record)


async def take(connection: AsyncConnection, number: int) -> bool:
    """Remove the preview in the transaction that carries it out; only one transaction can."""
    removed = await connection.execute(delete(preview).where(preview.c.id == number))
    return bool(removed.rowcount)
