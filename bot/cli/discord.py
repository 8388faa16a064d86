"""Being online: `footnote run` and `footnote sync`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import discord

from bot import app
from bot.briefing.refusals import Refusal
from bot.discord import allocator, invitation
from bot.discord.client import Footnote
from bot.discord.runner import Connecting, ask_at, connect, discord_answers, in_words, logged_in
from bot.discord.trace import trace
from bot.errors import CannotStart, Unavailable
from bot.render.spans import plain_note
from bot.settings import Settings
from db.diagnosis import Diagnosis
from db.errors import DatabaseAway
from db.notes import PREFIX


def run(shards: str | None, of: int | None) -> None:
    """Connect to Discord and answer there, with some of the shards."""
    settings = app.configured(shard_ids=shards, shard_count=of)
    token = _token(settings)
    allocator.share_arenas()

    async def session() -> None:
        async with app.started(settings) as opened, _measured(opened) as build:
            trying = timedelta(minutes=settings.away_minutes)
            state, leases = opened.runtime_state, opened.leases
            await connect(Connecting(build, token, settings.message_content, settings.shards, trying, state, leases))

    try:
        asyncio.run(session())
    except DatabaseAway as away:
        # Whoever starts it again and again is to know; of all other commands the contract is status 2.
        raise Unavailable(str(away)) from away


@asynccontextmanager
async def _measured(opened: app.Services) -> AsyncIterator[Callable[[bool], Footnote]]:
    """Give what builds a bot, whose metrics are served where that is wanted."""
    port = opened.settings.metrics_port
    if port is None:
        yield opened.client
        return
    # A server and a library that nothing else needs.
    from bot.discord.metrics import Metrics, served  # noqa: PLC0415

    metrics = Metrics(opened.store.counts, opened.delivery.replies, opened.gap_store, opened.backups)

    def build(message_content: bool) -> Footnote:
        bot = opened.client(message_content)
        metrics.watch(bot)
        return bot

    async with served(metrics, opened.settings.metrics_host, port):
        yield build


def sync(*, dry_run: bool, force: bool) -> None:
    """Tell Discord which slash commands there are."""
    settings = app.configured()
    token = _token(settings)

    async def session() -> None:
        async with app.started(settings) as opened:
            bot = opened.client()
            async with logged_in(bot, token):
                try:
                    print(await opened.sync().run(bot.tree, dry=dry_run, force=force))
                except Refusal as refused:
                    raise CannotStart(plain_note(refused.note, PREFIX)) from refused

    asyncio.run(session())


async def diagnoses(settings: Settings) -> list[Diagnosis]:
    """Ask Discord for the servers that the bot is in, and say which permissions it lacks there."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    client = discord.Client(intents=discord.Intents(guilds=True), http_trace=trace())
    with in_words(), discord_answers():
        async with client:
            await client.login(_token(settings))
            application = await client.application_info()
            servers = await client.http.get_guilds(200)
    found = [Diagnosis("invitation", invitation.address(application.id))]
    for server in servers:
        lacks = invitation.lacking(int(server.get("permissions", 0)))
        if lacks:
            said = f"in {server['name']} the bot lacks: {', '.join(lacks)}. Let it have them, or invite it anew"
            found.append(Diagnosis("server", said, "wrong"))
        else:
            found.append(Diagnosis("server", f"in {server['name']} the bot has what it needs"))
    return found


def _token(settings: Settings) -> str:
    """Return the bot's token, and have all requests go where the settings say."""
    if settings.discord_token is None:
        raise CannotStart(
            "There is no DISCORD_TOKEN: put the bot's token into the environment or into a file .env here "
            "(DISCORD_TOKEN=…). README.md says how to get one. `footnote chat` needs none."
        )
    if settings.discord_api_url:
        ask_at(settings.discord_api_url)
    return settings.discord_token.get_secret_value()
