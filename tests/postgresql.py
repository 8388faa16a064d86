"""A cluster of PostgreSQL for the tests: made in a folder of its own at first use, shared by all workers, then removed.

It listens on a socket in that folder alone, and what is in it need not outlast a loss of power.
"""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from uuid import uuid4

import psycopg

from bot import app
from bot.settings import Settings
from tests import pgbouncer

# Its folder, by which workers find the cluster of the process that began them.
FOLDER = "FOOTNOTE_TEST_CLUSTER"
_USER = "postgres"
_SEEDED = "seeded"
# Not everybody has it in PATH.
_RUNUSER = shutil.which("runuser") or shutil.which("runuser", path="/usr/sbin:/sbin")
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_connections=300"


def lacking() -> str | None:
    """Return why there can be no cluster here, None where there can."""
    if _program("initdb") is None:
        return "PostgreSQL is not installed (on Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and (_user() is None or _RUNUSER is None):
        return f"PostgreSQL does not run as root, and there is no user {_USER}, or no runuser to become it"
    return None


def begin() -> None:
    """Choose the folder, in the process that begins all others."""
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="footnote-pg-")


def end() -> None:
    """Stop the cluster, if it was used, and remove it."""
    folder = Path(os.environ.pop(FOLDER))
    pgbouncer.stop(folder)
    if (folder / "data" / "postmaster.pid").exists():
        _run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """The cluster, running."""

    def __init__(self, seed: Path) -> None:
        """Start it where it is not running yet; databases that begin `seeded` have taken the library in `seed`."""
        self._folder = Path(os.environ[FOLDER])
        with self._locked():
            if not (self._folder / "data" / "postmaster.pid").exists():
                self._start()
            if _SEEDED not in self._databases():
                asyncio.run(self._seed(seed))

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{_USER}@/{name}?host={self._folder}"

    @contextmanager
    def database(self, *, seeded: bool = False, language: str | None = None) -> Iterator[str]:
        """Give the address of a new database, an empty one, in the order of a language's words, or with the library."""
        name = f"footnote_{uuid4().hex[:12]}"
        order = f"LOCALE_PROVIDER icu ICU_LOCALE '{language}'" if language else ""
        self.execute(f"CREATE DATABASE {name} TEMPLATE {_SEEDED if seeded else 'template0'} STRATEGY FILE_COPY {order}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def pool(self) -> None:
        """Start a pooler of connections before it, where there is none yet."""
        with self._locked():
            pgbouncer.start(self._folder, _become(), _USER)

    def execute(self, statement: str) -> None:
        """Run a statement that no transaction takes."""
        with self._connected() as connection:
            connection.execute(statement.encode())

    def _connected(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(host=str(self._folder), user=_USER, dbname=_USER, autocommit=True)

    def _databases(self) -> set[object]:
        with self._connected() as connection:
            return {row[0] for row in connection.execute("SELECT datname FROM pg_database")}

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def _start(self) -> None:
        if user := _user():
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        data = str(self._folder / "data")
        # In an order of words that is not ours, so that a column which is not in ours is found out.
        _run("initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        options = f"{_FAST} -c listen_addresses='' -c unix_socket_directories='{self._folder}'"
        _run("pg_ctl", "-D", data, "-l", str(self._folder / "log"), "-w", "-o", options, "start")

    async def _seed(self, seed: Path) -> None:
        self.execute("CREATE DATABASE seeding TEMPLATE template0")
        settings = Settings(_env_file=None, database_url=self.url("seeding"), fixtures_dir=seed)
        async with app.opened(settings):
            pass
        self.execute(f"ALTER DATABASE seeding RENAME TO {_SEEDED}")


def _program(name: str) -> str | None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(installed[-1]) if installed else shutil.which(name)


def _user() -> pwd.struct_passwd | None:
    """Return whoever runs the server: root may not."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(_USER)
    except KeyError:
        return None


def _become() -> list[str]:
    return [_RUNUSER or "runuser", "-u", _USER, "--"] if _user() else []


def _run(name: str, *arguments: str) -> None:
    subprocess.run([*_become(), _program(name) or name, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")
