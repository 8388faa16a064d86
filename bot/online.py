"""Being connected to Discord, and the sentences for what keeps the bot from it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.client import Footnote
from bot.failures import CannotStart

_REFUSALS = {
    4004: "Discord does not know this DISCORD_TOKEN: copy it again from the developer portal, page Bot.",
    4010: "Discord refuses this division into shards: leave it to Discord, which is the default.",
    4011: "Discord wants this bot to be divided into more shards: start it again.",
    4012: "Discord no longer speaks this version of its gateway: update discord.py.",
    4013: "Discord does not know an intent that this version asks for: update Footnote and discord.py.",
    4014: (
        "Discord refuses the message-content intent: switch it on in the developer portal, page Bot, "
        "under Privileged Gateway Intents."
    ),
}


def ask_at(address: str) -> None:
    """Make another address than Discord's own the one that all requests go to."""
    Route.BASE = address if URL(address).path.rsplit("/", 1)[-1].startswith("v") else f"{address}/v10"


@asynccontextmanager
async def logged_in(bot: Footnote, token: str) -> AsyncIterator[None]:
    """Log in over HTTP, without being online; raises CannotStart where Discord refuses the bot."""
    with _in_words():
        async with bot:
            await bot.login(token)
            yield


async def connect(bot: Footnote, token: str) -> None:
    """Stay connected until the program is stopped; raises CannotStart where Discord refuses the bot."""
    async with logged_in(bot, token):
        # Discord names the gateway; after an invalid session discord.py would go to the one it knows by heart.
        bot.shard_count, gateway, _ = await bot.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        await bot.connect()


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what discord.py raises into a sentence for the operator."""
    try:
        yield
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise CannotStart(sentence) from error


def _sentence(error: Exception) -> str | None:
    match error:
        case discord.LoginFailure():
            return _REFUSALS[4004]
        case discord.PrivilegedIntentsRequired():
            return _REFUSALS[4014]
        case discord.ConnectionClosed():
            return _REFUSALS.get(error.code, f"Discord has closed the connection with the code {error.code}.")
        case discord.HTTPException() | discord.GatewayNotFound():
            return "Discord does not answer as it should: try again in a while, and see discordstatus.com."
        case aiohttp.ClientError() | ConnectionError() | TimeoutError():
            return "Discord cannot be reached: check the network and try again."
    return None
