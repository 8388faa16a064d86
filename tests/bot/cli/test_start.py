"""What cannot start: a sentence on standard error, nothing on standard output, exit status 2."""

import json
import os
import subprocess
import sys
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
        ("BACKUP_EVERY", "inf", "BACKUP_EVERY: should be less than or equal to 8760"),
        ("AWAY_MINUTES", "1e300", "AWAY_MINUTES: should be less than or equal to 525600"),
        ("DATABASE_URL", "postgresql+psycopg://me@here:port/store", "DATABASE_URL is not an address"),
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


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in which FOOTNOTE is the program."""
    program = line.replace("FOOTNOTE", f"{sys.executable} -m bot")
    where = {"PYTHONPATH": str(Path(__file__).parents[3]), "VERIFIER": "off"}
    # As in most shells, output waits to be written.
    where["PYTHONUNBUFFERED"] = ""
    return subprocess.run(["sh", "-c", program], capture_output=True, text=True, env={**os.environ, **where})


@pytest.mark.skipif(os.name == "nt", reason="a shell there closes no stream")
@pytest.mark.sqlite("is about the terminal")
def test_a_stream_that_is_closed_leads_nowhere(environment: None) -> None:
    assert json.loads(shell("FOOTNOTE export 2>&-").stdout)["facts"], "what is said beside it stands in no export"
    assert (asked := shell("FOOTNOTE ask - <&-")).returncode == 0
    assert "Traceback" not in asked.stderr
    assert shell("FOOTNOTE ask '!topics' >&-").returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
@pytest.mark.sqlite("is about the terminal")
@pytest.mark.parametrize("command", ["export", "ask '!topics'", "doctor", "--help"])
def test_output_for_which_there_is_no_room_is_told(environment: None, command: str) -> None:
    ended = shell(f"FOOTNOTE {command} >/dev/full")
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1] == "The system does not do it: No space left on device."
    assert "Traceback" not in ended.stderr
    assert "ignored" not in ended.stderr


def test_settings_that_are_no_text_are_told(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=INFO", "utf-16")
    refused = footnote("ask", "!topics")
    assert (refused.status, refused.err) == (2, "The file .env is not UTF-8 text: save it with that encoding.\n")
