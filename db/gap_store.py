"""Gaps: questions that the store could not answer, kept at the wish of those who asked, and no longer than that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, delete, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.actors import TERMINAL, Actor
from db.engine import Database
from db.errors import TooManyGaps
from db.tables import SHARED, gap, gap_asker
from db.values import Clock, now


@dataclass(frozen=True)
class Gap:
    """A question that waits for an answer: as it was last put, by how many people, and when (UTC).

    `public` is how it was last put where others could read it, None where it was only asked privately.
    """

    number: int
    question: str
    public: str | None
    askers: int
    last_asked: datetime


@dataclass(frozen=True)
class Outcome:
    """What became of a question of one asker: the number of the fact that answers, or why it was set aside, or neither.

    `member` is TERMINAL for the operator; `server` is None in direct messages and in the terminal. `private` says that
    nobody else saw the question being put, `unreachable` that the asker could not be told.
    """

    gap: int
    server: int | None
    channel: int
    member: int
    question: str
    private: bool
    unreachable: bool
    fact: int | None
    reason: str | None

    @property
    def waits(self) -> bool:
        return self.fact is None and self.reason is None


class GapStore:
    """Keeps each question for `days` after it was last asked, by its normalised words, for one server at a time."""

    def __init__(self, database: Database, days: int, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock
        self.days = days

    async def keep(
        self,
        question: str,
        words: str,
        who: Actor,
        *,
        server: int | None,
        channel: int,
        private: bool,
        at_most: int,
    ) -> Gap:
        """Keep the question with those of the same words; raises TooManyGaps where `who` has `at_most` waiting."""
        member = who.number
        async with self._database.writing() as connection:
            await self._purge(connection)
            here = gap.c.server == (server or SHARED), gap.c.words == words, gap.c.closed.is_(None)
            number = (await connection.scalars(select(gap.c.id).where(*here))).one_or_none()
            if number is None:
                new = await connection.execute(gap.insert().values(server=server or SHARED, words=words))
                assert new.inserted_primary_key is not None
                number = new.inserted_primary_key[0]
            asked = {"question": question, "channel": channel, "private": private, "at": self._clock()}
            row = insert(gap_asker).values(gap_id=number, member=member, **asked)
            await connection.execute(row.on_conflict_do_update(index_elements=["gap_id", "member"], set_=asked))
            waiting = select(func.count()).select_from(gap_asker).join(gap)
            waiting = waiting.where(gap_asker.c.member == member, gap.c.closed.is_(None))
            if member != TERMINAL and (await connection.scalar(waiting) or 0) > at_most:
                raise TooManyGaps
            (kept,) = await _open(connection, gap.c.id == number)
        return kept

    async def open(self, server: int | None) -> list[Gap]:
        """Return the questions that wait in this server, those that most people ask first, then the latest."""
        async with self._database.reading() as connection:
            found = await _open(connection, gap.c.server == (server or SHARED), self._in_time)
        return sorted(found, key=lambda waiting: (waiting.askers, waiting.last_asked), reverse=True)

    async def count(self) -> int:
        """Return how many questions wait, in every server."""
        query = select(func.count(gap.c.id.distinct())).join(gap_asker).where(gap.c.closed.is_(None), self._in_time)
        async with self._database.reading() as connection:
            return await connection.scalar(query) or 0

    async def get(self, number: int, server: int | None) -> Gap | None:
        """Return the question of that number, if it waits in this server."""
        here = gap.c.server == (server or SHARED), gap.c.id == number
        async with self._database.reading() as connection:
            found = await _open(connection, *here, self._in_time)
        return found[0] if found else None

    async def phrasings(self, number: int, *, private: bool) -> list[str]:
        """Return the different words in which the question was put, the latest first; those put privately if asked."""
        query = select(gap_asker.c.question).where(gap_asker.c.gap_id == number).order_by(gap_asker.c.at.desc())
        if not private:
            query = query.where(gap_asker.c.private.is_(False))
        async with self._database.reading() as connection:
            return list(dict.fromkeys(await connection.scalars(query)))

    async def close(self, number: int, server: int | None, fact: int | None = None, reason: str | None = None) -> bool:
        """Close the question with a fact or a reason; say whether it was still waiting."""
        here = gap.c.server == (server or SHARED), gap.c.id == number, gap.c.closed.is_(None)
        async with self._database.writing() as connection:
            await self._purge(connection)
            outcome = gap.update().where(*here).values(closed=self._clock(), fact_id=fact, reason=reason)
            return bool((await connection.execute(outcome)).rowcount)

    async def undelivered(self) -> list[Outcome]:
        """Return the outcomes of which askers have no notice yet, in every server."""
        return await self._outcomes(gap.c.closed.is_not(None), gap_asker.c.unreachable.is_(False))

    async def of(self, who: Actor, server: int | None) -> list[Outcome]:
        """Return what somebody has given to the team, and what became of it: in the server, or in all of them."""
        here = () if server is None else (gap.c.server == server,)
        return await self._outcomes(gap_asker.c.member == who.number, self._in_time, *here)

    async def unreachable(self, outcome: Outcome) -> None:
        """Note that an asker cannot be told, and finds the outcome by looking for it."""
        asker = gap_asker.c.gap_id == outcome.gap, gap_asker.c.member == outcome.member
        async with self._database.writing() as connection:
            await connection.execute(gap_asker.update().where(*asker).values(unreachable=True))

    async def _outcomes(self, *conditions: ColumnElement[bool]) -> list[Outcome]:
        query = select(gap, gap_asker).join(gap_asker).where(*conditions).order_by(gap_asker.c.at)
        async with self._database.reading() as connection:
            return [
                Outcome(
                    gap=row.id,
                    server=row.server or None,
                    channel=row.channel,
                    member=row.member,
                    question=row.question,
                    private=row.private,
                    unreachable=row.unreachable,
                    fact=row.fact_id,
                    reason=row.reason,
                )
                for row in await connection.execute(query)
            ]

    async def delivered(self, outcome: Outcome) -> None:
        """Forget an asker who has the notice, and the question with the last of them."""
        asker = gap_asker.c.gap_id == outcome.gap, gap_asker.c.member == outcome.member
        async with self._database.writing() as connection:
            await connection.execute(delete(gap_asker).where(*asker))
            await sweep(connection)

    async def purge(self) -> None:
        """Forget what was last asked too long ago."""
        async with self._database.writing() as connection:
            await self._purge(connection)

    @property
    def _in_time(self) -> ColumnElement[bool]:
        return gap_asker.c.at > self._clock() - timedelta(days=self.days)

    async def _purge(self, connection: AsyncConnection) -> None:
        await connection.execute(delete(gap_asker).where(~self._in_time))
        await sweep(connection)


async def sweep(connection: AsyncConnection) -> None:
    """Delete the questions that nobody asks any more."""
    await connection.execute(delete(gap).where(gap.c.id.not_in(select(gap_asker.c.gap_id))))


async def _open(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Gap]:
    query = select(gap.c.id, gap_asker).join(gap_asker).where(gap.c.closed.is_(None), *conditions)
    asked: dict[int, list[Row[tuple[object, ...]]]] = {}
    for row in await connection.execute(query.order_by(gap_asker.c.at)):
        asked.setdefault(row.id, []).append(row)
    return [_gap(number, rows) for number, rows in asked.items()]


def _gap(number: int, rows: Iterable[Row[tuple[object, ...]]]) -> Gap:
    *_, last = askers = list(rows)
    public = [row.question for row in askers if not row.private]
    return Gap(number, last.question, public[-1] if public else None, len(askers), last.at)
