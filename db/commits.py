"""Commits: how many transactions the work at hand has written to stay, which whoever tells of an error has to know."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Commits:
    """Those of the task that watches them, and of the tasks that it begins."""

    count: int = 0


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
