"""Transactions: reading in one state of the store, writing one at a time."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from json import JSONDecodeError
from typing import Any, TypeVar

from cachetools import LRUCache
from pydantic import ValidationError
from sqlalchemy import URL, Row, Select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db import commits
from db.backend import Backend
from db.errors import DatabaseUnusable, LibraryChanged, damaged
from db.sqlite.file import DRIVER, File
from db.tables.ledger import NEWEST

T = TypeVar("T")

CACHED = 20_000  # records that stay in memory
TURN = 0.02  # seconds of processor time that others wait at most while records are made of rows
LONG = 200  # records, or things asked for at once, that are not kept
SERVER = "postgresql+psycopg"
_WRITE = f"write {DRIVER}:///footnote.db, or {SERVER}://user@host/database"


@dataclass
class _Reading:
    """A reading that is open, the task whose it is, and the hash of the newest revision in it once that is known.

    Its connection is taken once there is something to read that is not in memory.
    """

    database: "Database"
    task: asyncio.Task[Any] | None
    engine: AsyncEngine
    ending: AsyncExitStack
    head: str | None = None
    _connection: AsyncConnection | None = None

    async def connection(self) -> AsyncConnection:
        """Return the connection; raises LibraryChanged where that sees another state than what was read from memory."""
        if self._connection is None:
            connection = await self.ending.enter_async_context(self.engine.connect())
            if self.head is not None and await connection.scalar(NEWEST) != self.head:
                raise LibraryChanged
            self._connection = connection
        return self._connection

    async def state(self) -> str:
        """Return what tells the state of the library that is read from any other that the ledger leads to."""
        if self.head is None:
            self.head = str(await (await self.connection()).scalar(NEWEST))
        return self.head


_open: ContextVar[_Reading | None] = ContextVar("open", default=None)


class Database:
    """A store's database; `reading` and `writing` give a connection in a transaction of that kind."""

    def __init__(self, url: str | URL, called: str | None = None) -> None:
        """Take its address, and what it is `called` in sentences where that is not its name."""
        self.backend: Backend = _backend(url, called)
        self._engine: AsyncEngine = self.backend.engine
        self._writer = self._engine.execution_options(**self.backend.writes)
        # Writers of this program queue here, each without holding a connection that the one writing may need to
        # read with; those of another program are kept apart by the backend.
        self._turn = asyncio.Lock()
        # What was read of the library in the state that somebody read in last: of earlier ones nothing lives on here.
        self._state = ""
        self._cache: LRUCache[tuple[Any, ...], tuple[Any, ...]] = LRUCache(CACHED, lambda found: 1 + len(found))

    @property
    def name(self) -> str:
        return self.backend.name

    async def exists(self) -> bool:
        """Say whether there is a store."""
        with in_words(self):
            return await self.backend.exists()

    @asynccontextmanager
    async def remembering(self, state: str) -> AsyncIterator[None]:
        """Have all that the task reads meanwhile be of this state, without a transaction where memory has all of it.

        Raises LibraryChanged where there is something to be read and that was another state.
        """
        async with self._reading(state):
            yield

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the database throughout.

        Whoever reads while their task has a reading open already, reads in that one: what an answer is made of is then
        of one state, and most of the time that a reading takes is spent once.
        """
        async with self._reading() as reading:
            yield await reading.connection()

    async def state(self) -> str:
        """Return what tells the state of the library from any other: of what the task reads, or else of now."""
        if reading := self._opened():
            return await reading.state()
        with in_words(self):
            return await self.backend.newest()

    async def cached(self, query: Select[Any], record: Callable[[Row[Any]], T], **parameters: Any) -> list[T]:
        """Return a record of each row that a query of the library gives, from memory where it has been read before.

        What was read is as it was for as long as the ledger has not grown: whoever changes the library, in whichever
        process, appends a revision in the same transaction. The query has to be one that is built once.
        """
        listed = tuple(tuple(value) if isinstance(value, list) else value for value in parameters.values())
        async with self._reading() as reading:
            state = await reading.state()
            if state != self._state:
                self._state = state
                self._cache.clear()
            place = state, query, listed
            found = self._cache.get(place)
            if found is None:
                found = tuple(await recorded(await (await reading.connection()).execute(query, parameters), record))
                if max(len(found), *(len(value) for value in listed if isinstance(value, tuple)), 0) <= LONG:
                    self._cache[place] = found
        return [*found]

    @asynccontextmanager
    async def _reading(self, state: str | None = None) -> AsyncIterator[_Reading]:
        if reading := self._opened():
            yield reading
            return
        with in_words(self):
            async with AsyncExitStack() as ending:
                reading = _Reading(self, asyncio.current_task(), self._engine, ending, state)
                before = _open.set(reading)
                try:
                    yield reading
                finally:
                    _open.reset(before)

    def _opened(self) -> _Reading | None:
        """Return the reading that the task has open, if it has."""
        reading = _open.get()
        return reading if reading and reading.database is self and reading.task is asyncio.current_task() else None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give the connection that may write; all or nothing of what it writes stays."""
        with in_words(self):
            async with self._turn, self._writer.begin() as connection:
                yield connection
                await self.backend.hold(connection)
        commits.add()

    @asynccontextmanager
    async def noting(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that may write what nothing else is decided by, all or nothing of it.

        Where the database lets several write at once, it waits for no other writer, in whichever process: answers are
        kept while somebody else imports a library.
        """
        if self.backend.notes is None:
            async with self.writing() as connection:
                yield connection
            return
        with in_words(self):
            async with self._engine.execution_options(**self.backend.notes).begin() as connection:
                yield connection
        commits.add()

    async def size(self) -> int:
        """Return how many bytes the store takes, without what waits in a log beside it."""
        async with self.reading() as connection:
            return await self.backend.size(connection)

    async def scrub(self) -> None:
        """Leave nothing behind on disk of what was deleted."""
        with in_words(self):
            await self.backend.scrub()

    async def dispose(self) -> None:
        """Close every connection; aiosqlite's threads would keep the process alive."""
        await self.backend.dispose()


async def recorded(rows: Iterable[Row[Any]], record: Callable[[Row[Any]], T]) -> list[T]:
    """Return a record of each row, where others have their turn in between: that of a long document takes a while."""
    found, began = [], time.thread_time()
    for row in rows:
        found.append(record(row))
        if time.thread_time() - began > TURN:
            await asyncio.sleep(0)
            began = time.thread_time()
    return found


def _backend(url: str | URL, called: str | None) -> Backend:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnusable(f"DATABASE_URL is not an address: {_WRITE}") from error
    if address.drivername == SERVER and address.database:
        # psycopg is an extra, and what SQLAlchemy has for PostgreSQL takes a while to load.
        server: Backend = import_module("db.postgresql.server").Server(address, called)
        return server
    if address.drivername != DRIVER or not address.database or address.database == ":memory:":
        raise DatabaseUnusable(f"DATABASE_URL should name a file of SQLite or a database of PostgreSQL: {_WRITE}")
    return File(address, called)


@contextmanager
def in_words(database: Database) -> Iterator[None]:
    """Turn the driver's errors about the database as a whole into `DatabaseUnusable`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        problem = database.backend.unusable(error)
        if problem is None:
            raise
        raise problem from error


@contextmanager
def opening(database: Database) -> Iterator[None]:
    """Turn whatever the database and the records say of damage, which depends on what is damaged, into a sentence."""
    try:
        with in_words(database):
            yield
    except (DBAPIError, sqlite3.Error, JSONDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise damaged(database.name) from error
