"""Sending to Discord: what can go wrong with it, and the answers to interactions."""

import asyncio
from typing import Any

import aiohttp
import discord

from bot.briefing.answer import Answer
from bot.discord.messages import attachments, compose
from db.reply_store import Reply

# Discord has the first response to an interaction already: what it said of it was lost on the way.
TAKEN = 40060
# An interaction that Discord no longer knows: unknown, or its token is over.
EXPIRED = frozenset({10062, 10015, 50027})
UNSENT = (discord.HTTPException, aiohttp.ClientError, asyncio.TimeoutError, OSError)


async def complete(interaction: discord.Interaction, answer: Answer, reply: Reply) -> int:
    """Have the first response that Discord holds say all of the answer, and return its number."""
    content = compose(answer, reply) | {"attachments": await attachments(answer, reply)}
    return (await interaction.edit_original_response(**content)).id


async def tell(interaction: discord.Interaction, **content: Any) -> int | None:
    """Show whoever pressed something, as the first response or a further one; return the message's number."""
    if interaction.response.is_done():
        return (await interaction.followup.send(**content, ephemeral=True, wait=True)).id
    return (await interaction.response.send_message(**content, ephemeral=True)).message_id


def why(failure: BaseException) -> str:
    """Return the reason of a failure for the log, without the text that was to be sent."""
    if isinstance(failure, discord.HTTPException):
        return f"Discord said {failure.status} (code {failure.code})"
    return type(failure).__name__


def given(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None}
