"""The cog of the upkeep: backups as they are due, what has changed in the operator's folder, and the ledger's head told
to a witness once a day."""

import asyncio
import logging
import time

from discord.ext import commands

from bot import logs
from bot.briefing.sources.operator_folder import OperatorFolder
from bot.discord.context import Bot
from bot.render.spans import plain
from db import inspection
from db.backup import Backups
from db.errors import DatabaseUnusable
from db.ledger.ledger import Ledger
from db.notes import PREFIX

DAY = 24 * 60 * 60.0
LOOK_EVERY = 60.0  # seconds
log = logging.getLogger(__name__)


class UpkeepCog(commands.Cog):
    """Looks after the store while the bot is online."""

    def __init__(self, ledger: Ledger, backups: Backups | None, witness: int | str, folder: OperatorFolder) -> None:
        """Take where the head is told: `log`, `off` or the number of a channel."""
        self._ledger = ledger
        self._backups = backups
        self._witness = witness
        self._folder = folder
        self._witnessed: float | None = None
        self._working: asyncio.Task[None] | None = None

    @commands.Cog.listener()
    async def on_online(self, bot: Bot) -> None:
        """Begin, once the bot can send; of several processes one looks after the store, that of the first shard."""
        if self._working is None and bot.serves(None):
            self._working = asyncio.create_task(self._work(bot))

    async def cog_unload(self) -> None:
        if self._working:
            self._working.cancel()

    async def _work(self, bot: Bot) -> None:
        while True:
            try:
                await self.back_up()
                for problem in await self._folder.read():
                    log.warning("of DOCUMENTS_DIR, %s", plain(problem, PREFIX))
                await self._tell(bot)
            except DatabaseUnusable as problem:
                log.error("the store is not looked after: %s", problem)  # noqa: TRY400 - a sentence says it all
            except Exception:
                log.exception("the store is not looked after")
            await asyncio.sleep(LOOK_EVERY)

    async def back_up(self) -> None:
        """Make a backup where one is due, and look at it."""
        if self._backups is None or not self._backups.due:
            return
        path = await self._backups.make()
        wrong = [str(found) async for found in inspection.inspect_backup(self._backups.database, path) if found.wrong]
        if wrong:
            # Those from before stay: the last that is sound may be the oldest.
            log.error("the backup %s is not sound: %s", path, " ".join(wrong))
        else:
            self._backups.rotate()
            logs.event("backup", file=str(path))

    async def _tell(self, bot: Bot) -> None:
        if self._witness == "off" or (self._witnessed is not None and time.monotonic() - self._witnessed < DAY):
            return
        head = await self._ledger.head()
        if head is None:
            return
        if isinstance(self._witness, int):
            await bot.get_partial_messageable(self._witness).send(f"The ledger’s head: `{head}`")
        else:
            logs.event("ledger_head", head=str(head))
        self._witnessed = time.monotonic()
