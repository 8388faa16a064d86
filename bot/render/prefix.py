"""Commands as they are written where a reply is shown: with the server's prefix, or as slash commands."""

import re

from db.notes import Command

SLASH = "/"
# Discord has no slash command for the bare form of a group, which shows something.
_BARE = re.compile(r"^(fact|source|gap|setup)(?=$| (?:F?\d|\[|<))")


def written(command: Command, prefix: str) -> str:
    """Return the command with the prefix: `!cite F12`, `/fact show F12`."""
    words = _BARE.sub(r"\1 show", command.command) if prefix == SLASH else command.command
    return f"{prefix}{words}"
