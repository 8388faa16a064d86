"""Replies of late: enough to turn its pages, and to correct it where a fact that it showed is changed.

No text of a fact is kept, only which facts stood where. What points to a person goes after a day, the rest after a
week.
"""

import asyncio
import json
import logging
import math
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, TypeAlias

from cachetools import LRUCache, TTLCache
from pydantic import BeforeValidator, Field, ValidationError
from sqlalchemy import ColumnElement, Integer, RowMapping, bindparam, case, delete, func, literal, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from db.batches import batched
from db.engine import Database
from db.errors import DatabaseUnusable
from db.functions import without
from db.notes import PREFIX, Command, Link, Note, note
from db.records import Citation
from db.shards import Shards
from db.tables import citation, fact, reply, shown, source
from db.values import Record, now

# Time for which buttons work, and with them the asker and the question are kept.
BUTTONS_LAST = timedelta(hours=24)
# Time for which an answer is corrected.
CORRECTED_FOR = timedelta(days=7)
# Replies deleted at once.
MOST = 1000
# Replies that wait to be kept while somebody else writes.
WAITING = 1000
# Time for which replies begun before somebody was forgotten may still come to be kept.
UNDER_WAY = timedelta(minutes=5)
# Seconds from one transaction to the next: to commit costs as much for one reply as for all that wait.
EVERY = 0.02
log = logging.getLogger(__name__)


def _read(stored: object) -> object:
    """Return a note that was stored as prose, as they all were before there were spans, in those that it has."""
    return note(stored) if isinstance(stored, str) else stored or ()


StoredNote: TypeAlias = Annotated[Note, BeforeValidator(_read)]


class OutlinePart(Record):
    """A section of an answer: its heading, the numbers of the facts under it, and what is said of them together.

    Of a passage it has the place, never the words.
    """

    heading: str | None = None
    facts: tuple[int, ...] = ()
    note: StoredNote = ()
    nearest: bool = False
    passages: tuple[Citation, ...] = ()
    details: StoredNote = ()


class Outline(Record):
    """An answer without the text of its facts.

    `sent` has the revision in which each of them was first shown, `sources` how the sources that they cite were
    described then, `corrections` what has become of both since, and `pointer` the number of the message that points
    whoever asked to that. `changed` says that what it answers has changed the store.
    """

    status: str
    title: str | Command | None = None
    parts: tuple[OutlinePart, ...] = ()
    note: StoredNote = ()
    offers: tuple[str, ...] = ()
    preview: int | None = None
    chapters: bool = False
    whole: bool = False
    links: tuple[Link, ...] = ()
    prefix: str = PREFIX
    sent: dict[int, int] = Field(default_factory=dict)
    sources: dict[str, str] = Field(default_factory=dict)
    corrections: tuple[str, ...] = ()
    pointer: int | None = None
    changed: bool = False


class Reply(Record):
    """An answer that was sent, with the revision of each fact that it showed.

    `question_message` is the number of the message that asked; `private` says that only the asker sees the answer,
    `plain` that it is text, since cards are not permitted there, `charted` that a chart is attached, and `page` which
    of its pages is open.
    """

    id: str = Field(pattern=r"^[0-9a-f]{16}$")
    server: int | None
    channel: int
    message: int
    asker: int | None
    question: str | None = None
    question_message: int | None = None
    private: bool = False
    plain: bool = False
    charted: bool = False
    page: int = 1
    outline: Outline
    notices: tuple[str, ...] = ()
    at: datetime
    revisions: dict[int, int] = Field(default_factory=dict, description="the revision shown of each fact")

    @property
    def ended(self) -> bool:
        """Say whether its buttons work no longer."""
        return now() - self.at > BUTTONS_LAST


@dataclass(frozen=True, eq=False)
class _Entry:
    """A reply that waits to be kept; `first` where it is not kept yet."""

    reply: Reply
    first: bool


class ReplyStore:
    """Keeps replies for as long as they are of use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[_Entry, None] = {}  # in their order
        self._turn = asyncio.Lock()
        self._next = -math.inf
        # Those of another version that cannot be read, and have been named in the log.
        self._illegible: LRUCache[str, bool] = LRUCache(10_000)
        # The words by which somebody was known who was forgotten of late, and until when replies were begun with them.
        self._forgotten: TTLCache[str, datetime] = TTLCache(10_000, UNDER_WAY.total_seconds())

    async def keep(self, new: Reply, *, first: bool = False) -> None:
        """Keep the reply with the facts it shows now: as new where it is the `first`, else what has become of it.

        What has become of one that was forgotten meanwhile is forgotten too, as is one with a word of `forgetting`.
        All that wait are kept together, by the first of them whose turn it is: what a commit takes is taken once, so
        that however quickly replies come, they do not gather. Raises DatabaseUnusable where too many wait.
        """
        if len(self._waiting) >= WAITING:
            raise DatabaseUnusable(f"{WAITING:,} wait already while somebody else writes.")
        entry = _Entry(new, first)
        self._waiting[entry] = None
        try:
            async with self._turn:
                if entry in self._waiting:
                    await asyncio.sleep(self._next - time.monotonic())
                    self._next = time.monotonic() + EVERY
                    await self._keep_waiting(entry)
        finally:
            self._waiting.pop(entry, None)

    @asynccontextmanager
    async def forgetting(self, words: Collection[str]) -> AsyncIterator[None]:
        """Keep no reply that has one of the words, and was begun before this has ended."""
        self._forgotten.update(dict.fromkeys(words, datetime.max))
        # What was being kept before is there by then, and can be found.
        async with self._turn:
            pass
        try:
            yield
        finally:
            self._forgotten.update(dict.fromkeys(words, now()))

    def _has_forgotten(self, entry: _Entry) -> bool:
        words = [word for word in [*self._forgotten] if entry.reply.at <= self._forgotten.get(word, datetime.min)]
        said = entry.reply.model_dump_json() if words else ""
        return any(json.dumps(word, ensure_ascii=False)[1:-1] in said for word in words)

    async def _keep_waiting(self, entry: _Entry) -> None:
        """Keep all replies that wait, or this alone where one of them cannot be kept."""
        try:
            async with self._database.noting() as connection:
                # Those too that have come while another wrote.
                entries = [*self._waiting]
                await self._write(connection, entries)
        except Exception:
            if len(self._waiting) == 1:
                raise
            async with self._database.noting() as connection:
                entries = [entry]
                await self._write(connection, entries)
        for kept in entries:
            self._waiting.pop(kept, None)

    async def _write(self, connection: AsyncConnection, entries: Sequence[_Entry]) -> None:
        await _keep(connection, [entry for entry in entries if not self._has_forgotten(entry)])

    async def get(self, name: str) -> Reply | None:
        """Return the reply of that id."""
        found = await self._select(reply.c.id == name)
        return found[0] if found else None

    async def answering(self, message: int) -> Reply | None:
        """Return the reply to the message of that number, the latest of several."""
        found = await self._select(reply.c.question_message == message)
        return found[-1] if found else None

    async def outdated(
        self, revised: Collection[str] = (), waiting: Collection[str] = (), shards: Shards | None = None
    ) -> list[Reply]:
        """Return the replies that show a fact which has been changed since, in the servers of these shards or in all.

        Also those that cite one of the sources that were `revised`, by their keys, and those that are `waiting`, by
        their ids.
        """
        citing = (
            select(shown.c.reply_id)
            .join(citation, citation.c.fact_id == shown.c.fact_id)
            .join(source, source.c.id == citation.c.source_id)
            .where(source.c.key.in_(revised))
        )
        which = reply.c.id.in_(_CHANGED) | reply.c.id.in_(citing) | reply.c.id.in_(waiting)
        here = []
        if shards:
            server = func.coalesce(reply.c.server, 0)
            # PostgreSQL shifts by an INTEGER alone.
            shard = server.bitwise_rshift(literal(22, Integer)) % shards.count
            here.append(shard.in_(shards.numbers))
        return await self._select(which, reply.c.at > now() - CORRECTED_FOR, *here)

    async def count_outdated(self) -> int:
        """Return how many replies show a fact which has been changed since."""
        async with self._database.reading() as connection:
            recent = reply.c.id.in_(_CHANGED), reply.c.at > now() - CORRECTED_FOR
            return await connection.scalar(select(func.count()).select_from(reply).where(*recent)) or 0

    async def drop(self, name: str) -> None:
        """Forget the reply of that id."""
        await self._drop(reply.c.id == name)

    async def purge(self) -> None:
        """Empty what points to a person once buttons have ended, and forget what is no longer corrected."""
        ended = reply.c.at <= now() - BUTTONS_LAST
        await self._drop(reply.c.at <= now() - CORRECTED_FOR)
        # What shows no fact is never corrected.
        await self._drop(ended & reply.c.id.not_in(select(shown.c.reply_id)))
        await self._depersonalise(ended)

    async def _depersonalise(self, condition: ColumnElement[bool]) -> None:
        emptied = reply.update().where(condition, reply.c.asker.is_not(None))
        # What is said of an answer to a question repeats words of the question.
        unsaid = case((reply.c.question.is_(None), reply.c.outline), else_=without(reply.c.outline, "note"))
        async with self._database.writing() as connection:
            await connection.execute(emptied.values(asker=None, question=None, question_message=None, outline=unsaid))

    async def _drop(self, condition: ColumnElement[bool]) -> None:
        async with self._database.writing() as connection:
            await drop(connection, condition)

    async def _select(self, *conditions: ColumnElement[bool]) -> list[Reply]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(reply).where(*conditions).order_by(reply.c.at))).all()
            kept = select(shown).where(shown.c.reply_id.in_([row.id for row in rows]))
            revisions: dict[str, dict[int, int]] = {}
            for seen in await connection.execute(kept):
                revisions.setdefault(seen.reply_id, {})[seen.fact_id] = seen.revision
        read = (self._read(row._mapping, revisions.get(row.id, {})) for row in rows)
        return [each for each in read if each]

    def _read(self, row: RowMapping, revisions: dict[int, int]) -> Reply | None:
        """Return the reply, None for one that another version kept with what this one does not know."""
        try:
            return Reply.model_validate({**row, "revisions": revisions})
        except ValidationError:
            if not self._illegible.setdefault(row["id"], False):
                self._illegible[row["id"]] = True
                log.warning(
                    "the reply %s was kept by another version, and cannot be read: its buttons have ended, and it is "
                    "not corrected",
                    row["id"],
                )
            return None


# Replies that show a fact which has been changed since.
_CHANGED = select(shown.c.reply_id).join(fact, fact.c.id == shown.c.fact_id).where(fact.c.revision != shown.c.revision)
# Built once: each answer is kept.
_ADDED = insert(reply).values({column.name: bindparam(column.name) for column in reply.c})
_KEEP = _ADDED.on_conflict_do_update(
    index_elements=["id"], set_={name: column for name, column in _ADDED.excluded.items() if name != "id"}
)
_FORGET_SHOWN = delete(shown).where(shown.c.reply_id == bindparam("kept"))
_SHOW = shown.insert()


async def _keep(connection: AsyncConnection, entries: Sequence[_Entry]) -> None:
    """Write the replies; of one that is there more than once, the facts that it showed last."""
    if changed := {entry.reply.id for entry in entries if not entry.first}:
        # Locked, so that none is forgotten before it is written.
        there = set(await connection.scalars(select(reply.c.id).where(reply.c.id.in_(changed)).with_for_update()))
        new = {entry.reply.id for entry in entries if entry.first}
        entries = [entry for entry in entries if entry.reply.id in there | new]
    if not entries:
        return
    rows = [
        entry.reply.model_dump(mode="json", exclude={"revisions", "at"}) | {"at": entry.reply.at} for entry in entries
    ]
    await connection.execute(_KEEP, rows)
    if showed := [{"kept": entry.reply.id} for entry in entries if not entry.first]:
        await connection.execute(_FORGET_SHOWN, showed)
    latest = {entry.reply.id: entry.reply.revisions for entry in entries}
    if rows := [
        {"reply_id": name, "fact_id": number, "revision": seen}
        for name, revisions in latest.items()
        for number, seen in revisions.items()
    ]:
        await connection.execute(_SHOW, rows)


async def drop(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    """Delete the replies and what they showed; return how many."""
    # Locked before what they showed, as whoever keeps one does it; what is new meanwhile stays.
    gone = (await connection.scalars(select(reply.c.id).where(condition).with_for_update())).all()
    for ids in batched(gone, MOST):
        await connection.execute(delete(shown).where(shown.c.reply_id.in_(ids)))
        await connection.execute(delete(reply).where(reply.c.id.in_(ids)))
    return len(gone)
