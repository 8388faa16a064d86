"""The settings of a server, read once for each message."""

import pytest

from bot.app import Services
from bot.briefing.asking.requests import Requests
from bot.briefing.team.servers import Servers
from bot.terminal.console import Author, Console
from db.records import ServerSettings

ADA = Author(id=42, name="Ada", server=7, channel=70)
BEN = Author(moderator=False, id=43, name="Ben", server=7, channel=70)


class CountedServers(Servers):
    """Counts how often settings are read."""

    readings = 0

    async def of(self, server: int) -> ServerSettings:
        self.readings += 1
        return await super().of(server)


@pytest.mark.parametrize("author", [ADA, BEN], ids=["moderator", "member"])
@pytest.mark.parametrize(
    "message",
    [
        "who lives near the harbour?",
        "!poll",
        "!polll",
        "!fact retract F2",
        "!fact retract F2 reason: a slip",
        "!help poll",
    ],
)
async def test_a_message_reads_the_settings_of_its_server_once(opened: Services, message: str, author: Author) -> None:
    servers = CountedServers(opened.store, opened.ledger)
    async with Console(opened.cogs(), servers, opened.moderators, Requests(opened.store)) as console:
        await console.setup_hook()
        for said in (1, 2):
            await console.say(message, author)
            assert servers.readings == said
