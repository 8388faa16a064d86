"""Settings of a server: what two administrators set at once stands, both of it."""

import asyncio

from bot.app import Services
from bot.briefing.asker import Asker
from db.actors import Actor
from db.tables import server
from tests.conftest import Say, raw


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


async def test_what_a_later_version_has_set_besides_silences_nobody(opened: Services, say: Say, url: str) -> None:
    await opened.servers.set_prefix(Asker(Actor("Lee", 1), 7, 3), "?")
    with raw(url) as connection:
        connection.execute(server.update().values(record={"prefix": "?", "mood": "glad"}))
    assert (await opened.store.settings(7)).prefix == "?"
    assert (await say("?event fish market", server=7)).status == "answered"
