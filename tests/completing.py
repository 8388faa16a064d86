"""Completion for the tests: asked again where a busy machine had it give up."""

import time

from bot.app import Services
from db.completion import PATIENCE, Completion, What

TRIES = 5


async def completed(opened: Services, what: What, typed: str, server: int | None = None) -> list[Completion]:
    """Return what completes the letters; whoever types is never kept waiting, and may be offered nothing or half."""
    for _ in range(TRIES):
        began = time.monotonic()
        found = await opened.completion.of(what, typed, server)
        if time.monotonic() - began < PATIENCE:
            break
    return found
