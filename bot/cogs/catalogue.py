"""`!topics`, `!sources` and `!cite`."""

from discord import app_commands
from discord.ext import commands

from bot.briefing.lookups.catalogue import Catalogue
from bot.cogs import hybrid
from bot.cogs.completion import completes
from bot.discord.context import Context
from bot.discord.slash import asks


class CatalogueCog(commands.Cog, name="See what it rests on"):
    """Topics, sources, and all about one fact."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @hybrid.command(aliases=["topic"])
    async def topics(self, ctx: Context) -> None:
        """List the topics with the number of facts under each."""
        await ctx.answer(await self._catalogue.topics(ctx.server))

    @hybrid.command()
    async def sources(self, ctx: Context) -> None:
        """List the sources with the number of facts that cite each."""
        await ctx.answer(await self._catalogue.sources(ctx.server))

    @hybrid.command(usage="<fact>", extras=asks("fact"))
    @app_commands.describe(fact="the number of a fact, such as F12")
    @completes(fact="fact")
    async def cite(self, ctx: Context, *, fact: str = "") -> None:
        """Show all about one fact: where it stands, the passage, the check, who changed it.

        Example: `!cite F12`
        """
        await ctx.answer(await self._catalogue.cite(fact, ctx.server))
