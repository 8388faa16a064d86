"""Discord: `footnote run` and `footnote sync`."""

import asyncio
from typing import Annotated

import typer

from bot.briefing.asking.spelling import warm
from bot.briefing.errors import Refusal
from bot.cli import start
from bot.cli.errors import CannotStart
from bot.discord.client import Footnote
from bot.discord.cooldown import Cooldown
from bot.discord.runner import ask_at, connect, logged_in
from bot.discord.sync import Sync
from bot.settings import Settings


def run() -> None:
    """Connect to Discord and answer there."""
    settings = start.settings()
    token = _token(settings)

    async def session() -> None:
        async with start.store(settings) as opened:
            cooldown = Cooldown(settings.cooldown_commands, settings.cooldown_seconds)

            def build(message_content: bool) -> Footnote:
                return Footnote(
                    opened.cogs(),
                    opened.moderators,
                    opened.delivery,
                    cooldown=cooldown,
                    message_content=message_content,
                    progress_every=settings.progress_seconds,
                )

            # Discord allows a slash command three seconds, the first one as well.
            warming = asyncio.ensure_future(asyncio.to_thread(warm))
            await connect(build, token, settings.message_content, opened.operations)
            await warming

    asyncio.run(session())


def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change, and change nothing")] = False,
    force: Annotated[bool, typer.Option("--force", help="ask Discord even where nothing has changed here")] = False,
) -> None:
    """Tell Discord which slash commands there are, where they have changed."""
    settings = start.settings()
    token = _token(settings)

    async def session() -> None:
        async with start.store(settings) as opened:
            bot = Footnote(opened.cogs(), opened.moderators)
            async with logged_in(bot, token):
                try:
                    print(await Sync(opened.operations).run(bot.tree, dry=dry_run, force=force))
                except Refusal as refused:
                    raise CannotStart(refused.message) from refused

    asyncio.run(session())


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
