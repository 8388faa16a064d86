"""Stores that have taken a library, each made once: to take the shipped one in takes longer than most questions."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot import app
from bot.settings import Settings

Seeded: TypeAlias = Callable[..., Awaitable[Settings]]


@pytest.fixture(scope="session")
def _stores() -> dict[tuple[Path | None, bool], Path]:
    return {}


@pytest.fixture
def seeded_with(
    url: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    _stores: dict[tuple[Path | None, bool], Path],
) -> Seeded:
    """Give the settings of a store of the test's own with the shipped library, or with the `fixtures` of a folder."""

    async def settings(verifier: str, library: Path | None = None, *, bare: bool = False) -> Settings:
        folder = library and library / "fixtures"
        if (library, bare) not in _stores:
            made = tmp_path_factory.mktemp("seeded") / "footnote.db"
            making = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{made}", fixtures_dir=folder)
            async with app.opened(making, bare=bare):
                pass
            _stores[library, bare] = made
        shutil.copy(_stores[library, bare], tmp_path / "footnote.db")
        return Settings(_env_file=None, database_url=url, fixtures_dir=folder, verifier=verifier)

    return settings
