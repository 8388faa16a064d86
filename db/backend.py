"""The backend: what SQLite and PostgreSQL do each in its own way, chosen by DATABASE_URL."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


class Triggers(Protocol):
    """The guards that no constraint can be."""

    @property
    def TRIGGERS(self) -> Mapping[str, str]: ...  # noqa: N802  # modules have it

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


class Backend(Protocol):
    """A database; `name` is what it is called in sentences."""

    @property
    def name(self) -> str: ...

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

    async def exists(self) -> bool:
        """Say whether there is a store."""

    def began(self) -> str | None:
        """Return the day on which a store was made here before, None where there is no knowing of any."""

    def note_beginning(self) -> None:
        """Note that a store was made here, so that it is told should it be gone one day."""

    def unusable(self, error: BaseException) -> str | None:
        """Return a sentence for an error that concerns the database as a whole, else None."""

    async def hold(self, connection: AsyncConnection) -> None:
        """Raise DatabaseUnusable where what is written would be lost."""

    async def size(self, connection: AsyncConnection) -> int:
        """Return how many bytes the store takes."""

    async def scrub(self) -> None:
        """Leave nothing behind on disk of what was deleted."""

    async def back_up(self, target: Path) -> None:
        """Put the store as it is at one moment into a file, whole or not at all, readable by its owner alone."""

    async def keep(self, version: str) -> None:
        """Keep what is there before it is migrated to this version."""
