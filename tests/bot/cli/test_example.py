"""The shipped library is an example: a store that begins without it is never given it, and one may be rid of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.conftest import Footnote

KING = "`king-2020`"


@pytest.fixture
def unset(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said which fixtures to take."""
    monkeypatch.delenv("FIXTURES_DIR")
    monkeypatch.delenv("DOCUMENTS_DIR")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def test_a_store_that_began_with_other_fixtures_is_never_given_the_example(
    footnote: Footnote, monkeypatch: pytest.MonkeyPatch, empty: Path
) -> None:
    monkeypatch.setenv("FIXTURES_DIR", str(empty))
    first = footnote("ask", "!topics")
    assert f"Library: the fixtures in {empty}, 0 facts added" in first.err
    monkeypatch.delenv("FIXTURES_DIR")
    second = footnote("ask", "!sources")
    assert "Library: its own, without the shipped example." in second.err
    assert second.out == "The store holds no sources yet.\n"
    assert "✓ fixtures: none: the store keeps a library of its own, without the example" in footnote("doctor").out


def test_a_store_that_begins_with_documents_of_ones_own_has_no_example(
    footnote: Footnote, unset: None, tmp_path: Path
) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry sails at nine.", "utf-8")
    assert "made now. Library: its own" in footnote("source", "add", str(tmp_path / "ferry.txt")).err
    assert footnote("ask", "!sources").out == "Sources\n\n`ferry`: Ferry, n.d. (0 facts)\n"
    assert footnote("example", "remove").err.endswith("is not in this store: there is nothing to take out.\n")


def test_the_example_is_taken_out_and_in_again(footnote: Footnote, unset: None) -> None:
    assert "Library: the shipped example, 218 facts added" in footnote("ask", "!topics").err
    pyongyang = "did Republicans support pressing Pyongyang on human rights?"
    assert "85%" in footnote("ask", pyongyang).out
    footnote(
        "ask",
        "!fact edit F75 text: Pressing Pyongyang is backed by 85% of Republicans and 88% of Democrats. yes: true",
    )
    removed = footnote("example", "remove")
    assert (removed.status, removed.out) == (
        0,
        "The example was taken out: 217 facts retracted, and no later start takes it in. "
        "`!undo` in `footnote chat` brings it back as it was, `footnote example add` as it is shipped.\n"
        "Kept, since somebody here has added or changed them: F75.\n",
    )
    after = footnote("ask", "!sources")
    assert "Library: its own, without the shipped example." in after.err
    assert (KING in after.out, "outlook-2025" in after.out) == (True, False), "a fact that is kept rests on the one"
    assert "F41" not in footnote("ask", "!event hanoi").out
    assert footnote("verify", "--ledger").status == 0
    assert footnote("example", "remove").status == 2
    added = footnote("example", "add")
    assert added.out == "0 facts added, 217 changed, 0 unchanged, 1 kept as a moderator changed them; 2 sources\n"
    assert "F41" in footnote("ask", "!event hanoi").out
    assert "no longer relied on" not in footnote("ask", "!sources").out
    assert "Library: the shipped example, the same as at the last start." in footnote("ask", "!topics").err


def test_taking_the_example_out_is_one_change_that_undo_takes_back_whole(footnote: Footnote, unset: None) -> None:
    mine = "!fact add kind: event name: The walk when: 2018 topics: hanoi text: They took a walk. source: king-2020"
    footnote("ask", f"{mine} paragraph: 9 yes: true")
    footnote("ask", "!fact retract F7 reason: no longer shown")
    before, sources, topics = (footnote(*line).out for line in (("export",), ("ask", "!sources"), ("ask", "!topics")))
    assert footnote("example", "remove").out.startswith("The example was taken out: 217 facts retracted")
    assert footnote("ask", "!audit").out.count("operator: retracted F") == 17, "it is the operator's change"
    assert _content(footnote("export").out) != _content(before)
    undone = footnote("ask", "!undo").out
    assert undone.startswith(
        "Taken back\n\nThe example is in the store again, and each start keeps it as it is shipped.\n"
        "Synonyms are as they were before.\nThe source `outlook-2025` is described as before.\n"
    )
    assert "\n217 facts are as they were before: F1, F2, F3, F4, F5, F6, F8, F9, F10, F11 and 207 more.\n" in undone
    assert _content(footnote("export").out) == _content(before)
    assert (footnote("ask", "!sources").out, footnote("ask", "!topics").out) == (sources, topics)
    assert footnote("verify", "--ledger").status == 0
    assert "Library: the shipped example, the same as at the last start." in footnote("ask", "!topics").err
    # The change before it is the next.
    assert "F7 is as it was before your revision 2" in footnote("ask", "!undo").out


def test_an_example_that_was_out_for_a_while_is_still_the_programs_own(footnote: Footnote, unset: None) -> None:
    footnote("ask", "!topics")
    footnote("example", "remove")
    footnote("ask", "!undo")
    # Nobody has changed its facts by hand: it can be taken out again, all of it, and in.
    assert footnote("example", "remove").out.startswith("The example was taken out: 218 facts retracted")
    assert footnote("example", "add").out == "0 facts added, 218 changed, 0 unchanged; 2 sources\n"


def test_what_somebody_has_changed_since_keeps_the_example_out(footnote: Footnote, unset: None) -> None:
    footnote("ask", "!topics")
    footnote("example", "remove")
    assert footnote("ask", "--as", "mira", "!fact restore F7").out.startswith("Restored: F7\n")
    before = footnote("export").out
    refused = footnote("ask", "!undo").out
    assert refused == "F7 has been changed since, and nothing was taken back: `!fact history F7` shows by whom.\n"
    assert footnote("export").out == before


def _content(exported: str) -> dict[str, Any]:
    """Return what a store holds: an export without the head of its ledger."""
    content = json.loads(exported)
    return {name: content[name] for name in content if name != "ledger"}


@pytest.mark.sqlite("removes the file")
def test_a_store_that_is_gone_is_not_made_anew_without_a_word(footnote: Footnote, url: str) -> None:
    file = Path(url.removeprefix("sqlite+aiosqlite:///"))
    assert "WARNING" not in footnote("ask", "!topics").err
    assert "WARNING" not in footnote("ask", "!topics").err
    file.unlink()
    said = footnote("ask", "!topics").err
    assert said.startswith(f"WARNING: The store {file} was made on 20")
    assert f"Store: {file}, made now." in said
    assert "WARNING" not in footnote("ask", "!topics").err
