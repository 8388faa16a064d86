"""The client: what it listens to, which cogs it has, and what becomes of errors."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import discord
from cachetools import LRUCache
from discord.ext import commands, tasks
from discord.ext.commands.view import StringView

from bot import logs
from bot.briefing.asking.requests import Requests, is_remark
from bot.briefing.refusals import Refusal
from bot.briefing.team.notices import Notice, Told
from bot.briefing.team.servers import Servers
from bot.discord import error_handler, slash, sync
from bot.discord.components.button import Button, SectionSelect
from bot.discord.context import Bot, Context
from bot.discord.cooldown import Cooldown
from bot.discord.delivery import Delivery
from bot.discord.gateway import listen_once
from bot.discord.member_queue import MemberQueue
from bot.discord.notifier import Notifier
from bot.discord.permissions import Moderators
from bot.discord.sending import UNSENT, why
from bot.discord.trace import trace
from bot.discord.tree import Tree
from db.notes import PREFIX, Mention, joined
from db.records import ServerSettings
from db.reply_store import Reply
from db.shards import Shards

EDITS = 1000
# Time within which a message that had no answer may be edited into one that has.
ANSWERED_ANEW = timedelta(hours=1)
LONGEST_WAIT = 30.0  # seconds
# The commands whose name alone asks for an answer, not for a list.
_ALSO_QUESTIONS = {"who", "why"}
log = logging.getLogger(__name__)
# Those of the server that the message in work comes from: discord.py looks for the prefix before there is a context.
_settings: ContextVar[ServerSettings] = ContextVar("settings")


class Footnote(Bot):
    """Answers messages that begin with `!` or mention the bot, and no others."""

    context_class: type[Context] = Context

    def __init__(
        self,
        cogs: Iterable[commands.Cog],
        servers: Servers,
        moderators: Moderators,
        requests: Requests,
        delivery: Delivery | None = None,
        *,
        cooldown: Cooldown | None = None,
        message_content: bool = True,
        progress_every: float = 3.0,
        log_words: bool = False,
    ) -> None:
        """Take the seconds after which a long piece of work says again how far it is."""
        # The bot does not speak; discord.py would warn at each start that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = message_content
        super().__init__(
            command_prefix=PREFIX,
            case_insensitive=True,
            strip_after_prefix=True,
            help_command=None,
            intents=intents,
            # What a message refers to comes with it; those of all channels need not stay in memory.
            max_messages=None,
            tree_cls=Tree,
            # Names in a fact or an echoed word must not ring anybody; edits take this as well.
            allowed_mentions=discord.AllowedMentions.none(),
            # Discord has no message wait for longer but where it is not to be sent for now at all.
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=trace(),
        )
        self.servers = servers
        self.moderators = moderators
        self._requests = requests
        self.progress_every = progress_every
        self._log_words = log_words
        self.queue = MemberQueue()
        self._delivery = delivery
        self._cooldown = cooldown
        self._turn: Callable[[int], Awaitable[None]] | None = None
        self._cogs_to_add = tuple(cogs)
        # When the messages whose edits were answered of late were last edited.
        self._edits: LRUCache[int, datetime] = LRUCache(EDITS)
        # The messages that have changed the store of late, also where no reply to them could be sent.
        self._done: LRUCache[int, bool] = LRUCache(EDITS)

    def divide(self, shards: Shards, turn: Callable[[int], Awaitable[None]]) -> None:
        """Take these shards, before it connects; the session of each begins once `turn` has returned."""
        self.own, self._turn = shards, turn
        self.shard_ids, self.shard_count = [*shards.numbers], shards.count

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if self._turn:
            await self._turn(shard_id or 0)

    @property
    def delivery(self) -> Delivery:
        """What sends answers to Discord; the terminal prints them instead."""
        assert self._delivery is not None
        return self._delivery

    @property
    def numbers(self) -> Mapping[str, int]:
        return self.delivery.messages.commands

    async def setup_hook(self) -> None:
        listen_once(self)
        if self._cooldown:
            self.add_check(self._cooldown, call_once=True)
        self.add_check(_is_answered_here)
        self.add_check(_is_not_done)
        self.add_dynamic_items(Button, SectionSelect)
        for cog in self._cogs_to_add:
            await self.add_cog(cog)
            for menu in getattr(cog, "menus", ()):
                self.tree.add_command(menu)
        slash.shape(self)
        # The terminal is no application of Discord's.
        if self.application_id is not None:
            await self._number_commands()

    async def _number_commands(self) -> None:
        """Ask Discord by which numbers it has the slash commands."""
        try:
            self.delivery.messages.commands = await sync.numbers(self)
        except UNSENT as failure:
            log.info("commands are shown as text to copy: %s", why(failure))

    async def on_ready(self) -> None:
        if self._housekeeping.is_running():
            # They may have been synced since the session before.
            await self._number_commands()
        log.info("ready in %d servers", len(self.guilds))
        self.dispatch("online", self)
        if not self._housekeeping.is_running():
            self._housekeeping.start()

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.dispatch("gone", self, channel.guild, channel.id)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        self.dispatch("gone", self, role.guild, role.id)

    async def on_message(self, message: discord.Message, /) -> None:
        if not message.author.bot:
            self._enqueue(message)

    def _enqueue(self, message: discord.Message) -> None:
        if not self.queue.add(message.author.id, partial(self.respond, message)):
            log.warning("the reply to %s in channel %s was not sent: too many wait", message.id, message.channel.id)

    async def on_command_completion(self, context: commands.Context[Any], /) -> None:
        # Dispatched for slash commands alone, since `invoke` deals with the others.
        self.finished(context)

    def finished(self, ctx: commands.Context[Any], **more: Any) -> None:
        """Write the line of a command that has been carried out or refused, and tell whoever listens."""
        assert isinstance(ctx, Context)
        answer, seconds = ctx.answered, time.perf_counter() - ctx.begun
        if self._log_words:
            more["words"] = ctx.looked_up
        logs.event(
            "command",
            who=ctx.author.id,
            server=ctx.server,
            channel=ctx.channel.id,
            what=ctx.command.qualified_name if ctx.command else None,
            how=ctx.way,
            status=ctx.outcome,
            facts=[statement.fact.label for statement in answer.statements] if answer else [],
            ms=round(seconds * 1000),
            **more,
        )
        self.dispatch("finished", ctx, seconds)

    @tasks.loop(minutes=10)
    async def _housekeeping(self) -> None:
        """Let every cog that listens to `housekeeping` look after what has grown old."""
        self.dispatch("housekeeping", self)

    async def close(self) -> None:
        self._housekeeping.cancel()
        await super().close()

    async def tell(self, notice: Notice) -> Told:
        """Put an answer where a member asked, or before them alone, without ringing them; say what became of it."""
        return await Notifier(self, self.delivery).tell(notice)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        # Which answer it had is asked in its turn: answers to edits that come close together keep their order.
        if not payload.message.author.bot and payload.message.edited_at:
            self.queue.add(payload.message.author.id, partial(self._respond_anew, payload.message))

    async def _respond_anew(self, message: discord.Message) -> None:
        """Answer a message that was edited, in place of the answer that it had, if it had one."""
        before = await self.delivery.sent.answering(message.id)
        old = message.created_at < discord.utils.utcnow() - ANSWERED_ANEW
        if message.edited_at is None or (before.ended if before else old):
            return
        edited = message.edited_at.replace(tzinfo=None)
        # A message is updated also when Discord adds the preview of a link, with the time of the last edit.
        if edited > self._edits.get(message.id, before.at if before else datetime.min):
            self._edits[message.id] = edited
            done = message.id in self._done or (before is not None and before.outline.changed)
            # What has been done stays said where it stands.
            await self.respond(message, None if done else before, done=done)

    async def respond(self, message: discord.Message, before: Reply | None = None, *, done: bool = False) -> None:
        """Carry out a command, or answer the question of a message that is addressed to the bot.

        `before` is the reply to the message as it was before it was edited, `done` says that it has changed the store.
        """
        # Half a surrogate pair can come in by JSON, and can be neither stored nor sent.
        message.content = message.content.encode(errors="ignore").decode()
        ctx = await self.get_context(message)
        ctx.before, ctx.done = before, done
        if not ctx.is_answered_here:
            return
        ctx.follows = await self._followed(message)
        if request := await self._requested(ctx):
            await self._carry_out(ctx, request)
        elif ctx.is_mention and _is_question(ctx):
            await self.ask(ctx)
        elif ctx.command or (ctx.prefix and not ctx.is_mention and self.is_command(ctx)):
            await self.invoke(ctx)
        elif self.is_addressed(ctx):
            await self.ask(ctx)

    async def get_context(self, origin: discord.Message | discord.Interaction, /, *, cls: Any = None) -> Any:
        """Give our own context, to slash commands as well; they wait for a first response from here on."""
        settings = await self.servers.of(origin.guild.id) if origin.guild else ServerSettings()
        _settings.set(settings)
        ctx = await super().get_context(origin, cls=cls or self.context_class)
        ctx.server_settings = settings
        if ctx.interaction:
            ctx.hold()
        return ctx

    async def get_prefix(self, message: discord.Message, /) -> list[str]:
        # A mention always delivers a message's content, also without the message-content intent.
        assert self.user is not None
        return [f"<@{self.user.id}>", f"<@!{self.user.id}>", _settings.get().prefix]

    def is_addressed(self, ctx: Context) -> bool:
        """Say whether a message that is no command is meant for the bot."""
        assert self.user is not None
        if ctx.guild is None or re.search(rf"<@!?{self.user.id}>", ctx.message.content):
            return True
        # A reply is meant for whom it replies to, with or without a mark, unless it is a word of thanks.
        return ctx.follows is not None and not is_remark(ctx.message.content)

    async def _followed(self, message: discord.Message) -> str | None:
        """Return the question whose answer a message replies to, empty where it is not remembered, or None."""
        answer = message.reference.resolved if message.reference else None
        if not isinstance(answer, discord.Message) or answer.author != self.user:
            return None
        asked = answer.reference.message_id if answer.reference else None
        reply = await self.delivery.sent.answering(asked) if asked else None
        return (reply and reply.question) or ""

    def is_command(self, ctx: Context) -> bool:
        """Say whether what stands behind the prefix is meant as a command: “!!” and “?!” are not."""
        return any(map(str.isalnum, ctx.message.content))

    async def ask(self, ctx: Context) -> None:
        """Put the message to `!ask` as it is, but for the mention."""
        await self._carry_out(ctx, f"ask {self._words(ctx)}")

    async def _requested(self, ctx: Context) -> str | None:
        """Return the command that a message without a prefix means: its name alone, or a request in plain words."""
        if (ctx.prefix and not ctx.is_mention) or not self.is_addressed(ctx):
            return None
        words = self._words(ctx).strip()
        if words.lower() in self.all_commands.keys() - _ALSO_QUESTIONS:
            return words
        return await self._requests.command(words, ctx.server)

    async def _carry_out(self, ctx: Context, command: str) -> None:
        """Carry out a command as if it had been written with the prefix, with all its checks."""
        ctx.view = StringView(command)
        ctx.invoked_with = ctx.view.get_word()
        ctx.command = self.all_commands[ctx.invoked_with.lower()]
        await self.invoke(ctx)

    def _words(self, ctx: Context) -> str:
        """Return a message as it is, but for the mention."""
        assert self.user is not None
        return re.sub(rf"<@!?{self.user.id}>", " ", ctx.message.content)

    async def invoke(self, ctx: commands.Context[Any], /) -> None:
        """Carry out the command; its error is dealt with before this returns, so that replies keep their order."""
        assert isinstance(ctx, Context)
        ctx.hold()
        try:
            if ctx.command is None:
                raise commands.CommandNotFound(ctx.invoked_with or "")
            if await self.can_run(ctx, call_once=True):
                await ctx.command.invoke(ctx)
                self.finished(ctx)
        except commands.CommandError as error:
            await self.on_command_error(ctx, error)
        finally:
            if ctx.commits.changed:
                self._done[ctx.message.id] = True
            await ctx.release()

    async def on_command_error(self, context: commands.Context[Any], error: commands.CommandError, /) -> None:
        await self.fail(context, error_handler.cause(error))

    async def fail(self, ctx: commands.Context[Any], error: BaseException) -> None:
        """Reply with the sentence for an error; what we did not foresee goes to the log with its traceback."""
        assert isinstance(ctx, Context)
        known: dict[str, str] = {}
        if isinstance(error, discord.HTTPException):
            log.warning("the reply to %s in channel %s was not sent: %s", ctx.message.id, ctx.channel.id, why(error))
            self.finished(ctx, sent=False)
            return
        if isinstance(error, commands.CommandOnCooldown) and self._is_old_news(ctx, error):
            self.finished(ctx, refused="cooldown, as was said already")
            return
        if error_handler.is_for_another_bot(ctx, error):
            return
        answer = error_handler.explain(ctx, error)
        if answer is None:
            known["reference"] = secrets.token_hex(3)
            log.error("%s failed, reference %s", ctx.command or "a message", known["reference"], exc_info=error)
            answer = error_handler.unforeseen(known["reference"], ctx.commits.count)
        await ctx.answer(answer)
        self.finished(ctx, **known)

    def _is_old_news(self, ctx: Context, error: commands.CommandOnCooldown) -> bool:
        # A slash command is answered always, since Discord shows an unanswered one as failed.
        return not (ctx.is_pending or self._cooldown is None or self._cooldown.is_news(ctx, error))


def _is_question(ctx: Context) -> bool:
    """Say whether what is said to the bot is a question although it begins like a command: “who is the mayor?”."""
    following = ctx.view.buffer[ctx.view.index :].split()
    if isinstance(ctx.command, commands.Group) and following and following[0].lower() in ctx.command.all_commands:
        # No question begins with two words such as `fact edit`, and what an edit says may end with a question mark.
        return False
    return ctx.invoked_with == "who" or ctx.message.content.rstrip().endswith("?")


async def _is_not_done(ctx: Context) -> bool:
    if ctx.done:
        raise commands.CheckFailure from Refusal(
            "Nothing was written: this message was carried out before you edited it, and is not carried out again. "
            "Send a new message."
        )
    return True


async def _is_answered_here(ctx: Context) -> bool:
    if ctx.is_answered_here:
        return True
    channels = joined((Mention("channel", channel),) for channel in ctx.server_settings.channels)
    # discord.py passes on only its own errors from the check of a slash command.
    raise commands.CheckFailure from Refusal("In this server I answer in {}: please ask there.", channels)
