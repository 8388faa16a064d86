"""The delivery of an answer: as a card where that is permitted, as text elsewhere, and never lost in silence."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import discord
from cachetools import TLRUCache

from bot.briefing.answer import Answer
from bot.briefing.answer_memo import AnswerMemo
from bot.briefing.prose import clean
from bot.briefing.reply_snapshot import ReplySnapshots, outline, revisions
from bot.briefing.team.notices import Notice
from bot.discord.components.button import FORMS, REVIEWS
from bot.discord.context import Bot, Context
from bot.discord.messages import Composed, Messages, drawable
from bot.discord.press import PressContext
from bot.discord.sending import EXPIRED, TAKEN, UNSENT, persistently, tell, why
from db.errors import DatabaseUnusable
from db.kinds import KINDS
from db.reply_store import BUTTONS_LAST, Outline, Reply, ReplyStore
from db.values import now

log = logging.getLogger(__name__)

NO_CARDS = "I may not embed links in this channel, so this is plain text."
NO_CHART = "I may not attach files in this channel, so the chart is left out: the button Chart shows it to you."
NO_FILES = "I may not attach files in this channel, so {} is left out; ask me in a direct message for it."

NO_THREAD = "I may not begin a thread here any more: the pages are under the answer."
LONG = 8  # statements of an answer that may be put into a thread
THREAD_NAME = 100  # characters

KEEPING = "footnote: reply"  # the name of a task that remembers one
UNABLE = "🔇"  # the reaction to what cannot be answered where it was asked
# The commands that look something up of which the team may be asked where there is nothing.
_KINDS = frozenset(payload.DESCRIPTION.command for payload in KINDS.values())
_LOOKUPS = _KINDS | {"about", "brief", "compare", "timeline", "find"}
_PRIVATE = 10_000  # private answers whose interactions are remembered


class Delivery:
    """Sends answers, and remembers them for their buttons and for corrections."""

    def __init__(self, replies: ReplyStore, snapshots: ReplySnapshots) -> None:
        self.replies = replies
        self.snapshots = snapshots
        self.messages = Messages()
        # A private answer is edited with the token of its own interaction, which Discord takes for 15 minutes.
        self.interactions: TLRUCache[str, discord.Interaction] = TLRUCache(
            _PRIVATE, ttu=lambda _reply, interaction, _now: interaction.expires_at.timestamp(), timer=time.time
        )
        # What each member last used in each channel, by which they are told what is for them alone.
        self._used: TLRUCache[tuple[int, int], discord.Interaction] = TLRUCache(
            _PRIVATE, ttu=lambda _who, interaction, _now: interaction.expires_at.timestamp(), timer=time.time
        )
        self._outlines: AnswerMemo[Outline] = AnswerMemo()
        self._under_way: dict[str | int, asyncio.Event] = {}
        self._keeping: set[asyncio.Task[None]] = set()

    async def send(self, ctx: Context, answer: Answer) -> None:
        """Reply to a message or a slash command, show an answer to whoever pressed, or settle a preview with it."""
        answer = _offering(ctx, answer)
        if used := ctx.pressed if isinstance(ctx, PressContext) else ctx.interaction:
            self._used[ctx.channel.id, ctx.author.id] = used
        if not isinstance(ctx, PressContext):
            await self._reply(ctx, answer)
        elif ctx.preview and answer.status == "done" and not ctx.pressed.response.is_done():
            # A draft has another in its place, on which somebody may decide at once.
            with self._sending(ctx.preview.id):
                await self._settle(ctx, answer, ctx.preview)
        else:
            await self._whisper(ctx, answer)

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
            outline=self._outline(answer),
            notices=tuple(notices),
            at=now(),
            revisions=revisions(answer),
        )
        if _may_begin_thread(ctx) and len(answer.statements) >= LONG and len(self.messages.book(answer, reply)) > 1:
            answer = replace(answer, offers=(*answer.offers, "thread"))
            reply = reply.model_copy(update={"outline": self._outline(answer)})
        self.snapshots.hold(reply.id, answer)
        with self._sending(reply.id, ctx.message.id) as remember:
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

    async def unroll(self, ctx: PressContext, reply: Reply) -> None:
        """Put all pages of the reply into a thread of its message; there they have no buttons, and are corrected."""
        interaction, answer = ctx.pressed, await self.snapshots.answer(reply)
        answer = replace(answer, offers=tuple(offer for offer in answer.offers if offer != "thread"))
        await ctx.release()
        if not interaction.response.is_done():
            await interaction.response.defer()
        assert interaction.message is not None
        try:
            name = clean(str(answer.title or reply.question or "Answer"), THREAD_NAME)
            thread = await interaction.message.create_thread(name=name)
        except discord.Forbidden:
            await interaction.followup.send(NO_THREAD, ephemeral=True)
            return
        for number in range(1, len(self.messages.book(answer, reply)) + 1):
            page = reply.model_copy(
                update={
                    **{"id": secrets.token_hex(8), "channel": thread.id, "page": number, "question": None},
                    **{"asker": None, "question_message": None, "outline": self._outline(answer)},
                    "at": now() - BUTTONS_LAST,
                }
            )
            sent = await persistently(partial(self._put_page, thread, answer, page))
            await self.keep(page.model_copy(update={"message": sent}), first=True)
        reply = reply.model_copy(update={"outline": self._outline(answer)})
        await interaction.edit_original_response(**(await self.messages.compose(answer, reply)).edit)
        await self.keep(reply)

    async def _put_page(self, thread: discord.Thread, answer: Answer, page: Reply) -> int:
        content = (await self.messages.compose(answer, page)).new
        return (await thread.send(**content, nonce=page.id, silent=True)).id

    def _outline(self, answer: Answer) -> Outline:
        return self._outlines.of(answer, partial(outline, answer))

    async def remembered(self, reply: str, channel: int | None) -> Reply | None:
        """Return the reply of that id in the channel, also where a member is quicker than its being remembered."""
        await self._sent(reply)
        found = await self.replies.get(reply)
        # An id that somebody has brought along from another server, or made up, opens nothing here.
        return found if found and found.channel == channel else None

    async def answered(self, message: int) -> Reply | None:
        """Return the reply to the message of that number, also where it is only being sent."""
        await self._sent(message)
        return await self.replies.answering(message)

    @contextmanager
    def _sending(self, *names: str | int) -> Iterator[Callable[[Reply, bool], None]]:
        """Have whoever looks for the reply by one of these names wait until it is remembered.

        Give what remembers it, for which nobody waits: the store may be busy for long with what another server writes.
        """
        sent = asyncio.Event()
        keeping: list[asyncio.Task[None]] = []
        self._under_way |= dict.fromkeys(names, sent)

        def remember(reply: Reply, first: bool) -> None:
            keeping.append(asyncio.create_task(self.keep(reply, first=first), name=KEEPING))

        def end(*_: object) -> None:
            sent.set()
            for name in names:
                if self._under_way.get(name) is sent:
                    del self._under_way[name]

        try:
            yield remember
        finally:
            if keeping:
                # The event loop alone would let go of it.
                self._keeping.add(keeping[0])
                keeping[0].add_done_callback(self._keeping.discard)
                keeping[0].add_done_callback(end)
            else:
                end()

    async def settled(self) -> None:
        if self._keeping:
            await asyncio.wait([*self._keeping])
        await self.replies.settled()

    async def _sent(self, what: str | int) -> None:
        if under_way := self._under_way.get(what):
            await under_way.wait()

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
            outline=self._outline(answer),
            at=now(),
            revisions=revisions(answer),
        )
        self.snapshots.hold(reply.id, answer)
        content: Composed | None = None

        async def show() -> int | None:
            nonlocal content
            content = await self.messages.compose(answer, reply)
            await ctx.release()
            return await tell(interaction, **content.new)

        with self._sending(reply.id) as remember:
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
                "outline": self._outline(answer),
                "revisions": revisions(answer),
                "question": None,
                "page": 1,
                "charted": drawable(answer) and not preview.plain,
                "at": now(),
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
        await self.keep(settled)

    async def notify(self, bot: Bot, notice: Notice) -> None:
        """Put an answer that nobody waits for where the member asked, addressed to them without ringing them.

        One that is private goes to them alone: with the token of what they last used there, else in direct messages.
        Raises what discord.py raises where it could not be sent.
        """
        answer = notice.answer
        reply = Reply(
            # The same again where a process that ended before it could note it had told it: Discord takes it once.
            id=hashlib.sha256(repr(notice.matter).encode()).hexdigest()[:16],
            server=notice.server,
            channel=notice.channel,
            message=0,
            asker=notice.member,
            question=notice.question,
            outline=self._outline(answer),
            at=now(),
            revisions=revisions(answer),
        )
        with self._sending(reply.id):
            if not notice.private or notice.server is None:
                place = bot.get_partial_messageable(notice.channel)
                reply = await self._put(place, answer, reply, f"<@{notice.member}>" if notice.member else None)
            else:
                reply = await self._put_privately(bot, answer, reply)
            if reply.revisions:
                await self.keep(reply, first=True)

    async def _put_privately(self, bot: Bot, answer: Answer, reply: Reply) -> Reply:
        member = reply.asker or 0
        if used := self._used.get((reply.channel, member)):
            alone = reply.model_copy(update={"private": True})
            try:
                message = await tell(used, **(await self.messages.compose(answer, alone, files=False)).new)
            except discord.HTTPException as failure:
                log.info("a private notice goes out as a direct message: %s", why(failure))
            else:
                self.interactions[alone.id] = used
                return alone.model_copy(update={"message": message})
        # Whoever has left the server is told no more of what is said there.
        server = bot.get_guild(reply.server or 0)
        if server is None:
            raise discord.InvalidData("the bot is no longer in that server")
        await server.fetch_member(member)
        # As `create_dm` does, but for a number, which Discord describes as a string.
        direct = await bot.http.start_private_message(str(member))
        reply = reply.model_copy(update={"channel": int(direct["id"])})
        return await self._put(bot.get_partial_messageable(reply.channel), answer, reply, None)

    async def _put(self, place: discord.abc.Messageable, answer: Answer, reply: Reply, address: str | None) -> Reply:
        """Send a notice and return it as it was sent: as text where a card was refused."""
        nonce: dict[str, Any] = {"nonce": reply.id, "silent": True}
        content = await self.messages.compose(answer, reply, files=False, address=address)
        try:
            sent = await persistently(partial(place.send, **content.new, **nonce))
        except discord.HTTPException as failure:
            if failure.status not in (400, 403):
                raise
            reply = reply.model_copy(update={"plain": True})
            content = await self.messages.compose(answer, reply, files=False, address=address)
            sent = await persistently(partial(place.send, **content.new, suppress_embeds=True, **nonce))
        return reply.model_copy(update={"message": sent.id})

    async def _complete(self, interaction: discord.Interaction, answer: Answer, reply: Reply) -> int:
        """Have the first response that Discord holds say all of the answer, and return its number."""
        content = await self.messages.compose(answer, reply)
        return (await interaction.edit_original_response(**content.edit)).id

    async def keep(self, reply: Reply, *, first: bool = False) -> None:
        """Remember the reply; the answer stands without it, only its buttons will have ended."""
        try:
            await self.replies.keep(reply, first=first)
        except DatabaseUnusable as problem:
            log.warning("a reply was sent and is not remembered, its buttons will not work: %s", problem)


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
