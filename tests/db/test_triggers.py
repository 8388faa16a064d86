"""Raw SQL that tries to leave a fact without a citation or with another text, or to rewrite history: all is refused."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot import app
from bot.app import Services
from bot.settings import Settings
from db.errors import DatabaseUnusable
from db.sqlite import triggers

pytestmark = pytest.mark.sqlite("is in the words of SQLite; tests/db/test_postgresql.py has those of PostgreSQL")

DRAFT = (
    "INSERT INTO fact (id, server, key, kind, voice, text, status, rank, payload, aliases, asked, revision)"
    " VALUES (99, 0, 'bare', 'event', 'reported', 'x', '{status}', 'normal', '{{}}', '[]', '[]', 1)"
)
CITE = (
    "{verb} INTO citation (id, fact_id, position, source_id, paragraph, fingerprint)"
    f" VALUES ({{id}}, {{fact}}, 0, {{source}}, 1, '{'0' * 64}')"
)


DRAFTED = DRAFT.format(status="draft")


def cite_draft(**changed: str) -> list[str]:
    """Return statements that give a draft a citation like any, but for what is changed."""
    values = {"paragraph": "1", "source_id": "1", "fingerprint": f"'{'0' * 64}'", **changed}
    return [
        DRAFTED,
        f"INSERT INTO citation (fact_id, position, {', '.join(values)}) VALUES (99, 0, {', '.join(values.values())})",
    ]


def appended(fact: int, after: str, at: str, **changed: str) -> str:
    """Return what is inserted to append a revision as the chain wants it, but for its hash and what is changed."""
    values = {
        "id": "head.number + 1",
        "subject": "'fact'",
        "key": "fact.key",
        "fact_id": "fact.id",
        "number": "fact.revision + 1",
        "server": "fact.server",
        "actor_id": "'seed'",
        "at": at,
        "after": after,
        "previous_hash": "head.hash",
        "hash": "'made up'",
        **changed,
    }
    selected = f"SELECT {', '.join(values.values())} FROM fact, head WHERE fact.id = {fact}"
    return f"revision ({', '.join(values)}) {selected}"


def revise(fact: int, edit: str, **changed: str) -> list[str]:
    """Return statements that append a revision of the fact with this edit."""
    said = f"json_set((SELECT after FROM revision WHERE fact_id = fact.id ORDER BY id DESC LIMIT 1), {edit})"
    inserted = appended(fact, **{"after": said, "at": "'2031-01-01 00:00:00.000000'", **changed})
    return [f"INSERT OR REPLACE INTO {inserted}"]


AS_DRAFTED = (
    "json_object('kind', 'event', 'voice', 'reported', 'text', 'x', 'status', 'published', 'rank', 'normal',"
    " 'payload', json('{}'), 'aliases', json('[]'), 'asked', json('[]'))"
)


@pytest.fixture(params=["careful", "careless"])
def raw(request: pytest.FixtureRequest, seeded: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection past our code: once with our pragmas, once as any SQLite tool opens the file."""
    copy = shutil.copy(seeded, tmp_path)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        if request.param == "careful":
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")
        else:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA recursive_triggers = OFF")
        yield connection


def bare_facts(connection: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM fact WHERE status <> 'draft' AND id NOT IN (SELECT fact_id FROM citation)"
    return int(connection.execute(query).fetchone()[0])


DOCUMENT = "INSERT INTO document (id, source_id, name, text) VALUES (1, 1, 'd.txt', 'words')"

REFUSED = {
    "rewrite a document": [DOCUMENT, "UPDATE document SET text = 'other words' WHERE id = 1"],
    "move a document": [DOCUMENT, "UPDATE document SET source_id = 2, text = NULL WHERE id = 1"],
    "delete a document": [DOCUMENT, "DELETE FROM document WHERE id = 1"],
    "replace a document": [DOCUMENT, DOCUMENT.replace("INSERT", "INSERT OR REPLACE")],
    "hide what is no shared fact": ["INSERT INTO hidden (server, fact_id) VALUES (7, 99)"],
    "hide a fact from everybody": ["INSERT INTO hidden (server, fact_id) VALUES (0, 1)"],
    "publish without a citation": [DRAFT.format(status="draft"), "UPDATE fact SET status = 'published' WHERE id = 99"],
    "publish without a citation what the ledger has": [
        DRAFTED,
        *revise(99, "'$.x', 1", after=AS_DRAFTED),
        "UPDATE fact SET status = 'published', revision = 2 WHERE id = 99",
    ],
    "change the text": ["UPDATE fact SET text = 'Another text.' WHERE id = 1"],
    "make an opinion a fact": ["UPDATE fact SET voice = 'reported' WHERE voice = 'forecast'"],
    "change a figure": ["UPDATE fact SET payload = json_set(payload, '$.n', 9) WHERE id = 1"],
    "deprecate a fact": ["UPDATE fact SET rank = 'deprecated', rank_reason = 'x' WHERE id = 1"],
    "retract a fact": ["UPDATE fact SET status = 'retracted' WHERE id = 1"],
    "change its day": ['UPDATE fact SET "when" = NULL, first_day = NULL, last_day = NULL WHERE "when" IS NOT NULL'],
    "change what it is asked by": ["UPDATE fact SET asked = '[\"x\"]' WHERE id = 1"],
    "count its revisions anew": ["UPDATE fact SET revision = 9 WHERE id = 1"],
    "say less than the ledger": [
        *revise(1, "'$.text', 'New.'"),
        "UPDATE fact SET text = 'Newer.', revision = 2 WHERE id = 1",
    ],
    "insert as published": [DRAFT.format(status="published")],
    "insert as retracted": [DRAFT.format(status="retracted")],
    "delete the last citation": ["DELETE FROM citation WHERE fact_id = 1"],
    "delete every citation": ["DELETE FROM citation"],
    "move the last citation": ["UPDATE citation SET fact_id = 2 WHERE fact_id = 1"],
    "move it to a draft": [DRAFT.format(status="draft"), "UPDATE citation SET fact_id = 99 WHERE fact_id = 1"],
    "replace the last citation by another fact's": [
        CITE.format(verb="INSERT OR REPLACE", id="(SELECT id FROM citation WHERE fact_id = 1)", fact=2, source=1)
    ],
    "replace it by what another fact cites": [
        "INSERT OR REPLACE INTO citation SELECT (SELECT id FROM citation WHERE fact_id = 1), fact_id, position,"
        " source_id, paragraph, span_start, span_end, fingerprint, reported_from"
        " FROM citation WHERE fact_id = 2 LIMIT 1"
    ],
    "cite what the ledger does not have": [CITE.format(verb="INSERT", id="NULL", fact=1, source=1)],
    "replace it by renumbering": [
        "UPDATE OR REPLACE citation SET id = (SELECT id FROM citation WHERE fact_id = 1) WHERE fact_id = 2"
    ],
    "replace a fact by a draft": [
        DRAFT.format(status="draft").replace("INSERT", "INSERT OR REPLACE").replace("99", "1")
    ],
    "replace a fact by its key": [
        DRAFT.format(status="draft").replace("INSERT", "INSERT OR REPLACE").replace("'bare'", "'night-ferry-poll'")
    ],
    "replace a fact by rekeying": ["UPDATE OR REPLACE fact SET key = 'night-ferry-poll' WHERE id = 2"],
    "renumber a fact": ["UPDATE fact SET id = 99 WHERE id = 1"],
    "make a fact a draft again": ["UPDATE fact SET status = 'draft' WHERE id = 1"],
    "move a fact to another server": ["UPDATE fact SET server = 7 WHERE id = 1"],
    "delete a fact": ["DELETE FROM fact WHERE id = 1"],
    "delete a source": ["DELETE FROM source WHERE id = 1"],
    "replace a source": ["INSERT OR REPLACE INTO source (id, server, key, record) VALUES (1, 0, 'x', '{}')"],
    "rekey a source": ["UPDATE source SET key = 'x' WHERE id = 1"],
    "cite a source that is not there": cite_draft(source_id="99"),
    "point a citation to no source": ["UPDATE citation SET source_id = 99 WHERE fact_id = 1"],
    "cite without a source": cite_draft(source_id="NULL"),
    "cite paragraph 0": cite_draft(paragraph="0"),
    "cite without a fingerprint": cite_draft(fingerprint="NULL"),
    "cite with a false fingerprint": cite_draft(fingerprint="'abc'"),
    "cite a span that ends before it begins": cite_draft(span_start="9", span_end="3"),
    "cite another paragraph": ["UPDATE citation SET paragraph = 2 WHERE fact_id = 1"],
    "take the speaker from an opinion": ["UPDATE fact SET speaker = NULL WHERE voice = 'opinion'"],
    "blank the speaker of a forecast": ["UPDATE fact SET speaker = ' ' WHERE voice = 'forecast'"],
    "make up a voice": ["UPDATE fact SET voice = 'rumour' WHERE id = 1"],
    "begin as a kind that is made up": [DRAFT.format(status="draft").replace("'event'", "'rumour'")],
    "make up a kind": [*revise(1, "'$.kind', 'rumour'"), "UPDATE fact SET kind = 'rumour', revision = 2 WHERE id = 1"],
    "be of another kind": ["UPDATE fact SET kind = 'law' WHERE id = 1"],
    "empty the text": ["UPDATE fact SET text = ' ' WHERE id = 1"],
    "change a revision": ["UPDATE revision SET reason = 'x' WHERE id = 1"],
    "delete a revision": ["DELETE FROM revision WHERE id = 1"],
    "replace a revision": revise(1, "'$.x', 1", id="8"),
    "replace a revision by its hash": revise(1, "'$.x', 1", hash="(SELECT hash FROM revision WHERE id = 8)"),
    "leave out a revision": revise(1, "'$.x', 1", id="head.number + 2"),
    "begin another history": revise(1, "'$.x', 1", previous_hash=f"'{'0' * 63}1'"),
    "revise in another's name": revise(1, "'$.x', 1", key="'fish-market-closed'"),
    "set the head back": ["UPDATE head SET number = number - 1"],
    "forge the head of what was appended": [
        *revise(1, "'$.x', 1"),
        "UPDATE head SET (number, hash) = (SELECT max(id), 'x' FROM revision)",
    ],
    "forge the head": ["UPDATE head SET hash = 'x'"],
    "move the head aside": ["UPDATE head SET id = 0, number = number + 1"],
    "delete the head": ["DELETE FROM head"],
    "replace the head": ["INSERT OR REPLACE INTO head SELECT 1, 1, hash FROM revision WHERE id = 1"],
}


@pytest.mark.parametrize("statements", REFUSED.values(), ids=REFUSED.keys())
def test_raw_sql_is_refused_and_changes_nothing(raw: sqlite3.Connection, statements: list[str]) -> None:
    before = list(raw.iterdump())
    raw.execute("BEGIN")
    for statement in statements[:-1]:
        raw.execute(statement)
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statements[-1])
    raw.execute("ROLLBACK")
    assert list(raw.iterdump()) == before
    assert bare_facts(raw) == 0


def goes_through(database: sqlite3.Connection, trigger: str, statements: list[str]) -> bool:
    """Say whether the statements are taken where the trigger is not there."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        database.backup(copy)
        copy.execute(f"DROP TRIGGER {trigger}")
        try:
            for statement in statements:
                copy.execute(statement)
        except sqlite3.IntegrityError:
            return False
        return True


@pytest.mark.parametrize("trigger", triggers.TRIGGERS)
def test_each_trigger_is_what_refuses_something(raw: sqlite3.Connection, trigger: str) -> None:
    assert any(goes_through(raw, trigger, statements) for statements in REFUSED.values())


def test_a_second_citation_may_go(raw: sqlite3.Connection) -> None:
    (count,) = raw.execute("SELECT count(*) FROM citation WHERE fact_id = 2").fetchone()
    assert count == 2
    raw.execute("DELETE FROM citation WHERE fact_id = 2 AND position = 0")
    assert bare_facts(raw) == 0


@pytest.mark.parametrize("instead", ["", "CREATE TRIGGER {} BEFORE DELETE ON citation WHEN 0 BEGIN SELECT 1; END"])
@pytest.mark.parametrize("trigger", ["last_citation_stays", "fact_in_use_is_cited"])
async def test_the_bot_does_not_start_without_its_triggers_or_with_others_of_their_names(
    opened: Services, settings: Settings, url: str, trigger: str, instead: str
) -> None:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        connection.executescript(f"DROP TRIGGER {trigger}; {instead.format(trigger)}")
    with pytest.raises(DatabaseUnusable, match=trigger):
        async with app.opened(settings):
            pass


async def test_the_bot_does_not_start_on_a_fact_without_a_citation(
    opened: Services, settings: Settings, url: str
) -> None:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'last_citation_stays'").fetchone()
        connection.execute("DROP TRIGGER last_citation_stays")
        connection.execute("DELETE FROM citation WHERE fact_id = 1")
        connection.execute(sql)
        connection.commit()
    with pytest.raises(DatabaseUnusable, match="holds 1 facts without a citation"):
        async with app.opened(settings):
            pass
