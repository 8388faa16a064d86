"""The delivery of an answer: as a card where that is permitted, as text elsewhere, and never lost in silence."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from cachetools import TLRUCache

from bot.briefing.answer import Answer
from bot.briefing.answer_memo import AnswerMemo
from bot.briefing.reply_snapshot import ReplySnapshots, outline, revisions
from bot.discord.components.button import FORMS, REVIEWS
from bot.discord.context import Context
from bot.discord.messages import Composed, Messages, drawable
from bot.discord.press import PressContext
from bot.discord.sending import EXPIRED, TAKEN, UNSENT, persistently, tell, why
from bot.discord.sent_replies import SentReplies
from db.kinds import KINDS
from db.reply_store import Outline, Reply, ReplyStore

log = logging.getLogger(__name__)

NO_CARDS = "I may not embed links in this channel, so this is plain text."
NO_CHART = "I may not attach files in this channel, so the chart is left out: the button Chart shows it to you."
NO_FILES = "I may not attach files in this channel, so {} is left out; ask me in a direct message for it."

LONG = 8  # statements of an answer that may be put into a thread
UNABLE = "🔇"  # the reaction to what cannot be answered where it was asked
# The commands that look something up of which the team may be asked where there is nothing.
_KINDS = frozenset(payload.DESCRIPTION.command for payload in KINDS.values())
_LOOKUPS = _KINDS | {"about", "brief", "compare", "timeline", "find"}
_PRIVATE = 10_000  # private answers whose interactions are remembered


class Delivery:
    """Sends answers, and remembers them for their buttons and for corrections."""

    def __init__(self, replies: ReplyStore, snapshots: ReplySnapshots) -> None:
        self.replies = replies
        self.sent = SentReplies(replies)
        self.snapshots = snapshots
        self.messages = Messages()
        # A private answer is edited with the token of its own interaction.
        self.interactions: TLRUCache[str, discord.Interaction] = _while_taken()
        # What each member last used in each channel, by which they are told what is for them alone.
        self.used: TLRUCache[tuple[int, int], discord.Interaction] = _while_taken()
        self._outlines: AnswerMemo[Outline] = AnswerMemo()

    async def send(self, ctx: Context, answer: Answer) -> None:
        """Reply to a message or a slash command, show an answer to whoever pressed, or settle a preview with it."""
        answer = _offering(ctx, answer)
        if used := ctx.pressed if isinstance(ctx, PressContext) else ctx.interaction:
            self.used[ctx.channel.id, ctx.author.id] = used
        if not isinstance(ctx, PressContext):
            await self._reply(ctx, answer)
        elif ctx.preview and answer.status == "done" and not ctx.pressed.response.is_done():
            # A draft has another in its place, on which somebody may decide at once.
            with self.sent.sending(ctx.preview.id):
                await self._settle(ctx, answer, ctx.preview)
        else:
            await self._whisper(ctx, answer)

    def forget(self, member: int) -> None:
        """Drop what the member used."""
        memories: tuple[TLRUCache[Any, discord.Interaction], ...] = self.used, self.interactions
        for memory in memories:
            for key in [*memory]:
                # What has expired meanwhile is gone.
                used = memory.get(key)
                if used and used.user.id == member:
                    memory.pop(key, None)

    async def _reply(self, ctx: Context, answer: Answer) -> None:
        """Reply to a message or a slash command; where the question was edited, in place of the reply before."""
        before = ctx.before
        allowed = ctx.bot_permissions
        notices = []
        if not allowed.embed_links:
            notices.append(NO_CARDS)
        charted = drawable(answer)
        if not allowed.attach_files and answer.attachment:
            notices.append(NO_FILES.format(answer.attachment.name))
        elif not allowed.attach_files and charted:
            notices.append(NO_CHART)
        reply = Reply(
            id=before.id if before else secrets.token_hex(8),
            server=ctx.server,
            channel=ctx.channel.id,
            message=before.message if before else 0,
            asker=ctx.author.id,
            question=_asked(ctx) if answer.offers else None,
            question_message=None if ctx.interaction else ctx.message.id,
            private=ctx.is_private,
            plain=not allowed.embed_links,
            charted=charted and allowed.attach_files,
            outline=self._outline(ctx, answer),
            notices=tuple(notices),
            at=ctx.at,
            revisions=revisions(answer),
        )
        if _may_begin_thread(ctx) and len(answer.statements) >= LONG and len(self.messages.book(answer, reply)) > 1:
            answer = replace(answer, offers=(*answer.offers, "thread"))
            reply = reply.model_copy(update={"outline": self._outline(ctx, answer)})
        self.snapshots.hold(reply.id, answer)
        with self.sent.sending(reply.id, ctx.message.id) as remember:
            try:
                reply = await self._post(ctx, answer, reply, files=allowed.attach_files)
                if reply.private and ctx.interaction:
                    self.interactions[reply.id] = ctx.interaction
                remember(reply, before is None)
            except UNSENT as failure:
                ctx.sent = False
                where = ctx.message.id, ctx.channel.id
                log.warning("the reply to %s in channel %s was not sent: %s", *where, why(failure))
                if isinstance(failure, discord.Forbidden) and ctx.interaction is None:
                    await _sign(ctx.message)

    def outline(self, answer: Answer) -> Outline:
        """Return what is kept of the answer."""
        return self._outlines.of(answer, partial(outline, answer))

    def _outline(self, ctx: Context, answer: Answer) -> Outline:
        """Return what is kept of the answer, and whether what was asked has changed the store."""
        kept = self.outline(answer)
        return kept.model_copy(update={"changed": True}) if ctx.done or ctx.commits.changed else kept

    async def _post(self, ctx: Context, answer: Answer, reply: Reply, *, files: bool) -> Reply:
        """Send the reply and return it as it was sent: with its number, and as text where a card was refused."""
        if reply.message:

            async def edit() -> None:
                changed = await self.messages.compose(answer, reply)
                await ctx.release()
                answered = ctx.channel.get_partial_message(reply.message)  # type: ignore[union-attr]  # all have it
                await answered.edit(**changed.edit)

            await persistently(edit)
            return reply
        refused: discord.HTTPException | None = None
        for attempt in _attempts(reply):
            attached = files and attempt.plain == reply.plain
            try:
                message = await persistently(partial(self._put_answer, ctx, answer, attempt, refused, files=attached))
            except discord.HTTPException as failure:
                if ctx.interaction and failure.code == TAKEN:
                    return attempt.model_copy(
                        update={"message": await self._complete(ctx.interaction, answer, attempt)}
                    )
                lost = failure.code in EXPIRED and (ctx.interaction is None or reply.private)
                if lost or (failure.status not in (400, 403) and failure.code not in EXPIRED):
                    raise
                log.info("an answer was refused in channel %s, and is sent otherwise: %s", ctx.channel.id, why(failure))
                refused = failure
            else:
                return attempt.model_copy(update={"message": message or 0})
        assert refused is not None
        raise refused

    async def _put_answer(
        self, ctx: Context, answer: Answer, reply: Reply, refused: discord.HTTPException | None, *, files: bool
    ) -> int | None:
        """Send the reply once, after what was refused before, and return the number of its message."""
        content = (await self.messages.compose(answer, reply, files=files)).new
        # A chart takes a while to draw, during which the asker sees that an answer is on its way.
        await ctx.release()
        if ctx.interaction is None:
            # Only the first attempt refers to the question: that too may be what is not permitted.
            referring = refused is None and ctx.guild is not None and ctx.bot_permissions.read_message_history
            # A reply whose message is gone meanwhile is sent without a reference.
            to = ctx.message.to_reference(fail_if_not_exists=False) if referring else None
            refers: dict[str, Any] = {"reference": to} if to else {}
            return (await ctx.send(**content, **refers, nonce=reply.id, mention_author=False)).id
        expired = ctx.interaction.is_expired() or (refused is not None and refused.code in EXPIRED)
        if expired and not reply.private:
            return (await ctx.channel.send(**content, nonce=reply.id)).id
        return await tell(ctx.interaction, ephemeral=reply.private, **content)

    async def _whisper(self, ctx: PressContext, answer: Answer) -> None:
        """Answer whoever pressed a button or opened a menu, and nobody else."""
        interaction, question = ctx.pressed, ctx.words
        reply = Reply(
            id=secrets.token_hex(8),
            server=interaction.guild_id,
            channel=interaction.channel_id or 0,
            message=0,
            asker=interaction.user.id,
            question=question if answer.offers and question else None,
            private=True,
            charted=drawable(answer),
            outline=self.outline(answer),
            at=ctx.at,
            revisions=revisions(answer),
        )
        self.snapshots.hold(reply.id, answer)
        content: Composed | None = None

        async def show() -> int | None:
            nonlocal content
            content = await self.messages.compose(answer, reply)
            await ctx.release()
            return await tell(interaction, **content.new)

        with self.sent.sending(reply.id) as remember:
            try:
                try:
                    message = await persistently(show)
                except discord.HTTPException as failure:
                    if failure.code != TAKEN:
                        raise
                    message = await self._complete(interaction, answer, reply)
                if content and content.has_buttons and message:
                    self.interactions[reply.id] = interaction
                    remember(reply.model_copy(update={"message": message}), True)
            except UNSENT as failure:
                ctx.sent = False
                log.warning("what %s asked for was not shown: %s", interaction.id, why(failure))

    async def _settle(self, ctx: PressContext, answer: Answer, preview: Reply) -> None:
        """Put what became of a preview or a draft in its place, for all who saw it; its buttons go."""
        self.snapshots.drop(preview.id)
        settled = preview.model_copy(
            update={
                "outline": self._outline(ctx, answer),
                "revisions": revisions(answer),
                "question": None,
                "page": 1,
                "charted": drawable(answer) and not preview.plain,
                "at": ctx.at,
            }
        )

        async def settle() -> None:
            content = await self.messages.compose(answer, settled)
            await ctx.release()
            try:
                await ctx.pressed.response.edit_message(**content.edit)
            except discord.HTTPException as failure:
                if failure.code != TAKEN:
                    raise

        try:
            await persistently(settle)
        except UNSENT as failure:
            ctx.sent = False
            log.warning("what became of a preview in channel %s was not shown: %s", preview.channel, why(failure))
            return
        if settled.private:
            self.interactions[settled.id] = ctx.pressed
        await self.sent.keep(settled)

    async def _complete(self, interaction: discord.Interaction, answer: Answer, reply: Reply) -> int:
        """Have the first response that Discord holds say all of the answer, and return its number."""
        content = await self.messages.compose(answer, reply)
        return (await interaction.edit_original_response(**content.edit)).id


def _while_taken() -> TLRUCache[Any, discord.Interaction]:
    """Return a memory of interactions, each for the 15 minutes in which Discord takes its token."""
    return TLRUCache(_PRIVATE, ttu=lambda _key, interaction, _now: interaction.expires_at.timestamp(), timer=time.time)


async def _sign(message: discord.Message) -> None:
    """Let whoever asked see that their message was read where nothing may be written."""
    try:
        await message.add_reaction(UNABLE)
    except UNSENT as failure:
        log.info("nor is there a reaction to it: %s", why(failure))


def _attempts(reply: Reply) -> Iterator[Reply]:
    """Yield the reply as it is sent first, and then, where that is refused: once more, and as bare text."""
    yield reply
    yield reply
    if not reply.plain:
        yield reply.model_copy(update={"plain": True, "charted": False, "notices": (*reply.notices, NO_CARDS)})


def _may_begin_thread(ctx: Context) -> bool:
    allowed = ctx.bot_permissions
    here = isinstance(ctx.channel, discord.TextChannel) and not ctx.is_private
    return here and allowed.create_public_threads and allowed.send_messages_in_threads


def _offering(ctx: Context, answer: Answer) -> Answer:
    """Return the answer with the offers behind which there is a form or a command.

    What was looked up in vain may be given to the team, as a question may.
    """
    known = (*FORMS, *REVIEWS)
    offers = [offer for offer in answer.offers if offer in known or ctx.bot.get_command(offer)]
    if _is_lookup(ctx) and ctx.looked_up and answer.status in ("related", "unknown") and "ask-the-team" not in offers:
        offers.append("ask-the-team")
    return replace(answer, offers=tuple(offers))


def _asked(ctx: Context) -> str:
    """Return what was asked as the team is to read it: what was looked up says what for."""
    name = ctx.command.qualified_name if ctx.command else ""
    if name in _KINDS:
        return f"{name}: {ctx.words}"
    return ctx.looked_up if _is_lookup(ctx) else ctx.words


def _is_lookup(ctx: Context) -> bool:
    return ctx.command is not None and ctx.command.qualified_name in _LOOKUPS
