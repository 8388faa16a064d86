"""The ledger: whole after every kind of change; what somebody changes past our code, in it or beside it, is found."""

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot import app
from bot.app import Services
from bot.settings import Settings
from db.actors import Actor
from db.sqlite.triggers import TRIGGERS
from tests.conftest import Attached, Say, raw

HERE = {"server": 7, "member": 42}


@pytest.fixture
async def busy(say: Say, opened: Services) -> None:
    """A store in which every subject of the ledger has been changed."""
    await say("!source add pier-2031 title: A pier text: The pier is new.", **HERE)
    await say("!source edit pier-2031", attachments=[Attached("pier.txt", b"The pier is old.")], **HERE)
    await say("!source retire pier-2031 reason: gone", **HERE)
    await say("!source forget pier-2031 reason: gone", **HERE)
    await say("!source add quay-2031 title: A quay text: The quay is old.", **HERE)
    await say("!source add mole-2031 title: A mole text: The mole is new.")
    await say("!source edit mole-2031", attachments=[Attached("mole.md", b"# Moles\n\nThe mole is old.")])
    added = await say(
        "!fact add kind: event topics: ferry name: Quay text: It is old. source: quay-2031 paragraph: 1 yes: true",
        **HERE,
    )
    assert added.status == "done"
    await say("!fact hide F6 reason: not ours", **HERE)
    async with opened.ledger.change(Actor("Ana", 42), 7) as setup:
        await setup.set(moderator_roles=(5,))
    await say("!fact retract F2 reason: a slip")
    await say("!fact vouch F1", **HERE)
    await say("!undo")


async def test_the_chain_holds_after_every_kind_of_change(busy: None, opened: Services, url: str) -> None:
    with raw(url) as connection:
        subjects = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT subject FROM revision")}
    assert subjects >= {"source", "document", "hidden", "fact", "vouch", "topic", "synonym"}
    assert (await opened.ledger.prove()).sound


def change(table: str, column: str, value: str, number: int = 5) -> str:
    return f"UPDATE {table} SET {column} = {value} WHERE id = {number}"


CUT = "DELETE FROM revision WHERE id > (SELECT max(id) - 2 FROM revision)"
FORGE = "UPDATE head SET (number, hash) = (SELECT id, hash FROM revision ORDER BY id DESC LIMIT 1)"
DAMAGES = {
    "what it says": ([change("revision", "after", "'{}'")], "at revision 5."),
    "why": ([change("revision", "reason", "'another reason'")], "at revision 5."),
    "who": ([change("revision", "actor_id", "'operator'")], "at revision 5."),
    "when": ([change("revision", "at", "'2001-01-01 00:00:00.000000'")], "at revision 5."),
    "in which server": ([change("revision", "server", "9")], "at revision 5."),
    "of which record": ([change("revision", "key", "'other'")], "at revision 5."),
    "of what sort": ([change("revision", "subject", "'other'")], "at revision 5."),
    "which of its revisions": ([change("revision", "number", "9")], "at revision 5."),
    "what it takes back": ([change("revision", "undoes", "1")], "at revision 5."),
    "what it was": ([change("revision", "before", "'{}'")], "at revision 5."),
    "what no JSON says": ([change("revision", "after", "'{'")], "at revision 5."),
    "what no moment is": ([change("revision", "at", "'2031-99-99'")], "at revision 5."),
    "its number": (["UPDATE revision SET id = 900 WHERE id = (SELECT max(id) FROM revision)"], "at revision 900."),
    "with what else": ([change("revision", "change", "4")], "at revision 5."),
    "of which fact": ([change("revision", "fact_id", "2", 8)], "at revision 8."),
    "what its hash covers": ([change("revision", "hash_version", "1")], "at revision 5."),
    "a hash that covers what nobody knows": ([change("revision", "hash_version", "3")], "at revision 5."),
    "its hash": ([change("revision", "hash", "'" + "0" * 64 + "'")], "at revision 5, 6."),
    "a revision is gone": (["DELETE FROM revision WHERE id = 5"], "at revision 6."),
    "the last are cut off": ([CUT], "the ledger was cut off, or its head was."),
    "all are cut off": (["DELETE FROM revision"], "The newest revision is gone, and should be"),
    "the last are cut off and the head is forged": ([CUT, FORGE], "Not as its last revision left it: F2."),
    "all are cut off, the head too": (["DELETE FROM revision", "DELETE FROM head"], "left it: F1, F2, F3,"),
    "the head is gone": (["DELETE FROM head"], "should be unknown: the ledger was cut off, or its head was."),
    "the text of a fact": ([change("fact", "text", "'Another.'")], "Not as its last revision left it: F5."),
    "the voice of an opinion": ([change("fact", "voice", "'forecast'", 8)], "Not as its last revision left it: F8."),
    "the figures of a poll": ([change("fact", "payload", "json_set(payload, '$.n', 9)", 1)], "left it: F1."),
    "whether it counts": ([change("fact", "status", "'retracted'", 3)], "left it: F3."),
    "its number of revisions": ([change("fact", "revision", "9", 3)], "left it: F3."),
    "where it stands": ([change("citation", "paragraph", "2", 1)], "left it: F1."),
    "under what it is filed": (["DELETE FROM fact_topic WHERE fact_id = 4"], "left it: F4."),
    "a fact is gone": (["DELETE FROM fact WHERE id = 4"], "left it: F4."),
    "a fact is a draft again": ([change("fact", "status", "'draft'", 4)], "left it: F4."),
    "a topic is gone": (["DELETE FROM topic WHERE key = 'council'"], "topic council."),
    "who wrote a source": (
        ["UPDATE source SET record = json_set(record, '$.title', 'The Times') WHERE key = 'ferry-notes'"],
        "left it: source ferry-notes.",
    ),
    "a topic": (["UPDATE topic SET title = 'Other' WHERE key = 'council'"], "left it: topic council."),
    "the words of a document": (
        ["UPDATE document SET text = 'Other words.' WHERE text LIKE 'The quay%'"],
        "left it: document of quay-2031.",
    ),
    "words of a document that are none": (
        ["UPDATE document SET text = x'00' WHERE text LIKE 'The quay%'"],
        "left it: document of quay-2031.",
    ),
    "the words of an earlier version": (
        ["UPDATE document SET text = 'Other words.' WHERE text LIKE 'The mole is new.%'"],
        "left it: document of mole-2031.",
    ),
    "the name of a document": (
        ["UPDATE document SET name = 'other.md' WHERE name = 'mole.md'"],
        "left it: document of mole-2031.",
    ),
    "under which heading it stands": (
        ["UPDATE document SET locators = '[[7, []], [7, []]]' WHERE name = 'mole.md'"],
        "left it: document of mole-2031.",
    ),
    "whose document it is": (
        ["UPDATE document SET source_id = 1 WHERE name = 'mole.md'"],
        "left it: document of harbour-2031, document of mole-2031.",
    ),
    "whose a shared fact is": (["UPDATE fact SET server = 7 WHERE id = 4"], "left it: F4."),
    "whose the fact of a server is": (["UPDATE fact SET server = 0 WHERE id = 11"], "left it: F11."),
    "whose source is cited": (
        [
            "INSERT INTO source (server, key, record) SELECT 7, key, record FROM source WHERE key = 'ferry-notes'",
            "UPDATE citation SET source_id = (SELECT max(id) FROM source) WHERE fact_id = 2 AND position = 1",
        ],
        "left it: F2, ",
    ),
    "whose topic it is filed under": (
        [
            "INSERT INTO topic (server, key, title, aliases) SELECT 7, key, title, aliases FROM topic WHERE id = 1",
            "UPDATE fact_topic SET topic_id = (SELECT max(id) FROM topic) WHERE fact_id = 1 AND topic_id = 1",
        ],
        "left it: F1, ",
    ),
    "what means the same": (
        ['UPDATE synonym SET phrases = \'["ferry", "whale"]\' WHERE id = 1'],
        "left it: synonyms.",
    ),
    "whose words mean the same": (["UPDATE synonym SET server = 7"], "left it: synonyms, synonyms in the server 7."),
    "synonyms that are none": (["UPDATE synonym SET phrases = '{'"], "left it: synonyms."),
    "synonyms that nobody added": (
        ['INSERT INTO synonym (server, phrases) VALUES (9, \'["ferry", "whale"]\')'],
        "left it: synonyms in the server 9.",
    ),
    "what is hidden": (["DELETE FROM hidden"], "whether quiet-harbour-act is hidden in the server 7."),
    "where it is hidden": (["UPDATE hidden SET server = 9"], "is hidden in the server 7, whether "),
    "who moderates a server": (
        ["UPDATE server SET record = json_set(record, '$.moderator_roles', json('[666]'))"],
        "left it: settings in the server 7.",
    ),
    "settings of nobody": (
        ["INSERT INTO server (id, record) SELECT 9, record FROM server"],
        "left it: settings in the server 9.",
    ),
}


@pytest.mark.sqlite("changes the file past its triggers, in the words of SQLite")
@pytest.mark.parametrize(("damage", "said"), DAMAGES.values(), ids=DAMAGES.keys())
async def test_whatever_is_changed_past_the_triggers_is_found(
    busy: None, opened: Services, url: str, damage: list[str], said: str
) -> None:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("INSERT OR IGNORE INTO actor (id, name) VALUES ('operator', 'operator')")
        for statement in damage:
            assert connection.execute(statement).rowcount
        connection.commit()
    proof = await opened.ledger.prove()
    assert not proof.sound
    assert said in "\n".join(proof.problems)


@pytest.mark.sqlite("changes the file past its triggers, in the words of SQLite")
async def test_what_is_written_after_a_cut_does_not_heal_it(busy: None, opened: Services, say: Say, url: str) -> None:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        connection.execute("DROP TRIGGER revision_is_not_deleted")
        connection.execute(CUT)
        connection.commit()
    assert (await say("!fact retract F3 reason: a slip")).status == "done"
    assert not (await opened.ledger.prove()).sound


@pytest.mark.sqlite("changes the file past its triggers, in the words of SQLite")
async def test_a_store_with_hashes_of_the_first_version_is_proved_to_the_last(
    settings: Settings, tmp_path: Path, url: str, library: Path
) -> None:
    file = make_url(url).database or ""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript((Path(__file__).parent / "stores" / "13-55d2b30.sql").read_text("utf-8"))
    (tmp_path / "none").mkdir()
    async with app.opened(settings.model_copy(update={"fixtures_dir": tmp_path / "none"})) as opened:
        assert (await opened.ledger.prove()).sound
        async with opened.console() as terminal:
            assert (await terminal.say("!fact retract F1 reason: a slip")).status == "done"
        with closing(sqlite3.connect(file)) as connection:
            versions = [row[0] for row in connection.execute("SELECT hash_version FROM revision ORDER BY id")]
            assert versions == sorted(versions)
            assert {*versions} == {1, 2}
        assert (await opened.ledger.prove()).sound
        # What those hashes do not cover.
        for beyond in ("fact_id = NULL WHERE subject = 'fact'", "change = 2 WHERE id = 1"):
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("DROP TRIGGER IF EXISTS revision_is_not_changed")
                connection.execute("DROP TABLE IF EXISTS kept")
                connection.execute("CREATE TABLE kept AS SELECT * FROM revision")
                connection.execute(f"UPDATE revision SET {beyond} AND hash_version = 1")
                connection.commit()
            (said, *_) = (await opened.ledger.prove()).problems
            assert said.startswith("The ledger was changed behind its back at revision ")
            with closing(sqlite3.connect(file)) as connection:
                connection.execute(
                    "UPDATE revision SET (fact_id, change) = (SELECT fact_id, change FROM kept"
                    " WHERE kept.id = revision.id)"
                )
                connection.commit()
        assert (await opened.ledger.prove()).sound


@pytest.mark.sqlite("changes the file past its triggers, in the words of SQLite")
async def test_the_newest_revision_cannot_pass_for_one_of_an_earlier_version(
    busy: None, opened: Services, url: str
) -> None:
    """An earlier version's hash does not cover the fact, which could then be changed."""
    names = "subject key number server actor_id at reason undoes before after previous_hash".split()
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        query = f"SELECT {', '.join(names)} FROM revision ORDER BY id DESC LIMIT 1"
        content = dict(zip(names, connection.execute(query).fetchone(), strict=True))
        content["at"] = datetime.fromisoformat(content["at"]).isoformat()
        content |= {name: content[name] and json.loads(content[name]) for name in ("before", "after")}
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        forged = hashlib.sha256(canonical.encode()).hexdigest()
        newest = "(SELECT max(id) FROM revision)"
        connection.execute(f"UPDATE revision SET hash_version = 1, hash = ? WHERE id = {newest}", (forged,))
        connection.execute("UPDATE head SET hash = ?", (forged,))
        connection.commit()
    (said,) = (await opened.ledger.prove()).problems
    assert said.startswith("The ledger was changed behind its back at revision ")
