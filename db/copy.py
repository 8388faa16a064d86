"""The copy of a store in another database, row by row with its numbers, and proven before it counts."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, TableClause, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from db import tables, upgrade
from db.damage import ILLEGIBLE
from db.engine import Database, opening
from db.errors import DatabaseUnusable, damaged
from db.ledger import proof
from db.migrations.history import migrate

BATCH = 1000  # rows read and written at once
# What processes that run hold of the store that they run on.
_OF_PROCESSES = (tables.lease, tables.identify)


@dataclass(frozen=True)
class Checksum:
    """How many rows a table has, and the SHA-256 of what they say in the order of their keys."""

    table: str
    rows: int
    digest: str


async def copy(source: Database, target: Database, progress: Callable[[int, int], None]) -> list[Checksum]:
    """Copy all that the store has into an empty database; return the checksum of each table, the same in both.

    It is one transaction: where anything stands in the way, or the copy is not what was copied, nothing of it stays.
    `progress` is told how many rows of how many are there. Raises DatabaseUnusable.
    """
    await _refuse_unless_copied(source)
    if await target.exists() and await upgrade.state(target) != "empty":
        raise DatabaseUnusable(f"{target.name} is not empty: name a database that has nothing in it.")
    try:
        with opening(source):
            async with source.reading() as read, target.writing() as write:
                checksums = await _Copy(source, target, read, write, progress).make()
    except ILLEGIBLE as error:
        raise damaged(source.name) from error
    target.backend.note_beginning()
    return checksums


async def _refuse_unless_copied(source: Database) -> None:
    if not await source.exists():
        raise DatabaseUnusable(f"There is no store {source.name}.")
    match await upgrade.state(source):
        case "current":
            return
        case "older":
            problem = "is of an older version: start Footnote on it once"
        case "newer":
            problem = "is of a newer version: update Footnote"
        case _:
            problem = "is no store of Footnote’s: name one that is"
    raise DatabaseUnusable(f"{source.name} {problem}.")


class _Copy:
    """One copy while it is made, in a reading of the one store and a writing of the other."""

    def __init__(
        self,
        source: Database,
        target: Database,
        read: AsyncConnection,
        write: AsyncConnection,
        progress: Callable[[int, int], None],
    ) -> None:
        self._source = source
        self._target = target
        self._read = read
        self._write = write
        self._progress = progress
        self._done = 0

    async def make(self) -> list[Checksum]:
        triggers = self._target.backend.triggers
        await self._write.run_sync(migrate, triggers)
        # They hold each change against the ledger, which comes row by row here; all is held against it at the end.
        await self._write.run_sync(triggers.drop)
        queries = _queries()
        for table in reversed(queries):
            # What the migrations enter comes with the store.
            await self._write.execute(table.delete())
        total = sum([await self._read.scalar(select(func.count()).select_from(table)) or 0 for table in queries])
        checksums = [await self._table(table, query, total) for table, query in queries.items()]
        await self._number()
        await self._write.run_sync(triggers.install)
        await self._prove(checksums)
        return checksums

    async def _table(self, table: TableClause, query: Select[Any], total: int) -> Checksum:
        checksum = _Sum()
        async for rows in _batches(self._read, query):
            checksum.add(rows)
            try:
                await self._write.execute(table.insert(), [{**row._mapping} for row in rows])
            except DBAPIError as error:
                if self._target.backend.unusable(error):
                    raise
                raise DatabaseUnusable(
                    f"{self._target.name} does not take what stands in the table {table.name}, and nothing is copied: "
                    f"`footnote doctor` looks for damage in {self._source.name}."
                ) from error
            self._done += len(rows)
            self._progress(self._done, total)
        return checksum.of(table)

    async def _number(self) -> None:
        """Have rows that come later numbered from where the store was: a number that was given once names one thing."""
        numbers = await self._read.run_sync(self._source.backend.schema.numbers)
        for table in tables.metadata.sorted_tables:
            if table.c.get("id") is not None and table.c.id.identity is not None:
                newest = await self._read.scalar(select(func.max(table.c.id))) or 0
                numbers[table.name] = max(numbers.get(table.name, 0), newest)
        await self._write.run_sync(self._target.backend.schema.number_from, numbers)

    async def _prove(self, checksums: Sequence[Checksum]) -> None:
        """Raise DatabaseUnusable where the copy is not what was copied, or the ledger does not prove it."""
        for checksum, (table, query) in zip(checksums, _queries().items(), strict=True):
            again = _Sum()
            async for rows in _batches(self._write, query):
                again.add(rows)
            if again.of(table) != checksum:
                raise DatabaseUnusable(
                    f"The table {table.name} would not be the same in {self._target.name}, and nothing is copied: "
                    f"`footnote doctor` looks for damage in {self._source.name}."
                )
        if problems := [*(await proof.prove(self._write)).problems]:
            raise DatabaseUnusable(
                f"{self._source.name} is not sound, and nothing is copied: {' '.join(problems)} "
                "`footnote doctor --repair` mends what can be mended."
            )


class _Sum:
    """The checksum of rows as they come."""

    def __init__(self) -> None:
        self._rows = 0
        self._hash = hashlib.sha256()

    def add(self, rows: Sequence[Row[Any]]) -> None:
        self._rows += len(rows)
        for row in rows:
            self._hash.update(json.dumps([*row], default=str).encode())

    def of(self, table: TableClause) -> Checksum:
        return Checksum(table.name, self._rows, self._hash.hexdigest())


def _queries() -> dict[TableClause, Select[Any]]:
    """Return what reads each table whole in the order of its keys; tables come before those that refer to them."""
    found: dict[TableClause, Select[Any]] = {
        table: select(table).order_by(*table.primary_key)
        for table in tables.metadata.sorted_tables
        if table not in _OF_PROCESSES
    }
    for table, columns in tables.FULL_TEXT.items():
        found[table] = select(*(table.c[name] for name in columns)).order_by(table.c.rowid)
    return found


async def _batches(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Sequence[Row[Any]]]:
    async with connection.stream(query) as result:
        async for rows in result.partitions(BATCH):
            yield rows
