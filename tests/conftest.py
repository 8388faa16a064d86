"""Fixtures of all tests: a small library of our own, a store in a file, and the bot to speak to."""

import asyncio
import logging
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import make_url

from bot import app
from bot.app import Services
from bot.briefing.answer import Answer, Section
from bot.briefing.refusals import Refusal
from bot.render import plain
from bot.render.spans import plain_note
from bot.settings import Settings
from bot.terminal.console import Author
from db.notes import PREFIX
from tests import pgbouncer, postgresql

# How long one example takes says more about the machine than about the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

LIBRARY = Path(__file__).parent / "library"
SHARED = Path(__file__).parents[2] / "shared"


@dataclass(frozen=True)
class Attached:
    """A file that comes with a message, as much of one as commands look at."""

    filename: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    async def read(self) -> bytes:
        return self.content


Say = Callable[..., Awaitable[Answer]]


@contextmanager
def log_as_before() -> Iterator[None]:
    """Have what is configured of the log in here end here: it writes to a stream that pytest closes."""
    root, alembic = logging.getLogger(), logging.getLogger("alembic")
    handlers, levels = [*root.handlers], (root.level, alembic.level)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(levels[0])
        alembic.setLevel(levels[1])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql", "pgbouncer"),
        default="sqlite",
        help="where the stores of the tests are; pgbouncer is PostgreSQL behind a pooler; "
        "on both only those tests are run that have a store",
    )


def on_postgresql(config: pytest.Config) -> bool:
    """Say whether the stores of the tests are on PostgreSQL."""
    return bool(config.getoption("database") != "sqlite")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite(reason): is about the file of SQLite, and not run on PostgreSQL")
    if not hasattr(config, "workerinput"):
        postgresql.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgresql.end()


# Whatever chooses its database itself is run once, with the rest on SQLite.
_CHOOSES = {"cluster", "pooler", "postgresql_url", "address"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not on_postgresql(config):
        return

    def runs(item: pytest.Item) -> bool:
        fixtures = {*getattr(item, "fixturenames", ())}
        has_store = bool(fixtures & {"url", "stores"})
        return has_store and not fixtures & _CHOOSES and item.get_closest_marker("sqlite") is None

    config.hook.pytest_deselected(items=[item for item in items if not runs(item)])
    items[:] = filter(runs, items)


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Fail a test that leaves a handler of the log behind: its stream is closed, and every later line would say so."""
    root = logging.getLogger()
    handlers = [*root.handlers]
    yield
    assert root.handlers == handlers, "use `log_as_before`"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a token or a folder of documents set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the small library that a test may damage: `fixtures` and `documents`."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture(scope="session")
def cluster() -> postgresql.Cluster:
    """A server of PostgreSQL, for tests of it alone and, with `--database postgresql`, for all that have a store."""
    if lack := postgresql.lacking():
        pytest.skip(lack)
    return postgresql.Cluster(LIBRARY / "fixtures")


@pytest.fixture(scope="session")
def pooler(cluster: postgresql.Cluster) -> None:
    """A pooler of connections before the server."""
    if lack := pgbouncer.lacking():
        pytest.skip(lack)
    cluster.pool()


Databases = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Make databases on the cluster, behind the pooler where the tests are run on that; `seeded` is as of `Cluster`."""
    cluster: postgresql.Cluster = request.getfixturevalue("cluster")
    if request.config.getoption("database") != "pgbouncer":
        return cluster.database
    request.getfixturevalue("pooler")

    @contextmanager
    def behind(*, seeded: bool = False) -> Iterator[str]:
        with cluster.database(seeded=seeded) as url:
            yield pgbouncer.pooled(url)

    return behind


@pytest.fixture
def postgresql_url(cluster: postgresql.Cluster) -> Iterator[str]:
    """The address of an empty database of PostgreSQL, whatever the other tests use."""
    with cluster.database() as url:
        yield url


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that is empty or not there yet, or has the small library where a test asks for it."""
    seeded = not {"opened", "seeded"}.isdisjoint(request.fixturenames)
    if on_postgresql(request.config):
        with request.getfixturevalue("databases")(seeded=seeded) as url:
            yield url
        return
    path = tmp_path / "footnote.db"
    if seeded:
        shutil.copy(request.getfixturevalue("seeded"), path)
    yield f"sqlite+aiosqlite:///{path}"


@contextmanager
def raw(url: str) -> Iterator[Connection]:
    """Give a connection to the database past our own code; what is done stays."""
    address = make_url(url)
    engine = create_engine(address.set(drivername="sqlite") if address.drivername.startswith("sqlite") else address)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


class Dump:
    """All that the database holds, read past our own code: what a refused command must leave as it was."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._url = make_url(url)

    @property
    def file(self) -> Path:
        """Where it stands, on SQLite."""
        assert self._url.drivername.startswith("sqlite"), "mark the test with `sqlite`, and why it is of a file"
        return Path(self._url.database or "")

    def __call__(self) -> list[str]:
        if self._url.drivername.startswith("sqlite"):
            with closing(sqlite3.connect(self.file)) as file:
                return list(file.iterdump())
        with raw(self.url) as connection:
            return [
                f'INSERT INTO "{name}" VALUES{row[0]};'
                for name in sorted(inspect(connection).get_table_names())
                for row in connection.exec_driver_sql(f'SELECT it::text FROM "{name}" AS it ORDER BY 1')
            ]

    def rows(self) -> Counter[str]:
        """Return how many rows each of our tables has."""
        return Counter(
            line.split('"')[1] for line in self() if line.startswith('INSERT INTO "') and "sqlite_sequence" not in line
        )


def change(url: str, *statements: str) -> None:
    """Change a database past our own code."""
    with raw(url) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def dump(url: str) -> Dump:
    return Dump(url)


@pytest.fixture
def settings(library: Path, url: str) -> Settings:
    """The settings of a bot with the small library, its documents on hand."""
    return Settings(
        _env_file=None, database_url=url, fixtures_dir=library / "fixtures", documents_dir=library / "documents"
    )


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has taken the small library, for tests to begin with a copy of."""
    path = tmp_path_factory.mktemp("seeded") / "footnote.db"

    async def make() -> None:
        url = f"sqlite+aiosqlite:///{path}"
        async with app.opened(Settings(_env_file=None, database_url=url, fixtures_dir=LIBRARY / "fixtures")):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
async def opened(settings: Settings) -> AsyncIterator[Services]:
    """The store, seeded with the small library."""
    async with app.opened(settings) as built:
        yield built


@pytest.fixture
async def say(opened: Services) -> AsyncIterator[Say]:
    """Put a message to the bot as the terminal does and get its answer.

    `say("!gaps", server=7, member=42, moderator=False)` speaks as a member of a Discord server.
    """
    async with opened.console() as terminal:

        async def put(
            message: str,
            person: Author | None = None,
            *,
            server: int | None = None,
            member: int = 0,
            name: str | None = None,
            moderator: bool = True,
            channel: int | None = None,
            attachments: Sequence[Attached] = (),
        ) -> Answer:
            number = member or (0 if server is None else 1000)
            called = name or (f"member {number}" if number else "operator")
            where = (server or 0) if channel is None else channel
            return await terminal.say(
                message, person or Author(moderator, number, False, called, server, channel=where), attachments
            )

        yield put


def text(answer: Answer) -> str:
    """Return the reply as the terminal prints it when piped."""
    return "\n".join(plain.lines(answer))


def noted(reply: Answer | Section | Refusal) -> str:
    """Return what a reply or a section says besides its statements, as plain text; what a refusal says."""
    return plain_note(reply.note, PREFIX)


def all_noted(answer: Answer) -> str:
    """Return all that a reply says besides its statements, as plain text."""
    return plain_note(answer.notes, PREFIX)
