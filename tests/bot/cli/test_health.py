"""`footnote verify`: what is no longer as it was read is told, and decides the exit status."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Footnote


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
