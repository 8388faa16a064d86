"""`!setup`: how the bot behaves in one server."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.team.servers import Servers
from bot.cogs import hybrid
from bot.cogs.checks import administrators_only
from bot.context import Context


class Setup(commands.Cog, name="Set up this server"):
    """For the administrators of a server."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    @hybrid.group()
    @app_commands.guild_only()
    @app_commands.default_permissions(administrator=True)
    @administrators_only()
    async def setup(self, ctx: Context) -> None:
        """Show how I behave in this server, or change it.

        Example: `!setup show`
        """
        await ctx.answer(await self._servers.show(ctx.asker))

    @setup.command()
    @administrators_only()
    async def show(self, ctx: Context) -> None:
        """Show how I behave in this server.

        Example: `!setup show`
        """
        await ctx.answer(await self._servers.show(ctx.asker))

    @setup.command()
    @app_commands.describe(prefix="what commands begin with, for example ?")
    @administrators_only()
    async def prefix(self, ctx: Context, *, prefix: str) -> None:
        """Set what commands begin with; a mention always works too.

        Example: `!setup prefix ?`
        """
        await ctx.answer(await self._servers.set_prefix(ctx.asker, prefix))

    @setup.command()
    @app_commands.describe(role="a role whose members may change facts", second="another", third="and another")
    @administrators_only()
    async def moderators(
        self,
        ctx: Context,
        role: discord.Role | None = None,
        second: discord.Role | None = None,
        third: discord.Role | None = None,
    ) -> None:
        """Set whose members may change facts.

        Without a role those with the permission Manage Server may, unless whoever runs the bot has set otherwise.
        Example: `!setup moderators @editors`
        """
        roles = [chosen.id for chosen in (role, second, third) if chosen]
        await ctx.answer(await self._servers.set_moderators(ctx.asker, roles))

    @setup.command()
    @app_commands.describe(channel="where I answer", second="another", third="and another", fourth="and another")
    @administrators_only()
    async def channels(
        self,
        ctx: Context,
        channel: discord.TextChannel | None = None,
        second: discord.TextChannel | None = None,
        third: discord.TextChannel | None = None,
        fourth: discord.TextChannel | None = None,
    ) -> None:
        """Set the channels where I answer.

        Without a channel I answer everywhere.
        Example: `!setup channels #briefings`
        """
        chosen = [one.id for one in (channel, second, third, fourth) if one]
        await ctx.answer(await self._servers.set_channels(ctx.asker, chosen))

    @setup.command()
    @app_commands.describe(on="whether slash commands answer the asker alone")
    @administrators_only()
    async def ephemeral(self, ctx: Context, on: bool) -> None:
        """Set whether slash commands answer the asker alone.

        Example: `!setup ephemeral on`
        """
        await ctx.answer(await self._servers.set_ephemeral(ctx.asker, on))
