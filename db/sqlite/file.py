"""The file of SQLite as a backend: pragmas at every connection, and whether it is still the file that was opened."""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db.atomic_file import atomic
from db.diagnosis import Diagnosis
from db.errors import DAMAGED, DatabaseAway, DatabaseUnusable
from db.sqlite import driver, schema, triggers
from db.tables.ledger import NEWEST
from db.values import now

BUSY_TIMEOUT_MS = 10_000
DRIVER = "sqlite+aiosqlite"
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite adds to the name of a file
_LONGEST = 255  # bytes of a name, as file systems take them
_LOCKED = "database is locked"
_UNUSABLE = {
    _LOCKED: "The database {name} is locked by another program: close it, or wait, and try again.",
    "readonly database": "The database {name} is read-only: allow writing to the file and to its folder.",
    "unable to open database file": "The database {name} cannot be opened: see that its folder is there and writable.",
    "file is not a database": "The file {name} is not an SQLite database: point DATABASE_URL to another file.",
    "disk image is malformed": DAMAGED,
    "disk I/O error": (
        "The disk of {name} does not take what is written to it, or does not give what is read: see to its health, and "
        "to the room and the size of files that this program may have."
    ),
    "database or disk is full": "There is no room left on the disk of {name}: nothing was written.",
}
_NEWEST = str(NEWEST.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


class File:
    """One file of SQLite."""

    triggers = triggers
    schema = schema
    product = "SQLite"
    noun = "file"
    suffix = ".db"
    writes: Mapping[str, Any] = {"footnote_writes": True}
    notes = None

    def __init__(self, url: URL, called: str | None = None) -> None:
        self._url = url
        self.name = called or url.database or ""
        self.engine: AsyncEngine = create_async_engine(
            # What people have written stands in no error, and so in no log.
            url,
            async_creator=self._connect,
            hide_parameters=True,
        )
        # A connection that asks for the newest revision alone.
        self._newest: aiosqlite.Connection | None = None
        self._opening = asyncio.Lock()
        event.listen(self.engine.sync_engine, "connect", _prepare)
        event.listen(self.engine.sync_engine, "begin", _begin)

    @property
    def path(self) -> Path:
        """Where the file stands; its address may be a URI."""
        return Path((self._url.database or "").removeprefix("file:"))

    def absence(self) -> Diagnosis:
        if self.path.absolute().parent.is_dir():
            return Diagnosis("database", f"{self.name} is not there yet; the first start makes it")
        return Diagnosis("database", f"{self.name} cannot be made: its folder is not there", "wrong")

    async def exists(self) -> bool:
        return self.path.exists()

    def began(self) -> str | None:
        try:
            return self._beginning.read_text("utf-8").split()[-1]
        except (OSError, UnicodeDecodeError, IndexError):
            return None

    def note_beginning(self) -> None:
        if self._beginning.exists() or not self.path.exists():
            return
        with suppress(OSError):
            self._beginning.write_text(f"Footnote has kept a store here since {now():%Y-%m-%d}\n", "utf-8")

    @property
    def _beginning(self) -> Path:
        return Path(f"{self.path}-since")

    def connect(self) -> sqlite3.Connection:
        """Return a plain connection to the file, as it is; one that is made is readable by its owner alone."""
        try:
            (file,), parameters = self.engine.dialect.create_connect_args(self._url)
            # One that is only to be read is not made.
            if "mode" not in self._url.query:
                with suppress(OSError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o600))
            return sqlite3.connect(file, **parameters)
        except (TypeError, ValueError) as error:
            raise DatabaseUnusable(
                "DATABASE_URL has options that SQLite does not know: leave out what follows `?`."
            ) from error

    def unusable(self, error: BaseException) -> DatabaseUnusable | None:
        message = str(error.orig if isinstance(error, DBAPIError) else error)
        part = next((part for part in _UNUSABLE if part in message), None)
        if part is None:
            return None
        return (DatabaseAway if part == _LOCKED else DatabaseUnusable)(_UNUSABLE[part].format(name=self.name))

    async def hold(self, connection: AsyncConnection) -> None:
        """Raise DatabaseUnusable where the file is not at its path any more."""
        opened = (await connection.get_raw_connection()).driver_connection
        assert isinstance(opened, driver.Connection)
        if _identity(self.path) != opened.file:
            raise DatabaseUnusable(
                f"The database {self.name} was moved, deleted or replaced while Footnote was at work: nothing was "
                "written. Put it back, or start Footnote again."
            )

    async def newest(self) -> str:
        # Every message asks: by way of SQLAlchemy that takes ten times as long.
        async with self._opening:
            if self._newest is None:
                self._newest = await self._connect()
                await self._newest.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        ((newest,),) = await self._newest.execute_fetchall(_NEWEST)
        return str(newest)

    async def dispose(self) -> None:
        if self._newest is not None:
            await self._newest.close()
            self._newest = None
        await self.engine.dispose()

    async def size(self, connection: AsyncConnection) -> int:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        return int(pages * (await connection.exec_driver_sql("PRAGMA page_size")).scalar_one())

    async def scrub(self) -> None:
        """Empty the write-ahead log into the file, so that what was deleted stands in neither."""
        async with self.engine.execution_options(footnote_scrubs=True).connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def before(self, version: str, folder: Path | None) -> Path:
        return self.beside(f"before-{version}")

    async def back_up(self, target: Path) -> None:
        if target.resolve() in {self.path.resolve().with_name(f"{self.path.name}{end}") for end in _BESIDE}:
            raise DatabaseUnusable(f"{target} is the name of a file that SQLite keeps beside the store: name another.")
        if len(os.fsencode(target.name)) + max(map(len, _BESIDE)) > _LONGEST:
            raise DatabaseUnusable(f"{target.name} is too long a name for a store: name another file.")

        def copy() -> None:
            with atomic(target) as part:
                self.copy_into(part)

        await asyncio.to_thread(copy)

    async def restore(self, backup: Path) -> Path | None:
        return await asyncio.to_thread(self._replace, backup)

    def _replace(self, backup: Path) -> Path | None:
        # The store goes aside once the backup is there whole: it may be that very file, or the disk may have no room.
        with atomic(self.path) as part:
            File(self.opened(backup)).copy_into(part)
            return self._set_aside()

    def _set_aside(self) -> Path | None:
        """Keep the store with the files beside it under another name; return where it is."""
        if not self.path.exists():
            return None
        kept = self.beside(f"{now():%Y%m%dT%H%M%S%f}.before-restore")
        # What waits in the log goes into the file as far as that can be read.
        with suppress(sqlite3.Error), closing(self.connect()) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for beside in ("-wal", "-shm"):
            if (part := Path(f"{self.path}{beside}")).exists():
                part.rename(f"{kept}{beside}")
        try:
            # There is a store at the path at any moment.
            os.link(self.path, kept)
        except OSError:
            self.path.rename(kept)
        return kept

    def beside(self, what: str) -> Path:
        return Path(f"{self.path}.{what}")

    def opened(self, backup: Path) -> URL:
        # Not by its text, in which a name may end that has a question mark.
        return URL.create(DRIVER, database=str(backup))

    async def damage(self, backup: Path) -> str | None:
        """Return None: a backup is opened as a store, and looked at as one."""
        return None

    @asynccontextmanager
    async def copy(self) -> AsyncIterator[URL]:
        """Give the address of a copy in a folder of its own."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "copy.db"
            await self.back_up(file)
            yield self.opened(file)

    async def integrity(self) -> list[str]:
        """Return what SQLite itself finds wrong."""
        try:
            with closing(sqlite3.connect(self.path)) as connection:
                found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
                lost = connection.execute("PRAGMA foreign_key_check").fetchall()
                search = "SELECT name FROM sqlite_master WHERE name = 'fact_search'"
                if connection.execute(search).fetchone():
                    connection.execute("INSERT INTO fact_search (fact_search) VALUES ('integrity-check')")
        except sqlite3.Error as error:
            return [str(error)]
        except UnicodeDecodeError:
            return ["it holds text that is none"]
        return [line for line in found if line != "ok"] + [
            f"row {row[1]} of {row[0]} points to nothing" for row in lost
        ]

    async def access(self) -> Diagnosis:
        """Say whether the store itself, of which a copy was looked at, can be written."""
        try:
            with closing(self.connect()) as connection:
                connection.execute("PRAGMA busy_timeout = 1000")
                connection.execute("BEGIN IMMEDIATE")
                # It takes a write to be told that there may be none.
                connection.execute("PRAGMA user_version = 1")
                connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                return Diagnosis("access", "another program is writing to it now", "unknown")
            message = f"{self.name} is read-only: allow writing to the file and to its folder."
            return Diagnosis("access", message, "wrong")
        except sqlite3.DatabaseError as error:
            return Diagnosis("access", f"{self.name} cannot be written: {error}", "wrong")
        return Diagnosis("access", "it can be written")

    def copy_into(self, target: Path) -> None:
        """Copy the store as it is at one moment into an empty file."""
        with closing(self.connect()) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # One file: a log beside it would be left behind where the file is moved.
            copy.execute("PRAGMA journal_mode = DELETE")

    async def _connect(self) -> aiosqlite.Connection:
        (file,), parameters = self.engine.dialect.create_connect_args(self._url)
        # A thread of the driver's outlives a file that cannot be opened, and speaks to a loop that has ended.
        self.connect().close()
        connection = driver.Connection(file, **parameters)
        await connection
        connection.file = _identity(self.path)
        return connection


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from any other, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare(dbapi_connection: Any, _: object) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # Without this INSERT OR REPLACE deletes rows behind the back of delete triggers.
    cursor.execute("PRAGMA recursive_triggers = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    dbapi_connection.run_async(_log_ahead)
    cursor.execute("PRAGMA synchronous = FULL")
    # What is taken down or forgotten is overwritten, and does not linger in free pages.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


async def _log_ahead(connection: aiosqlite.Connection) -> None:
    """Have the file log ahead of what it writes, which two that open a new one at once cannot both begin."""
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # For this SQLite waits for nobody, whatever its timeout.
            if _LOCKED not in str(error) or time.monotonic() > until:
                raise
            await asyncio.sleep(0.01)
        else:
            return


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
