"""Backups: copies of the store as it is at one moment, made while others read and write."""

from datetime import datetime, timedelta
from pathlib import Path

from db.engine import Database, opening
from db.errors import DatabaseUnusable
from db.values import Clock, now

_NAMED = "footnote-%Y%m%dT%H%M%S"


async def back_up(database: Database, target: Path) -> None:
    """Copy the store into one file, which is there whole or not at all, and readable by its owner alone.

    Raises DatabaseUnusable for a store that cannot be read, or a file that cannot be written.
    """
    try:
        with opening(database):
            await database.backend.back_up(target)
    except OSError as error:
        raise DatabaseUnusable(f"No backup can be written to {target}: {error.strerror}.") from error


async def restore(database: Database, backup: Path) -> Path | None:
    """Put a backup in the place of the store; return where that is kept, None where there was none.

    Raises DatabaseUnusable.
    """
    try:
        with opening(database):
            return await database.backend.restore(backup)
    except OSError as error:
        raise DatabaseUnusable(f"{backup} cannot be restored: {error.strerror}.") from error


class Backups:
    """Backups in a folder, one at a time as they are due, of which the newest are kept."""

    def __init__(self, database: Database, folder: Path, every: timedelta, keep: int, clock: Clock = now) -> None:
        self.database = database
        self._folder = folder
        self._every = every
        self._keep = keep
        self._clock = clock

    @property
    def made(self) -> list[Path]:
        """Those that are there, the newest last; those of the future, from before the clock was set back, first."""
        found = {path: at for path in self._folder.glob(f"footnote-*{self._suffix}") if (at := _made_at(path))}
        return sorted(found, key=lambda path: (found[path] <= self._clock(), found[path]))

    @property
    def _suffix(self) -> str:
        return self.database.backend.suffix

    @property
    def age(self) -> timedelta | None:
        """How old the newest is, None where there is none."""
        return self._clock() - at if self.made and (at := _made_at(self.made[-1])) else None

    @property
    def late(self) -> bool:
        """Whether one has been left out."""
        return self.age is None or not timedelta() <= self.age <= 2 * self._every

    @property
    def due(self) -> bool:
        # One from the future was made before the clock was set back.
        return self.age is None or not timedelta() <= self.age < self._every

    async def make(self) -> Path:
        """Make one; raises DatabaseUnusable."""
        path = self._folder / f"{self._clock().strftime(_NAMED)}{self._suffix}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            await back_up(self.database, path)
        except OSError as error:
            raise DatabaseUnusable(f"No backup can be written to {path}: {error.strerror}.") from error
        return path

    def rotate(self) -> None:
        """Let go of the oldest, once the newest is known to be sound; raises DatabaseUnusable."""
        try:
            for old in self.made[: -self._keep]:
                old.unlink()
        except OSError as error:
            raise DatabaseUnusable(f"No backup can be taken out of {self._folder}: {error.strerror}.") from error


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem, _NAMED)
    except ValueError:
        return None
