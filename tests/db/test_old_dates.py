"""Dates of an older store that are refused today: every reply still comes, without them, and the operator is told."""

import sqlite3
from contextlib import closing

import pytest

from bot.app import Services
from bot.cli import diagnosis
from bot.settings import Settings
from tests.conftest import Dump, Say, text

pytestmark = pytest.mark.sqlite("reads a file that an earlier version made")

# What stood in the store when earlier versions took it.
OLD = ("2031-02-29", "2031/2029", "[2031]", "-0000", "2031-99", "x" * 90)


# Column, place in it, place in a revision, and of which facts.
PLACES = (
    ("when", None, "$.when", "kind = 'event'"),
    ("payload", "$.survey.fielded", "$.payload.survey.fielded", "kind = 'poll'"),
    ("payload", "$.offices[0].when", "$.payload.offices[0].when", "key = 'ida-bronn'"),
)


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, opened: Services, dump: Dump) -> str:
    """Write a date that is refused today into each place that has one, past the program, as it once stood there."""
    date = str(request.param)
    with closing(sqlite3.connect(dump.file)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for column, place, revised, which in PLACES:
            value = f"json_set(payload, '{place}', :date)" if place else ":date"
            connection.execute(f'UPDATE fact SET "{column}" = {value} WHERE {which}', {"date": date})
            connection.execute(
                "UPDATE revision SET after = json_set(after, :place, :date)"
                f" WHERE subject = 'fact' AND fact_id IN (SELECT id FROM fact WHERE {which})",
                {"place": revised, "date": date},
            )
        connection.execute(
            "UPDATE source SET record = json_set(record, '$.issued', ?) WHERE key = 'harbour-2031'", (date,)
        )
        for _, statement in triggers:
            connection.execute(statement)
        connection.commit()
    return date


async def test_every_reply_still_comes(say: Say, old: str) -> None:
    for line in (
        *("!event fish market", "!poll residents", "!person ida", "!sources", "!source harbour-2031", "!brief ferry"),
        *("!timeline 2031", "!timeline", "!cite F1", "!cite F2", "!cite F3", "!fact history F2", "!find market"),
        *("!ask when did the fish market close?", "!compare ferry", "!export", "!verify", "who is the mayor?"),
    ):
        answer = await say(line)
        assert answer.status in ("answered", "related", "unknown", "done"), (line, text(answer))
        assert old not in text(answer), line


async def test_the_fact_can_be_given_a_date_that_is_one(say: Say, old: str) -> None:
    assert (await say("!fact edit F2 when: 2031-03-14 reason: as printed yes: true")).status == "done"
    assert "14 March 2031" in text(await say("!event fish market"))
    assert (await say("!source edit harbour-2031 issued: 2031-04")).status == "done"
    assert "April 2031" in text(await say("!sources"))
    assert (await say("!fact edit F1 note: seen again reason: x yes: true")).status == "done"


async def test_the_operator_is_told(settings: Settings, old: str) -> None:
    said = [str(finding) for finding in await diagnosis.examine(settings)]
    told = [line for line in said if line.startswith("✓ fields: ")]
    assert [line.split(",")[0].split(": ")[1] for line in told] == ["F1", "F2", "F3", "harbour-2031"]
    assert told[1].startswith("✓ fields: F2, when: ")
    assert told[1].endswith(". It is shown without; `!fact edit F2 …` gives it another")
