"""`!privacy` and `!forget-me`."""

from discord.ext import commands

from bot.briefing.refusals import Refusal
from bot.briefing.team.privacy import Privacy
from bot.cogs import hybrid
from bot.discord.context import PRIVATE, Context
from bot.discord.delivery import Delivery


class PrivacyCog(commands.Cog, name="Your data"):
    """What is stored about you."""

    def __init__(self, privacy: Privacy, delivery: Delivery) -> None:
        self._privacy = privacy
        self._delivery = delivery

    @hybrid.command(extras={PRIVATE: True})
    async def privacy(self, ctx: Context) -> None:
        """Say what I store about you, where, how long, and how to be forgotten."""
        await ctx.answer(self._privacy.describe())

    @hybrid.command("forget-me", aliases=["forget"], extras={PRIVATE: True})
    async def forget_me(self, ctx: Context) -> None:
        """Remove your questions, your name and all else that I store about you."""
        if ctx.unread:
            # Whoever writes more may not mean it, and there is no way back.
            raise Refusal("Nothing was removed. Do you want that? Then write `!forget-me` and nothing after it.")
        # What was asked before would be noted after.
        await ctx.caught_up()
        await ctx.answer(await self._privacy.forget(ctx.asker))
        # To answer is to use what was used once more.
        self._delivery.forget(ctx.author.id)
