"""Spans of a note as plain text: commands and code in backticks, differences marked as `git diff --word-diff` does.

What counts in a passage stands between stars, as people stress words in plain text: `*85%*`.
"""

from typing import Final

from bot.render.prefix import written
from db.notes import Added, Code, CodeBlock, Command, Line, Marked, Mention, Moment, Note, Quoted, Removed, Span

# How Discord writes a mention, which a person at a terminal may copy there.
_MOMENTS: Final = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M UTC", "clock": "%H:%M UTC", "ago": "on %Y-%m-%d"}
MENTIONS = {"role": "<@&{}>", "channel": "<#{}>"}


def plain(line: Line, prefix: str) -> str:
    """Return the line in plain words."""
    return "".join(_plain(span, prefix) for span in line)


def plain_note(note: Note, prefix: str) -> str:
    """Return the note in plain lines."""
    return "\n".join(plain(line, prefix) for line in note)


def _plain(span: Span, prefix: str) -> str:
    match span:
        case Command():
            return f"`{written(span, prefix)}`"
        case Code(code=code) | CodeBlock(block=code):
            return f"`{code}`"
        case Removed(removed=words):
            return f"[-{words}-]"
        case Added(added=words):
            return f"{{+{words}+}}"
        case Marked(marked=words):
            return f"*{words}*"
        case Quoted(before=before, quoted=words, after=after):
            return f"“{before}{words}{after}”"
        case Moment(moment=moment, shown=shown):
            return moment.strftime(_MOMENTS[shown])
        case Mention(mentions=what, number=number):
            return MENTIONS[what].format(number)
    return span
