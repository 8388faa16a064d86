"""Settings of Discord servers: how the bot behaves in each, as its administrators have set it with `!setup`."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from db.actors import OPERATOR, Actor
from db.ledger.ledger import Ledger
from db.notes import Line, Mention, Note, joined, line, note
from db.records import ServerSettings
from db.store import Store

# Discord reads the others as a mention, a slash command or formatting; a letter would make commands of words.
_PREFIX = re.compile(r"[!?.,;:$%&+=^-]{1,5}|[a-z]{1,4}[!?.,;:$%&+=^-]", re.IGNORECASE)


MOST = 25  # channels, and roles
_TO_BE_SHOWN = line(
    "Discord shows commands for moderators to members with Manage Server. Let the role see them too: Server Settings, "
    "Integrations, my name."
)
_USUAL = "those with the permission Manage Server"


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
        _few(roles, "roles")
        # Discord gives the role of everybody the number of the server.
        if asker.server in roles:
            raise Refusal("That would let everybody change facts: name a role that is given to a few.")
        answer = await self._set(asker, "set the moderators", moderator_roles=tuple(dict.fromkeys(roles)))
        return replace(answer, note=(*answer.note, _TO_BE_SHOWN)) if roles else answer

    async def set_channels(self, asker: Asker, channels: Sequence[int]) -> Answer:
        """Set the channels and categories where the bot answers; none is everywhere."""
        _few(channels, "channels")
        return await self._set(asker, "set the channels", channels=tuple(dict.fromkeys(channels)))

    async def set_ephemeral(self, asker: Asker, ephemeral: bool) -> Answer:
        """Set whether slash commands answer the asker alone."""
        return await self._set(asker, "set who sees answers", ephemeral=ephemeral)

    async def set_notices(self, asker: Asker, channel: int | None) -> Answer:
        """Set the channel that is told of new questions to the team, of reports and of proposed facts."""
        return await self._set(asker, "set the channel for notices", notices=channel)

    async def without(self, server: int, gone: Collection[int]) -> Line:
        """Take roles and channels out of the settings that are there no more; say what holds then, if that is news."""
        before = await self.of(server)
        lacking: dict[str, Any] = {
            "moderator_roles": tuple(role for role in before.moderator_roles if role not in gone),
            "channels": tuple(channel for channel in before.channels if channel not in gone),
            "notices": None if before.notices in gone else before.notices,
        }
        after = before.model_copy(update=lacking)
        if after == before:
            return ()
        changed = {name: value for name, value in lacking.items() if value != getattr(before, name)}
        await self._put(OPERATOR, server, "took out of the settings what was deleted", changed)
        said: list[Line] = []
        if after.moderator_roles != before.moderator_roles:
            rest = "those with the other roles" if after.moderator_roles else _USUAL
            said.append(line("A role of moderators was deleted: now {} may change facts.", rest))
        if after.channels != before.channels:
            where = "in the other channels" if after.channels else "everywhere"
            said.append(line("A channel that I answered in was deleted: now I answer {}.", where))
        if after.notices != before.notices:
            said.append(line("The channel for notices was deleted: now they go nowhere."))
        return joined([*said, line("Administrators change that with `!setup`.")], " ")

    async def set_corrections(self, asker: Asker, pointed: bool) -> Answer:
        """Set whether whoever asked gets a short reply that points to a correction of their answer."""
        return await self._set(asker, "set who is pointed to corrections", corrections=pointed)

    async def _set(self, asker: Asker, reason: str, **values: Any) -> Answer:
        server = _server(asker)
        settings = await self._put(asker.actor, server, reason, values)
        return Answer("done", "Settings of this server", note=_description(settings))

    async def _put(self, actor: Actor, server: int, reason: str, values: Mapping[str, Any]) -> ServerSettings:
        async with self._ledger.change(actor, server, reason) as change:
            # What another administrator has set meanwhile stays.
            settings = await change.set(**values)
        self._known[server] = settings
        return settings


def _few(chosen: Sequence[int], what: str) -> None:
    if len(set(chosen)) > MOST:
        raise Refusal("Those are {} {}: name at most {}.", len(set(chosen)), what, MOST)


def _server(asker: Asker) -> int:
    if asker.server is None:
        raise Refusal("Settings belong to a Discord server: write this in one of its channels.")
    return asker.server


def _description(settings: ServerSettings) -> Note:
    roles = joined((Mention("role", role),) for role in settings.moderator_roles)
    channels = joined((Mention("channel", channel),) for channel in settings.channels)
    return note(
        "Prefix: `{}`\nModerators: {}\nChannels: {}\nSlash commands answer: {}\nCorrections: {}\n"
        "Notices of new questions, reports and proposed facts: {}",
        settings.prefix,
        roles or f"as whoever runs the bot has set, or else {_USUAL}",
        channels or "everywhere",
        "the asker alone" if settings.ephemeral else "everybody",
        "whoever asked gets a short reply" if settings.corrections else "in the answer alone",
        line("{}", Mention("channel", settings.notices)) if settings.notices else "nowhere",
    )
