"""Pairs of a question and a text, and the file that holds them."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pair:
    """A question and a sentence with the name of its fact before it, and whether the one answers the other."""

    question: str
    text: str
    answers: bool

    @property
    def title(self) -> str:
        """The name of the fact that the sentence belongs to, which stands before the first colon."""
        return self.text.partition(": ")[0]


def pairs_of(path: Path, without: Path | None = None) -> list[Pair]:
    """The pairs of a file, less those whose question or title is a line of another file."""
    left_out = set(without.read_text(encoding="utf8").splitlines()) if without else set()
    with gzip.open(path, "rt", encoding="utf8") as file:
        pairs = [Pair(row["question"], row["text"], bool(row["answers"])) for row in map(json.loads, file)]
    return [pair for pair in pairs if pair.question not in left_out and pair.title not in left_out]
