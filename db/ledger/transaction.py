"""A transaction of the ledger: in whose name, for which server and why something is written, and its revisions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, Row, Table, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables
from db.actors import SEED
from db.functions import among
from db.ledger import chain

WriteOutcome = Literal["added", "changed", "unchanged", "kept"]


def by_hand(rows: FromClause) -> ColumnElement[bool]:
    """Say of revisions that a person made them to the record itself, rather than took a library in or out with it."""
    seed = tables.revision.alias("seed")
    with_library = exists().where(seed.c.subject == "seed", seed.c.change == rows.c.change)
    return (rows.c.actor_id != SEED.name) & ~with_library


@dataclass(frozen=True)
class Written:
    """What a revision says: a record by its key as it was and as it is, and why it is written.

    `number` is which revision of the record it is, counted where it is None.
    """

    key: str
    before: Any
    after: Any
    fact_id: int | None = None
    number: int | None = None
    undoes: int | None = None
    reason: str | None = None


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

    @property
    def has_written(self) -> bool:
        return bool(self._first)

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
            by_hand(rows),
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
        number: int | None = None,
        undoes: int | None = None,
        server: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Append a revision to the ledger.

        `number` is which of its record it is, where that is known, `server` whose record it is, where that is not the
        asking server's, and `reason` why it is written, where that is not why all of it is.
        """
        server = self.server if server is None else server
        written = Written(key, before, after, fact_id, number, undoes, reason)
        await self.extend(subject, [written], server)

    async def extend(self, subject: str, written: Sequence[Written], server: int) -> None:
        """Append a revision for each of several records of one server, no two of the same key."""
        counts: dict[str, int] = {}
        if keys := [record.key for record in written if record.number is None]:
            known = {"subject": subject, "keys": keys, "here": server}
            counts = {row.key: row.number for row in await self.connection.execute(_REVISIONS, known)}
        revisions = [
            {
                "subject": subject,
                "key": record.key,
                "fact_id": record.fact_id,
                "number": record.number or counts.get(record.key, 0) + 1,
                "server": server,
                "actor_id": self.actor,
                "at": self.at,
                "reason": record.reason or self.reason,
                "undoes": record.undoes,
                "change": self._first[0] if self._first else None,
                "before": record.before,
                "after": record.after,
            }
            for record in written
        ]
        self._first.extend(await chain.append(self.connection, revisions))


_REVISIONS = (
    select(tables.revision.c.key, func.count().label("number"))
    .where(
        tables.revision.c.subject == bindparam("subject"),
        among(tables.revision.c.key, "keys"),
        tables.revision.c.server == tables.HERE,
    )
    .group_by(tables.revision.c.key)
)
