"""The cog that watches for changed facts, and has the answers corrected that showed them."""

import asyncio
import logging

from discord.ext import commands

from bot.discord.context import Bot
from bot.discord.corrector import Corrector
from db.errors import DatabaseUnusable
from db.ledger.ledger import Ledger

log = logging.getLogger(__name__)


class CorrectionsCog(commands.Cog):
    """Corrects the answers of the last days as soon as a fact that they showed is changed."""

    def __init__(self, corrector: Corrector, ledger: Ledger, look_every: float) -> None:
        """Take the seconds after which to look for what another program has changed, of which nobody tells us."""
        self._corrector = corrector
        self._ledger = ledger
        self._look_every = look_every
        self._watching: asyncio.Task[None] | None = None

    @commands.Cog.listener()
    async def on_online(self, bot: Bot) -> None:
        """Begin to watch, once the bot can send."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(bot))

    async def cog_unload(self) -> None:
        if self._watching:
            self._watching.cancel()

    async def _watch(self, bot: Bot) -> None:
        while True:
            self._ledger.changed.clear()
            try:
                await self._corrector.correct(bot)
            except DatabaseUnusable as problem:
                log.warning("answers wait for their correction: %s", problem)
            except Exception:
                log.exception("answers wait for their correction")
            try:
                await asyncio.wait_for(self._ledger.changed.wait(), self._look_every)
            except TimeoutError:
                continue
