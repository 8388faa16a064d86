"""`footnote evaluate`: conditions side by side, and a sentence for what cannot be asked."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Footnote


@pytest.fixture
def questions(tmp_path: Path, library: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    lines = [
        {"id": "1", "question": "Who built the lighthouse?", "answerable": True, "cites": ["ferry-notes#1"]},
        {"id": "2", "question": "Who painted the moon?", "answerable": False},
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return file


@pytest.mark.sqlite("measures beside FTS5")
def test_conditions_stand_side_by_side(footnote: Footnote, questions: Path, library: Path) -> None:
    questions.rename(library / "questions.jsonl")
    result = footnote("evaluate", str(library / "questions.jsonl"), "--bare", "--library", str(library))
    assert result.status == 0
    rows = [line.split("│")[1:3] for line in result.out.splitlines() if line.startswith("│")]
    assert [tuple(cell.strip() for cell in row) for row in rows] == [
        ("questions.jsonl", "2"),
        ("questions.jsonl, bare", "2"),
        ("library", "2"),
        ("library, bare", "2"),
    ]


@pytest.mark.sqlite("measures beside FTS5")
def test_what_decides_is_exchanged_on_request(footnote: Footnote, questions: Path) -> None:
    questions.write_text(
        json.dumps(
            {"id": "1", "question": "When did the council close the market?", "answerable": True, "cites": ["x#1"]}
        )
    )
    result = footnote("evaluate", str(questions), "--exchanged")
    rows = [line.split("│")[1:3] for line in result.out.splitlines() if line.startswith("│")]
    # That question negated, and so a recorded phrasing of the library.
    assert [tuple(cell.strip() for cell in row) for row in rows][:2] == [
        ("questions.jsonl", "1"),
        ("questions.jsonl, exchanged", "2"),
    ]


@pytest.mark.sqlite("measures beside FTS5")
def test_frames_are_asked_on_request(footnote: Footnote, questions: Path) -> None:
    result = footnote("evaluate", str(questions), "--framed")
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in result.out.splitlines() if line.startswith("│")
    ]
    assert [(row[0], row[1], row[8]) for row in rows] == [
        ("questions.jsonl", "2", ""),
        ("questions.jsonl, framed", "40", "1.00"),
    ]


@pytest.mark.sqlite("measures beside FTS5")
def test_one_condition_tells_each_question_that_went_wrong(footnote: Footnote, questions: Path) -> None:
    result = footnote("evaluate", str(questions))
    assert result.status == 0
    assert "Refused, though it can be answered: 1\n1 Who built the lighthouse?\n" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name a file of questions, or a library: `footnote evaluate --library FOLDER`."),
        (("missing.jsonl",), "missing.jsonl cannot be read as UTF-8 text."),
        (("--library", "missing"), "missing/questions.jsonl cannot be read as UTF-8 text."),
    ],
)
def test_what_cannot_be_asked_is_told(footnote: Footnote, arguments: tuple[str, ...], said: str) -> None:
    result = footnote("evaluate", *arguments)
    assert result.status == 2
    assert said in result.err
    assert result.out == ""


def test_documents_are_asked_alone(footnote: Footnote, library: Path, tmp_path: Path) -> None:
    lines = [
        {
            "question": "How many residents want the ferry to run at night?",
            "answerable": True,
            "cites": ["harbour-2031#3"],
        },
        {"question": "Who painted the moon?", "answerable": False},
    ]
    (library / "questions.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    files = tmp_path / "files"
    files.mkdir()
    (files / "pier.md").write_text("# Pier\n\nThe pier was built in 1931. It holds 40 boats.\n", "utf-8")
    asked = {"question": "How many boats does the pier hold?", "answerable": True, "anchors": ["holds 40-boats"]}
    (files / "questions.jsonl").write_text(json.dumps(asked) + "\n", "utf-8")
    result = footnote("evaluate", "--passages", "--library", str(library), "--library", str(files))
    assert result.status == 0
    rows = [[cell.strip() for cell in line.split("│")[1:9]] for line in result.out.splitlines() if line.startswith("│")]
    assert rows == [
        ["library", "2", "1.00", "1.00", "1.00", "1.00", "0.00", "1.00"],
        ["files", "1", "1.00", "1.00", "1.00", "1.00", "0.00", ""],
    ]


def test_of_one_set_of_documents_each_question_that_went_wrong_is_told(footnote: Footnote, library: Path) -> None:
    asked = {"id": "7", "question": "Who sold the ferry tickets?", "answerable": True, "cites": ["harbour-2031#1"]}
    (library / "questions.jsonl").write_text(json.dumps(asked) + "\n", "utf-8")
    result = footnote("evaluate", "--passages", "--library", str(library))
    assert "\n7 Who sold the ferry tickets?\n" in result.out
