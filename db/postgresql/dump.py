"""Dumps by PostgreSQL's own tools, `pg_dump` and `pg_restore`, in their custom format."""

import asyncio
import os
import shutil
from pathlib import Path

from sqlalchemy import URL

from db.atomic_file import atomic
from db.errors import DatabaseUnusable, NoProgram

# Debian keeps several versions beside each other here.
VERSIONS = Path("/usr/lib/postgresql")


async def write(url: URL, target: Path) -> None:
    """Dump the store as it is at one moment into a file, which is there whole or not at all."""
    with atomic(target) as part:
        await _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={part}")


async def read(url: URL, dump: Path) -> None:
    """Take all that the dump holds into the database, which holds none of it, or nothing."""
    await _run("pg_restore", url, "--no-owner", "--no-privileges", "--single-transaction", str(dump))


async def damage(dump: Path) -> str | None:
    """Return what keeps the dump from being read to its end, None where nothing does."""
    return await _failure("pg_restore", {}, "--file=/dev/null", str(dump))


async def _run(program: str, url: URL, *arguments: str) -> None:
    # A password stands in no list of processes.
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secrets = {"PGPASSWORD": url.password} if url.password else {}
    failure = await _failure(program, secrets, f"--dbname={address}", *arguments)
    if failure:
        raise DatabaseUnusable(f"{program} does not do it: {failure}")


async def _failure(program: str, secrets: dict[str, str], *arguments: str) -> str | None:
    """Run a program; return the last that it says where it fails."""
    found = _found(program)
    if found is None:
        raise NoProgram(
            f"There is no {program} here: install PostgreSQL's client programs, of the server's version or a newer one."
        )
    process = await asyncio.create_subprocess_exec(
        found,
        *arguments,
        env={**os.environ, **secrets},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode == 0:
        return None
    return (said.decode(errors="replace").strip().splitlines() or ["it gives no reason"])[-1]


def _found(program: str) -> str | None:
    # The newest reads what any of them wrote.
    versions = sorted(VERSIONS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    return str(versions[-1]) if versions else shutil.which(program)
