"""`!brief`, `!compare` and `!timeline`."""

from dataclasses import replace

from discord import app_commands
from discord.ext import commands

from bot.briefing.lookups.brief import Briefing
from bot.briefing.lookups.compare import Comparison
from bot.briefing.lookups.timeline import Timeline
from bot.briefing.prose import clean, quoted
from bot.cogs import hybrid
from bot.cogs.completion import completes
from bot.cogs.named_arguments import NamedArguments
from bot.discord.context import Context
from bot.discord.slash import asks
from bot.render.markdown_file import document
from db.notes import line
from db.tokenizer import romanised


class BriefFlags(NamedArguments):
    """The topic of a briefing, and whether it is attached as a file."""

    subject = "topic"
    topic: str | None = commands.flag(description="a topic, such as ferry", default=None)
    file: str | None = commands.flag(description="md attaches the briefing as a Markdown file", default=None)


class BriefingsCog(commands.Cog, name="Get an overview"):
    """All that the store holds on a topic or a period."""

    def __init__(self, briefing: Briefing, comparison: Comparison, timeline: Timeline) -> None:
        self._briefing = briefing
        self._comparison = comparison
        self._timeline = timeline

    @hybrid.command(aliases=["briefing"], usage="<topic> [file: md]", extras=asks("topic", file=("md",)))
    @completes(topic="topic")
    async def brief(self, ctx: Context, *, flags: BriefFlags) -> None:
        """Compile a briefing on a topic.

        Polls, events, people, organizations, laws and claims in sections, then where sources differ, passages of
        documents that no fact cites, and how old the sources are. `file: md` attaches it as a Markdown file with its
        bibliography, and the key and revision of each fact.
        Example: `!brief {topic}` or `!brief {topic} file: md`
        """
        written = flags.arguments
        attached = (written.get("file") or "").lower()
        odd = (
            ()
            if attached in ("", "md")
            else (line("A briefing is attached as `file: md`, not as {}.", quoted(attached)),)
        )
        written.refuse_problems(*odd, example=line("`!brief {} file: md`", clean(written.subject) or "ferry"))
        answer = await self._briefing.compile(written.subject, ctx.server)
        if attached and answer.sections:
            name = "-".join(romanised(written.subject).split())
            answer = replace(answer, attachment=document(replace(answer, prefix=ctx.hint_prefix), name))
        await ctx.answer(answer)

    @hybrid.command()
    @app_commands.describe(topic="a topic, a matter or a survey’s question; without one: what can be compared")
    @completes(topic="topic")
    async def compare(self, ctx: Context, *, topic: str = "") -> None:
        """Put what sources hold about one thing side by side.

        Shows each position and figure with its source, date and speaker, and what in the data may be why
        they differ. It resolves nothing. Without a topic it lists what can be compared.
        Example: `!compare {topic}`
        """
        await ctx.answer(await self._comparison.compare(topic, ctx.server))

    @hybrid.command(usage="[topic] [time]")
    @app_commands.describe(about="a topic, a time such as June 2018 or before 2018, or both; without them: the years")
    @completes(about="topic")
    async def timeline(self, ctx: Context, *, about: str = "") -> None:
        """List dated facts on a topic, of a period, or both, in order.

        The period is written in words or in EDTF: `12 to 15 June 2018`, `before 2018`, `the 1990s`, `2018-06/2019`.
        Before 2018 is up to the end of 2017. Without a topic and a period it lists the years.
        Example: `!timeline {topic}` or `!timeline {topic} 2031`
        """
        await ctx.answer(await self._timeline.during(about, ctx.server))
