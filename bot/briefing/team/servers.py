"""Settings of Discord servers: how the bot behaves in each, as its administrators have set it with `!setup`."""

import re
from collections.abc import Sequence
from typing import Any

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from db.ledger.ledger import Ledger
from db.notes import Mention, Note, joined, note
from db.records import ServerSettings
from db.store import Store

# Discord reads the others as a mention, a slash command or formatting; a letter would make commands of words.
_PREFIX = re.compile(r"[!?.,;:$%&+=^-]{1,5}|[a-z]{1,4}[!?.,;:$%&+=^-]", re.IGNORECASE)


class Servers:
    """Reads and changes the settings of servers; one bot runs on a store, so what it has read stays true."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger
        self._known: dict[int, ServerSettings] = {}

    async def of(self, server: int) -> ServerSettings:
        """Return what holds in a server."""
        if server not in self._known:
            self._known[server] = await self._store.settings(server)
        return self._known[server]

    async def show(self, asker: Asker) -> Answer:
        """Say what holds in the asker's server."""
        return Answer("done", "Settings of this server", note=_description(await self.of(_server(asker))))

    async def set_prefix(self, asker: Asker, prefix: str) -> Answer:
        """Set what commands begin with; raises Refusal for a prefix that cannot serve."""
        if not _PREFIX.fullmatch(prefix):
            raise Refusal(
                "{} cannot be a prefix: take up to five of the marks ! ? . , ; : $ % & + = ^ -, "
                "or up to four letters and such a mark, for example `?` or `fn!`.",
                quoted(prefix),
            )
        return await self._set(asker, "set the prefix", prefix=prefix)

    async def set_moderators(self, asker: Asker, roles: Sequence[int]) -> Answer:
        """Set the roles whose members may change facts; none leaves it to the permission Manage Server."""
        return await self._set(asker, "set the moderators", moderator_roles=tuple(dict.fromkeys(roles)))

    async def set_channels(self, asker: Asker, channels: Sequence[int]) -> Answer:
        """Set the channels where the bot answers; none is everywhere."""
        return await self._set(asker, "set the channels", channels=tuple(dict.fromkeys(channels)))

    async def set_ephemeral(self, asker: Asker, ephemeral: bool) -> Answer:
        """Set whether slash commands answer the asker alone."""
        return await self._set(asker, "set who sees answers", ephemeral=ephemeral)

    async def set_corrections(self, asker: Asker, pointed: bool) -> Answer:
        """Set whether whoever asked gets a short reply that points to a correction of their answer."""
        return await self._set(asker, "set who is pointed to corrections", corrections=pointed)

    async def _set(self, asker: Asker, reason: str, **values: Any) -> Answer:
        server = _server(asker)
        settings = ServerSettings.model_validate({**(await self.of(server)).model_dump(), **values})
        async with self._ledger.change(asker.actor, server, reason) as change:
            await change.put_settings(settings)
        self._known[server] = settings
        return Answer("done", "Settings of this server", note=_description(settings))


def _server(asker: Asker) -> int:
    if asker.server is None:
        raise Refusal("Settings belong to a Discord server: write this in one of its channels.")
    return asker.server


def _description(settings: ServerSettings) -> Note:
    roles = joined((Mention("role", role),) for role in settings.moderator_roles)
    channels = joined((Mention("channel", channel),) for channel in settings.channels)
    return note(
        "Prefix: `{}`\nModerators: {}\nChannels: {}\nSlash commands answer: {}\nCorrections: {}",
        settings.prefix,
        roles or "as whoever runs the bot has set, or else with the permission Manage Server",
        channels or "everywhere",
        "the asker alone" if settings.ephemeral else "everybody",
        "whoever asked gets a short reply" if settings.corrections else "in the answer alone",
    )
