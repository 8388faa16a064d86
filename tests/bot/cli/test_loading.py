"""A start loads nothing heavy that few runs need."""

import os
import subprocess
import sys
from pathlib import Path

# Drawing, the terminal's prompt, migrations, and reading documents that are uploaded.
LATER = ("matplotlib", "prompt_toolkit", "alembic", "pypdf", "bs4")


def test_what_few_runs_need_is_loaded_when_it_is_needed() -> None:
    code = f"import sys, bot.cli.commands; print([name for name in {LATER} if name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout == "[]\n"
