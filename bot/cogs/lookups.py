"""`!poll`, `!event`, `!person`, `!org`, `!law` and `!claim`."""

from discord import app_commands
from discord.ext import commands

from bot.briefing.lookups.lookup import Lookup
from bot.cogs import hybrid
from bot.cogs.completion import completes
from bot.discord.context import Context


class Lookups(commands.Cog, name="Look something up"):
    """Facts of one kind, by name or topic."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    @hybrid.command(aliases=["polls"])
    @app_commands.describe(topic="a topic, such as party; without one: what can be asked")
    @completes(topic="poll")
    async def poll(self, ctx: Context, *, topic: str = "") -> None:
        """Look up published polls on a topic.

        Gives the figures of every group asked, with the survey behind them and what it does not state.
        Without a topic it lists those that have polls.
        Example: `!poll party`
        """
        await ctx.answer(await self._lookup.look_up("poll", topic, ctx.server))

    @hybrid.command(aliases=["events"])
    @app_commands.describe(name="a name or a topic, such as hanoi; without one: what can be asked")
    @completes(name="event")
    async def event(self, ctx: Context, *, name: str = "") -> None:
        """Look up what happened, by name or topic.

        Gives each event with its date, earliest first. Without a name it lists what can be asked.
        Example: `!event hanoi`
        """
        await ctx.answer(await self._lookup.look_up("event", name, ctx.server))

    @hybrid.command(aliases=["people", "who"])
    @app_commands.describe(name="a name, a surname is enough; without one: everybody")
    @completes(name="person")
    async def person(self, ctx: Context, *, name: str = "") -> None:
        """Look up a person and the offices they hold or held.

        A surname is enough. Without a name it lists everybody.
        Example: `!person warmbier`
        """
        await ctx.answer(await self._lookup.look_up("person", name, ctx.server))

    @hybrid.command(aliases=["organization", "organisation", "orgs"])
    @app_commands.describe(name="a name or an abbreviation; without one: all of them")
    @completes(name="organization")
    async def org(self, ctx: Context, *, name: str = "") -> None:
        """Look up an organization.

        Abbreviations work too. Without a name it lists them all.
        Example: `!org kei`
        """
        await ctx.answer(await self._lookup.look_up("organization", name, ctx.server))

    @hybrid.command(aliases=["laws"])
    @app_commands.describe(name="a name or a topic; without one: all of them")
    @completes(name="law")
    async def law(self, ctx: Context, *, name: str = "") -> None:
        """Look up a law, bill or resolution.

        Gives its jurisdiction, date and status as far as they are stated. Without a name it lists them all.
        Example: `!law countermeasures`
        """
        await ctx.answer(await self._lookup.look_up("law", name, ctx.server))

    @hybrid.command(aliases=["claims"])
    @app_commands.describe(topic="a topic, such as sanctions; without one: what can be asked")
    @completes(topic="claim")
    async def claim(self, ctx: Context, *, topic: str = "") -> None:
        """Look up what people hold on a topic, for and against side by side.

        Each claim names whose it is. Without a topic it lists those that have claims.
        Example: `!claim sanctions`
        """
        await ctx.answer(await self._lookup.look_up("claim", topic, ctx.server))
