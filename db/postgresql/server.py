"""The server of PostgreSQL as a backend: readers see one state, writers come one at a time.

Nothing here outlasts a transaction on the server's side, so that pgbouncer may stand between in its transaction mode.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from db.diagnosis import Diagnosis
from db.errors import DAMAGED, DatabaseAway, DatabaseUnusable
from db.postgresql import dump, schema, triggers
from db.tables.ledger import NEWEST
from db.values import now

# How long a writer waits for the one before, as on SQLite.
LOCK_TIMEOUT_MS = 10_000
# One store has a database, and so one lock of this number.
_LOCK = 0x666F6F746E6F7465
# In which schema the tables are, where it is not that of the role: in an address, and of a connection.
_SCHEMA = "footnote_schema"
# What is personal or may have to be taken down.
_EMPTIED = "actor, document, draft, gap, gap_asker, passage_search, preview, reply, report"
_LOCKED = "The database {name} is locked by another program: close it, or wait, and try again."
_PASSWORD = (
    "The database {name} does not let this user in: correct user and password in DATABASE_URL, or set PGPASSWORD."  # noqa: S105  # a sentence  # nosec B105
)
_MISSING = "There is no database {name}: make it with `createdb`, or correct DATABASE_URL."
_READ_ONLY = "The database {name} is read-only, as a replica is: point DATABASE_URL to the primary server."
_FULL = "There is no room left on the disk of {name}: nothing was written."
_BUSY = "The server of {name} takes no more connections: close some, or allow more (`max_connections`)."
_STARTING = "The server of {name} is starting or stopping: wait, and try again."
_RIGHTS = "The user in DATABASE_URL may not do that in {name}: make it the owner of the database."
_POOLED = (
    "pg_dump and pg_restore leave settings behind in a session, where the bot would meet them later, and before {name} "
    "is a pooler, such as pgbouncer: run this with the address of the server itself in DATABASE_URL."
)
_AWAY = "The database {name} cannot be reached: see that its server runs, and that DATABASE_URL names it."
_PASSING = {_LOCKED, _BUSY, _STARTING, _AWAY}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_STATE = {
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "28P01": _PASSWORD,
    "28000": _PASSWORD,
    "3D000": _MISSING,
    "25006": _READ_ONLY,
    "53100": _FULL,
    "53300": _BUSY,
    "57P01": _STARTING,
    "57P02": _STARTING,
    "57P03": _STARTING,
    "42501": _RIGHTS,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
# A connection that is refused comes without a state.
_BY_WORDS = {
    "authentication failed": _PASSWORD,
    "no password supplied": _PASSWORD,
    "no pg_hba.conf entry": _PASSWORD,
    'role "': _PASSWORD,
    'database "': _MISSING,
    "too many c": _BUSY,
    "the database system is": _STARTING,
}


class Server:
    """One database of a server of PostgreSQL."""

    triggers = triggers
    schema = schema
    product = "PostgreSQL"
    noun = "server"
    suffix = ".dump"
    # Read committed, and a lock before anything is read: what a writer sees is then the newest throughout.
    writes: Mapping[str, Any] = {"footnote_writes": True, "isolation_level": "READ COMMITTED"}
    notes: Mapping[str, Any] | None = {"isolation_level": "READ COMMITTED"}

    def __init__(self, url: URL, called: str | None = None) -> None:
        self._url = url.difference_update_query([_SCHEMA])
        host = url.host or url.query.get("host", "localhost")
        self.name = called or f"{url.database} at {host if isinstance(host, str) else ', '.join(host)}"
        try:
            self.engine: AsyncEngine = create_async_engine(
                self._url,
                # What people have written stands in no error, and so in no log.
                hide_parameters=True,
                isolation_level="REPEATABLE READ",
                execution_options={_SCHEMA: url.query.get(_SCHEMA)},
                # A server that was started anew is not met by a message.
                pool_pre_ping=True,
                connect_args={"prepare_threshold": None, "connect_timeout": 10, "application_name": "footnote"},
            )
        except ModuleNotFoundError as error:
            raise DatabaseUnusable("PostgreSQL needs the extra: install footnote[postgres].") from error
        event.listen(self.engine.sync_engine, "begin", _begin)
        event.listen(self.engine.sync_engine, "before_cursor_execute", _without_nul, retval=True)

    def absence(self) -> Diagnosis:
        return Diagnosis("database", f"{self.name} has no tables yet; the first start makes them")

    async def exists(self) -> bool:
        query = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())"
        async with self.engine.connect() as connection:
            return bool(await connection.scalar(text(query)))

    def began(self) -> str | None:
        return None

    def note_beginning(self) -> None:
        """Do nothing: a server says of a database that is gone that it is gone."""

    def unusable(self, error: BaseException) -> DatabaseUnusable | None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        state, message = getattr(cause, "sqlstate", None), str(cause)
        said = _BY_STATE.get(state or "")
        if said is None and state is None and type(cause).__name__ in ("OperationalError", "ConnectionTimeout"):
            said = next((said for part, said in _BY_WORDS.items() if part in message), _AWAY)
        if said is None:
            return None
        return (DatabaseAway if said in _PASSING else DatabaseUnusable)(said.format(name=self.name))

    async def hold(self, connection: AsyncConnection) -> None:
        """Do nothing: what the server has committed it has."""

    async def newest(self) -> str:
        async with self.engine.connect() as connection:
            return str(await connection.scalar(NEWEST))

    async def dispose(self) -> None:
        await self.engine.dispose()

    async def size(self, connection: AsyncConnection) -> int:
        return int((await connection.execute(text("SELECT pg_database_size(current_database())"))).scalar_one())

    async def scrub(self) -> None:
        """Clean up after deleted rows, so that their room is written over."""
        async with self.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            await connection.exec_driver_sql(f"VACUUM {_EMPTIED}")

    async def back_up(self, target: Path) -> None:
        await self._refuse_pooler()
        await dump.write(self._url, target)

    async def restore(self, backup: Path) -> Path | None:
        await self._refuse_pooler()
        kept = self.beside(f"{now():%Y%m%dT%H%M%S%f}.before-restore") if await self.exists() else None
        if kept:
            await self.back_up(kept)
        try:
            await self._replace(backup)
        except DatabaseUnusable:
            if kept:
                await self._replace(kept)
            raise
        return kept

    async def _refuse_pooler(self) -> None:
        """Raise DatabaseUnusable where whoever is connected to is not the one who answers."""
        async with self.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            answering = await connection.scalar(text("SELECT pg_backend_pid()"))
        if driver is None or driver.info.backend_pid != answering:
            raise DatabaseUnusable(_POOLED.format(name=self.name))

    async def _replace(self, backup: Path) -> None:
        async with self.engine.begin() as connection:
            await connection.run_sync(schema.empty)
        await dump.read(self._url, backup)

    def beside(self, what: str) -> Path:
        return Path(f"{self._url.database}.{what}{self.suffix}")

    def opened(self, backup: Path) -> str | None:
        return None

    async def damage(self, backup: Path) -> str | None:
        return await dump.damage(backup)

    @asynccontextmanager
    async def copy(self) -> AsyncIterator[URL]:
        """Give the address of a copy beside the store, in a schema of its own."""
        try:
            async with self.engine.begin() as connection:
                await connection.run_sync(schema.copy)
            yield self._url.update_query_dict({_SCHEMA: schema.COPY})
        finally:
            async with self.engine.begin() as connection:
                await connection.run_sync(schema.drop_copy)

    async def integrity(self) -> list[str]:
        """Return nothing: the copy was made row by row, and every reference in it was followed."""
        return []

    async def access(self) -> Diagnosis:
        async with self.engine.connect() as connection:
            query = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
            if await connection.scalar(text(query)):
                return Diagnosis("access", _READ_ONLY.format(name=self.name), "wrong")
            rights = "SELECT bool_and(has_table_privilege(oid, 'INSERT, UPDATE, DELETE')) FROM pg_class"
            if not await connection.scalar(text(f"{rights} WHERE relnamespace = current_schema()::regnamespace")):
                return Diagnosis("access", _RIGHTS.format(name=self.name), "wrong")
        return Diagnosis("access", "it can be written")

    def before(self, version: str, folder: Path | None) -> Path | None:
        return folder / self.beside(f"before-{version}") if folder else None


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_SCHEMA):
        connection.exec_driver_sql(f"SET LOCAL search_path = {options[_SCHEMA]}")
    if options.get("footnote_writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}; SELECT pg_advisory_xact_lock({_LOCK})")


def _without_nul(_: Connection, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
    # PostgreSQL has no text with a NUL in it: what is looked up is found without, and is not there with it.
    return statement, _bare(parameters)


def _bare(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "")
        case dict():
            return {name: _bare(part) for name, part in value.items()}
        case list() | tuple():
            return type(value)(_bare(part) for part in value)
    return value
