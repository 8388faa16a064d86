"""The backend: what SQLite and PostgreSQL do each in its own way, chosen by DATABASE_URL."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db.diagnosis import Diagnosis
from db.errors import DatabaseUnusable


class Triggers(Protocol):
    """The guards that no constraint can be."""

    @property
    def TRIGGERS(self) -> Mapping[str, str]: ...  # noqa: N802  # modules have it

    def drop(self, connection: Connection) -> None:
        """Drop every trigger there is, for work that is proven in another way."""

    def install(self, connection: Connection) -> None:
        """Make every trigger anew, as a migration that copies a table drops those on it."""

    def missing(self, connection: Connection) -> list[str]:
        """Return the names of the triggers that are not there as they should be."""


class Schema(Protocol):
    """What there is of tables."""

    def columns(self, connection: Connection) -> set[tuple[str, str]]:
        """Return every column by the name of its table and its own, but for those that the database makes itself."""

    def indexes(self, connection: Connection) -> set[str]:
        """Return the names of the indexes."""

    def objects(self, connection: Connection) -> dict[tuple[str, str], str]:
        """Return what there is, the SQL of each thing by its type and name."""

    def expected(self, connection: Connection) -> dict[tuple[str, str], str]:
        """Return what there is where the migrations have made it all."""

    def rebuild(self, connection: Connection) -> None:
        """Make every index anew."""

    def numbers(self, connection: Connection) -> dict[str, int]:
        """Return the last number given to a row, of each table for which the database notes it."""

    def number_from(self, connection: Connection, numbers: Mapping[str, int]) -> None:
        """Have the next row of each table numbered after this one."""


class Backend(Protocol):
    """A database; `name` is what it is called in sentences."""

    @property
    def name(self) -> str: ...

    @property
    def product(self) -> str:
        """Whose database it is."""

    @property
    def noun(self) -> str:
        """What of it is looked at as a whole."""

    @property
    def suffix(self) -> str:
        """How the names of backups end."""

    @property
    def engine(self) -> AsyncEngine: ...

    @property
    def writes(self) -> Mapping[str, Any]:
        """The execution options of a connection that writes."""

    @property
    def notes(self) -> Mapping[str, Any] | None:
        """The execution options of a connection that writes beside others, None where only one can write."""

    @property
    def triggers(self) -> Triggers: ...

    @property
    def schema(self) -> Schema: ...

    def absence(self) -> Diagnosis:
        """Say what it means that there is no store."""

    async def exists(self) -> bool:
        """Say whether there is a store."""

    def began(self) -> str | None:
        """Return the day on which a store was made here before, None where there is no knowing of any."""

    def note_beginning(self) -> None:
        """Note that a store was made here, so that it is told should it be gone one day."""

    def unusable(self, error: BaseException) -> DatabaseUnusable | None:
        """Return what to raise for an error that concerns the database as a whole, else None."""

    async def hold(self, connection: AsyncConnection) -> None:
        """Raise DatabaseUnusable where what is written would be lost."""

    async def newest(self) -> str:
        """Return the hash of the newest revision, empty where there is none, by the shortest way there is."""

    async def size(self, connection: AsyncConnection) -> int:
        """Return how many bytes the store takes."""

    async def dispose(self) -> None:
        """Close every connection."""

    async def scrub(self) -> None:
        """Leave nothing behind on disk of what was deleted."""

    async def back_up(self, target: Path) -> None:
        """Put the store as it is at one moment into a file, whole or not at all, readable by its owner alone."""

    async def restore(self, backup: Path) -> Path | None:
        """Put a backup in the place of the store; return where that is kept, None where there was none."""

    def beside(self, what: str) -> Path:
        """Return where a copy is kept of what was there before."""

    def opened(self, backup: Path) -> URL | None:
        """Return the address of a backup as a store, None where it cannot be opened as one."""

    async def damage(self, backup: Path) -> str | None:
        """Return what keeps a backup from being read to its end, None where nothing does."""

    def copy(self) -> AbstractAsyncContextManager[URL]:
        """Give the address of a copy of the store for as long as it is looked at."""

    async def integrity(self) -> list[str]:
        """Return what the database finds wrong in itself."""

    async def access(self) -> Diagnosis:
        """Say whether the store can be written."""

    def before(self, version: str, folder: Path | None) -> Path | None:
        """Return where a backup from before the migration to this version is put, None where there is no place.

        A backend that has none of its own puts it into the folder of the operator's backups.
        """
