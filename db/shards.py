"""Shards: the parts into which Discord divides the servers of a bot, and which of them one process has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shards:
    """Some of the `count` shards of a bot, by their numbers from 0."""

    numbers: tuple[int, ...]
    count: int

    def serve(self, server: int | None) -> bool:
        """Say whether a server is on one of these; direct messages, which have none, are on the first shard."""
        return ((server or 0) >> 22) % self.count in self.numbers

    def __str__(self) -> str:
        begins = [number for number in self.numbers if number - 1 not in self.numbers]
        ends = [number for number in self.numbers if number + 1 not in self.numbers]
        runs = [f"{first}-{last}" if last > first else f"{first}" for first, last in zip(begins, ends, strict=True)]
        return f"{'shards' if len(self.numbers) > 1 else 'shard'} {', '.join(runs)} of {self.count}"
