"""The gateway's events, each passed on once.

A resumed session may tell again what came shortly before the connection dropped. discord.py passes all of it on, and
has no place of its own to drop it that serves messages, commands, buttons and forms alike; its parsers are that place.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from cachetools import FIFOCache

REMEMBERED = 10_000  # ids; Discord replays at most some minutes of events
NEW = timedelta(days=7)  # a bot that is away for longer need not introduce itself to members who have met it
_ONCE = ("MESSAGE_CREATE", "INTERACTION_CREATE")


def _is_new(joined: str | None) -> bool:
    return joined is not None and datetime.fromisoformat(joined) > datetime.now(UTC) - NEW


def listen_once(bot: discord.Client) -> None:
    """Drop repeated events of the bot, and dispatch `arrival` for a server that has been joined of late.

    One that was joined while the bot was away is listed at its start like any other; so `arrival` may come again for
    the same server.
    """
    seen, servers = FIFOCache[int, None](REMEMBERED), set[str]()
    parsers: dict[str, Callable[[Any], Any]] = bot._connection.parsers  # noqa: SLF001  # there is no public place

    def unless_repeated(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def parse_once(data: Any) -> None:
            number = int(data["id"])
            # What bots say, this one too, is half of all and answered by nobody.
            if not data.get("author", {}).get("bot"):
                if number in seen:
                    return
                seen[number] = None
            parse(data)

        return parse_once

    def ready(data: Any, parse: Callable[[Any], Any] = parsers["READY"]) -> None:
        servers.update(str(guild["id"]) for guild in data["guilds"])
        # Discord may leave this out where there is but one shard, and discord.py relies on it.
        data.setdefault("shard", [0, 1])
        parse(data)

    def guild_create(data: Any, parse: Callable[[Any], Any] = parsers["GUILD_CREATE"]) -> None:
        parse(data)
        number = str(data["id"])
        if not data.get("unavailable") and (number not in servers or _is_new(data.get("joined_at"))):
            servers.add(number)
            bot.dispatch("arrival", bot, bot.get_guild(int(number)))

    def guild_delete(data: Any, parse: Callable[[Any], Any] = parsers["GUILD_DELETE"]) -> None:
        if not data.get("unavailable"):
            servers.discard(str(data["id"]))
        parse(data)

    for event in _ONCE:
        parsers[event] = unless_repeated(parsers[event])
    parsers |= {"READY": ready, "GUILD_CREATE": guild_create, "GUILD_DELETE": guild_delete}
