"""Guards behind the promises of `docs/reliability.md`: `make guards` takes out each in a copy and sees its tests fail.

`guards.toml` has each by its promise: the file, what stands there, what stands there without it, and the tests that
hold it. `python -m tests.guards [WORD …]` tries those whose promise or file has one of the words.
"""

import argparse
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants import ROOT, copied

LIST = Path(__file__).with_suffix(".toml")
COPY = ROOT / "build" / "guards"
_FAILED = re.compile(r"^FAILED ", re.MULTILINE)  # what pytest says of a test that fails; all else is no answer


@dataclass(frozen=True)
class Guard:
    """A line that keeps a promise: taken out of its file, it makes one of the tests fail."""

    promise: str
    file: str
    guard: str
    without: str
    tests: tuple[str, ...]

    def taken_out(self, code: str) -> str:
        """Return the code of its file without it; raises ValueError where it does not stand there once."""
        if code.count(self.guard) != 1:
            raise ValueError(f"{self.file} has {code.count(self.guard)} times: {self.guard}")
        return code.replace(self.guard, self.without)


def guards() -> list[Guard]:
    """Return all that are listed."""
    listed = tomllib.loads(LIST.read_text("utf-8"))["guards"]
    return [Guard(**{**each, "tests": tuple(each["tests"])}) for each in listed]


def tried(guard: Guard, copy: Path) -> str | None:
    """Take the guard out of the copy and run its tests; return why nobody can say that it is held, None where it is."""
    file = copy / guard.file
    code = file.read_text("utf-8")
    try:
        file.write_text(guard.taken_out(code), "utf-8")
        ended, said = _run(guard.tests, copy)
    except ValueError as error:
        return str(error)
    finally:
        file.write_text(code, "utf-8")
    if _FAILED.search(said):
        return None
    return "no test fails" if ended == 0 else f"the tests cannot be run:\n{said}"


def _run(tests: Sequence[str], copy: Path) -> tuple[int, str]:
    """Run tests on the copy; return what pytest ends with, and says."""
    command = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests)
    # Programs that tests start are to be those of the copy too.
    ended = subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout[-2000:]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.guards")
    parser.add_argument("words", nargs="*", metavar="WORD")
    words = [word.casefold() for word in parser.parse_args().words]
    chosen = [
        guard
        for guard in guards()
        if not words or any(word in f"{guard.promise} {guard.file}".casefold() for word in words)
    ]
    copy = copied(COPY)
    ended, said = _run([*dict.fromkeys(test for guard in chosen for test in guard.tests)], copy)
    if ended != 0:
        sys.exit(f"With every guard in its place the tests should pass:\n{said}")
    unheld = 0
    for guard in chosen:
        problem = tried(guard, copy)
        unheld += problem is not None
        print("held" if problem is None else "NOT HELD", f"{guard.file}: {guard.promise}", problem or "", flush=True)
    print(f"{len(chosen) - unheld} of {len(chosen)} guards are held by their tests")
    sys.exit(unheld > 0)


if __name__ == "__main__":
    main()
