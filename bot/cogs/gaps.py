"""`!ask-the-team`, `!gaps` and `!gap`."""

from discord import app_commands
from discord.ext import commands

from bot.briefing.prose import quoted
from bot.briefing.refusals import Denied
from bot.briefing.team.contributions import Contributions
from bot.briefing.team.gaps import Gaps
from bot.briefing.team.notices import Notices
from bot.cogs import hybrid
from bot.cogs.checks import moderators_only
from bot.cogs.completion import completes
from bot.cogs.named_arguments import NamedArguments
from bot.discord.context import PRIVATE, Bot, Context
from bot.discord.slash import asks
from db.notes import line

MINE = "mine"
NUMBER = "the number of the gap, as !gaps lists it"


class CloseFlags(NamedArguments):
    """What `!gap close` takes."""

    subject = "number"
    number: str | None = commands.flag(description=NUMBER, default=None)
    fact: str | None = commands.flag(description="the fact that answers it, such as F12", default=None)


class DismissFlags(NamedArguments):
    """What `!gap dismiss` takes."""

    subject = "number"
    number: str | None = commands.flag(description=NUMBER, default=None)
    reason: str | None = commands.flag(description="why; those who asked are told", default=None)


class GapsCog(commands.Cog, name="Where I have nothing"):
    """Questions for the team, and what becomes of them."""

    def __init__(self, gaps: Gaps, contributions: Contributions, notices: Notices) -> None:
        self._gaps = gaps
        self._contributions = contributions
        self._notices = notices

    @hybrid.command("ask-the-team", aliases=["team"], usage="[question]", extras={PRIVATE: True})
    @app_commands.describe(question="a question that I cannot answer; without one: the last that you asked here")
    async def ask_the_team(self, ctx: Context, *, question: str = "") -> None:
        """Give the team a question that I could not answer.

        It is kept for the moderators without your name, and you are told here what comes of it. Without a question
        it is the last one that you asked here.
        Example: `!ask-the-team what do visitors think?`
        """
        answer, gap = await self._gaps.ask_the_team(question, ctx.asker)
        await ctx.answer(answer)
        if gap:
            where = line("`!gap show {}` shows it.", gap.number)
            words = line("A question waits for the team: {}. {}", quoted(gap.question), where)
            openly = words if gap.public else line("A question that was asked privately waits for the team. {}", where)
            await ctx.inform(words, openly)

    @hybrid.command(usage="[page], or mine", extras={PRIVATE: True})
    @app_commands.describe(page="a page of the list, or: mine; without one: the first")
    async def gaps(self, ctx: Context, *, page: str = "") -> None:
        """List the questions that wait for the team, or with `mine` what became of all that is yours.

        The whole list is for moderators; those questions that most people ask come first. With `mine` you see your own
        questions, reports and proposed facts.
        Example: `!gaps 2` or `!gaps mine`
        """
        if page.strip().lower() == MINE:
            await ctx.answer(await self._contributions.mine(ctx.asker))
            return
        if not await ctx.is_moderator():
            raise Denied("Only this server’s moderators see all of them: `!gaps mine` shows you your own.")
        await ctx.answer(await self._gaps.waiting(page, ctx.asker))

    @hybrid.group(usage="<number>")
    @moderators_only()
    async def gap(self, ctx: Context, *, number: str = "") -> None:
        """Show a question that waits for the team.

        For moderators. Gives all the words in which it was put, and the facts that come nearest now.
        Example: `!gap 3`
        """
        await ctx.answer(await self._gaps.show(number, ctx.asker))

    @gap.command(usage="<number>", extras={PRIVATE: True, **asks("number")})
    @moderators_only()
    @app_commands.describe(number=NUMBER)
    @completes(number="gap")
    async def show(self, ctx: Context, *, number: str = "") -> None:
        """Show a question that waits for the team.

        For moderators. Gives all the words in which it was put, and the facts that come nearest now.
        Example: `!gap show 3`
        """
        await ctx.answer(await self._gaps.show(number, ctx.asker))

    @gap.command(usage="<number> fact: <fact>", extras={PRIVATE: True, **asks("number", "fact")})
    @moderators_only()
    @completes(number="gap", fact="fact")
    async def close(self, ctx: Context, *, flags: CloseFlags) -> None:
        """Close a question with the fact that answers it.

        For moderators. Those who asked are told, where they asked or, if they asked privately, alone. Where the fact
        is yours to change, a yes has it answer the question from then on, but one that was asked privately.
        Example: `!gap close 3 fact: F12`
        """
        await ctx.answer(await self._gaps.close(flags.arguments, ctx.asker))
        await self._notices.tell(ctx.bot)

    @gap.command(usage="<number> reason: <reason>", extras={PRIVATE: True, **asks("number", "reason")})
    @moderators_only()
    @completes(number="gap")
    async def dismiss(self, ctx: Context, *, flags: DismissFlags) -> None:
        """Set a question aside for a reason.

        For moderators. Those who asked are told the reason, where they asked or, if they asked privately, alone.
        Example: `!gap dismiss 3 reason: it is about next year`
        """
        await ctx.answer(await self._gaps.dismiss(flags.arguments, ctx.asker))
        await self._notices.tell(ctx.bot)

    @commands.Cog.listener()
    async def on_housekeeping(self, bot: Bot) -> None:
        """Let old questions end where nobody writes, and tell what was closed in the terminal meanwhile."""
        await self._notices.purge()
        await self._notices.tell(bot)
