"""Commands as one writes them in a server that has chosen another prefix."""

import re
from dataclasses import replace

from bot.briefing.answer import Answer

PREFIX = "!"
_COMMAND = re.compile(r"`!(?=[a-z`])")


def with_prefix(answer: Answer, prefix: str) -> Answer:
    """Return the answer with the commands in it, which stand in backticks, beginning with the prefix."""
    if prefix == PREFIX:
        return answer
    title, note = answer.title, answer.note
    if title and title.startswith(PREFIX):
        title = prefix + title.removeprefix(PREFIX)
    return replace(answer, title=title, note=note and _COMMAND.sub(lambda _: f"`{prefix}", note))
