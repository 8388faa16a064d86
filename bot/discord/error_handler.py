"""The sentences for commands that fail: each says what to do instead."""

import logging
from typing import Any

import discord
from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import clean
from bot.briefing.refusals import Refusal
from db.errors import DatabaseUnusable
from db.notes import Command, Note, line, note

WRONG = "Something went wrong on my side"
log = logging.getLogger(__name__)


def cause(error: BaseException) -> BaseException:
    """Return what lies behind the errors that discord.py wraps around another."""
    while isinstance(
        error, commands.CommandInvokeError | commands.HybridCommandError | discord.app_commands.CommandInvokeError
    ):
        error = error.original
    refused = isinstance(error, commands.CheckFailure) and isinstance(error.__cause__, Refusal)
    return error.__cause__ if refused and error.__cause__ else error


def explain(ctx: commands.Context[Any], error: BaseException) -> Answer | None:
    """Return the sentence for an error as an answer; None for what nobody foresaw."""
    match error:
        case Refusal():
            return error.answer
        case DatabaseUnusable():
            log.error("the database cannot be used", exc_info=error)
            return Answer(
                "error", note=note("The store cannot be used right now; whoever runs this bot finds why in the log.")
            )
        case commands.CommandOnCooldown():
            seconds = max(round(error.retry_after), 1)
            return Answer(
                "error",
                note=note(
                    "That was a lot at once: for {} seconds I do not read what you write here. Thank you.", seconds
                ),
            )
        case commands.CommandNotFound():
            return Answer("error", note=_unknown(ctx))
        case commands.UserInputError() if ctx.command:
            return Answer(
                "error",
                note=note("That is not how `!{}` is written. Write {}.", ctx.command, usage(ctx.command)),
            )
    return None


def unforeseen(reference: str, commits: int) -> Answer:
    """Return the sentence for what nobody foresaw, which says no more of what was written than is known."""
    left = line("and what was written before that stands: `!audit` shows what was changed")
    hint = line("Please give whoever runs this bot the reference `{}`: the log has it.", reference)
    return Answer("error", note=note("{}, {}. {}", WRONG, left if commits else "and nothing was changed", hint))


def usage(command: commands.Command[Any, ..., Any]) -> Command:
    """Return how the command is written: `!poll [topic]`."""
    return Command(f"{command.qualified_name} {command.usage or command.signature}".rstrip())


def is_for_another_bot(ctx: commands.Context[Any], error: BaseException) -> bool:
    """Say whether a command in a server is neither ours nor near one of ours: many bots share a prefix."""
    unknown = isinstance(error, commands.CommandNotFound) and ctx.guild is not None and ctx.interaction is None
    by_mention = (ctx.prefix or "").startswith("<@")
    return unknown and not by_mention and not _resembling(ctx)


def _unknown(ctx: commands.Context[Any]) -> Note:
    word = ctx.invoked_with or ""
    if not word:
        return note("Write a command after `!`: `!help` lists them.")
    offers = did_you_mean(_resembling(ctx), "`!{}`")
    return note("There is no command `!{}`. {}", clean(word), offers or line("`!help` lists the commands."))


def _resembling(ctx: commands.Context[Any]) -> list[str]:
    """Return the commands that may have been meant, best first."""
    word = ctx.invoked_with or ""
    names = {name: command.name for name, command in ctx.bot.all_commands.items()}
    begun = [name for name in sorted(set(names.values())) if word and name.startswith(word.lower())]
    return near(word, names) or begun[:3]
