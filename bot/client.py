"""The bot itself: what it listens to, which cogs it has, and what becomes of errors."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

import discord
from discord.ext import commands, tasks
from discord.ext.commands.view import StringView

from bot.briefing.answer import Answer
from bot.briefing.errors import Refusal, quoted
from bot.briefing.gaps import Notice
from bot.briefing.near import did_you_mean, near
from bot.buttons.button import Button
from bot.context import Context
from bot.delivery import UNSENT, Delivery, why
from bot.moderators import Moderators
from db.engine import DatabaseUnusable
from db.replies import Reply

PREFIX = "!"
WRONG = (
    "Something went wrong on my side, and nothing was changed. Please tell whoever runs this bot; the log says what."
)
log = logging.getLogger(__name__)


class Footnote(commands.AutoShardedBot):
    """Answers messages that begin with `!` or mention the bot, and no others."""

    context_class: type[Context] = Context

    def __init__(self, cogs: Iterable[commands.Cog], moderators: Moderators, delivery: Delivery | None = None) -> None:
        # The bot does not speak; discord.py would warn at each start that it cannot.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = intents.message_content = True
        super().__init__(
            command_prefix=_prefixes,
            case_insensitive=True,
            strip_after_prefix=True,
            help_command=None,
            intents=intents,
            # Names in a fact or an echoed word must not ring anybody; edits take this as well.
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.moderators = moderators
        self._delivery = delivery
        self._cogs_to_add = tuple(cogs)

    @property
    def delivery(self) -> Delivery:
        """What sends answers to Discord; the terminal prints them instead."""
        assert self._delivery is not None
        return self._delivery

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Button)
        for cog in self._cogs_to_add:
            await self.add_cog(cog)

    async def on_ready(self) -> None:
        log.info("ready in %d servers; write %shelp or mention me", len(self.guilds), PREFIX)

        if not self._housekeeping.is_running():
            self._housekeeping.start()

    async def on_message(self, message: discord.Message, /) -> None:
        if not message.author.bot:
            await self.respond(message)

    @tasks.loop(minutes=10)
    async def _housekeeping(self) -> None:
        """Let every cog that listens to `housekeeping` look after what has grown old."""
        self.dispatch("housekeeping", self)

    async def close(self) -> None:
        self._housekeeping.cancel()
        await super().close()

    async def tell(self, notice: Notice) -> bool:
        """Put an answer where a person asked, without ringing them; say whether that is settled."""
        try:
            place = await self._place(notice)
            await self.delivery.notify(place, notice.answer, notice.member)
        except (discord.NotFound, discord.Forbidden) as gone:
            # Nobody can be told there any more, today or tomorrow.
            log.info("a notice had no place to go: %s", why(gone))
        except UNSENT as failure:
            log.warning("a notice was not sent and waits: %s", why(failure))
            return False
        return True

    async def _place(self, notice: Notice) -> discord.abc.Messageable:
        if notice.server is None:
            assert notice.member is not None
            return self.get_user(notice.member) or await self.fetch_user(notice.member)
        place = self.get_channel(notice.channel) or await self.fetch_channel(notice.channel)
        assert isinstance(place, discord.abc.Messageable)
        return place

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        before = await self.delivery.replies.answering(payload.message_id)
        edited = payload.message.edited_at
        # A message is updated also when Discord adds the preview of a link.
        if before and not before.ended and edited and edited.replace(tzinfo=None) > before.at:
            await self.respond(payload.message, before)

    async def respond(self, message: discord.Message, before: Reply | None = None) -> None:
        """Carry out a command, or answer the question of a message that is addressed to the bot.

        `before` is the reply to the message as it was before it was edited.
        """
        # Half a surrogate pair can come in by JSON, and can be neither stored nor sent.
        message.content = message.content.encode(errors="ignore").decode()
        ctx = await self.get_context(message)
        ctx.before = before
        if ctx.prefix == PREFIX or ctx.command:
            await self.invoke(ctx)
        elif self.is_addressed(ctx):
            await self.ask(ctx)

    async def get_context(self, origin: discord.Message | discord.Interaction, /, *, cls: Any = None) -> Any:
        """Give our own context, to slash commands as well; they wait for a first response from here on."""
        ctx = await super().get_context(origin, cls=cls or self.context_class)
        if ctx.interaction:
            ctx.hold()
        return ctx

    def is_addressed(self, ctx: Context) -> bool:
        """Say whether a message that is no command is meant for the bot."""
        assert self.user is not None
        return ctx.guild is None or self.user in ctx.message.mentions

    async def ask(self, ctx: Context) -> None:
        """Put the message to `!ask` as it is, but for the mention."""
        assert self.user is not None
        ctx.command = self.get_command("ask")
        ctx.view = StringView(re.sub(rf"<@!?{self.user.id}>", " ", ctx.message.content))
        await self.invoke(ctx)

    async def invoke(self, ctx: commands.Context[Any], /) -> None:
        """Carry out the command; its error is dealt with before this returns, so that replies keep their order."""
        assert isinstance(ctx, Context)
        ctx.hold()
        try:
            if ctx.command is None:
                raise commands.CommandNotFound(ctx.invoked_with or "")
            if await self.can_run(ctx, call_once=True):
                await ctx.command.invoke(ctx)
        except commands.CommandError as error:
            await self.on_command_error(ctx, error)
        finally:
            await ctx.release()

    async def on_command_error(self, context: commands.Context[Any], error: commands.CommandError, /) -> None:
        await self.fail(context, _cause(error))

    async def fail(self, ctx: commands.Context[Any], error: BaseException) -> None:
        """Reply with the sentence for an error; what we did not foresee goes to the log with its traceback."""
        answer = self._sentence(ctx, error)
        if answer is None:
            log.error("%s failed", ctx.command or "a message", exc_info=error)
            answer = Answer("error", note=WRONG)
        assert isinstance(ctx, Context)
        try:
            await ctx.answer(answer)
        except discord.HTTPException as failure:
            log.warning("a reply was not sent: Discord said %s", failure.status)

    def _sentence(self, ctx: commands.Context[Any], error: BaseException) -> Answer | None:
        match error:
            case Refusal():
                return error.answer
            case DatabaseUnusable():
                log.error("the database cannot be used", exc_info=error)
                return Answer(
                    "error", note="The store cannot be used right now; whoever runs this bot finds why in the log."
                )
            case commands.CommandNotFound():
                return Answer("error", note=self._unknown_command(ctx.invoked_with or ""))
            case commands.UserInputError() if ctx.command:
                return Answer(
                    "error", note=f"That is not how `{PREFIX}{ctx.command}` is written. Write `{usage(ctx.command)}`."
                )
        return None

    def _unknown_command(self, word: str) -> str:
        if not word:
            return f"Write a command after `{PREFIX}`: `{PREFIX}help` lists them."
        offers = did_you_mean(
            near(word, {name: command.name for name, command in self.all_commands.items()}), prefix=PREFIX
        )
        return f"There is no command {quoted(PREFIX + word)}. {offers or f'`{PREFIX}help` lists the commands.'}"


def usage(command: commands.Command[Any, ..., Any]) -> str:
    """Return how the command is written: `!poll [topic]`."""
    return f"{PREFIX}{command.qualified_name} {command.usage or command.signature}".rstrip()


def _cause(error: BaseException) -> BaseException:
    """Return what lies behind the errors that discord.py wraps around another."""
    while isinstance(
        error, commands.CommandInvokeError | commands.HybridCommandError | discord.app_commands.CommandInvokeError
    ):
        error = error.original
    refused = isinstance(error, commands.CheckFailure) and isinstance(error.__cause__, Refusal)
    return error.__cause__ if refused and error.__cause__ else error


def _prefixes(bot: commands.Bot | commands.AutoShardedBot, message: discord.Message) -> list[str]:
    # A mention always delivers a message's content, also without the message-content intent.
    assert bot.user is not None
    return [f"<@{bot.user.id}>", f"<@!{bot.user.id}>", PREFIX]
