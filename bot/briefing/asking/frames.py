"""Frames: what people say around a question, in which an evaluation asks what it asks without."""

import re
from collections.abc import Iterator

FRAMES = (
    "I’m writing a memo, {}",
    "In one sentence: {}",
    "{} (asking for a friend)",
    "does anybody remember {}",
    "{} Thanks!",
    "hey bot, {}",
    "quick one: {}",
    "for the record, {}",
    "{} pls",
    "@mira asked me {}",
    "I was wondering if you know {}",
    "can someone tell me {}",
    "{} TIA",
    "Context: I have a call with the press at three. Question: {}",
    "not sure if this is the right channel but {}",
    "so, {}",
    "ok next: {}",
    "remind me again: {}",
    "EDIT: {}",
    "my boss wants to know {}",
)


def framed(question: str) -> Iterator[str]:
    """Yield the question in each frame."""
    for frame in FRAMES:
        # A sentence after a question makes it one, with or without its mark.
        goes_on = re.match(r"\{\} [A-Z]", frame) and not re.search(r"[?.!]\W*$", question)
        yield frame.format(f"{question}?" if goes_on else question)
