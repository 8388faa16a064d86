"""aiosqlite with one visit to a connection's thread for a statement, where it makes four.

A visit takes longer than most of our queries; the cursor is made, run, emptied and done with in one.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.context import contextmanager

FIRST = 500  # rows that come with the statement; more take further visits


class Connection(aiosqlite.Connection):
    """A connection whose transaction begins in the same visit as the first statement in it."""

    def __init__(self, *arguments: Any, **parameters: Any) -> None:
        # The driver must not begin transactions by itself.
        super().__init__(partial(sqlite3.connect, *arguments, **parameters, isolation_level=None), FIRST)
        # As SQLAlchemy does with connections that it opens itself.
        self._thread.daemon = True
        # What is still to be run before the next statement, and whether there is something to commit or to roll back.
        self.opening: str | None = None
        self.used = False
        # What tells the file that was opened from any that stands at its path later.
        self.file: tuple[int, int] | None = None

    def begin(self, opening: str) -> None:
        """Begin a transaction by this statement as soon as there is another to run in it."""
        self.opening = opening

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        return Cursor(self, self._conn.cursor())

    async def commit(self) -> None:
        await self._end(super().commit)

    async def rollback(self) -> None:
        await self._end(super().rollback)

    async def _end(self, end: Callable[[], Awaitable[None]]) -> None:
        self.opening = None
        # Not `in_transaction`: a statement that nobody waits for any more may be yet to run.
        if self.used:
            await end()
            self.used = False


class Cursor(aiosqlite.Cursor):
    """A cursor that brings the first rows with the statement, which are mostly all."""

    _conn: Connection

    def __init__(self, connection: Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._rows: list[Any] = []
        self._more = False

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "Cursor":
        self._rows = await self._visit(self._cursor.execute, sql, parameters or ())
        self._more = len(self._rows) == FIRST
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "Cursor":
        await self._visit(self._cursor.executemany, sql, parameters)
        return self

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = size or self.arraysize
        if not self._rows and self._more:
            self._rows = list(await super().fetchmany(FIRST))
            self._more = len(self._rows) == FIRST
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        if self._more:
            rows += await super().fetchall()
            self._more = False
        return rows

    async def close(self) -> None:
        # SQLite is done with a statement once all its rows are fetched.
        if self._more:
            await super().close()

    async def _visit(self, run: Callable[..., sqlite3.Cursor], *arguments: Any) -> list[Any]:
        self._conn.used = True
        try:
            rows: list[Any] = await self._execute(  # type: ignore[no-untyped-call]  # aiosqlite's own way to its thread
                self._run, self._conn.opening, run, *arguments
            )
        except asyncio.CancelledError:
            # Otherwise whoever has lost patience would still wait for its end, to roll back.
            await self._conn.interrupt()
            raise
        return rows

    def _run(self, opening: str | None, run: Callable[..., sqlite3.Cursor], *arguments: Any) -> list[Any]:
        if opening:
            self._conn._conn.execute(opening)  # noqa: SLF001  # the connection of this thread itself
            self._conn.opening = None
        return run(*arguments).fetchmany(FIRST)
