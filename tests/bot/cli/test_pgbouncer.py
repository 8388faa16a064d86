"""A store behind a pooler that gives each transaction another connection: nothing is missed, nothing left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Footnote
from tests.conftest import Dump
from tests.pgbouncer import pooled, sessions
from tests.postgresql import Cluster

_POOLED = "is a pooler, such as pgbouncer: run this with the address of the server itself in DATABASE_URL."
_FACT = (
    "!fact add kind: event topics: ferry name: Regatta of {} text: The council looks after the regatta of {}. "
    "source: harbour-2031 paragraph: 2 yes: true"
)


@pytest.fixture
def direct(cluster: Cluster, pooler: None) -> Iterator[str]:
    """The address of a database with the small library, past the pooler."""
    with cluster.database(seeded=True) as url:
        yield url


@pytest.fixture
def url(direct: str) -> str:
    return pooled(direct)


def test_all_that_is_done_with_a_store_leaves_nothing_in_a_session(
    footnote: Footnote, url: str, postgresql_url: str, tmp_path: Path
) -> None:
    lines = [
        *(_FACT.format(name, name) for name in ("amber", "birch", "cedar")),
        "!law harbour",
        "Who looks after the regatta of birch?",
        "!verify",
        "!forget-me yes: true",
    ]
    asked = footnote("ask", "-", stdin="\n".join(lines).encode())
    assert asked.status == 0, asked.err
    assert asked.out.count("Added: F") == 3
    assert "Quiet Harbour Act" in asked.out
    assert "Internal" not in asked.out + asked.err
    (tmp_path / "library.yaml").write_text(footnote("export", "--format", "yaml").out, "utf-8")
    assert footnote("import", "library.yaml").status == 0
    for _ in range(2):
        examined = footnote("doctor")
        assert examined.status == 0, examined.out
        assert "✓ index: what the facts make of it" in examined.out
    assert "The ledger is whole" in footnote("verify", "--ledger").out
    assert footnote("copy", url, pooled(postgresql_url)).status == 0
    assert Dump(url)() != []
    assert sessions(url) == []
    assert sessions(pooled(postgresql_url)) == []


def test_backups_want_the_server_itself(
    footnote: Footnote, dump: Dump, direct: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    before = dump()
    refused = footnote("backup", "store.dump")
    assert refused.status == 2
    assert _POOLED in refused.err
    assert not (tmp_path / "store.dump").exists()
    monkeypatch.setenv("DATABASE_URL", direct)
    assert footnote("backup", "store.dump").status == 0
    monkeypatch.setenv("DATABASE_URL", url)
    for arguments in (("restore", "store.dump"), ("doctor", "--repair")):
        refused = footnote(*arguments)
        assert refused.status in (1, 2)
        assert _POOLED in refused.out + refused.err
    assert dump() == before
    assert sessions(url) == []
    monkeypatch.setenv("DATABASE_URL", direct)
    assert footnote("restore", "store.dump").status == 0
    assert dump() == before
