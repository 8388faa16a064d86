"""The diagnosis: one thing that was looked at, and what was found."""

from dataclasses import dataclass
from typing import Literal

State = Literal["sound", "unknown", "wrong"]
_MARKS = {"sound": "✓", "unknown": "–", "wrong": "✗"}


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at; `wrong` keeps Footnote from working as it should, `unknown` could not be looked at."""

    subject: str
    message: str
    state: State = "sound"

    @property
    def wrong(self) -> bool:
        return self.state == "wrong"

    def __str__(self) -> str:
        return f"{_MARKS[self.state]} {self.subject}: {self.message}"
