"""`footnote verify`: what is no longer as it was read is told, and decides the exit status."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from bot.terminal.console import Author
from db.sqlite.triggers import TRIGGERS
from tests.bot.cli.conftest import Footnote
from tests.conftest import Dump


def test_verify_is_content_where_all_is_intact(footnote: Footnote) -> None:
    result = footnote("verify")
    assert result.status == 0
    assert "harbour-2031: paragraphs that no fact cites: 1" in result.out
    whole, head = footnote("verify", "--ledger").out.splitlines()
    assert (
        whole
        == "The ledger is whole: every revision follows from the one before, and every record is as it was left last."
    )
    assert re.fullmatch(r"Its head, to keep elsewhere and to check with `--head`: \d+:[0-9a-f]{64}", head)


def test_the_facts_of_all_servers_are_checked_and_none_is_left_out_in_silence(
    footnote: Footnote, settings: Settings
) -> None:
    async def add() -> None:
        author = Author(True, 41, False, "Ana", 7, channel=7)
        text = (
            "!fact add kind: event topics: ferry name: Jubilee text: It is new. "
            "source: pier-2031 paragraph: 1 yes: true"
        )
        async with app.opened(settings) as opened, opened.console() as terminal:
            for said in ("!source add pier-2031 title: A pier text: It is new.", text):
                assert (await terminal.say(said, author)).status == "done"

    assert "server" not in footnote("verify").out
    asyncio.run(add())
    checked = footnote("verify").out
    assert "pier-2031" in checked.split("Facts of the server 7 alone:")[1]
    assert "pier-2031" not in checked.split("Facts of the server 7 alone:")[0]
    exported = footnote("export")
    assert "pier-2031" not in exported.out
    assert "Left out: 1 fact of 1 server, whose own they are; `!export` there writes them." in exported.err
    assert re.search(r"^Ledger: \d+:[0-9a-f]{64}$", exported.err, re.MULTILINE)
    assert "holds 11 facts" in footnote("doctor").out


@pytest.mark.sqlite("damages or removes the file")
def test_a_head_that_was_printed_before_has_to_be_there_still(footnote: Footnote, dump: Dump) -> None:
    head = footnote("verify", "--ledger").out.rsplit(maxsplit=1)[-1]
    footnote("ask", "!fact retract F2 reason: a slip")
    assert footnote("verify", "--head", head).status == 0
    after = footnote("verify", "--ledger").out.rsplit(maxsplit=1)[-1]
    assert after != head
    # Whoever takes the file of yesterday for that of today has nothing in it that gives them away.
    dump.file.unlink()
    again = footnote("verify", "--head", after)
    number = after.split(":")[0]
    said = f"The ledger has no revision {number} with that hash: it is another one, or was cut off."
    assert (again.status, again.out.splitlines()[0]) == (1, said)
    assert footnote("verify", "--head", "412").status == 2


@pytest.mark.sqlite("puts another file in its place")
def test_a_store_is_held_against_the_head_in_an_export_of_it(footnote: Footnote, dump: Dump, tmp_path: Path) -> None:
    export = tmp_path / "export.yaml"
    footnote("ask", "!fact retract F2 reason: a slip")
    export.write_text(footnote("export", "--format", "yaml").out, "utf-8")
    assert footnote("verify", "--head", str(export)).status == 0
    dump.file.unlink()
    cut = footnote("verify", "--head", str(export))
    assert (cut.status, "with that hash: it is another one, or was cut off." in cut.out) == (1, True)
    export.write_text("facts: []", "utf-8")
    assert "has no head of a ledger: an export to YAML has one" in footnote("verify", "--head", str(export)).err


@pytest.mark.parametrize(
    ("edit", "status", "said"),
    [
        (lambda text: text.replace("The council closed", "The council shut"), 1, "ferry-notes ¶1 is changed"),
        (lambda text: text.split("\n")[0], 1, "ferry-notes ¶3 is missing"),
        (lambda text: "A line before.\n" + text, 0, "ferry-notes ¶1 is moved, now ¶2"),
    ],
    ids=["changed", "missing", "moved"],
)
def test_verify_tells_what_is_no_longer_as_it_was(
    footnote: Footnote,
    library: Path,
    monkeypatch: pytest.MonkeyPatch,
    edit: Callable[[str], str],
    status: int,
    said: str,
) -> None:
    file = library / "documents" / "ferry.txt"
    file.write_text(edit(file.read_text("utf-8")), "utf-8")
    monkeypatch.setenv("DOCUMENTS_DIR", str(library / "documents"))
    result = footnote("verify")
    assert result.status == status
    assert said in result.out


def test_verify_without_documents_says_that_they_are_not_on_hand(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOCUMENTS_DIR")
    result = footnote("verify")
    assert result.status == 0
    assert "ferry-notes: the document is not on hand; point DOCUMENTS_DIR to its folder" in result.out


BAD_ROWS = {
    "a payload that is no JSON": ("UPDATE fact SET payload = '{' WHERE id = 4", "F4"),
    "a payload of nothing": ("UPDATE fact SET payload = '{}' WHERE id = 4", "F4"),
    "a text that is no text": ("UPDATE fact SET text = x'ff41' WHERE id = 4", "F4"),
    "letters that are none": ("UPDATE fact SET text = CAST(x'ff41' AS TEXT) WHERE id = 4", "F4"),
    "a source that is no JSON": (
        "UPDATE source SET record = '[' WHERE key = 'ferry-notes'",
        "source ferry-notes",
    ),
}


@pytest.mark.sqlite("damages or removes the file")
@pytest.mark.parametrize(("statement", "record"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_named_while_the_rest_goes_on(footnote: Footnote, dump: Dump, statement: str, record: str) -> None:
    whole = json.loads(footnote("export").out)
    with closing(sqlite3.connect(dump.file)) as connection:
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)
        for trigger in TRIGGERS:
            connection.execute(TRIGGERS[trigger])
        connection.commit()
    citing = {fact["fact"] for fact in whole["facts"] if "ferry-notes" in {c["source"] for c in fact["citations"]}}
    gone = citing if record.startswith("source") else {record}

    verified, exported, diagnosed = footnote("verify"), footnote("export"), footnote("doctor")
    assert (verified.status, exported.status, diagnosed.status) == (1, 1, 1), verified.err
    for name in (record, *gone):
        assert f"{name} cannot be read: " in verified.out
        assert f"Left out: {name} cannot be read: " in exported.err
    assert f"✗ facts: {record} cannot be read: " in diagnosed.out
    assert "harbour-2031: paragraphs that no fact cites: " in verified.out
    kept = json.loads(exported.out)
    assert kept["facts"] == [fact for fact in whole["facts"] if fact["fact"] not in gone]
    assert len(kept["sources"]) == len(whole["sources"]) - record.startswith("source")
    assert re.search(rf"✗ ledger: Not as its last revision left it: {record}", diagnosed.out)
    assert "✓ passage index" in diagnosed.out

    assert footnote("doctor", "--repair").status == 0
    assert json.loads(footnote("export").out) == whole
