"""Backups from the command line: `footnote backup` and `footnote restore`."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot import app
from bot.errors import CannotStart
from db import backup, inspection
from db.damage import ILLEGIBLE
from db.diagnosis import Diagnosis
from db.engine import Database
from db.errors import DatabaseUnusable
from db.lease_store import LeaseStore


def make(file: Path) -> None:
    """Copy the store into a file, and look whether the copy is sound."""

    async def session() -> None:
        database = Database(app.configured().database_url)
        try:
            if not await database.exists():
                raise CannotStart(f"There is no store {database.name} yet.")
            if file.exists():
                raise CannotStart(f"{file} is there already: name another file.")
            await backup.back_up(database, file)
            found = await _examined(database, file)
        finally:
            await database.dispose()
        print(file, *_told(found), sep="\n")
        if any(finding.wrong for finding in found):
            raise CannotStart("The backup is as damaged as the store is: `footnote doctor --repair` mends what it can.")

    asyncio.run(session())


def restore(file: Path) -> None:
    """Put a backup in the place of the store, which is kept beside it."""

    async def session() -> None:
        store = Database(app.configured().database_url)
        try:
            found = await _examined(store, file)
            wrong = [finding for finding in found if finding.wrong]
            if wrong:
                raise CannotStart("\n".join([f"{file} is not restored, since it is not sound:", *map(str, wrong)]))
            await refuse_in_use(store)
            kept = await backup.restore(store, file)
        finally:
            await store.dispose()
        print(f"{store.name} is as {file} was.", *_told(found), sep="\n")
        if kept:
            print(f"What was there before is kept as {kept}.")

    asyncio.run(session())


async def _examined(database: Database, file: Path) -> list[Diagnosis]:
    if not file.is_file():
        raise CannotStart(f"There is no file {file}.")
    return [finding async for finding in inspection.inspect_backup(database, file)]


def _told(found: Sequence[Diagnosis]) -> list[str]:
    return [str(finding) for finding in found if finding.subject in ("ledger", "database", "backup")]


async def refuse_in_use(store: Database) -> None:
    """Raise CannotStart where a bot is at work on the store; a store that cannot be read has none."""
    if not await store.exists():
        return
    try:
        leases = await LeaseStore(store).all()
    except (DatabaseUnusable, *ILLEGIBLE):
        return
    if leases:
        holders = ", ".join(lease.holder for lease in leases)
        raise CannotStart(f"A bot is at work on {store.name} ({holders}): stop it first.")
