"""`!ask` and `!find`."""

from discord import app_commands
from discord.ext import commands

from bot.briefing.asking.question_answering import QuestionAnswering
from bot.cogs import hybrid
from bot.discord.context import Context
from bot.discord.slash import asks


class QuestionsCog(commands.Cog, name="Ask"):
    """Questions in plain words, and full-text search."""

    def __init__(self, answering: QuestionAnswering) -> None:
        self._answering = answering

    @hybrid.command(usage="<question>", extras=asks("question"))
    @app_commands.describe(question="your question in plain words")
    async def ask(self, ctx: Context, *, question: str = "") -> None:
        """Ask in plain words.

        A message that mentions the bot, or a line in the terminal, is a question without this command too.
        Example: `!ask {question}`
        """
        await ctx.answer(await self._answering.ask(question, ctx.asker))

    @hybrid.command(usage="[question]")
    @app_commands.describe(question="the question; without it, your last one in this channel")
    async def why(self, ctx: Context, *, question: str = "") -> None:
        """Show why these facts or passages: the words they have or lack, and whether they give what is wanted.

        It explains the answer to your last question in this channel, or that to another question.
        Example: `!why`
        """
        await ctx.answer(await self._answering.why(question, ctx.asker))

    @hybrid.command(aliases=["search"], usage="<words>", extras=asks("words"))
    @app_commands.describe(words="the words to look for")
    async def find(self, ctx: Context, *, words: str = "") -> None:
        """Search all facts and documents for words.

        Facts that hold all of the words come first, then passages of documents, and how many there are of both.
        Example: `!find {topic}`
        """
        await ctx.answer(await self._answering.find(words, ctx.server))
