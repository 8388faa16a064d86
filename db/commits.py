"""Commits: how many transactions the work at hand has written to stay, and whether the ledger has any of them.

Whoever tells of an error has to know the one, whoever is to carry something out a second time the other.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Commits:
    """Those of the task that watches them, and of the tasks that it begins."""

    count: int = 0
    changed: bool = False


_watched: ContextVar[Commits | None] = ContextVar("watched", default=None)


def watch() -> Commits:
    """Count from here on the commits of this task and of those it begins."""
    commits = Commits()
    _watched.set(commits)
    return commits


def add() -> None:
    """Count a commit for whoever watches."""
    if commits := _watched.get():
        commits.count += 1


def change() -> None:
    """Note for whoever watches that one of them is a change that the ledger has."""
    if commits := _watched.get():
        commits.changed = True
