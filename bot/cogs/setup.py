"""`!setup`: how the bot behaves in one server."""

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.ext.commands.view import StringView

from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from bot.briefing.team.servers import Servers
from bot.cogs import hybrid
from bot.cogs.checks import administrators_only
from bot.discord.context import Bot, Context
from bot.render.prefix import SLASH
from bot.render.spans import plain

AS_USUAL, EVERYWHERE, NOWHERE = "as-usual", "everywhere", "nowhere"
log = logging.getLogger(__name__)


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

    @setup.command(usage="<@role> …, or as-usual")
    @app_commands.describe(roles="up to 25 roles whose members may change facts, or: as-usual")
    @administrators_only()
    async def moderators(self, ctx: Context, *, roles: str = "") -> None:
        """Set whose members may change facts.

        With `as-usual` those with the permission Manage Server may, unless whoever runs the bot has set otherwise.
        Example: `!setup moderators @editors`
        """
        if not roles.strip():
            raise Refusal("Name a role, as in `!setup moderators @editors`, or write `!setup moderators as-usual`.")
        usual = roles.strip().lower() == AS_USUAL
        chosen = [] if usual else await _each(ctx, roles, commands.RoleConverter(), "role", "moderators @editors")
        await ctx.answer(await self._servers.set_moderators(ctx.asker, chosen))

    @setup.command(usage="<#channel> …, or everywhere")
    @app_commands.describe(channels="up to 25 channels and categories where I answer, or: everywhere")
    @administrators_only()
    async def channels(self, ctx: Context, *, channels: str = "") -> None:
        """Set the channels where I answer.

        A thread or a post counts as its channel, a channel also as its category. With `everywhere` I answer in all.
        Example: `!setup channels #briefings`
        """
        if not channels.strip():
            raise Refusal("Name a channel, as in `!setup channels #briefings`, or write `!setup channels everywhere`.")
        everywhere = channels.strip().lower() == EVERYWHERE
        converter = commands.GuildChannelConverter()
        chosen = [] if everywhere else await _each(ctx, channels, converter, "channel", "channels #briefings")
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

    @setup.command(usage="<#channel>, or nowhere")
    @app_commands.describe(
        channel="a channel told of new questions to the team, reports and proposed facts, or: nowhere"
    )
    @administrators_only()
    async def notices(self, ctx: Context, *, channel: str = "") -> None:
        """Set the channel that is told of new questions to the team, reports and proposed facts.

        What was asked, reported or proposed privately is told there in words only where moderators alone may read it.
        Example: `!setup notices #moderators`
        """
        if not channel.strip():
            raise Refusal("Name a channel, as in `!setup notices #moderators`, or write `!setup notices nowhere`.")
        nowhere = channel.strip().lower() == NOWHERE
        converter = commands.TextChannelConverter()
        chosen = [] if nowhere else await _each(ctx, channel, converter, "channel", "notices #moderators")
        if len(chosen) > 1:
            raise Refusal("Notices go to one channel: name it as in `!setup notices #moderators`.")
        await ctx.answer(await self._servers.set_notices(ctx.asker, chosen[0] if chosen else None))

    @commands.Cog.listener()
    async def on_gone(self, bot: Bot, guild: discord.Guild, number: int) -> None:
        """Do without a channel, a category or a role that a setting points to and that is gone."""
        await self._without(bot, guild, {number})

    @commands.Cog.listener()
    async def on_online(self, bot: Bot) -> None:
        """Do without what was deleted while the bot was away."""
        for guild in bot.guilds:
            settings = await self._servers.of(guild.id)
            gone = {number for number in settings.moderator_roles if guild.get_role(number) is None}
            for number in filter(None, (*settings.channels, settings.notices)):
                if guild.get_channel(number) is None and await _is_gone(guild, number):
                    gone.add(number)
            await self._without(bot, guild, gone)

    async def _without(self, bot: Bot, guild: discord.Guild, gone: set[int]) -> None:
        """Take out of the settings what is gone, and say so once to those who can mend it."""
        said = await self._servers.without(guild.id, gone)
        if said:
            try:
                place = await _place(bot, guild, (await self._servers.of(guild.id)).notices)
                await place.send(plain(said, SLASH), silent=True)
            except discord.HTTPException as failure:
                log.warning("that a setting of server %s has changed was not told: %s", guild.id, failure.status)


async def _each(ctx: Context, words: str, converter: Any, what: str, example: str) -> list[int]:
    """Return the numbers of the roles or channels that were written; raises Refusal where one cannot be read.

    Left out, it would let everybody in, or have the bot speak everywhere.
    """
    view, found = StringView(words), list[int]()
    while not view.eof:
        view.skip_ws()
        word = view.get_quoted_word()
        if not word:
            break
        try:
            found.append((await converter.convert(ctx, word)).id)
        except commands.BadArgument:
            raise Refusal("I know no {} {} here: write it as in `!setup {}`.", what, quoted(word), example) from None
    return found


async def _is_gone(guild: discord.Guild, number: int) -> bool:
    """Say whether a channel that is not known is there no more, rather than closed to the bot."""
    try:
        await guild.fetch_channel(number)
    except discord.NotFound:
        return True
    except (discord.HTTPException, discord.InvalidData):
        return False
    return False


async def _place(bot: Bot, guild: discord.Guild, notices: int | None) -> discord.abc.Messageable:
    """Return where administrators read it: the channel for notices, the system channel, else the owner's messages."""
    for number in (notices, guild.system_channel and guild.system_channel.id):
        channel = guild.get_channel(number or 0)
        if isinstance(channel, discord.abc.Messageable) and channel.permissions_for(guild.me).send_messages:
            return channel
    direct = await bot.http.start_private_message(str(guild.owner_id))
    return bot.get_partial_messageable(int(direct["id"]))
