"""The lookups of facts of one kind, `!poll` and the like: a command for each kind that there is."""

from discord import app_commands
from discord.ext import commands

from bot.briefing.lookups.lookup import Lookup
from bot.cogs import hybrid
from bot.cogs.completion import completes
from bot.discord.context import Context
from db.kinds import KINDS, Payload


def _command(kind: type[Payload]) -> hybrid.Command:
    """Return the command that looks facts of the kind up, by name or topic."""
    noun = kind.DESCRIPTION
    parameter = "topic" if noun.topical else "name"

    async def look_up(
        self: "LookupsCog", ctx: Context, *, name: str = commands.parameter(default="", displayed_name=parameter)
    ) -> None:
        await ctx.answer(await self.lookup.look_up(kind, name, ctx.server))

    # By its place discord.py knows that the first parameter is the cog.
    look_up.__qualname__ = f"LookupsCog.{noun.command}"
    for decorate in (
        completes(name=kind.KIND),
        app_commands.describe(name=noun.sought),
        app_commands.rename(name=parameter),
    ):
        look_up = decorate(look_up)
    text = "\n\n".join(filter(None, (noun.summary, noun.help)))
    return hybrid.command(noun.command, aliases=noun.aliases, help=text)(look_up)


class LookupsCog(commands.Cog, name="Look something up"):
    """Facts of one kind, by name or topic."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup

    # discord.py finds a cog's commands among its attributes.
    vars().update({kind.DESCRIPTION.command: _command(kind) for kind in KINDS.values()})
