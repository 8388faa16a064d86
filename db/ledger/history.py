"""History, read from the ledger: who changed what, when and why, and what each record was before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from db import tables
from db.actors import Actor
from db.bibliography import StoredSource
from db.engine import Database
from db.ledger.transaction import by_hand
from db.records import Fact, StoredFact

# How the reasons of what comes with a file begin; of what did not pass the checks the second one stands before it.
IMPORT = "import of "
UNCHECKED = "unchecked: "


@dataclass(frozen=True)
class Revision:
    """One appended row of the ledger; `number` counts the revisions of the same record from 1.

    `at` is UTC. `undoes` is the number of the revision that this one takes back.
    """

    id: int
    subject: str
    key: str
    fact: int | None
    number: int
    server: int
    author: str
    who: str
    at: datetime
    reason: str | None
    before: dict[str, Any] | None
    after: dict[str, Any]
    undoes: int | None = None

    @property
    def first(self) -> bool:
        return self.before is None

    @property
    def is_shared(self) -> bool:
        """Whether it changed what all servers share, which the operator alone may do."""
        return self.server == tables.SHARED

    @property
    def content(self) -> Fact:
        """The fact as this revision left it."""
        return Fact.stored(self.after)


@dataclass(frozen=True)
class Vouching:
    """That a person has read the passage behind a fact, and which revision of the fact they read."""

    author: str
    who: str
    at: datetime
    revision: int


class History:
    """Reads revisions as the asking server may see them: the shared ones, and its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(
        self, fact: StoredFact, server: int | None = None, *, last: int | None = None, since: int = 0
    ) -> list[Revision]:
        """Return the revisions of a fact, the first first: all, the `last` of many, or those `since` one."""
        rows = tables.revision
        found = rows.c.subject == "fact", rows.c.fact_id == fact.number, rows.c.number > since, *_seen(server)
        if last is None:
            return await self._select(*found)
        latest = select(rows.c.id).where(*found).order_by(rows.c.id.desc()).limit(last)
        return await self._select(rows.c.id.in_(latest))

    async def of_source(self, source: StoredSource) -> list[Revision]:
        """Return the revisions of a source, the first first."""
        rows = tables.revision
        here = rows.c.server == (source.server or tables.SHARED)
        return await self._select(rows.c.subject == "source", rows.c.key == source.key, here)

    async def of_draft(self, number: int, server: int | None) -> list[Revision]:
        """Return what was done to a draft, the first first."""
        rows = tables.revision
        here = rows.c.server == (server or tables.SHARED)
        return await self._select(rows.c.subject == "draft", rows.c.key == str(number), here)

    async def sources_revised(self, since: int) -> tuple[int, frozenset[str]]:
        """Return the id of the last revision of a source, and the keys of those revised after that of the id."""
        rows = tables.revision
        revised = rows.c.subject == "source", rows.c.id > since, rows.c.before.is_not(None)
        async with self._database.reading() as connection:
            found = (await connection.execute(select(rows.c.id, rows.c.key).where(*revised))).all()
        return max((row.id for row in found), default=since), frozenset(row.key for row in found)

    async def vouchings(self, fact: StoredFact, server: int | None = None) -> list[Vouching]:
        """Return who has vouched for the fact and not taken it back, each once, the last first."""
        rows = tables.revision
        found = await self._select(rows.c.subject == "vouch", rows.c.fact_id == fact.number, *_seen(server))
        latest = {revision.author: revision for revision in found}
        return [
            Vouching(revision.author, revision.who, revision.at, revision.after["revision"])
            for revision in sorted(latest.values(), key=lambda revision: -revision.id)
            if revision.after["revision"] is not None
        ]

    async def last_change(self, who: Actor, server: int | None = None) -> list[Revision]:
        """Return the revisions of the last change that this person made here and that is not undone yet.

        Edits of drafts are passed over: nothing rests on a draft, and it is edited again.
        """
        rows, undoing, done = tables.revision, aliased(tables.revision), aliased(tables.revision)
        author = await self.author(who)
        undone = (
            select(done.c.change)
            .join(undoing, undoing.c.undoes == done.c.id)
            .where(done.c.actor_id == author)
            .distinct()
        )
        mine = (
            rows.c.actor_id == author,
            rows.c.server == (server or tables.SHARED),
            rows.c.undoes.is_(None),
            rows.c.change.not_in(undone),
            or_(rows.c.subject != "draft", rows.c.after["edited"].as_string().is_(None)),
        )
        latest = select(rows.c.change).where(*mine).order_by(rows.c.id.desc()).limit(1).scalar_subquery()
        return await self._select(*mine, rows.c.change == latest)

    async def made(
        self, server: int | None, member: int | str | None, since: datetime | None, limit: int, skipped: int
    ) -> tuple[list[Revision], int]:
        """Return revisions made in the server itself, newest first, and how many there are.

        `member` is a number at Discord or a name, None is everybody; `since` is UTC.
        """
        rows, people = tables.revision, tables.actor
        conditions: list[ColumnElement[bool]] = [rows.c.server == (server or tables.SHARED)]
        if isinstance(member, int):
            conditions.append(rows.c.actor_id.in_(select(people.c.id).where(people.c.member == member)))
        elif member is not None:
            conditions.append(rows.c.actor_id.in_(await self._named(member)))
        if since is not None:
            conditions.append(rows.c.at >= since)
        page = select(rows.c.id).where(*conditions).order_by(rows.c.id.desc()).limit(limit).offset(skipped)
        async with self._database.reading() as connection:
            total = await connection.scalar(select(func.count()).select_from(rows).where(*conditions)) or 0
            numbers = (await connection.scalars(page)).all()
        return (await self._select(rows.c.id.in_(numbers)))[::-1], total

    async def _named(self, name: str) -> list[str]:
        """Return the ids of all people of that name, in whichever case; databases know that of ASCII alone."""
        people = tables.actor
        async with self._database.reading() as connection:
            known = await connection.execute(select(people.c.id, people.c.name).where(people.c.name.is_not(None)))
            return [row.id for row in known if row.name.casefold() == name.casefold()]

    async def only_brought(self, facts: Collection[int]) -> set[int]:
        """Return those of the facts, by their numbers, that came with a library and that nobody has changed by hand."""
        rows = tables.revision
        others = select(rows.c.fact_id).where(
            rows.c.subject == "fact", by_hand(rows), ~func.coalesce(rows.c.reason, "").contains(IMPORT)
        )
        async with self._database.reading() as connection:
            return {*facts} - {number for number in await connection.scalars(others) if number is not None}

    async def unchecked(self) -> list[int]:
        """Return the numbers of the facts that are as they were taken without the checks."""
        rows, later = tables.revision, aliased(tables.revision)
        since = exists().where(later.c.subject == "fact", later.c.fact_id == rows.c.fact_id, later.c.id > rows.c.id)
        marked = rows.c.subject == "fact", rows.c.reason.startswith(UNCHECKED), ~since
        async with self._database.reading() as connection:
            found = await connection.scalars(select(rows.c.fact_id).where(*marked).order_by(rows.c.fact_id))
            return [number for number in found if number is not None]

    async def author(self, who: Actor) -> str:
        """Return the id by which the ledger names a person, empty where it does not name them."""
        people = tables.actor
        known = people.c.id == who.name if who.member is None else people.c.member == who.member
        async with self._database.reading() as connection:
            return await connection.scalar(select(people.c.id).where(known)) or ""

    async def _select(self, *conditions: ColumnElement[bool]) -> list[Revision]:
        rows, people, undone = tables.revision, tables.actor, aliased(tables.revision)
        query = (
            select(rows, people.c.name, undone.c.number.label("undone"))
            .join(people, people.c.id == rows.c.actor_id)
            .outerjoin(undone, undone.c.id == rows.c.undoes)
            .where(*conditions)
            .order_by(rows.c.id)
        )
        async with self._database.reading() as connection:
            return [_revision(row) for row in await connection.execute(query)]


def _revision(row: Any) -> Revision:
    return Revision(
        id=row.id,
        subject=row.subject,
        key=row.key,
        fact=row.fact_id,
        number=row.number,
        server=row.server,
        author=row.actor_id,
        who=row.name or "somebody",
        at=row.at,
        reason=row.reason,
        before=row.before,
        after=row.after,
        undoes=row.undone,
    )


def _seen(server: int | None) -> Sequence[ColumnElement[bool]]:
    return (tables.revision.c.server.in_(tables.seen_by(server)),)
