"""What every command begins with: the settings, the log, and the open store."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import app, logs
from bot.app import Services
from bot.settings import Settings


def settings() -> Settings:
    """Read the settings, and log from then on as they say."""
    read = Settings()
    token = read.discord_token
    logs.configure(read.log_level, read.log_format, token.get_secret_value() if token else None)
    return read


@asynccontextmanager
async def store(read: Settings | None = None) -> AsyncIterator[Services]:
    """Open the store with what works on it; say on standard error what became of the seed."""
    async with app.opened(read or settings()) as opened:
        print(f"Seed: {opened.seeded or 'the same as at the last start'}", file=sys.stderr)
        yield opened
