"""The order of words: that of their letters' numbers on both databases, whatever the language of the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import String, inspect, select, text

from bot import app
from bot.settings import Settings
from bot.terminal.console import Author
from db import tables
from tests.conftest import raw
from tests.postgresql import Cluster

NAMES = "Zebra apple Apricot ångström angel ærø Straße strand naïve 🚢boat a-b 中央 été eta".split()
_FACT = (
    "!fact add kind: event topics: ferry name: {} regatta text: The council looks after the {} regatta. "
    "source: harbour-2031 paragraph: 2 yes: true"
)


@pytest.fixture(params=["postgresql", "sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: one that has words in the order of German dictionaries, and a file."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'footnote.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.database(language="de-DE") as address:
        with raw(address) as connection:
            assert connection.scalar(text("SELECT 'ä' < 'z' AND 'a' < 'B'")), "it is that order"
        yield address


async def test_words_are_ordered_and_compared_as_in_python(address: str, library: Path) -> None:
    settings = Settings(
        _env_file=None,
        database_url=address,
        fixtures_dir=library / "fixtures",
        documents_dir=library / "documents",
    )
    async with app.opened(settings) as opened, opened.console() as terminal:
        for name in NAMES:
            added = await terminal.say(_FACT.format(name, name), Author(True, 0, False, "operator", None), ())
            assert added.status == "done", name
    with raw(address) as connection:
        for table in tables.metadata.sorted_tables:
            for column in table.columns:
                if not isinstance(column.type, String):
                    continue
                rows = connection.scalars(select(column).where(column.is_not(None)).order_by(column)).all()
                assert rows == sorted(rows), column
        shown = connection.scalars(select(tables.name.c.shown).where(tables.name.c.shown.endswith(" regatta"))).all()
        assert {name.removesuffix(" regatta") for name in shown} == {*NAMES}


async def test_every_column_of_words_on_postgresql_is_in_that_order(postgresql_url: str, library: Path) -> None:
    async with app.opened(Settings(_env_file=None, database_url=postgresql_url, fixtures_dir=library / "fixtures")):
        pass
    with raw(postgresql_url) as connection:
        for name in inspect(connection).get_table_names():
            for column in inspect(connection).get_columns(name):
                # That of alembic holds one number.
                if isinstance(column["type"], String) and name != "alembic_version":
                    assert column["type"].collation == "C", f"{name}.{column['name']}"
