"""Backups from the command line: `footnote backup` and `footnote restore`."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot import app
from bot.errors import CannotStart
from db import backup, inspection
from db.engine import Database, file_of
from db.errors import DatabaseUnusable
from db.inspection import Diagnosis
from db.lease_store import LeaseStore
from db.values import now


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
        finally:
            await database.dispose()
        found = await _examined(file)
        print(file, *_told(found), sep="\n")
        if any(finding.wrong for finding in found):
            raise CannotStart("The backup is as damaged as the store is: `footnote doctor --repair` mends what it can.")

    asyncio.run(session())


def restore(file: Path) -> None:
    """Put a backup in the place of the store, which is kept beside it."""

    async def session() -> None:
        found = await _examined(file)
        wrong = [finding for finding in found if finding.wrong]
        if wrong:
            raise CannotStart("\n".join([f"{file} is not restored, since it is not sound:", *map(str, wrong)]))
        store, source = Database(app.configured().database_url), backup.opened(file)
        try:
            await _refuse_in_use(store)
            kept = _set_aside(file_of(store).path)
            await backup.back_up(source, file_of(store).path)
        finally:
            await store.dispose()
            await source.dispose()
        print(f"{store.name} is as {file} was.", *_told(found), sep="\n")
        if kept:
            print(f"What was there before is kept as {kept}.")

    asyncio.run(session())


async def _examined(file: Path) -> list[Diagnosis]:
    if not file.is_file():
        raise CannotStart(f"There is no file {file}.")
    database = backup.opened(file)
    try:
        return [finding async for finding in inspection.inspect(database)]
    finally:
        await database.dispose()


def _told(found: Sequence[Diagnosis]) -> list[str]:
    return [str(finding) for finding in found if finding.subject in ("ledger", "database")]


async def _refuse_in_use(store: Database) -> None:
    """Raise CannotStart where a bot is at work on the store; a store that cannot be read has none."""
    if not await store.exists():
        return
    try:
        leases = await LeaseStore(store).all()
    except DatabaseUnusable:
        return
    if leases:
        holders = ", ".join(lease.holder for lease in leases)
        raise CannotStart(f"A bot is at work on {store.name} ({holders}): stop it first.")


def _set_aside(path: Path) -> Path | None:
    """Move the store with the files beside it out of the way; return where it is."""
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.{now():%Y%m%dT%H%M%S}.before-restore")
    for beside in ("-wal", "-shm", ""):
        part = path.with_name(f"{path.name}{beside}")
        if part.exists():
            part.rename(f"{kept}{beside}")
    return kept
