"""Stores of the bots, each with a folder: a file in it, or a database of the tests' cluster."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import Databases

STORE = "footnote.db"


@dataclass
class Stores:
    """The stores of a module's bots; those that are on the cluster end with it.

    A file begins with a copy of `seeded`.
    """

    seeded: Path | None = None
    databases: Databases | None = None
    _made: dict[Path, str] = field(default_factory=dict)
    _ends: ExitStack = field(default_factory=ExitStack)

    def url(self, folder: Path, *, seeded: bool = False) -> str:
        """Return the address of a folder's store; one that is not there yet has the small library if it is `seeded`."""
        if self.databases:
            if folder not in self._made:
                self._made[folder] = self._ends.enter_context(self.databases(seeded=seeded))
            return self._made[folder]
        file = folder / STORE
        if seeded and self.seeded and not file.exists():
            shutil.copy(self.seeded, file)
        return f"sqlite+aiosqlite:///{file}"

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have the bots that are started meanwhile find their stores here."""
        _USED.append(self)
        with self._ends:
            yield
        _USED.remove(self)


# Benchmarks begin with empty files.
_USED = [Stores()]


def stores() -> Stores:
    """Return those that are used at present."""
    return _USED[-1]
