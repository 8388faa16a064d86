"""Words that Discord shows as they are: nothing in them formats, links, mentions or counts down.

`discord.utils.escape_markdown` leaves a link alive that follows another bracket, and mentions and times altogether.
"""

import re

# What formats anywhere (https://support.discord.com/hc/en-us/articles/210298617): `<` begins mentions, emoji and times,
# a parenthesis after a bracket a link behind words. A bare address stays as it is, since it shows where it leads.
_ACTIVE = re.compile(r"(?P<address>https?://[^\s<>\[\]\\*~|`]+)|(?P<mark>[\\*_~|`<]|(?<=\])\()")
# What formats at the beginning of a line: headings, small print, quotes, lists.
_LEADING = re.compile(r"^(?P<space>\s*)(?P<mark>#|>|-|\d+(?=\.))", re.MULTILINE)


def escaped(words: str) -> str:
    """Return the words with a backslash before each mark that would be more than itself."""
    inert = _ACTIVE.sub(lambda found: found["address"] or f"\\{found['mark']}", words)
    return _LEADING.sub(_led, inert)


def _led(found: re.Match[str]) -> str:
    if found["mark"].isdigit():
        # A backslash before a digit would be seen; before the dot that follows it is not.
        return f"{found['space']}{found['mark']}\\"
    return f"{found['space']}\\{found['mark']}"
