"""Reports of members that a fact is wrong."""

from datetime import datetime, timedelta

from pydantic import Field
from sqlalchemy import ColumnElement, RowMapping, select

from db.actors import Actor
from db.engine import Database
from db.tables import SHARED, fact, report
from db.values import Record, now

# Time for which whoever reported finds what was done about it.
SETTLED_FOR = timedelta(days=30)


class Report(Record):
    """A fact reported in a server (None: in a direct message or the terminal), and how it was settled.

    `channel` is where the reporter is still to be told of that, alone where the report was `private`.
    """

    id: int
    server: int | None
    fact: int
    revision: int = Field(description="the revision of the fact that was reported")
    reason: str
    at: datetime
    reporter: int | None = None
    channel: int | None = None
    private: bool = False
    settlement: str | None = None


class ReportStore:
    """Keeps reports; whoever made one can be forgotten without it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        *,
        server: int | None,
        fact: int,
        revision: int,
        reporter: int | None,
        channel: int,
        private: bool,
        reason: str,
    ) -> tuple[Report, bool]:
        """Keep a report and say whether it is new: reports are deduplicated."""
        values = {"server": server or SHARED, "fact_id": fact, "revision": revision, "reason": reason}
        same = [report.c[name] == value for name, value in values.items()]
        async with self._database.writing() as connection:
            existing = (await connection.execute(select(report).where(*same, report.c.settled.is_(None)))).first()
            if existing:
                return _report(existing._mapping), False
            whose = {"reporter": reporter, "channel": None if reporter is None else channel, "private": private}
            row = report.insert().values(**values, **whose, at=now()).returning(report)
            return _report((await connection.execute(row)).one()._mapping), True

    async def open(self, server: int | None) -> list[Report]:
        """Return the reports not yet settled, the oldest first: a server's own, or those on shared facts."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(report).where(report.c.settled.is_(None), *_of(server)).order_by(report.c.id)
            )
            return [_report(row._mapping) for row in rows]

    async def of(self, who: Actor, server: int | None) -> list[Report]:
        """Return what somebody has reported: in the server, or in all of them."""
        if who.member is None:
            return []
        mine = [report.c.reporter == who.member, *(() if server is None else (report.c.server == server,))]
        # A settlement is of no more interest once it is old.
        recent = report.c.settled.is_(None) | (report.c.settled > now() - SETTLED_FOR)
        async with self._database.reading() as connection:
            rows = await connection.execute(select(report).where(*mine, recent).order_by(report.c.id))
            return [_report(row._mapping) for row in rows]

    async def settle(self, number: int, server: int | None, settlement: str) -> Report | None:
        """Settle the open report of that number; return it, or None where the server has no such report."""
        mine = (report.c.id == number, report.c.settled.is_(None), *_of(server))
        async with self._database.writing() as connection:
            row = report.update().where(*mine).values(settled=now(), settlement=settlement).returning(report)
            settled = (await connection.execute(row)).first()
        return _report(settled._mapping) if settled else None

    async def undelivered(self) -> list[Report]:
        """Return the settled reports of whose settlement the reporter is still to be told, in every server."""
        untold = report.c.settled.is_not(None), report.c.channel.is_not(None), report.c.reporter.is_not(None)
        async with self._database.reading() as connection:
            rows = await connection.execute(select(report).where(*untold).order_by(report.c.id))
            return [_report(row._mapping) for row in rows]

    async def delivered(self, settled: Report) -> None:
        """Note that there is nothing more to tell the reporter."""
        async with self._database.writing() as connection:
            await connection.execute(report.update().where(report.c.id == settled.id).values(channel=None))


def _of(server: int | None) -> tuple[ColumnElement[bool], ...]:
    if server is not None:
        return (report.c.server == server,)
    # Only the operator can correct what all servers share; a server's own facts are no business of the terminal.
    return (report.c.fact_id.in_(select(fact.c.id).where(fact.c.server == SHARED)),)


def _report(row: RowMapping) -> Report:
    return Report(
        id=row["id"],
        server=row["server"] or None,
        fact=row["fact_id"],
        revision=row["revision"],
        reason=row["reason"],
        at=row["at"],
        reporter=row["reporter"],
        channel=row["channel"],
        private=row["private"],
        settlement=row["settlement"],
    )
