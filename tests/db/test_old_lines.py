"""Lines of an older store that are refused today: every reply still comes, without them, and the operator is told."""

import sqlite3
from contextlib import closing

import pytest

from bot.cli import diagnosis
from bot.settings import Settings
from db.values import REPLACEMENT
from tests.conftest import Dump, Say, text

pytestmark = pytest.mark.sqlite("changes the file past its triggers, in the words of SQLite")

UNSEEN = "\u2800\u3164"
ADDRESS = "https://post.example/\x1b[31m"
PLACES = (
    "UPDATE fact SET speaker = :unseen WHERE id = 7",
    "UPDATE fact SET text = :unseen WHERE id = 1",
    "UPDATE fact SET payload = json_set(payload, '$.name', :unseen), note = :unseen WHERE id = 2",
    "UPDATE citation SET reported_from = :unseen WHERE fact_id = 2",
    "UPDATE topic SET title = :unseen WHERE key = 'ferry'",
    "UPDATE source SET record = json_set(record, '$.title', :unseen, '$.URL', :address) WHERE key = 'harbour-2031'",
    "UPDATE revision SET after = json_set(after, '$.speaker', :unseen) WHERE subject = 'fact' AND fact_id = 7",
    "UPDATE revision SET after = json_set(after, '$.note', :unseen) WHERE subject = 'fact' AND fact_id = 2",
    "UPDATE revision SET after = json_set(after, '$.URL', :address) WHERE subject = 'source' AND key = 'harbour-2031'",
)


@pytest.fixture
def old(say: Say, dump: Dump) -> None:
    """Write what is refused today into the fields that have it, past the program, as it once stood there."""
    with closing(sqlite3.connect(dump.file)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in PLACES:
            values = {"unseen": UNSEEN, "address": ADDRESS}
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            assert connection.execute(statement, used).rowcount > 0, statement
        for _, statement in triggers:
            connection.execute(statement)
        connection.commit()


@pytest.mark.usefixtures("old")
async def test_every_reply_still_comes(say: Say) -> None:
    for line in (
        *("!event closure", "!sources", "!source harbour-2031", "!brief ferry", "!timeline 2031", "!timeline"),
        *("!cite F1", "!cite F2", "!cite F7", "!fact history F2", "!fact history F7", "!find market", "!topics"),
        *("!ask when did the fish market close?", "!compare ferry", "!export", "!verify"),
    ):
        answer = await say(line)
        assert answer.status in ("answered", "related", "unknown", "done"), (line, text(answer))
        assert not {*UNSEEN, "\x1b"} & {*text(answer)}, line
    assert f"According to {REPLACEMENT}" in text(await say("!cite F7"))


@pytest.mark.usefixtures("old")
async def test_the_record_can_be_given_what_is_seen(say: Say) -> None:
    assert (await say("!fact edit F7 speaker: Ida Brønn reason: as printed yes: true")).status == "done"
    assert "According to Ida Brønn" in text(await say("!cite F7"))
    assert (await say("!source edit harbour-2031 title: Harbour url: https://post.example/%1B")).status == "done"
    assert "https://post.example/%1B" in text(await say("!source harbour-2031"))


@pytest.mark.usefixtures("old")
async def test_the_operator_is_told(settings: Settings) -> None:
    said = [str(finding) for finding in await diagnosis.examine(settings)]
    told = [line.removeprefix("✓ fields: ") for line in said if line.startswith("✓ fields: ")]
    assert [line.split(": should")[0] for line in told] == [
        *("F1, text", "F2, payload name", "F2, note", "F7, speaker"),
        *("harbour-2031, title", "harbour-2031, URL"),
    ]
