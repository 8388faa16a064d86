"""The command line as other programs use it: what `contract.md` promises of `footnote ask` and `footnote export`."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.__main__ import main
from tests.conftest import LIBRARY

CITATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "source": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "paragraph": {"type": "integer", "minimum": 1},
        "span": {"type": ["array", "null"], "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "label": {"type": "string"},
        "reported_from": {"type": ["string", "null"]},
        "check": {"enum": ["intact", "moved", "changed", "missing", "unchecked"]},
    },
    "additionalProperties": False,
}
CITATION["required"] = list(CITATION["properties"])
VOICE = {"enum": ["reported", "opinion", "forecast", "quotation"]}
KIND = {"enum": ["poll", "event", "person", "organization", "law", "claim"]}
STATEMENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fact": {"type": "string", "pattern": "^F[0-9]+$"},
        "key": {"type": "string"},
        "kind": KIND,
        "voice": VOICE,
        "speaker": {"type": ["string", "null"]},
        "text": {"type": "string", "minLength": 1},
        "citations": {"type": "array", "items": CITATION, "minItems": 1},
    },
    "additionalProperties": False,
}
STATEMENT["required"] = list(STATEMENT["properties"])
REPLY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": {"type": "string"},
        "status": {"enum": ["answered", "related", "unknown", "done", "denied", "error"]},
        "statements": {"type": "array", "items": STATEMENT},
        "note": {"type": ["string", "null"]},
    },
    "additionalProperties": False,
}
REPLY["required"] = list(REPLY["properties"])
EXPORTED = {
    *("fact", "key", "kind", "voice", "speaker", "text", "topics", "aliases", "asked", "when", "status", "rank"),
    *("server", "payload", "citations"),
}


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Footnote = Callable[..., Result]


@pytest.fixture
def environment(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("FIXTURES_DIR", str(LIBRARY / "fixtures"))
    monkeypatch.setenv("DOCUMENTS_DIR", str(LIBRARY / "documents"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def footnote(
    environment: None, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Footnote:
    """Run `footnote …` in this process, with bytes for its standard input."""

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["footnote", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsysbinary.readouterr()
        return Result(int(ended.value.code or 0), captured.out.decode(), captured.err.decode())

    return run


def replies(result: Result) -> list[dict[str, Any]]:
    """Return the lines of JSON, each held to the contract."""
    lines = [json.loads(line) for line in result.out.splitlines()]
    for line in lines:
        jsonschema.validate(line, REPLY)
    return lines


def test_one_message_gets_one_line_of_json(footnote: Footnote) -> None:
    result = footnote("ask", "--json", "!law quiet harbour")
    assert result.status == 0
    (reply,) = replies(result)
    assert reply == {
        "question": "!law quiet harbour",
        "status": "answered",
        "statements": [
            {
                "fact": "F6",
                "key": "quiet-harbour-act",
                "kind": "law",
                "voice": "reported",
                "speaker": None,
                "text": "The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight.",
                "citations": [
                    {
                        "source": "harbour-2031",
                        "paragraph": 5,
                        "span": None,
                        "label": "G. Holm, Ellery Post (2031), ¶5",
                        "reported_from": None,
                        "check": "intact",
                    }
                ],
            }
        ],
        "note": None,
    }


def test_every_line_of_input_has_its_line_of_json_blank_ones_too(footnote: Footnote) -> None:
    lines = ["!poll ferry", "", "   ", "!nosuch", "!fact", "when did the fish market close?", "!help", "x" * 4000, "é"]
    result = footnote("ask", "-", "--json", stdin="\r\n".join(lines).encode())
    assert result.status == 0
    given = replies(result)
    assert [reply["question"] for reply in given] == lines
    assert [reply["status"] for reply in given][:4] == ["answered", "error", "error", "error"]
    assert all(reply["note"] or reply["statements"] for reply in given)


def test_a_line_ends_at_a_line_feed_alone(footnote: Footnote) -> None:
    result = footnote("ask", "-", "--json", stdin=b"a\rb\x0c\xe2\x80\xa8c\x85\n!topics\n")
    assert [reply["question"] for reply in replies(result)] == ["a\rb\x0c\u2028c\ufffd", "!topics"]


def test_no_byte_of_input_stops_the_replies(footnote: Footnote) -> None:
    result = footnote("ask", "-", "--json", stdin=b"\xff\xfe!poll\x00ferry\n!poll ferry")
    assert result.status == 0
    assert [reply["status"] for reply in replies(result)][1] == "answered"
    assert footnote("ask", "--json", "!cite \udcff").status == 0


def test_plain_replies_stand_between_blank_lines(footnote: Footnote) -> None:
    result = footnote("ask", "-", stdin=b"!event fish market\n!person nobody here\n")
    assert result.out == (
        "Events: Closure of the fish market\n\n"
        "- 14 March 2031: The town council of Port Ellery voted to close the fish market. [1][2] (F2)\n\n"
        "Sources\n"
        "[1] Greta Holm, [Column on the night ferry], Ellery Post, 2031, ¶2 (intact)\n"
        "[2] [Notes on the ferry], [2031?], ¶1 (intact)\n\n"
        "I have no person under “nobody here”. `!person` lists what you can ask for.\n\n"
    )


def test_standard_output_holds_replies_only(footnote: Footnote) -> None:
    first = footnote("ask", "--json", "!topics")
    assert len(first.out.splitlines()) == 1
    assert first.err == "Seed: 10 facts added, 0 changed, 0 unchanged; 2 sources\n"
    assert footnote("ask", "--json", "!topics").err == "Seed: the same as at the last start\n"


def test_a_member_is_denied_what_a_moderator_may(footnote: Footnote) -> None:
    (reply,) = replies(footnote("ask", "--json", "--as", "member", "!fact retract F1 reason: no"))
    assert reply["status"] == "denied"
    (reply,) = replies(footnote("ask", "--json", "!fact retract F1 reason: no"))
    assert reply["status"] == "done"


def test_each_reply_is_flushed(environment: None) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        assert process.stdin
        assert process.stdout
        for line in ("!topics", "!sources"):
            print(line, file=process.stdin, flush=True)
            assert json.loads(process.stdout.readline())["question"] == line
        process.stdin.close()
        assert process.wait(timeout=30) == 0


# What cannot start: a sentence on standard error, nothing on standard output, exit status 2.


def test_what_cannot_start_says_why(footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value, sentence in (
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/no/x.db", "cannot be opened: see that its folder is there"),
        ("FIXTURES_DIR", str(tmp_path / "none"), "point FIXTURES_DIR to a folder of fixtures"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: should be DEBUG, INFO, WARNING or ERROR"),
        ("MODERATOR_ROLE_IDS", "someone", "MODERATOR_ROLE_IDS"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            result = footnote("ask", "--json", "!topics")
        assert (result.status, result.out) == (2, ""), name
        assert sentence.lower() in result.err.lower(), result.err
        assert "Traceback" not in result.err


def test_run_without_a_token_says_where_to_put_it(footnote: Footnote) -> None:
    result = footnote("run")
    assert result.status == 2
    assert "There is no DISCORD_TOKEN: put the bot's token into the environment or into a file .env" in result.err
    assert "Traceback" not in result.err


def test_a_wrong_command_line_is_explained(footnote: Footnote) -> None:
    assert footnote("nosuch").status == 2
    assert footnote("export", "--format", "xml").status == 2
    assert footnote("ask", "--as", "king", "x").status == 2


# Export and import.


def exported(result: Result) -> dict[str, Any]:
    assert result.status == 0
    data: dict[str, Any] = json.loads(result.out)
    assert set(data) == {"sources", "facts"}
    for fact in data["facts"]:
        assert set(fact) - {"note"} == EXPORTED, "a field beyond the contract's stands only where it says something"
        for citation in fact["citations"]:
            assert len(citation.pop("fingerprint")) == 64
            jsonschema.validate(citation, CITATION)
    return data


def test_an_export_has_the_fields_of_the_contract(footnote: Footnote) -> None:
    data = exported(footnote("export"))
    assert [source["key"] for source in data["sources"]] == ["ferry-notes", "harbour-2031"]
    assert data["sources"][1]["author"] == [{"family": "Holm", "given": "Greta"}]
    assert len(data["facts"]) == 10
    assert data["facts"][0]["fact"] == "F1"
    assert data["facts"][0]["server"] is None
    assert data["facts"][0]["payload"]["kind"] == "poll"


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_export_import_into_an_empty_store_export_again_is_the_same(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    first = exported(footnote("export"))
    file = tmp_path / f"export.{form}"
    file.write_text(footnote("export", "--format", form).out, "utf-8")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("FIXTURES_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/other.db")
    assert json.loads(footnote("export").out) == {"sources": [], "facts": []}
    taken = footnote("import", str(file))
    assert (taken.status, taken.out) == (0, "10 facts added, 0 changed, 0 unchanged; 2 sources\n")
    second = exported(footnote("export"))
    for data in (first, second):
        for fact in data["facts"]:
            del fact["fact"]
    assert second == first
    again = footnote("import", str(file))
    assert again.out == "0 facts added, 0 changed, 10 unchanged; 2 sources\n"


def test_the_other_formats_are_what_they_are_called(footnote: Footnote) -> None:
    rows = list(csv.DictReader(io.StringIO(footnote("export", "--format", "csv").out)))
    assert [row["fact"] for row in rows] == [f"F{number}" for number in range(1, 11)]
    assert rows[1]["citations"] == "harbour-2031#2; ferry-notes#1"
    library = yaml.safe_load(footnote("export", "--format", "yaml").out)
    assert {"sources", "topics", "synonyms", "facts"} <= set(library)
    items = json.loads(footnote("export", "--format", "csl-json").out)
    assert items[0] == {
        "id": "ferry-notes",
        "type": "document",
        "title": "[Notes on the ferry]",
        "issued": {"date-parts": [[2031]], "circa": True},
    }
    assert items[1]["issued"] == {"date-parts": [[2031, 4]]}


def test_a_damaged_import_names_file_fact_and_field_and_writes_nothing(
    footnote: Footnote, tmp_path: Path, url: str
) -> None:
    before = footnote("export").out
    file = tmp_path / "more.yaml"
    data = yaml.safe_load((LIBRARY / "fixtures" / "library.yaml").read_text("utf-8"))
    data["facts"][0]["text"] = "Another text."
    data["facts"][1]["citations"] = []
    data["facts"][2]["voice"] = "rumour"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    result = footnote("import", str(file))
    assert (result.status, result.out) == (2, "")
    assert "more.yaml, fact fish-market-closed, citations: needs at least one entry" in result.err
    assert "more.yaml, fact ida-bronn, voice: should be 'reported'" in result.err
    assert footnote("export").out == before
    with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))) as connection:
        assert connection.execute("SELECT count(*) FROM actor WHERE id = 'operator'").fetchone() == (0,)


def test_an_import_of_what_is_not_there_is_refused(footnote: Footnote, tmp_path: Path) -> None:
    assert "cannot be read" in footnote("import", str(tmp_path / "none.yaml")).err
    assert footnote("import", str(tmp_path)).status == 2


# Verification.


def test_verify_is_content_where_all_is_intact(footnote: Footnote) -> None:
    result = footnote("verify")
    assert result.status == 0
    assert "harbour-2031: paragraphs that no fact cites: 1" in result.out
    assert footnote("verify", "--ledger").out == "The ledger is whole: every revision follows from the one before.\n"


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
