"""The command line run in this process, on a store of its own with the small library and its documents."""

import gc
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.conftest import LIBRARY, log_as_before


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
        with log_as_before(), pytest.raises(SystemExit) as ended:
            main()
        gc.enable()
        gc.unfreeze()
        captured = capsysbinary.readouterr()
        return Result(int(ended.value.code or 0), captured.out.decode(), captured.err.decode())

    return run
