"""Commands as one writes them in a server that has chosen another prefix."""

import re
from dataclasses import replace

from bot.briefing.answer import Answer

USUAL = "!"
_COMMAND = re.compile(r"`!(?=[a-z`])")


def with_prefix(answer: Answer, prefix: str) -> Answer:
    """Return the answer with the commands in it, which stand in backticks, beginning with the prefix."""
    if prefix == USUAL:
        return answer
    title, note = answer.title, answer.note
    if title and title.startswith(USUAL):
        title = prefix + title.removeprefix(USUAL)
    return replace(answer, title=title, note=note and _COMMAND.sub(lambda _: f"`{prefix}", note))
