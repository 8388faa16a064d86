"""Commands as they are written where a reply is shown: with the server's prefix, or as slash commands."""

from typing import Final

from db.notes import Command

SLASH = "/"
SHOW = "show"
# The commands within each group: those for everybody, and those for moderators or administrators alone.
GROUPS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "fact": (
        frozenset((SHOW, "history", "propose")),
        frozenset(("add", "edit", "retract", "restore", "deprecate", "vouch", "hide", "unhide")),
    ),
    "source": (frozenset((SHOW,)), frozenset(("add", "facts", "edit", "retire", "restore", "forget"))),
    "gap": (frozenset(), frozenset((SHOW, "close", "dismiss"))),
    "review": (frozenset(), frozenset((SHOW, "accept", "edit", "skip", "reject"))),
    "setup": (
        frozenset(),
        frozenset((SHOW, "prefix", "moderators", "channels", "ephemeral", "corrections", "notices")),
    ),
}


def written(command: Command, prefix: str) -> str:
    """Return the command with the prefix: `!fact F12`, `!fact add`, or `/fact-show F12`, `/fact add`.

    Discord cannot call a group itself, whose bare form shows something. It shows a group to members or not as a whole:
    what everybody may use of one that is for moderators stands beside it.
    """
    group, _, rest = command.command.partition(" ")
    if prefix != SLASH or group not in GROUPS:
        return f"{prefix}{command.command}"
    open_to_all, kept = GROUPS[group]
    if rest.partition(" ")[0] not in open_to_all | kept:
        rest = f"{SHOW} {rest}".rstrip()
    beside = rest.partition(" ")[0] in open_to_all
    return f"{prefix}{group}{'-' if beside else ' '}{rest}"
