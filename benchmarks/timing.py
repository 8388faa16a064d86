"""Timing: medians of repetitions that take turns, since no machine is equally busy all the time, and their ratios."""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

T = TypeVar("T")
Run = Callable[[T], Awaitable[object]]


@dataclass(frozen=True)
class Row:
    """A line of the table: a figure of ours beside its baseline in the same run, and the goal for how they relate."""

    what: str
    baseline: str
    before: float
    ours: float
    unit: str
    goal: float
    bound: Literal["at most", "at least"] = "at most"

    @property
    def ratio(self) -> float:
        """Ours in terms of the baseline."""
        return self.ours / self.before

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal if self.bound == "at most" else self.ratio >= self.goal

    def __str__(self) -> str:
        goal = f"{'≤' if self.bound == 'at most' else '≥'} {self.goal:g}"
        figures = f"{self.before:,.2f} → {self.ours:,.2f} {self.unit}"
        missed = "" if self.met else "missed"
        return f"{self.what:32} {self.baseline:32} {figures:>26} {self.ratio:8.2f} × {goal:>7} {missed}"


async def interleaved(runs: Sequence[Run[T]], on: Sequence[T]) -> list[float]:
    """Return the median time of each run in milliseconds, each on the same things, turn by turn.

    They are run on the first thing once before.
    """
    times: list[list[float]] = [[] for _ in runs]
    for each in (on[0], *on):
        for run, taken in zip(runs, times, strict=True):
            begun = time.perf_counter()
            await run(each)
            taken.append(1000 * (time.perf_counter() - begun))
    return [statistics.median(taken[1:]) for taken in times]
