"""`!setup`: how the bot behaves in one server."""

from typing import Literal, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.refusals import Refusal
from bot.briefing.team.servers import Servers
from bot.cogs import hybrid
from bot.cogs.checks import administrators_only
from bot.discord.context import Context

Place: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | discord.StageChannel


class SetupCog(commands.Cog, name="Set up this server"):
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

    # What cannot be read is refused: dropped, it would let everybody in, or the bot speak everywhere.
    @setup.command(ignore_extra=False, usage="<@role> [@role] …, or as-usual")
    @app_commands.describe(
        usual="as-usual leaves it to whoever runs the bot, or else to the permission Manage Server",
        role="a role whose members may change facts",
        second="another",
        third="and another",
    )
    @administrators_only()
    async def moderators(
        self,
        ctx: Context,
        usual: Literal["as-usual"] | None = None,
        role: discord.Role | None = None,
        second: discord.Role | None = None,
        third: discord.Role | None = None,
    ) -> None:
        """Set whose members may change facts.

        With `as-usual` those with the permission Manage Server may, unless whoever runs the bot has set otherwise.
        Example: `!setup moderators @editors`
        """
        if usual is None and role is None:
            raise Refusal("Name a role, as in `!setup moderators @editors`, or write `!setup moderators as-usual`.")
        roles = [chosen.id for chosen in (role, second, third) if chosen]
        await ctx.answer(await self._servers.set_moderators(ctx.asker, roles))

    @setup.command(ignore_extra=False, usage="<#channel> [#channel] …, or everywhere")
    @app_commands.describe(
        everywhere="everywhere lets me answer in all channels",
        channel="where I answer",
        second="another",
        third="and another",
        fourth="and another",
    )
    @administrators_only()
    async def channels(
        self,
        ctx: Context,
        everywhere: Literal["everywhere"] | None = None,
        channel: Place | None = None,
        second: Place | None = None,
        third: Place | None = None,
        fourth: Place | None = None,
    ) -> None:
        """Set the channels where I answer.

        A thread or a post counts as its channel. With `everywhere` I answer in all of them.
        Example: `!setup channels #briefings`
        """
        if everywhere is None and channel is None:
            raise Refusal("Name a channel, as in `!setup channels #briefings`, or write `!setup channels everywhere`.")
        chosen = [place.id for place in (channel, second, third, fourth) if place]
        await ctx.answer(await self._servers.set_channels(ctx.asker, chosen))

    @setup.command()
    @app_commands.describe(on="whether slash commands answer the asker alone")
    @administrators_only()
    async def ephemeral(self, ctx: Context, on: bool) -> None:
        """Set whether slash commands answer the asker alone.

        Example: `!setup ephemeral on`
        """
        await ctx.answer(await self._servers.set_ephemeral(ctx.asker, on))

    @setup.command()
    @app_commands.describe(on="whether whoever asked gets a short reply that points to a correction")
    @administrators_only()
    async def corrections(self, ctx: Context, on: bool) -> None:
        """Set whether whoever asked is pointed to the correction of an answer.

        The answer itself is corrected where it stands either way.
        Example: `!setup corrections off`
        """
        await ctx.answer(await self._servers.set_corrections(ctx.asker, on))
