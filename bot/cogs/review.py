"""`!review` and its subcommands, and `!inbox`."""

from typing import Annotated

from discord import app_commands
from discord.ext import commands

from bot.briefing.reviewing.inbox import Inbox
from bot.briefing.reviewing.review import Review
from bot.briefing.team.notices import Notices
from bot.cogs import hybrid
from bot.cogs.checks import moderators_only
from bot.cogs.completion import completes
from bot.cogs.fact_flags import REVIEW
from bot.cogs.named_arguments import NamedArguments
from bot.discord.context import PRIVATE, Context
from bot.discord.slash import asks

NUMBER = "the number of the draft, as it is shown: 12"


class RejectFlags(NamedArguments):
    """What `!review reject` takes."""

    subject = "number"
    number: str | None = commands.flag(description=NUMBER, default=None)
    reason: str | None = commands.flag(description="why; who proposed it is told", default=None)


class ReviewCog(commands.Cog, name="Review what was drafted"):
    """Drafts of facts, from documents and from members, and all else that waits for moderators."""

    def __init__(self, review: Review, inbox: Inbox, notices: Notices) -> None:
        self._review = review
        self._inbox = inbox
        self._notices = notices

    @hybrid.command(extras={PRIVATE: True})
    @moderators_only()
    async def inbox(self, ctx: Context) -> None:
        """Count what waits for moderators, with the command for each.

        Reports, passages that have changed, questions without an answer, proposed facts, drafts from documents.
        """
        await ctx.answer(await self._inbox.show(ctx.asker))

    @hybrid.group(usage="[source or number]", extras={PRIVATE: True})
    @moderators_only()
    async def review(self, ctx: Context, *, draft: str = "") -> None:
        """Show a draft of a fact with the passage that it rests on.

        For moderators. What members propose comes first, then what `!source facts` drafted. Accepted, skipped or
        rejected, the next one follows.
        Example: `!review` or `!review {source}` or `!review 12`
        """
        await ctx.answer(await self._review.show(draft, ctx.asker))

    @review.command(extras={PRIVATE: True})
    @moderators_only()
    @app_commands.describe(draft="the key of a source or the number of a draft; without one: the first that waits")
    @completes(draft="source")
    async def show(self, ctx: Context, *, draft: str = "") -> None:
        """Show a draft of a fact with the passage that it rests on.

        For moderators. What members propose comes first, then what `!source facts` drafted.
        Example: `!review show {source}`
        """
        await ctx.answer(await self._review.show(draft, ctx.asker))

    @review.command(usage="<number> [topics: …] [text: …]", extras={PRIVATE: True, **asks("number")})
    @moderators_only()
    @completes(number="draft")
    async def accept(self, ctx: Context, *, flags: Annotated[NamedArguments, REVIEW]) -> None:
        """Make a fact of a draft, and show the next one.

        What is written besides takes the place of what the draft has.
        Example: `!review accept 12` or `!review accept 12 topics: ferry`
        """
        await ctx.answer(await self._review.accept(flags.arguments, ctx.asker, ctx.seen))
        await self._notices.tell(ctx.bot)

    @review.command(usage="<number> [text: …] [kind: …] …", extras={PRIVATE: True, **asks("number")})
    @moderators_only()
    @completes(number="draft")
    async def edit(self, ctx: Context, *, flags: Annotated[NamedArguments, REVIEW]) -> None:
        """Change parts of a draft, and show it again.

        Takes the arguments of `!fact add`; `-` empties one.
        Example: `!review edit 12 text: The ferry sails at nine.`
        """
        await ctx.answer(await self._review.edit(flags.arguments, ctx.asker, ctx.seen))

    @review.command(usage="<number>", extras={PRIVATE: True, **asks("number")})
    @moderators_only()
    @app_commands.describe(number=NUMBER)
    @completes(number="draft")
    async def skip(self, ctx: Context, *, number: str = "") -> None:
        """Leave a draft for later, and show the next one.

        Example: `!review skip 12`
        """
        await ctx.answer(await self._review.skip(number, ctx.asker))

    @review.command(usage="<number> reason: …", extras={PRIVATE: True, **asks("number", "reason")})
    @moderators_only()
    @completes(number="draft")
    async def reject(self, ctx: Context, *, flags: RejectFlags) -> None:
        """Put a draft aside for a reason, and show the next one.

        It is not drafted again; a member who proposed it is told the reason.
        Example: `!review reject 12 reason: it says nothing by itself`
        """
        await ctx.answer(await self._review.reject(flags.arguments, ctx.asker))
        await self._notices.tell(ctx.bot)
