"""`footnote source add`: files and folders read into the store, one bad file stopping no other."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import pdf
from tests.bot.briefing.sources.test_extraction import locked
from tests.bot.cli.conftest import Footnote, Result
from tests.conftest import Dump

FERRY = "The ferry sails at nine.\nIt holds 40 cars.\n"
MINUTES = (
    "---\ntitle: 'Minutes: the May meeting'\nauthor: Ida Holm\ndate: 2031-05-02\nlang: en\n---\n"
    "The board met in the old hall.\n\nIt agreed on 12 boats.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three documents, one of them in a folder within."""
    made = tmp_path / "papers"
    (made / "2031").mkdir(parents=True)
    (made / "ferry_notes.txt").write_text(FERRY, "utf-8")
    (made / "2031" / "minutes.md").write_text(MINUTES, "utf-8")
    (made / "tide.pdf").write_bytes(pdf.page(["The tide is at six.", "", "It is 3 m high."]))
    return made


def rows(result: Result) -> dict[str, str]:
    """Return the row of the table for each file: what stands behind its name."""
    found = re.findall(r"^  (\S+\.\w+|\S+)  +(added|new version|here already|not read)(.*)$", result.err, re.MULTILINE)
    return {name: " ".join(f"{became} {rest}".split()) for name, became, rest in found}


def last(result: Result) -> str:
    return next(line for line in reversed(result.err.splitlines()) if re.match(r"(Nothing.*: )?\d+ (\w+ ?)+", line))


def test_a_folder_is_read_described_and_can_be_asked(footnote: Footnote, folder: Path) -> None:
    result = footnote("source", "add", str(folder))
    assert (result.status, result.out) == (0, "")
    assert rows(result) == {
        "ferry_notes.txt": "added ferry-notes-2 2 Ferry notes",
        "tide.pdf": "added tide 2 Tide",
        "minutes.md": "added minutes-may-meeting-2031 2 Minutes: the May meeting · Ida Holm · 2 May 2031 · en",
    }
    assert last(result) == "3 added"
    assert (
        "in the document’s own words: “It agreed on 12 boats.”"
        in footnote("ask", "!source minutes-may-meeting-2031 2").out
    )


def test_once_more_reads_only_what_has_changed(footnote: Footnote, folder: Path, dump: Dump) -> None:
    footnote("source", "add", str(folder))
    before = dump()
    again = footnote("source", "add", str(folder))
    assert (again.status, rows(again), last(again), dump()) == (0, {}, "3 unchanged", before)
    (folder / "ferry_notes.txt").write_text(FERRY.replace("40", "44"), "utf-8")
    (folder / "2031" / "minutes.md").rename(folder / "renamed.md")
    changed = footnote("source", "add", str(folder))
    assert rows(changed) == {"ferry_notes.txt": "new version ferry-notes-2 2 Ferry notes"}
    assert last(changed) == "1 new version, 2 unchanged"
    assert "“It holds 44 cars.”" in footnote("ask", "!source ferry-notes-2 2").out


def test_a_fact_follows_a_passage_into_the_new_version(footnote: Footnote, folder: Path) -> None:
    footnote("source", "add", str(folder))
    added = footnote(
        "ask",
        "!fact add kind: event topics: ferry name: Capacity text: The ferry holds 40 cars. source: ferry-notes-2 "
        "paragraph: 2 yes: true",
    )
    (number,) = re.findall(r"Added: (F\d+)", added.out)
    (folder / "ferry_notes.txt").write_text(f"A heading of today.\n{FERRY}", "utf-8")
    result = footnote("source", "add", str(folder / "ferry_notes.txt"))
    assert f"Passages that stand elsewhere now, where they are cited from now on: {number}." in result.err
    assert "¶3" in footnote("ask", f"!cite {number}").out


BAD = {
    "scan.pdf": (pdf.page([]), "holds no text. Where it is scanned, run text recognition"),
    "locked.pdf": (locked(), "is protected by a password"),
    "circle.pdf": (pdf.circle(), "cannot be read: open it and save it anew"),
    "empty.txt": (b"", "holds no text"),
    "huge.txt": (b"x" * 5_000_001, "has 5.0 MB: at most 5 MB are taken"),
    "picture.jpg": (b"\xff\xd8", "is of no kind that I read"),
    "really.txt": (pdf.page(["x"]), "is a PDF under another name"),
    "program.md": (b"MZ\x90\x00", "is not UTF-8 text"),
    "archive.docx": (b"PK\x03\x04 and no more", "cannot be read: open it and save it anew"),
}


def test_a_file_that_cannot_be_read_has_its_sentence_and_stops_no_other(footnote: Footnote, folder: Path) -> None:
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    result = footnote("source", "add", str(folder), str(folder / "nothing"))
    assert result.status == 1
    said = " ".join(result.err.split())
    for name, (_, sentence) in BAD.items():
        assert f"“{name}” {sentence}" in said, name
    assert "“nothing” is not there." in said
    assert last(result) == f"3 added, {len(BAD) + 1} not read"
    assert "Traceback" not in result.err
    assert "scan" not in footnote("ask", "!sources").out


def test_no_link_leads_out_of_a_folder(footnote: Footnote, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("A word of nobody else's.", "utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "more.txt").write_text("Another word.", "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "links").symlink_to(tmp_path / "secrets")
    (folder / "within.txt").symlink_to(folder / "ferry_notes.txt")
    (folder / ".hidden.txt").write_text("Not meant.", "utf-8")
    os.mkfifo(folder / "pipe.txt")
    result = footnote("source", "add", str(folder))
    assert result.status == 1
    for name in ("link.txt", "links"):
        assert f"“{name}” is a link out of the folder, and is not followed." in result.err
    assert "“pipe.txt” is no file that can be read." in result.err
    assert last(result) == "3 added, 3 not read"


def test_the_same_document_twice_is_told(footnote: Footnote, folder: Path) -> None:
    (folder / "again.html").write_text(f"<p>{FERRY.splitlines()[0]}<p>{FERRY.splitlines()[1]}", "utf-8")
    result = footnote("source", "add", str(folder))
    assert rows(result)["ferry_notes.txt"] == "here already It is the document of `again`."
    assert (result.status, last(result)) == (0, "3 added, 1 here already")
    (folder / "copy.txt").write_text(FERRY, "utf-8")
    assert rows(footnote("source", "add", str(folder)))["copy.txt"] == "here already It is the document of `again`."


def test_a_dry_run_reads_all_and_writes_nothing(footnote: Footnote, folder: Path, dump: Dump) -> None:
    footnote("ask", "!topics")
    before = dump()
    result = footnote("source", "add", "--dry-run", str(folder))
    assert result.status == 0
    assert len(rows(result)) == 3
    assert last(result) == "Nothing was written; it would be: 3 added"
    assert dump() == before


@pytest.mark.sqlite("looks for the file")
def test_a_dry_run_makes_no_store(footnote: Footnote, folder: Path, dump: Dump) -> None:
    result = footnote("source", "add", "--dry-run", str(folder))
    assert last(result) == "Nothing was written; it would be: 3 added"
    assert not [file for file in dump.file.parent.iterdir() if file.name.startswith(dump.file.name)]


def test_a_key_is_for_one_file(footnote: Footnote, folder: Path) -> None:
    refused = footnote("source", "add", str(folder), "--key", "papers")
    assert (refused.status, refused.out) == (2, "")
    assert "--key is the key of one file, and these are 3" in refused.err
    file = str(folder / "ferry_notes.txt")
    wrong = footnote("source", "add", file, "--key", "Ferry Notes")
    assert wrong.status == 1
    assert "should be lower-case letters, figures and single hyphens" in wrong.err
    taken = footnote("source", "add", file, "--key", "harbour-2031")
    assert taken.status == 1
    assert "`harbour-2031` has a document: `!source edit harbour-2031 file: …`" in taken.err
    assert footnote("source", "add", file, "--key", "timetable").status == 0
    assert "`timetable`: Ferry notes" in footnote("ask", "!sources").out


def test_what_was_taken_down_is_not_taken_again(footnote: Footnote, folder: Path) -> None:
    footnote("source", "add", str(folder))
    footnote("ask", "!source forget tide reason: the harbour office asked for it")
    result = footnote("source", "add", str(folder))
    assert result.status == 1
    assert "“tide.pdf” is the document of `tide`, which was taken down, and is not taken again." in result.err


@pytest.mark.sqlite("looks for the file")
def test_each_file_is_a_transaction_of_its_own(footnote: Footnote, folder: Path, dump: Dump) -> None:
    footnote("source", "add", str(folder))
    with closing(sqlite3.connect(dump.file)) as connection:
        moments = connection.execute(
            "SELECT count(DISTINCT at) FROM revision WHERE subject = 'document' AND reason LIKE 'read from %'"
        )
        assert moments.fetchone() == (3,)
        readers = connection.execute("SELECT reader FROM document WHERE name = 'tide.pdf'").fetchone()[0]
    assert re.fullmatch(r"footnote \S+, pypdfium2 \S+", readers)
    assert footnote("verify", "--ledger").status == 0


def test_nothing_to_read_is_said(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    result = footnote("source", "add", str(tmp_path / "none"))
    assert result.status == 0
    assert "There is no file in there." in result.err


NAMES = [
    b"\xff\xfe.txt",
    "Протокол заседания.txt".encode(),
    "報告.txt".encode(),
    "🚢.txt".encode(),
    b"a\nb [x](y) `c`.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_any_name(footnote: Footnote, tmp_path: Path, name: bytes) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / os.fsdecode(name)).write_bytes(b"The ferry sails at nine.")
    result = footnote("source", "add", str(tmp_path / "odd"))
    assert (result.status, last(result)) == (0, "1 added"), result.err
    assert last(footnote("source", "add", str(tmp_path / "odd"))) == "1 unchanged"


def test_a_folder_is_told_from_a_file(footnote: Footnote, folder: Path) -> None:
    said = footnote("ask", f"!source add papers file: {folder}").out
    assert "is a folder: `footnote source add` on the command line reads folders." in said


@pytest.mark.sqlite("looks for the file")
def test_what_was_added_before_it_was_stopped_stays(
    footnote: Footnote, tmp_path: Path, dump: Dump, environment: None
) -> None:
    (tmp_path / "many").mkdir()
    for number in range(20):
        (tmp_path / "many" / f"{number:02}.md").write_text(f"Boat {number} sails at nine.", "utf-8")
    command = [sys.executable, "-m", "bot", "source", "add", str(tmp_path / "many")]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        while not dump.file.exists() or not dump.rows()["document"]:
            assert process.poll() is None
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.endswith("Stopped: what was added stays, and the same command goes on from there.\n")
    added, unchanged = re.findall(r"(\d+) (?:added|unchanged)", last(footnote("source", "add", str(tmp_path / "many"))))
    assert int(unchanged) > 0
    assert int(added) + int(unchanged) == 20
