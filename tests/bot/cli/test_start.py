"""What cannot start: a sentence on standard error, nothing on standard output, exit status 2."""

from importlib.metadata import version
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Footnote


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
    assert footnote("ask", "--as", "@king", "x").status == 2


def test_it_says_which_version_it_is(footnote: Footnote) -> None:
    said = footnote("--version")
    assert (said.status, said.out) == (0, f"footnote {version('footnote')}\n")
