"""A pooler of connections for the tests: pgbouncer in its transaction mode, before the cluster of PostgreSQL.

Each transaction is given the next connection of a few, so that what is kept in a session is missed, or met by others.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

PORT = 6432
CONNECTIONS = 3  # to each database
_PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
_PID = "pgbouncer.pid"


def lacking() -> str | None:
    """Return why there can be no pooler here, None where there can."""
    return None if _PROGRAM else "pgbouncer is not installed (on Debian: apt-get install pgbouncer)"


def pooled(address: str) -> str:
    """Return the address of a database of the cluster as the pooler has it."""
    return make_url(address).update_query_dict({"port": str(PORT)}).render_as_string(hide_password=False)


def start(folder: Path, become: list[str], user: str) -> None:
    """Start it before the cluster whose socket is in the folder, where it does not run yet; it becomes that user."""
    if (folder / _PID).exists():
        return
    settings = {
        "unix_socket_dir": folder,
        "listen_port": PORT,
        "auth_type": "any",
        "pool_mode": "transaction",
        "default_pool_size": CONNECTIONS,
        "server_round_robin": 1,
        "max_client_conn": 300,
        "query_wait_timeout": 30,
        "logfile": folder / "pgbouncer.log",
        "pidfile": folder / _PID,
    }
    file = folder / "pgbouncer.ini"
    lines = ["[databases]", f"* = host={folder} user={user}", "[pgbouncer]"]
    file.write_text("\n".join([*lines, *(f"{name} = {value}" for name, value in settings.items()), ""]), "utf-8")
    subprocess.run([*become, _PROGRAM or "pgbouncer", "--daemon", "--quiet", str(file)], check=True, cwd="/")
    until = time.monotonic() + 30
    while not (folder / f".s.PGSQL.{PORT}").exists():
        assert time.monotonic() < until, (folder / "pgbouncer.log").read_text("utf-8")
        time.sleep(0.02)


def stop(folder: Path) -> None:
    """Stop it, where it runs."""
    if (folder / _PID).exists():
        os.kill(int((folder / _PID).read_text("ascii")), signal.SIGTERM)


def sessions(address: str) -> list[str]:
    """Return what stands in the sessions on the server that a client who comes later would meet."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT", connect_args={"prepare_threshold": None})
    with engine.connect() as connection:
        kept = [str(row) for _ in range(2 * CONNECTIONS) for row in connection.execute(_KEPT)]
    engine.dispose()
    return kept


# pgbouncer itself sets again what a client began with.
_KEPT = text("""
    SELECT 'setting', name, setting FROM pg_settings WHERE source = 'session' AND name NOT IN
        ('application_name', 'client_encoding', 'DateStyle', 'standard_conforming_strings', 'TimeZone')
    UNION ALL SELECT 'statement', name, statement FROM pg_prepared_statements
    UNION ALL SELECT 'cursor', name, statement FROM pg_cursors WHERE name <> ''
    UNION ALL SELECT 'channel', c, '' FROM pg_listening_channels() AS c
    UNION ALL SELECT 'table', relname, '' FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
    UNION ALL SELECT 'lock', locktype, mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
""")
