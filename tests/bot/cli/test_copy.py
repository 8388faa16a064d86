"""`footnote copy`: a store in another database, the same in all that it holds."""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Services
from db.engine import Database
from tests import postgresql
from tests.bot.cli.conftest import Footnote
from tests.conftest import Dump, change

DOCUMENT = "!source add log-2031 title: Log text: The ferry was late on 5 May 2031.\n\nThe pump had failed."
FACT = (
    "!fact add kind: organization topics: ferry name: Harbour club text: The club meets at the harbour. "
    "source: harbour-2031 paragraph: 2 yes: true"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
        return
    cluster: postgresql.Cluster = request.getfixturevalue("cluster")
    with cluster.database() as url:
        yield url


@pytest.fixture
def used(footnote: Footnote) -> Footnote:
    """A command line on a store with whatever people leave in one."""
    for said in (DOCUMENT, FACT, "!fact retract F2 reason: a slip", "!report F3 is she?", "why is the pump 🦄 ᾱ?"):
        assert footnote("ask", said).status == 0
    return footnote


def on(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)


def said(url: str) -> list[str]:
    """Return all that a file of SQLite holds, but for how FTS5 has it in segments."""
    return sorted(line for line in Dump(url)() if not re.match(r'INSERT INTO "\w+_search_(data|idx)"', line))


def test_a_copy_is_the_same_to_the_byte_and_goes_on_from_there(
    used: Footnote, url: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported, history, found = used("export"), used("ask", "!audit"), used("ask", "why did the pump fail?")
    rows = Dump(url).rows()
    change(
        url,
        "INSERT INTO lease (shard, shard_count, holder, until) VALUES (0, 0, 'a', '2001-01-01 00:00:00.000000')",
        "INSERT INTO identify (bucket, free) VALUES (0, 0)",
    )
    copied = used("copy", url, other)
    assert copied.status == 0, copied.err
    assert "revision" in copied.out
    assert copied.out.splitlines()[-1].endswith("point DATABASE_URL to it.")

    on(other, monkeypatch)
    assert used("export").out == exported.out
    assert (used("ask", "!audit").out, used("ask", "why did the pump fail?").out) == (history.out, found.out)
    assert "✗" not in used("doctor").out
    tables = {"fact", "revision", "citation", "document", "source", "passage", "report", "word", "name"}
    copy = Dump(other).rows()
    assert {table: copy[table] for table in tables} == {table: rows[table] for table in tables}
    assert (copy["lease"], copy["identify"]) == (0, 0), "what processes have of the store that they run on"
    assert "F12" in used("ask", FACT.replace("club", "guild")).out


def test_a_store_comes_back_as_it_went(used: Footnote, url: str, postgresql_url: str, tmp_path: Path) -> None:
    back = f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"
    there, again = used("copy", url, postgresql_url), used("copy", postgresql_url, back)
    assert (there.status, again.status) == (0, 0), there.err + again.err
    assert there.out.splitlines()[:-1] == again.out.splitlines()[:-1]
    if url.startswith("sqlite"):
        assert said(back) == said(url)


def test_nothing_is_copied_over_a_store_or_out_of_none(used: Footnote, url: str, other: str, tmp_path: Path) -> None:
    assert used("copy", url, other).status == 0
    before = Dump(other)()
    refused = used("copy", url, other)
    assert (refused.status, refused.err.splitlines()[-1].endswith("name a database that has nothing in it.")) == (
        2,
        True,
    )
    assert Dump(other)() == before
    nothing = used("copy", f"sqlite+aiosqlite:///{tmp_path / 'none.db'}", other)
    assert (nothing.status, "There is no store" in nothing.err) == (2, True)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.sqlite(reason="damages the file")
def test_a_store_that_its_ledger_does_not_prove_is_not_copied(used: Footnote, url: str, other: str) -> None:
    change(url, "DROP TRIGGER fact_says_what_its_revision_says", "UPDATE fact SET text = 'Another.' WHERE id = 3")
    refused = used("copy", url, other)
    assert refused.status == 2
    assert "F3" in refused.err
    assert "nothing is copied" in refused.err

    async def empty() -> bool:
        database = Database(other)
        try:
            return not await database.exists() or not Dump(other).rows()
        finally:
            await database.dispose()

    assert asyncio.run(empty())


@pytest.mark.sqlite("SQLite takes what no other database does")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("reason = 'she' || char(0) || 'is'", "The table report would not be the same in"),
        ("fact_id = 'F3'", "does not take what stands in the table report, and nothing is copied"),
        ("at = 'yesterday'", "is damaged: `footnote doctor` says where"),
    ],
    ids=["letter", "number", "moment"],
)
def test_what_the_other_database_cannot_take_is_told_and_nothing_is_copied(
    used: Footnote, url: str, postgresql_url: str, damage: str, said: str
) -> None:
    change(url, f"UPDATE report SET {damage}")
    refused = used("copy", url, postgresql_url)
    assert refused.status == 2
    assert said in refused.err
    assert not Dump(postgresql_url).rows()


async def test_a_store_at_which_a_bot_is_at_work_is_not_copied(
    footnote: Footnote, url: str, opened: Services, other: str
) -> None:
    await opened.leases.take("7 on there", None, timedelta(minutes=1))
    refused = await asyncio.to_thread(footnote, "copy", url, other)
    assert refused.status == 2
    assert "A bot is at work on" in refused.err
    assert "stop it first" in refused.err


def test_a_store_of_another_version_is_not_copied(used: Footnote, url: str, other: str) -> None:
    change(url, "UPDATE alembic_version SET version_num = '0016'")
    assert "is of an older version: start Footnote on it once." in used("copy", url, other).err
    change(url, "UPDATE alembic_version SET version_num = '9999'")
    assert "is of a newer version: update Footnote." in used("copy", url, other).err
