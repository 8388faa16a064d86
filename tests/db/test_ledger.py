"""The chain of revisions: whole after every kind of change, and found broken where somebody past our code breaks it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy.engine import make_url

from bot.app import Services
from tests.conftest import Attached, Say

HERE = {"server": 7, "member": 42}


@pytest.fixture
async def busy(say: Say, opened: Services) -> None:
    """A store in which every subject of the ledger has been changed."""
    await say("!source add pier-2031 title: A pier text: The pier is new.", **HERE)
    await say("!source edit pier-2031", attachments=[Attached("pier.txt", b"The pier is old.")], **HERE)
    await say("!source retire pier-2031 reason: gone", **HERE)
    await say("!source forget pier-2031 reason: gone", **HERE)
    await say("!fact hide F6 reason: not ours", **HERE)
    await say("!fact retract F2 reason: a slip")
    await say("!fact vouch F1", **HERE)
    await say("!undo")


async def test_the_chain_holds_after_every_kind_of_change(busy: None, opened: Services, url: str) -> None:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        subjects = {row[0] for row in connection.execute("SELECT DISTINCT subject FROM revision")}
    assert subjects >= {"source", "document", "hidden", "fact", "vouch", "topic", "synonym"}
    assert await opened.ledger.broken_links() == []


def change(column: str, value: str) -> Callable[[sqlite3.Connection], None]:
    def apply(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TRIGGER revision_is_not_changed")
        connection.execute(f"UPDATE revision SET {column} = {value} WHERE id = 5")

    return apply


def remove(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TRIGGER revision_is_not_deleted")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM revision WHERE id = 5")


BREAKS = {
    "what it says": (change("after", "'{}'"), [5]),
    "why": (change("reason", "'another reason'"), [5]),
    "who": (change("actor_id", "'operator'"), [5]),
    "when": (change("at", "'2001-01-01 00:00:00.000000'"), [5]),
    "in which server": (change("server", "9"), [5]),
    "its hash": (change("hash", "'" + "0" * 64 + "'"), [5, 6]),
    "a revision is gone": (remove, [6]),
}


@pytest.mark.parametrize(("damage", "broken"), BREAKS.values(), ids=BREAKS.keys())
async def test_whoever_changes_history_past_the_triggers_breaks_the_chain(
    busy: None, opened: Services, url: str, damage: Callable[[sqlite3.Connection], None], broken: list[int]
) -> None:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        connection.execute("INSERT OR IGNORE INTO actor (id, name) VALUES ('operator', 'operator')")
        damage(connection)
        connection.commit()
    assert await opened.ledger.broken_links() == broken
