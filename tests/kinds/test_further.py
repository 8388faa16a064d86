"""A further kind of fact in one class, `vessel.py`: what the program makes of it, found out by a run of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_kind_in_one_class_is_a_kind_everywhere(tmp_path: Path) -> None:
    """Kinds are put together when the program is loaded, so that one more takes a process that begins with it."""
    (tmp_path / "sitecustomize.py").write_text("import tests.kinds.vessel\n", "utf-8")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "tests/kinds/checks.py"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
