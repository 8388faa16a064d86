"""Checks that guard commands."""

from collections.abc import Callable
from typing import TypeVar

import discord
from discord.ext import commands

from bot.briefing.refusals import Denied
from bot.discord.context import Context

T = TypeVar("T")
MODERATORS_ONLY = "Only this server’s moderators may do that. `!help` lists what everybody can ask."


def moderators_only() -> Callable[[T], T]:
    """Let only moderators use the command; everybody else gets one sentence."""

    async def predicate(ctx: Context) -> bool:
        if await ctx.is_moderator():
            return True
        # discord.py passes on only its own errors from the check of a slash command.
        raise commands.CheckFailure from Denied(MODERATORS_ONLY)

    return commands.check(predicate)


def administrators_only() -> Callable[[T], T]:
    """Let only the administrators of a server use the command; everybody else gets one sentence."""

    async def predicate(ctx: Context) -> bool:
        if isinstance(ctx.author, discord.Member) and ctx.author.guild_permissions.administrator:
            return True
        raise commands.CheckFailure from Denied("Only this server’s administrators may do that, in the server.")

    return commands.check(predicate)
