"""Sending what may be lost on the way: again where Discord fails for a moment, and nothing twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import aiohttp
import discord

T = TypeVar("T")

# discord.py itself waits for and repeats what was limited (429), and what failed with 500, 502 and 504.
UNAVAILABLE = 503
PAUSES: Final = (0.5, 2.0, 6.0)  # seconds
CUT: Final = (aiohttp.ClientError, asyncio.TimeoutError, ConnectionError)
UNSENT: Final = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, asyncio.TimeoutError, OSError)
# Discord has the first response to an interaction already: what it said of it was lost on the way.
TAKEN = 40060
# An interaction that Discord no longer knows: unknown, or its token is over.
EXPIRED = frozenset({10062, 10015, 50027})
_FILLED = "filled"  # the mark of an interaction whose first, empty response holds an answer by now
log = logging.getLogger(__name__)


async def persistently(send: Callable[[], Awaitable[T]]) -> T:
    """Send, and again where Discord was away or the connection was cut.

    What is sent has to bear the same nonce each time, or be an edit, so that Discord takes it once.
    """
    for pause in PAUSES:
        try:
            return await send()
        except discord.DiscordServerError as failure:
            if failure.status != UNAVAILABLE:
                raise
        except CUT as failure:
            log.info("a sending was cut off, and is tried again: %s", type(failure).__name__)
        await asyncio.sleep(pause)
    return await send()


async def tell(interaction: discord.Interaction, *, ephemeral: bool = True, **content: Any) -> int | None:
    """Answer an interaction, as its first response or a further one; return the message's number."""
    response = interaction.response
    if not response.is_done():
        return (await response.send_message(**content, ephemeral=ephemeral)).message_id
    deferred = response.type is discord.InteractionResponseType.deferred_channel_message
    if deferred and _FILLED not in interaction.extras:
        # An edit may come twice. It cannot be silent, nor does it have to be.
        content.pop("silent", None)
        edited = await interaction.edit_original_response(attachments=content.pop("files", []), **content)
        fill(interaction)
        return edited.id
    return (await interaction.followup.send(**content, ephemeral=ephemeral, wait=True)).id


def fill(interaction: discord.Interaction) -> None:
    """Take it that the first response of an interaction holds an answer."""
    interaction.extras[_FILLED] = True


def why(failure: BaseException) -> str:
    """Return the reason of a failure for the log, without the text that was to be sent."""
    if isinstance(failure, discord.HTTPException):
        return f"Discord said {failure.status} (code {failure.code})"
    return type(failure).__name__
