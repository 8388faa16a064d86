"""`!report`, `!reports` and `!settle`."""

from discord import app_commands
from discord.ext import commands

from bot.briefing.prose import quoted
from bot.briefing.refusals import REASON_LIMIT
from bot.briefing.team.notices import Notices
from bot.briefing.team.reporting import Reporting
from bot.cogs import hybrid
from bot.cogs.checks import moderators_only
from bot.cogs.completion import completes
from bot.discord.context import PRIVATE, Context
from bot.discord.slash import asks
from db.notes import line


class ReportsCog(commands.Cog, name="Say what is wrong"):
    """Reports on facts, and what became of them."""

    def __init__(self, reporting: Reporting, notices: Notices) -> None:
        self._reporting = reporting
        self._notices = notices

    @hybrid.command(usage="<fact> <reason>", extras={PRIVATE: True, **asks("fact", "reason")})
    @app_commands.describe(fact="the number of a fact, such as F12", reason="what is wrong with it")
    @completes(fact="fact")
    async def report(self, ctx: Context, fact: str = "", *, reason: str = "") -> None:
        """Report a fact as wrong, for the moderators to look at.

        Example: `!report F12 the document says 58`
        """
        answer, report = await self._reporting.report(ctx.asker, fact, reason)
        await ctx.answer(answer)
        if report:
            lead, where = f"Report {report.id} on F{report.fact}", line("`!reports` lists them.")
            words = line("{}: {}. {}", lead, quoted(report.reason, REASON_LIMIT), where)
            await ctx.inform(words, line("{}. {}", lead, where) if report.private else words)

    @hybrid.command(extras={PRIVATE: True})
    @moderators_only()
    async def reports(self, ctx: Context) -> None:
        """List the reports that are not settled yet; for moderators."""
        await ctx.answer(await self._reporting.open(ctx.asker))

    @hybrid.command(usage="<report> <words>", extras={PRIVATE: True, **asks("report", "settlement")})
    @app_commands.describe(report="the number of the report", settlement="what was done about it")
    @completes(report="report")
    @moderators_only()
    async def settle(self, ctx: Context, report: str = "", *, settlement: str = "") -> None:
        """Settle a report with a word on what was done; for moderators.

        Whoever reported is told, where they reported or, if that was privately, alone.
        Example: `!settle 3 corrected in F12`
        """
        await ctx.answer(await self._reporting.settle(ctx.asker, report, settlement))
        await self._notices.tell(ctx.bot)
