"""Settings of a server: what two administrators set at once stands, both of it."""

import asyncio

from bot.app import Services
from bot.briefing.asker import Asker
from db.actors import Actor


async def test_what_two_administrators_set_at_once_is_both_kept(opened: Services) -> None:
    lee, kim = Asker(Actor("Lee", 1), 7, 3), Asker(Actor("Kim", 2), 7, 3)
    await asyncio.gather(
        opened.servers.set_prefix(lee, "?"),
        opened.servers.set_channels(kim, [5]),
        opened.servers.set_moderators(lee, [6]),
        opened.servers.set_ephemeral(kim, ephemeral=True),
    )
    settings = await opened.store.settings(7)
    assert (settings.prefix, settings.channels, settings.moderator_roles, settings.ephemeral) == ("?", (5,), (6,), True)
    assert await opened.servers.of(7) == settings
    assert (await opened.ledger.prove()).sound
