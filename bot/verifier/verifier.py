"""The verifier scores how well sentences answer a question; it writes nothing, and asks no network.

Its weights are the project's own: `verifier/README.md` in the repository is their model card.
"""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.verifier.crossencoder import CrossEncoder
    from db.records import Fact

FOLDER = Path(__file__).parent
PACKAGES = ("numpy", "onnxruntime", "tokenizers")  # of the extra `verifier`, which a plain installation lacks
FILES = ("model.onnx", "tokenizer.json")


def passage_text(fact: Fact) -> str:
    """What the verifier reads of a fact: its name, its speaker where there is one, its text and its date.

    The weights were trained on this form: another costs right answers.
    """
    speaker = f"According to {fact.speaker}: " if fact.speaker else ""
    when = f" ({fact.when})" if fact.when else ""
    return f"{fact.name}: {speaker}{fact.text}{when}"


class Verifier:
    """Loads its packages and its weights with the first score, and keeps them."""

    def __init__(self, folder: Path = FOLDER, *, packages: Sequence[str] = PACKAGES, threads: int = 1) -> None:
        self._folder = folder
        self._packages = packages
        self._threads = threads
        self._loading = threading.Lock()
        self._turn = asyncio.Lock()

    @cached_property
    def lacks(self) -> str | None:
        """Why there are no scores, and what to do about it; None where there are."""
        if missing := [package for package in self._packages if find_spec(package) is None]:
            return f"no {' and no '.join(missing)} installed: run pip install 'footnote[verifier]'"
        if missing := [name for name in FILES if not (self._folder / name).is_file()]:
            return f"no {' and no '.join(missing)} in {self._folder}: install Footnote anew"
        return None

    def available(self) -> bool:
        return self.lacks is None

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """The probability that each text answers the question, in the order of the texts.

        It takes some milliseconds a text: on the event loop call `scores`.
        """
        if self.lacks:
            raise RuntimeError(self.lacks)
        if not texts:
            return []
        with self._loading:
            model = self._model
        return [1 / (1 + math.exp(-logit)) for logit in model.logits(question, texts)]

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """As `score`, on a thread beside the event loop, one question at a time."""
        async with self._turn:
            return await asyncio.to_thread(self.score, question, texts)

    @cached_property
    def _model(self) -> CrossEncoder:
        from bot.verifier.crossencoder import CrossEncoder  # noqa: PLC0415  # only a process that is asked loads it

        return CrossEncoder(self._folder, self._threads)
