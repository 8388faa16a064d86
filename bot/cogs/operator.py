"""The cog of the operator, which also greets servers that the bot has just joined."""

import logging

import discord
from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.refusals import Denied
from bot.discord.context import Bot, Context
from bot.discord.sync import Sync
from bot.render.markdown import Markdown
from bot.render.prefix import SLASH
from db.notes import note
from db.runtime_state import RuntimeState

BEGIN = note(
    "I answer from cited facts, and say where each stands. Begin with `!help`, or mention me and ask in plain words. "
    "Administrators choose with `!setup` in which channels I answer and who may add facts."
)
log = logging.getLogger(__name__)


class OperatorCog(commands.Cog, name="Run the bot"):
    """Syncing commands, and greeting."""

    def __init__(self, sync: Sync, runtime_state: RuntimeState) -> None:
        self._sync = sync
        self._runtime_state = runtime_state

    @commands.command(hidden=True)
    async def sync(self, ctx: Context, dry_run: str = "") -> None:
        """Tell Discord which slash commands there are, where they have changed.

        Example: `!sync` or `!sync dry-run`
        """
        if ctx.bot.application_id is None or not await ctx.bot.is_owner(ctx.author):
            raise Denied("Only the owner of this bot may do that, in Discord; `footnote sync` does the same.")
        dry = dry_run.lower().strip("-") == "dry-run"
        await ctx.answer(Answer("done", "Slash commands", note=note(await self._sync.run(ctx.bot.tree, dry=dry))))

    @commands.Cog.listener()
    async def on_arrival(self, bot: Bot, guild: discord.Guild) -> None:
        """Say once, in the system channel of a server that has been joined, how to begin."""
        channel = guild.system_channel
        if channel is None or not await self._runtime_state.greet(guild.id):
            return
        try:
            await channel.send(Markdown(SLASH, bot.numbers).note(BEGIN))
        except discord.HTTPException as failure:
            log.warning("the greeting of server %s was not sent: Discord said %s", guild.id, failure.status)
