"""The shipped library is an example: a store that begins without it is never given it, and one may be rid of it."""

from pathlib import Path

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
        "The example was taken out: 217 facts retracted, and no later start takes it in. `footnote example add` does.\n"
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
