"""Backups: copies of the store as it is at one moment, made while others read and write."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from db.engine import Database, in_words


async def back_up(database: Database, target: Path) -> None:
    """Copy the store into one file, which is there whole or not at all, and readable by its owner alone.

    Raises DatabaseUnusable for a store that cannot be read, and OSError for a file that cannot be written.
    """
    with in_words(database.file):
        await asyncio.to_thread(_copy, database, target)


def _copy(database: Database, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(database.connect()) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            # One file: a log beside it would be left behind where the file is moved.
            copy.execute("PRAGMA journal_mode = DELETE")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
