"""Commands as one writes them in a server that has chosen another prefix."""

import re
from dataclasses import replace

from bot.briefing.answer import Answer

PREFIX, SLASH = "!", "/"
_COMMAND = re.compile(r"`!(?=[a-z`])")
_NAMED = re.compile(r"`!(?=[a-z])")
# Discord has no slash command for the bare form of a group, which shows something.
_BARE = re.compile(r"`/(fact|source|gap|setup)(?=`| (?:F?\d|\[|<))")


def with_prefix(answer: Answer, prefix: str) -> Answer:
    """Return the answer with the commands in it, which stand in backticks, beginning with the prefix."""
    if prefix == PREFIX:
        return answer
    title = answer.title
    if title and title.startswith(PREFIX):
        title = prefix + title.removeprefix(PREFIX)

    def begun(note: str | None) -> str | None:
        if note is None or prefix != SLASH:
            return note and _COMMAND.sub(lambda _: f"`{prefix}", note)
        return _BARE.sub(r"`/\1 show", _NAMED.sub(f"`{SLASH}", note))

    sections = tuple(replace(section, note=begun(section.note)) for section in answer.sections)
    return replace(answer, title=title, sections=sections, note=begun(answer.note))
