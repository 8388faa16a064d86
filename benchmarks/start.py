"""The first start: the processor time of a program that makes its store and takes the shipped library in.

    python -m benchmarks.start [--rounds 3]

Beside it stand a start with the store as it is, and the loading of discord.py alone.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import Row

ROOT = Path(__file__).parents[1]
GOAL = 1.5  # seconds
ASKING = ("-m", "bot", "ask", "!topics")


def spent(folder: str, *arguments: str) -> float:
    """Return the processor time of a Python of its own, in seconds."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/a.db",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(rounds: int) -> tuple[float, float, float]:
    """Return what the first start takes, a second one, and to load discord.py."""
    found = []
    for _ in range(rounds):
        with TemporaryDirectory() as folder:
            found.append((spent(folder, *ASKING), spent(folder, *ASKING), spent(folder, "-c", "import discord")))
    first, second, discord = (statistics.median(each) for each in zip(*found, strict=True))
    return first, second, discord


def rows(rounds: int) -> list[Row]:
    """Return what the first start takes, in terms of the seconds that it may."""
    first, second, _ = medians(rounds)
    return [Row(f"first start ({second:.2f} s the second)", "1.5 s of processor time", GOAL, first, "s", 1.0)]


def main(rounds: int) -> None:
    """Print the medians."""
    first, second, discord = medians(rounds)
    print(f"first start {first:.2f} s of processor time, a second one {second:.2f} s, import discord {discord:.2f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time the first start.")
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args().rounds)
