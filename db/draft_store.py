"""Drafts: facts in the making, from a sentence of a document or from a member, that wait for a moderator."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.actors import Actor
from db.batches import batched
from db.bibliography import StoredSource
from db.engine import Database
from db.errors import TooManyDrafts
from db.tables import SHARED, draft, source
from db.values import Clock, now

BATCH = 1000  # drafts written at once


@dataclass(frozen=True)
class StoredDraft:
    """A fact in the making, as the arguments of `!fact add`, and what became of it.

    `channel` is where the member who proposed it is still to be told of that, alone where they wrote it `private`.
    """

    number: int
    server: int | None
    source: str | None
    paragraph: int | None
    arguments: Mapping[str, str]
    proposed: bool
    proposer: int | None
    channel: int | None
    private: bool
    at: datetime
    fact: int | None
    reason: str | None

    @property
    def waits(self) -> bool:
        return self.fact is None and self.reason is None


@dataclass(frozen=True)
class Waiting:
    """How many wait of what members proposed, and of what rules drafted."""

    proposals: int
    drafts: int

    @property
    def total(self) -> int:
        return self.proposals + self.drafts


class DraftStore:
    """Keeps drafts, each wording of a source once; one that was rejected is not proposed again."""

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self, where: StoredSource, server: int | None, drafted: Iterable[tuple[int, Mapping[str, str]]]
    ) -> int:
        """Keep what was drafted from paragraphs of a source; return how much of it is new."""
        rows = [
            {
                "server": server or SHARED,
                "source_id": where.number,
                "paragraph": paragraph,
                "digest": _digest(arguments.get("quote", arguments["text"])),
                "arguments": dict(arguments),
                "proposed": False,
                "at": self._clock(),
            }
            for paragraph, arguments in drafted
        ]
        async with self._database.writing() as connection:
            return sum([len((await connection.execute(_ADD, some)).all()) for some in batched(rows, BATCH)])

    async def propose(
        self,
        arguments: Mapping[str, str],
        who: Actor,
        server: int | None,
        *,
        where: StoredSource | None,
        paragraph: int | None,
        channel: int,
        private: bool,
        at_most: int,
    ) -> tuple[StoredDraft, bool]:
        """Keep what a member proposes, or give what was proposed in the same words, decided or not; say if it is new.

        Raises TooManyDrafts where so many of theirs wait.
        """
        member = who.number
        digest = _digest("|".join(f"{name}: {value}" for name, value in sorted(arguments.items())))
        row = {
            "server": server or SHARED,
            "source_id": where and where.number,
            "paragraph": paragraph,
            "digest": digest,
            "arguments": dict(arguments),
            "proposed": True,
            "proposer": member,
            "channel": channel,
            "private": private,
            "at": self._clock(),
        }
        async with self._database.writing() as connection:
            same = draft.c.server == row["server"], draft.c.digest == digest, draft.c.proposed
            number = await connection.scalar(select(draft.c.id).where(*same))
            new = number is None
            if new:
                mine = draft.c.proposer == member, draft.c.decided.is_(None)
                count = await connection.scalar(select(func.count()).select_from(draft).where(*mine)) or 0
                if member and count >= at_most:
                    raise TooManyDrafts
                number = (await connection.execute(draft.insert().values(row))).inserted_primary_key[0]  # type: ignore[index]  # one row has one
            (kept,) = await _select(connection, draft.c.id == number)
        return kept, new

    async def get(self, number: int, server: int | None) -> StoredDraft | None:
        """Return the server's draft of that number, decided or not."""
        async with self._database.reading() as connection:
            found = await _select(connection, draft.c.id == number, _here(server))
        return found[0] if found else None

    async def next(
        self, server: int | None, after: StoredDraft | None = None, of: StoredSource | None = None
    ) -> StoredDraft | None:
        """Return the draft that comes next: what members propose, the oldest first, then what rules drafted."""
        conditions = [_here(server), draft.c.decided.is_(None)]
        if of:
            conditions.append(draft.c.source_id == of.number)
        if after:
            later = and_(draft.c.proposed.is_(after.proposed), draft.c.id > after.number)
            conditions.append(or_(later, draft.c.proposed.is_(False)) if after.proposed else later)
        async with self._database.reading() as connection:
            found = await _select(connection, *conditions, limit=1)
        return found[0] if found else None

    async def waiting(self, server: int | None, of: StoredSource | None = None) -> Waiting:
        """Return how many wait, or how many of one source."""
        conditions = [_here(server), draft.c.decided.is_(None)]
        if of:
            conditions.append(draft.c.source_id == of.number)
        query = select(draft.c.proposed, func.count().label("waiting")).where(*conditions).group_by(draft.c.proposed)
        async with self._database.reading() as connection:
            counts = {row.proposed: row.waiting for row in await connection.execute(query)}
        return Waiting(counts.get(True, 0), counts.get(False, 0))

    async def keep_topics(self, number: int, server: int | None, topics: str) -> None:
        """Note under which topics a draft was accepted, for the next one of its source."""
        async with self._database.writing() as connection:
            known = await connection.scalar(select(draft.c.arguments).where(draft.c.id == number, _here(server)))
            row = draft.update().where(draft.c.id == number).values(arguments={**(known or {}), "topics": topics})
            await connection.execute(row)

    async def last_topics(self, where: StoredSource, server: int | None) -> str | None:
        """Return the topics of the draft of the source that was accepted last."""
        accepted = _here(server), draft.c.source_id == where.number, draft.c.fact_id.is_not(None)
        query = select(draft.c.arguments).where(*accepted).order_by(draft.c.decided.desc(), draft.c.id.desc()).limit(1)
        async with self._database.reading() as connection:
            arguments = await connection.scalar(query)
        return (arguments or {}).get("topics")

    async def undelivered(self) -> list[StoredDraft]:
        """Return the decided proposals of which their member is still to be told, in every server."""
        untold = draft.c.decided.is_not(None), draft.c.channel.is_not(None), draft.c.proposer.is_not(None)
        async with self._database.reading() as connection:
            return await _select(connection, *untold)

    async def of(self, who: Actor, server: int | None) -> list[StoredDraft]:
        """Return what somebody has proposed and still is to learn of: in the server, or in all of them."""
        here = () if server is None else (_here(server),)
        async with self._database.reading() as connection:
            return await _select(connection, draft.c.proposer == who.number, *here)

    async def unreachable(self, decided: StoredDraft) -> None:
        """Note that whoever proposed it cannot be told, and finds the outcome by looking for it."""
        async with self._database.writing() as connection:
            await connection.execute(draft.update().where(draft.c.id == decided.number).values(channel=None))

    async def delivered(self, decided: StoredDraft) -> None:
        """Forget whose proposal it was, once they have been told."""
        async with self._database.writing() as connection:
            gone = draft.update().where(draft.c.id == decided.number).values(proposer=None, channel=None)
            await connection.execute(gone)


async def decide(
    connection: AsyncConnection, number: int, server: int, at: datetime, *, fact: int | None, reason: str | None
) -> bool:
    """Decide a draft in the transaction that carries it out; only one transaction can."""
    waits = draft.c.id == number, draft.c.server == server, draft.c.decided.is_(None)
    decided = await connection.execute(draft.update().where(*waits).values(decided=at, fact_id=fact, reason=reason))
    return bool(decided.rowcount)


async def edit(connection: AsyncConnection, number: int, server: int, arguments: Mapping[str, str]) -> bool:
    """Give a draft that waits other arguments; say whether it still did."""
    waits = draft.c.id == number, draft.c.server == server, draft.c.decided.is_(None)
    edited = await connection.execute(draft.update().where(*waits).values(arguments=dict(arguments)))
    return bool(edited.rowcount)


async def reopen(connection: AsyncConnection, number: int, server: int) -> None:
    """Let a decided draft wait again."""
    decided = draft.c.id == number, draft.c.server == server
    await connection.execute(draft.update().where(*decided).values(decided=None, fact_id=None, reason=None))


async def place(connection: AsyncConnection, number: int) -> str:
    """Return which paragraph a draft rests on, `a member` where whoever proposed it named none."""
    query = select(source.c.key, draft.c.paragraph).select_from(draft).outerjoin(source).where(draft.c.id == number)
    key, paragraph = (await connection.execute(query)).one()
    if key is None:
        return "a member"
    return key if paragraph is None else f"{key}#{paragraph}"


_ADD = insert(draft).on_conflict_do_nothing().returning(draft.c.id)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()


def _here(server: int | None) -> ColumnElement[bool]:
    return draft.c.server == (server or SHARED)


async def _select(
    connection: AsyncConnection, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[StoredDraft]:
    query = select(draft, source.c.key.label("source_key")).outerjoin(source).where(*conditions)
    rows = await connection.execute(query.order_by(draft.c.proposed.desc(), draft.c.id).limit(limit))
    return [_draft(row._mapping) for row in rows]


def _arguments(kept: Any) -> dict[str, str]:
    """Return those that this version can read of what another may have kept; what is lacking then is asked for."""
    given = kept.items() if isinstance(kept, dict) else ()
    return {name: value for name, value in given if isinstance(value, str)}


def _draft(row: RowMapping | Mapping[str, Any]) -> StoredDraft:
    return StoredDraft(
        number=row["id"],
        server=row["server"] or None,
        source=row["source_key"],
        paragraph=row["paragraph"],
        arguments=_arguments(row["arguments"]),
        proposed=row["proposed"],
        proposer=row["proposer"],
        channel=row["channel"],
        private=row["private"],
        at=row["at"],
        fact=row["fact_id"],
        reason=row["reason"],
    )
