"""Rights: whom each command of the tree is for, as the tests of every way in hold it to.

A command that nobody has named here is for moderators.
"""

from collections.abc import Iterable
from typing import Literal

from discord.ext import commands

Level = Literal["everybody", "moderators", "administrators", "operator"]
EVERYBODY = frozenset(
    "about ask ask-the-team brief cite claim compare event fact find forget-me gaps help law org person poll privacy "
    "report source sources timeline topics why".split()
) | {"fact show", "fact history", "fact propose", "source show"}
REFUSED: dict[Level, str] = {
    "moderators": "Only this server’s moderators may do that.",
    "administrators": "Only this server’s administrators may do that, in the server.",
    "operator": "Only the owner of this bot may do that, in Discord; `footnote sync` does the same.",
}
# What would do something, were it said by somebody who may: to a store in which F11 rests on pier-2031, and a draft, a
# report and a question of that number wait.
SAID = {
    "source": "pier-2031",
    "source show": "pier-2031 1",
    "source retire": "pier-2031 reason: x",
    "source restore": "pier-2031",
    "source edit": "pier-2031 title: Mine",
    "source forget": "pier-2031 reason: x",
    "source add": "mine-2031 title: Mine",
    "source facts": "pier-2031",
    "fact": "F11",
    "fact show": "F11",
    "fact history": "F11",
    "fact propose": "The pier is old. source: pier-2031 paragraph: 1",
    "fact add": "kind: event name: Gala topics: ferry text: The pier is new. source: pier-2031 paragraph: 1 yes: true",
    "fact edit": "F11 text: The pier is not new. yes: true",
    "fact retract": "F11 reason: a slip",
    "fact restore": "F11",
    "fact deprecate": "F11 reason: a slip",
    "fact vouch": "F11",
    "fact hide": "F2",
    "fact unhide": "F2",
    "review accept": "1 kind: claim topics: ferry about: Piers stance: for speaker: Ana",
    "review edit": "1 text: Another.",
    "review skip": "1",
    "review reject": "1 reason: x",
    "settle": "1 done",
    "gap": "1",
    "gap show": "1",
    "gap close": "1 F2",
    "gap dismiss": "1 reason: x",
    "gaps": "mine",
    "report": "F11 it is late",
    "setup prefix": "?",
    "setup moderators": "as-usual",
    "setup channels": "everywhere",
    "setup notices": "nowhere",
    "setup ephemeral": "yes",
    "setup corrections": "no",
    "forget-me": "please no",
}


def level(name: str) -> Level:
    """Return whom the command is for."""
    if name in EVERYBODY:
        return "everybody"
    if name == "sync":
        return "operator"
    return "administrators" if name.split(maxsplit=1)[0] == "setup" else "moderators"


def walked(cogs: Iterable[commands.Cog]) -> list[str]:
    """Return the names of all commands of the tree, as they are written behind a prefix."""
    return sorted({command.qualified_name for cog in cogs for command in cog.walk_commands()})
