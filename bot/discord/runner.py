"""The runner: it keeps the bot connected to Discord, and has a sentence for what keeps the bot from it."""

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Literal

import aiohttp
import discord
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord import lease
from bot.discord.client import Footnote
from bot.discord.sent_replies import KEEPING
from bot.discord.trace import NotDiscord
from bot.errors import CannotStart, Unavailable
from db.lease_store import LeaseStore
from db.runtime_state import RuntimeState
from db.shards import Shards

MessageContent = Literal["auto", "on", "off"]
FINISHING = 8.0  # seconds; service managers kill after ten
LONGEST_DELAY = 60.0  # seconds between two tries to reach Discord
IDENTIFY_EVERY = 5.25  # seconds between two sessions that begin in one bucket: Discord's five, and the way to it
AWAY = (
    aiohttp.ClientError,
    ConnectionError,
    TimeoutError,
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.RateLimited,
)
_PASSING = frozenset({407, 408, 425, 429})
# The names of the tasks in which discord.py carries out events, slash commands, buttons and forms, and of ours.
_IN_WORK = ("discord.py: ", "CommandTree-invoker", "discord-ui-view-dispatch", "discord-ui-modal-dispatch", KEEPING)
_REFUSALS = {
    4004: "Discord does not know this DISCORD_TOKEN: copy it again from the developer portal, page Bot.",
    4010: "Discord refuses this division into shards: leave it to Discord, which is the default.",
    4011: "Discord wants this bot to be divided into more shards: set SHARD_COUNT higher, or start it again without.",
    4012: "Discord no longer speaks this version of its gateway: update discord.py.",
    4013: "Discord does not know an intent that this version asks for: update Footnote and discord.py.",
    4014: (
        "Discord refuses the message-content intent: switch it on in the developer portal, page Bot, "
        "under Privileged Gateway Intents, or set MESSAGE_CONTENT=off to answer mentions and slash commands alone."
    ),
}
WITHOUT_CONTENT = (
    "running without message content: !commands are not seen; mentions, slash commands and direct messages are "
    "answered. To change that, switch on Message Content Intent in the developer portal, page Bot"
)
log = logging.getLogger(__name__)


def ask_at(address: str) -> None:
    """Make another address than Discord's own the one that all requests go to."""
    Route.BASE = address if URL(address).path.rsplit("/", 1)[-1].startswith("v") else f"{address}/v10"


@asynccontextmanager
async def logged_in(bot: Footnote, token: str) -> AsyncIterator[None]:
    """Log in over HTTP, without being online; raises CannotStart where Discord refuses the bot."""
    with in_words():
        async with bot:
            with discord_answers(lambda: bot.application is None):
                await bot.login(token)
            yield


@dataclass(frozen=True)
class Connecting:
    """How the bot connects: with which token and shards (None: as Discord says), and for how long it is tried.

    `build` makes a bot that reads all messages, or one that reads only those that mention it.
    """

    build: Callable[[bool], Footnote]
    token: str
    message_content: MessageContent
    shards: Shards | None
    trying: timedelta
    runtime_state: RuntimeState
    leases: LeaseStore


async def connect(how: Connecting) -> None:
    """Stay connected until the program is told to stop.

    Where Discord is away at the start, it is waited for; later discord.py does that. Raises CannotStart where Discord
    refuses the bot, and Unavailable where it was tried in vain for too long.
    """
    delays = ExponentialBackoff[Literal[False]]()
    first: float | None = None
    with in_words(), _signals() as stop:
        async with lease.acquired(how.leases, how.shards, stop.set):
            while not stop.is_set():
                begun = time.monotonic()
                try:
                    if how.message_content == "off" or not await _reads_all(how, stop):
                        log.warning(WITHOUT_CONTENT)
                        await _run(how.build(False), how, stop)
                except AWAY as away:
                    if not _passes(away):
                        raise
                    # What broke off after a while begins a wait of its own.
                    if first is None or time.monotonic() - begun > LONGEST_DELAY:
                        first = begun
                    delay = max(min(delays.delay(), LONGEST_DELAY), getattr(away, "retry_after", 0.0))
                    if time.monotonic() + delay - first > how.trying.total_seconds():
                        minutes = how.trying.total_seconds() / 60
                        raise Unavailable(f"{_sentence(away)} It was tried for {minutes:g} minutes.") from away
                    log.warning("%s The next try is in %.0f seconds.", _sentence(away), delay)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(stop.wait(), delay)
                else:
                    return


def _passes(away: Exception) -> bool:
    """Say whether what keeps the bot from Discord may be over in a while, as no refusal of Discord’s is."""
    refused = isinstance(away, discord.HTTPException) and not isinstance(away, discord.DiscordServerError)
    return not refused or away.status in _PASSING or 300 <= away.status < 400  # type: ignore[attr-defined]  # it is one


async def _reads_all(how: Connecting, stop: asyncio.Event) -> bool:
    """Stay connected with all messages; False at once where Discord does not let the bot read them."""
    bot = how.build(True)
    try:
        await _run(bot, how, stop)
    except discord.PrivilegedIntentsRequired:
        # The switch in the portal may have been set a moment ago: Discord's word counts before its flag.
        flags = bot.application_flags
        if how.message_content == "on" or flags.gateway_message_content or flags.gateway_message_content_limited:
            raise
        return False
    return True


async def _run(bot: Footnote, how: Connecting, stop: asyncio.Event) -> None:
    async with bot:
        running = asyncio.create_task(_log_in_and_connect(bot, how))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set() and not running.done():
            log.info("stopping; what is in work is finished first")
            await _finish(bot)
            # Between two attempts to reach Discord, discord.py does not look whether it is closed.
            running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _log_in_and_connect(bot: Footnote, how: Connecting) -> None:
    with discord_answers(lambda: bot.application is None):
        await bot.login(how.token)
    with discord_answers():
        # Discord names the gateway; after an invalid session discord.py would go to the one it knows by heart.
        count, address, starts = await bot.http.get_bot_gateway()
        gateway, left, reset_after = URL(address), int(starts["remaining"]), int(starts["reset_after"])
        buckets = int(starts["max_concurrency"])
    shards = how.shards or Shards(tuple(range(count)), count)
    DiscordWebSocket.DEFAULT_GATEWAY = gateway
    if left < len(shards.numbers):
        minutes = reset_after // 60_000 + 1
        raise CannotStart(f"Discord lets this bot connect no more for now: start it again in {minutes} minutes.")

    async def turn(shard: int) -> None:
        await asyncio.sleep(await how.runtime_state.turn_to_identify(shard % buckets, IDENTIFY_EVERY))

    bot.divide(shards, turn)
    # What draws charts is loaded late, so that short commands start fast; here nobody should wait for it.
    await asyncio.to_thread(import_module, "bot.render.chart")
    await bot.connect()


@contextmanager
def discord_answers(is_its: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """Raise NotDiscord for what discord.py stumbles over in an answer that is not Discord's, as far as it `is_its`."""
    try:
        yield
    except (LookupError, TypeError, ValueError) as stumbled:
        if not is_its():
            raise
        raise NotDiscord from stumbled


async def _finish(bot: Footnote) -> None:
    """Hear nothing new, finish what is in work, and close."""
    for shard in bot.shards.values():
        await shard.disconnect()
    try:
        async with asyncio.timeout(FINISHING):
            await bot.queue.done()
            while pending := {task for task in asyncio.all_tasks() if task.get_name().startswith(_IN_WORK)}:
                await asyncio.wait(pending)
    except TimeoutError:
        log.warning(
            "there was no time left to finish what is in work, and %d messages are not answered",
            len(bot.queue),
        )
    await bot.close()


@contextmanager
def _signals() -> Iterator[asyncio.Event]:
    """Give what is set once the program is asked to stop."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_, stop.set)
    try:
        yield stop
    finally:
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(signal_)


@contextmanager
def in_words() -> Iterator[None]:
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
        case NotDiscord() | aiohttp.ClientPayloadError():
            return (
                f"What answers at {Route.BASE} is not Discord, or not all of it: check the network, its proxy and "
                "DISCORD_API_URL."
            )
        case discord.HTTPException() | discord.GatewayNotFound() | discord.RateLimited():
            return "Discord does not answer as it should: see discordstatus.com."
        case aiohttp.ClientError() | ConnectionError() | TimeoutError():
            return "Discord cannot be reached: check the network."
    return None
