"""The history of the tables: migrations in folders, those of one database and those of both."""

import os
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection

from db.backend import Triggers

FOLDER = files("db") / "migrations"
# A store on SQLite began earlier; `versions` has what came later, and is of both.
_FOLDERS = ("sqlite", "postgresql", "versions")


@cache
def revisions() -> list[str]:
    """Return the revisions of this version, the newest last: each is the number in its file's name."""
    names = (file.name for folder in _FOLDERS for file in (FOLDER / folder).iterdir())
    return sorted({name[1:5] for name in names if name.startswith("m")})


def options(dialect: str) -> dict[str, str]:
    """Return what alembic has to know of the history of stores on this database."""
    folders = (str(FOLDER / folder) for folder in (dialect, "versions"))
    return {
        "script_location": str(FOLDER),
        "path_separator": "os",
        "version_locations": os.pathsep.join(folders),
    }


def migrate(connection: Connection, triggers: Triggers) -> None:
    """Migrate the tables to this version and make the triggers."""
    # Alembic takes a while to load, and a database is seldom older than the program.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    for option, value in options(connection.dialect.name).items():
        config.set_main_option(option, value)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    triggers.install(connection)
