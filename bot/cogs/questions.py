"""`!ask` and `!find`."""

from discord.ext import commands

from bot.briefing.inquiry import Inquiry
from bot.context import Context


class Questions(commands.Cog, name="Ask"):
    """Questions in plain words, and full-text search."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry

    @commands.command()
    async def ask(self, ctx: Context, *, question: str = "") -> None:
        """Ask in plain words.

        A message that mentions the bot, or a line in the terminal, is a question without this command too.
        Example: `!ask did human rights come up at Hanoi?`
        """
        await ctx.answer(await self._inquiry.ask(question, ctx.asker))

    @commands.command(aliases=["search"])
    async def find(self, ctx: Context, *, words: str = "") -> None:
        """Search the text of all facts.

        Facts that hold all of the words come first.
        Example: `!find tuberculosis medicine`
        """
        await ctx.answer(await self._inquiry.find(words, ctx.server))
