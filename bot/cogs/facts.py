"""`!fact …`, `!yes`, `!no` and `!undo`."""

from typing import Annotated

from discord import app_commands
from discord.ext import commands

from bot.briefing.curating.chronicle import Chronicle
from bot.briefing.curating.confirming import Confirming
from bot.briefing.curating.curation import Curation
from bot.briefing.curating.standing import Standing
from bot.briefing.curating.undoing import Undoing
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from bot.briefing.reviewing.member_proposals import MemberProposals
from bot.cogs import hybrid
from bot.cogs.checks import moderators_only
from bot.cogs.completion import completes
from bot.cogs.fact_flags import (
    ADD,
    CHOICES,
    EDIT,
    PROPOSE,
    DeprecateFlags,
    OneFact,
    ShowFlags,
    WithReason,
    arguments_of_kinds,
)
from bot.cogs.named_arguments import NamedArguments
from bot.discord.context import PRIVATE, Context
from bot.discord.slash import asks
from db import pinpoints
from db.kinds import KINDS
from db.notes import Line, joined, line
from db.pinpoints import fact_number

_ADD = f"""Add a fact, with a preview first.

It is checked against the paragraph before and after your `!yes`. A text with a colon in it stands in quotation marks.
Each kind has arguments of its own: {arguments_of_kinds()}. A new topic begins with `+`. `corrects: F12` supersedes a
wrong fact.
Example: `!fact add kind: poll topics: {{topic}} text: Of residents, 85% agree. source: {{source}}
paragraph: {{paragraph}} results: residents agree 85`"""


class FactsCog(commands.Cog, name="Add and correct facts"):
    """Facts by command, for moderators; every change is kept, and can be taken back."""

    def __init__(
        self,
        curation: Curation,
        confirming: Confirming,
        standing: Standing,
        chronicle: Chronicle,
        undoing: Undoing,
        proposals: MemberProposals,
    ) -> None:
        self._curation = curation
        self._confirming = confirming
        self._standing = standing
        self._chronicle = chronicle
        self._undoing = undoing
        self._proposals = proposals

    @hybrid.group(invoke_without_command=True, usage="[F12]")
    async def fact(self, ctx: Context, *, reference: str = "") -> None:
        """Show all about one fact, or with a further word add and change facts.

        Example: `!fact F12`
        """
        word, _, rest = reference.partition(" ")
        if not word or (rest and fact_number(word) is None):
            raise Refusal("{}", _which(word, ctx))
        flags = await ShowFlags.convert(ctx, reference)
        answer = await self._chronicle.show(flags.arguments, ctx.asker)
        if answer.status == "unknown" and near(word, _commands(ctx)):
            raise Refusal("{}", _which(word, ctx))
        await ctx.answer(answer)

    @fact.command(usage="F12 [as-of: 2026-11-01]", extras=asks("fact"))
    @completes(fact="fact")
    async def show(self, ctx: Context, *, flags: ShowFlags) -> None:
        """Show all about one fact, as it is or as it was on a day.

        A day, a month or a year is taken to its end; times are UTC.
        Example: `!fact show F12 as-of: 2026-11-01`
        """
        await ctx.answer(await self._chronicle.show(flags.arguments, ctx.asker))

    @fact.command(usage="F12", extras={PRIVATE: True, **asks("fact")})
    @completes(fact="fact")
    async def history(self, ctx: Context, *, flags: OneFact) -> None:
        """List who changed a fact, when, why, and what.

        Words that went are struck out, words that came are bold; plain text has them in [-…-] and {+…+}.
        Example: `!fact history F12`
        """
        await ctx.answer(await self._chronicle.history(flags.arguments, ctx.asker))

    @fact.command(
        usage="kind: … topics: … text: … source: … paragraph: …",
        extras=asks("kind", "topics", "text", **CHOICES),
        help=_ADD,
    )
    @moderators_only()
    @completes(source="source", corrects="fact", topics="topics")
    async def add(self, ctx: Context, *, flags: Annotated[NamedArguments, ADD]) -> None:
        await ctx.answer(await self._curation.add(flags.arguments, ctx.asker))

    @fact.command(usage="text: … [source: …] [paragraph: …]", extras={PRIVATE: True, **asks("text", kind=tuple(KINDS))})
    @completes(source="source")
    async def propose(self, ctx: Context, *, flags: Annotated[NamedArguments, PROPOSE]) -> None:
        """Propose a fact to the moderators.

        It waits for their review, without your name, and you are told what becomes of it.
        Example: `!fact propose text: The ferry sails at nine. source: {source} paragraph: {paragraph}`
        """
        answer, draft = await self._proposals.propose(flags.arguments, ctx.asker)
        await ctx.answer(answer)
        if draft:
            where = line("`!review {}` shows it.", draft.number)
            words = line("A fact is proposed: {}. {}", quoted(draft.arguments["text"]), where)
            await ctx.inform(words, line("A fact was proposed privately. {}", where) if draft.private else words)

    @fact.command(usage="F12 [text: …] [paragraph: …]", extras=asks("fact", **CHOICES))
    @moderators_only()
    @completes(fact="fact", source="source")
    async def edit(self, ctx: Context, *, flags: Annotated[NamedArguments, EDIT]) -> None:
        """Change parts of a fact, with a preview of what changes.

        Takes the arguments of `!fact add`; `-` empties one. Nothing is overwritten that somebody changed meanwhile.
        Example: `!fact edit F12 text: The new text. paragraph: 9`
        """
        await ctx.answer(await self._curation.edit(flags.arguments, ctx.asker))

    @fact.command(usage="F12 reason: …", extras=asks("fact", "reason"))
    @moderators_only()
    @completes(fact="fact")
    async def retract(self, ctx: Context, *, flags: WithReason) -> None:
        """Take a fact out of every answer; its history stays.

        Example: `!fact retract F12 reason: the survey was withdrawn`
        """
        await ctx.answer(await self._standing.retract(flags.arguments, ctx.asker))

    @fact.command(usage="F12", extras=asks("fact"))
    @moderators_only()
    @completes(fact="restorable fact")
    async def restore(self, ctx: Context, *, flags: WithReason) -> None:
        """Bring back a retracted fact, or make a superseded one current again.

        Example: `!fact restore F12`
        """
        await ctx.answer(await self._standing.restore(flags.arguments, ctx.asker))

    @fact.command(usage="F12 reason: … [by: F13]", extras=asks("fact", "reason"))
    @moderators_only()
    @completes(fact="fact", by="fact")
    async def deprecate(self, ctx: Context, *, flags: DeprecateFlags) -> None:
        """Mark a fact as superseded; it is still found, and says so.

        To add the right figure in the same step, write `!fact add … corrects: F12 reason: …`.
        Example: `!fact deprecate F12 reason: corrected in the second edition by: F13`
        """
        await ctx.answer(await self._standing.deprecate(flags.arguments, ctx.asker))

    @fact.command(usage="F12", extras=asks("fact"))
    @moderators_only()
    @completes(fact="fact")
    async def vouch(self, ctx: Context, *, flags: OneFact) -> None:
        """Record that you have read the passage and that it supports the fact.

        That is for somebody else than the author of its last revision. An edit makes it stale.
        Example: `!fact vouch F12`
        """
        await ctx.answer(await self._standing.vouch(flags.arguments, ctx.asker))

    @fact.command(usage="F12 [reason: …]", extras=asks("fact"))
    @moderators_only()
    @completes(fact="fact")
    async def hide(self, ctx: Context, *, flags: WithReason) -> None:
        """Keep a fact that all servers share out of this server’s answers.

        Example: `!fact hide F12 reason: not our subject`
        """
        await ctx.answer(await self._standing.hide(flags.arguments, ctx.asker))

    @fact.command(usage="F12 [reason: …]", extras=asks("fact"))
    @moderators_only()
    @completes(fact="hidden fact")
    async def unhide(self, ctx: Context, *, flags: WithReason) -> None:
        """Let this server’s answers draw on a hidden fact again.

        Example: `!fact unhide F12`
        """
        await ctx.answer(await self._standing.unhide(flags.arguments, ctx.asker))

    @hybrid.command()
    @moderators_only()
    @app_commands.describe(preview="the number of the preview, from a button; without one: the last")
    async def yes(self, ctx: Context, *, preview: str = "") -> None:
        """Write what you were last shown in this channel.

        Example: `!yes`
        """
        await ctx.answer(await self._confirming.yes(ctx.asker, pinpoints.number(preview)))

    @hybrid.command()
    @moderators_only()
    @app_commands.describe(preview="the number of the preview, from a button; without one: the last")
    async def no(self, ctx: Context, *, preview: str = "") -> None:
        """Drop what you were last shown in this channel.

        Example: `!no`
        """
        await ctx.answer(await self._confirming.no(ctx.asker, pinpoints.number(preview)))

    @hybrid.command()
    @moderators_only()
    async def undo(self, ctx: Context) -> None:
        """Take back your own last change; once more, the one before it.

        It writes the inverse as a new revision, so that nothing is lost: to take an undo back, edit or restore.
        """
        if ctx.unread:
            raise Refusal("Nothing was undone: write `!undo` and nothing after it to take back your last change.")
        await ctx.answer(await self._undoing.undo(ctx.asker))


def _which(word: str, ctx: Context) -> Line:
    """Return the sentence for a word after `!fact` that is neither a fact nor one of its commands."""
    if not word:
        listed = joined(line("`{}`", name) for name in _commands(ctx))
        return line("Write a fact after it, as in `!fact F12`, or one of {}.", listed)
    offers = did_you_mean(near(word, _commands(ctx)), "`!fact {}`")
    return line("There is no `!fact` command {}. {}", quoted(word), offers or line("`!help fact` lists them."))


def _commands(ctx: Context) -> dict[str, str]:
    group = ctx.command
    assert isinstance(group, hybrid.Group)
    return {name: name for name in sorted(group.all_commands)}
