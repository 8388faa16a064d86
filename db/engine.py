"""Connections: pragmas at every one, reading and writing transactions."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from cachetools import LRUCache
from pydantic import ValidationError
from sqlalchemy import Connection, Row, Select, event, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db import commits, driver
from db.errors import DatabaseUnusable, damaged, unusable
from db.tables import revision

T = TypeVar("T")

BUSY_TIMEOUT_MS = 10_000
DRIVER = "sqlite+aiosqlite"
CACHED = 20_000  # records that stay in memory
LONG = 200  # records, or things asked for at once, that are not kept


@dataclass
class _Reading:
    """A reading that is open, the task whose it is, and the hash of the newest revision in it once it was asked for."""

    database: "Database"
    task: asyncio.Task[Any] | None
    connection: AsyncConnection
    head: str | None = None

    async def state(self) -> str:
        """Return what tells the state of the library that is read from any other that the ledger leads to."""
        if self.head is None:
            self.head = await self.connection.scalar(_HEAD) or ""
        return self.head


_open: ContextVar[_Reading | None] = ContextVar("open", default=None)


class Database:
    """One SQLite file; `reading` and `writing` give a connection in a transaction of that kind."""

    def __init__(self, url: str, called: str | None = None) -> None:
        """Take its address, and what it is `called` in sentences where that is not the name of its file."""
        self._called = called
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise DatabaseUnusable(f"DATABASE_URL is not an address: write {DRIVER}:///footnote.db") from error
        if self.url.drivername != DRIVER or not self.url.database or self.url.database == ":memory:":
            raise DatabaseUnusable(f"DATABASE_URL should name an SQLite file: write {DRIVER}:///footnote.db")
        self._engine: AsyncEngine = create_async_engine(
            # What people have written stands in no error, and so in no log.
            self.url,
            async_creator=self._connect,
            hide_parameters=True,
        )
        event.listen(self._engine.sync_engine, "connect", _prepare)
        event.listen(self._engine.sync_engine, "begin", _begin)
        self._writer = self._engine.execution_options(footnote_writes=True)
        # Writers of this program queue here, each without holding a connection that the one writing may need to
        # read with; those of another program are kept apart by BEGIN IMMEDIATE.
        self._turn = asyncio.Lock()
        # What was read of the library, by the state that it was read in; of earlier states it falls out by itself.
        self._cache: LRUCache[tuple[Any, ...], tuple[Any, ...]] = LRUCache(CACHED, lambda found: 1 + len(found))

    @property
    def file(self) -> str:
        return self._called or self.url.database or ""

    @property
    def path(self) -> Path:
        """Where the file stands; its address may be a URI."""
        return Path((self.url.database or "").removeprefix("file:"))

    def connect(self) -> sqlite3.Connection:
        """Return a plain connection to the file, as it is; one that is made is readable by its owner alone."""
        (file,), parameters = self._engine.dialect.create_connect_args(self.url)
        if not self.url.query:
            with suppress(OSError):
                os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
        return sqlite3.connect(file, **parameters)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the database throughout.

        Whoever reads while their task has a reading open already, reads in that one: what an answer is made of is then
        of one state, and most of the time that a reading takes is spent once.
        """
        async with self._reading() as reading:
            yield reading.connection

    async def cached(self, query: Select[Any], record: Callable[[Row[Any]], T], **parameters: Any) -> list[T]:
        """Return a record of each row that a query of the library gives, from memory where it has been read before.

        What was read is as it was for as long as the ledger has not grown: whoever changes the library, in whichever
        process, appends a revision in the same transaction. The query has to be one that is built once.
        """
        listed = tuple(tuple(value) if isinstance(value, list) else value for value in parameters.values())
        async with self._reading() as reading:
            place = await reading.state(), query, listed
            found = self._cache.get(place)
            if found is None:
                found = tuple(map(record, await reading.connection.execute(query, parameters)))
                if max(len(found), *(len(value) for value in listed if isinstance(value, tuple)), 0) <= LONG:
                    self._cache[place] = found
        return [*found]

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[_Reading]:
        reading, task = _open.get(), asyncio.current_task()
        if reading and reading.database is self and reading.task is task:
            yield reading
            return
        with in_words(self.file):
            async with self._engine.connect() as connection:
                reading = _Reading(self, task, connection)
                before = _open.set(reading)
                try:
                    yield reading
                finally:
                    _open.reset(before)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give the connection that may write; all or nothing of what it writes stays."""
        with in_words(self.file):
            async with self._turn, self._writer.begin() as connection:
                yield connection
                await self._hold(connection)
        commits.add()

    async def size(self) -> int:
        """Return how many bytes the store takes, without what waits in the log beside it."""
        async with self.reading() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            return int(pages * (await connection.exec_driver_sql("PRAGMA page_size")).scalar_one())

    async def scrub(self) -> None:
        """Empty the write-ahead log into the file, so that what was deleted stands in neither."""
        with in_words(self.file):
            async with self._engine.execution_options(footnote_scrubs=True).connect() as connection:
                await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _hold(self, connection: AsyncConnection) -> None:
        """Raise DatabaseUnusable where the file is not at its path any more: what is written now would be lost."""
        opened = (await connection.get_raw_connection()).driver_connection
        assert isinstance(opened, driver.Connection)
        if _identity(self.path) != opened.file:
            raise DatabaseUnusable(
                f"The database {self.file} was moved, deleted or replaced while Footnote was at work: nothing was "
                "written. Put it back, or start Footnote again."
            )

    async def dispose(self) -> None:
        """Close every connection; aiosqlite's threads would keep the process alive."""
        await self._engine.dispose()

    async def _connect(self) -> aiosqlite.Connection:
        (file,), parameters = self._engine.dialect.create_connect_args(self.url)
        # A thread of the driver's outlives a file that cannot be opened, and speaks to a loop that has ended.
        self.connect().close()
        connection = driver.Connection(file, **parameters)
        await connection
        connection.file = _identity(self.path)
        return connection


# Its hash holds those of all before it.
_HEAD = select(revision.c.hash).order_by(revision.c.id.desc()).limit(1)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from any other, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def in_words(file: str) -> Iterator[None]:
    """Turn the driver's errors about the file as a whole into `DatabaseUnusable`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        sentence = unusable(str(error.orig if isinstance(error, DBAPIError) else error), file)
        if sentence is None:
            raise
        raise DatabaseUnusable(sentence) from error


@contextmanager
def opening(file: str) -> Iterator[None]:
    """Turn whatever SQLite and the records say of damage, which depends on what is damaged, into `DatabaseUnusable`."""
    try:
        with in_words(file):
            yield
    except (DBAPIError, sqlite3.Error, JSONDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise damaged(file) from error


def _prepare(dbapi_connection: Any, _: object) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # Without this INSERT OR REPLACE deletes rows behind the back of delete triggers.
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    # What is taken down or forgotten is overwritten, and does not linger in free pages.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another has written
    # meanwhile (SQLITE_BUSY_SNAPSHOT); BEGIN IMMEDIATE waits its turn instead.
    options = connection.get_execution_options()
    if options.get("footnote_scrubs"):
        # A checkpoint is no part of a transaction.
        return
    opened = connection.connection.driver_connection
    assert isinstance(opened, driver.Connection)
    opened.begin("BEGIN IMMEDIATE" if options.get("footnote_writes") else "BEGIN")
