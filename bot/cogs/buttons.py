"""The cog behind the buttons under a reply."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from textwrap import shorten

import discord
from discord.ext import commands
from discord.ext.commands.view import StringView

from bot.briefing.answer import Answer, Origin, Place, Statement
from bot.briefing.curating.proposing import Proposing
from bot.briefing.lookups.particulars import distinct, excerpt
from bot.briefing.reviewing.review import Review
from bot.cogs.forms import sketched
from bot.discord import press
from bot.discord.components.button import ASKERS, Use
from bot.discord.components.draft_form import EditDraft, RejectDraft
from bot.discord.components.proposal_form import Propose, Rest
from bot.discord.components.report_form import Wrong
from bot.discord.context import Bot
from bot.discord.delivery import Delivery
from bot.discord.messages import CHART, Kept, chart, on_page
from bot.discord.sending import tell
from bot.discord.thread import unroll
from bot.render.citations import citations
from bot.render.layout import document_numbers
from bot.render.links import LIMIT
from db.notes import Line, Link, Marked
from db.reply_store import Reply

ENDED = "These buttons have ended: they last for 24 hours. Ask again, and the new answer has its own."
NOT_YOURS = "Only whoever asked may use that button. Ask yourself, and the answer’s buttons are yours."
# The commands behind the buttons that have one; `why` and `ask-the-team` take the question along.
_COMMANDS = {
    **{"why": "why", "ask-the-team": "ask-the-team", "yes": "yes", "no": "no"},
    **{"accept": "review accept", "skip": "review skip", "edit": "review edit", "reject": "review reject"},
}

_LABEL = 80  # characters of a button

log = logging.getLogger(__name__)


class ButtonsCog(commands.Cog):
    """Presses, each answered to whoever pressed."""

    def __init__(self, delivery: Delivery, review: Review, proposing: Proposing) -> None:
        self._delivery = delivery
        self._review = review
        self._proposing = proposing

    @commands.Cog.listener()
    async def on_press(self, interaction: discord.Interaction, use: Use) -> None:
        """Do what the button is for, or say politely why not."""
        ctx = await press.context(interaction, _COMMANDS.get(use.action, "cite"))
        try:
            reply = await self._delivery.sent.remembered(use.reply, interaction.channel_id)
            if reply is None or reply.ended or reply.asker is None:
                await interaction.response.edit_message(view=_without_buttons(interaction.message))
                await tell(interaction, content=ENDED)
            elif use.action in ASKERS and interaction.user.id != reply.asker:
                await tell(interaction, content=NOT_YOURS)
            else:
                ctx.hold()
                await self._do(ctx, use, reply)
            if use.action not in _COMMANDS:
                ctx.bot.finished(ctx, button=use.action)
        except discord.HTTPException as failure:
            log.warning("the press of %s was not answered: Discord said %s", use.action, failure.status)
        except Exception as error:
            await ctx.bot.fail(ctx, error)
        finally:
            await ctx.release()

    @commands.Cog.listener()
    async def on_housekeeping(self, _: Bot) -> None:
        """Let replies that are of no more use be forgotten."""
        await self._delivery.replies.purge()

    async def _do(self, ctx: press.PressContext, use: Use, reply: Reply) -> None:
        interaction = ctx.pressed
        match use.action:
            case "page" | "first" | "last":
                await self._turn(ctx, reply, use.page)
            case "delete":
                await ctx.release()
                # By the token of the press, which needs no permission in the channel.
                await interaction.response.defer()
                await interaction.delete_original_response()
                await self._delivery.replies.drop(reply.id)
            case "thread":
                await unroll(self._delivery, ctx, reply)
            case "sources":
                numbers = document_numbers(await self._delivery.snapshots.answer(reply))
                await ctx.answer(_sources(await self._places(reply, use.page), numbers))
            case "details":
                await ctx.answer(await self._details(reply, use.page))
            case "copy":
                await ctx.answer(citations(await self._places(reply, use.page)))
            case "chart":
                picture = await chart(await self._statements(reply, use.page))
                await ctx.release()
                await tell(interaction, file=picture)
            case "wrong":
                await ctx.release()
                await interaction.response.send_modal(Wrong(await self._statements(reply, use.page)))
            case "change" | "rest":
                await ctx.release()
                values = sketched(reply.question)
                sources = await self._proposing.sources(ctx.server)
                change = Propose("change", (reply.id,), values, sources=sources)
                await interaction.response.send_modal(Rest(reply.id, values) if use.action == "rest" else change)
            case "edit" | "reject":
                await ctx.release()
                known = await self._review.arguments(str(reply.outline.preview), ctx.asker)
                form = EditDraft(reply.id, known) if use.action == "edit" else RejectDraft(reply.id)
                await interaction.response.send_modal(form)
            case "why" | "ask-the-team" | "yes" | "no" | "accept" | "skip":
                words = str(reply.outline.preview or "")
                if use.action in ("why", "ask-the-team"):
                    words = reply.question or ""
                    ctx.openly = not reply.private
                else:
                    ctx.preview = reply
                ctx.view = StringView(words)
                await ctx.release()
                await ctx.bot.invoke(ctx)

    async def _turn(self, ctx: press.PressContext, reply: Reply, number: int) -> None:
        reply = reply.model_copy(update={"page": number})
        message = ctx.pressed.message
        # A file stays with all pages, the picture is that of one.
        kept = [file for file in message.attachments if file.filename != CHART] if message else []
        answer = await self._delivery.snapshots.answer(reply)
        content = (await self._delivery.messages.compose(answer, reply, kept=[file.filename for file in kept])).edit
        content["attachments"] += [Kept(file) for file in kept]
        await ctx.release()
        if ctx.pressed.response.is_done():
            await ctx.pressed.edit_original_response(**content)
        else:
            await ctx.pressed.response.edit_message(**content)
        await self._delivery.sent.keep(reply)

    async def _statements(self, reply: Reply, number: int) -> tuple[Statement, ...]:
        """Return the statements on a page of the reply."""
        answer = await self._delivery.snapshots.answer(reply)
        made = self._delivery.messages.book(answer, reply)
        return on_page(answer, made[min(number, len(made)) - 1])

    async def _details(self, reply: Reply, number: int) -> Answer:
        """Return all that is known of what stands on a page, as the terminal has it."""
        shown = {statement.fact.label for statement in await self._statements(reply, number)}
        sections = []
        for section in (await self._delivery.snapshots.answer(reply)).sections:
            own = tuple(statement for statement in section.statements if statement.fact.label in shown)
            if own:
                sections.append(replace(section, statements=own))
        return Answer("done", "Details", tuple(sections), whole=True)

    async def _places(self, reply: Reply, number: int) -> list[Place]:
        return distinct(place for statement in await self._statements(reply, number) for place in statement.places)


def _without_buttons(message: discord.Message | None) -> discord.ui.LayoutView | None:
    """Return the card of a message without its buttons; a message that is text needs no more than that they go."""
    if message is None or not message.flags.components_v2:
        return None
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    for container in view.children:
        if isinstance(container, discord.ui.Container):
            for row in container.children:
                if isinstance(row, discord.ui.ActionRow):
                    container.remove_item(row)
    view.stop()
    return view


def _sources(places: list[Place], numbers: Mapping[Origin, int]) -> Answer:
    """Return each document once with its long title, and under it the words cited."""
    lines: list[Line] = []
    of_source: dict[Origin, list[Place]] = {}
    for place in sorted(places, key=lambda place: (numbers[place.origin], place.paragraph)):
        of_source.setdefault(place.origin, []).append(place)
    for origin, own in of_source.items():
        lines += [*([()] if lines else []), (Marked(f"[{numbers[origin]}] {own[0].source.reference}"),)]
        for place in own:
            lines += excerpt(place)
    links = tuple(
        Link(shorten(f"Open [{numbers[origin]}] {own[0].source.label}", _LABEL, placeholder=" …"), address)
        for origin, own in of_source.items()
        if (address := own[0].source.url) and len(address) <= LIMIT
    )
    return Answer("done", "Where it stands", note=tuple(lines), links=links)
