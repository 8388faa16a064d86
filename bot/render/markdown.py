"""Lines of a note in Discord's Markdown: commands to press or to copy, moments in the reader's time, the rest inert."""

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Final, Literal

import discord

from bot.render.escape import escaped
from bot.render.prefix import SLASH, written
from bot.render.spans import MENTIONS
from db.notes import Added, Code, CodeBlock, Command, Line, Marked, Mention, Moment, Note, Quoted, Removed, Span

# https://discord.com/developers/docs/reference#message-formatting-timestamp-styles
_MOMENTS: Final[dict[str, Literal["D", "f", "t", "R"]]] = {"day": "D", "minute": "f", "clock": "t", "ago": "R"}


class Markdown:
    """Writes commands with a prefix; of slash commands Discord has the `commands` by these numbers."""

    def __init__(self, prefix: str, commands: Mapping[str, int]) -> None:
        self._prefix = prefix
        self._commands = commands

    def note(self, note: Note) -> str:
        """Return the lines as text."""
        return "\n".join(map(self.line, note))

    def line(self, line: Line) -> str:
        """Return the line with commands and code left to copy, differences struck out and bold, and all else inert."""
        return "".join(map(self.span, line))

    def span(self, span: Span) -> str:
        match span:
            case Command():
                return self._command(written(span, self._prefix))
            case Code(code=words):
                return _code(words)
            case CodeBlock(block=words):
                return f"```\n{words.replace('`', '’')}\n```"
            case Removed(removed=words):
                return f"~~{escaped(words)}~~"
            case Added(added=words) | Marked(marked=words):
                return f"**{escaped(words)}**"
            case Quoted(before=before, quoted=words, after=after):
                # A break would end the quote.
                before, words, after = (re.sub(r"\s+", " ", part) for part in (before, words, after))
                whole = not (before or after)
                return f"> {escaped(before)}{escaped(words) if whole else f'**{escaped(words)}**'}{escaped(after)}"
            case Moment(moment=moment, shown=shown):
                return discord.utils.format_dt(moment.replace(tzinfo=UTC), _MOMENTS[shown])
            case Mention(mentions=what, number=number):
                return MENTIONS[what].format(number)
        return escaped(span)

    def _command(self, words: str) -> str:
        """Return a command to press where Discord knows it and nothing has to be filled in, else one to copy."""
        name, _, rest = re.sub(r"(?= [<\[])", "\0", words.removeprefix(SLASH), count=1).partition("\0")
        number = self._commands.get(name) if self._prefix == SLASH else None
        if number is None:
            return _code(words)
        return f"</{name}:{number}>{f' {_code(rest.strip())}' if rest else ''}"

    def copied(self, span: Command | Code | CodeBlock) -> str:
        match span:
            case Command():
                return written(span, self._prefix)
            case Code(code=words) | CodeBlock(block=words):
                return words


def _code(words: str) -> str:
    return f"`{words.replace('`', '’')}`"
