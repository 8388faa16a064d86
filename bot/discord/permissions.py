"""Who is a moderator: the one rule behind every changing command, button and modal."""

from collections.abc import Collection

import discord

from bot.briefing.team.servers import Servers
from db.records import ServerSettings


class Moderators:
    """Members with one of the roles set for their server or in the settings; where none is set, Manage Server."""

    def __init__(self, servers: Servers, roles: Collection[int] = ()) -> None:
        self._servers = servers
        self._roles = frozenset(roles)

    async def include(self, author: discord.abc.User) -> bool:
        """Say whether the author may change facts in their server; in direct messages and for bots, no."""
        if author.bot or not isinstance(author, discord.Member):
            return False
        chosen = (await self.settings(author.guild.id)).moderator_roles or self._roles
        if chosen:
            return any(role.id in chosen for role in author.roles)
        return author.guild_permissions.manage_guild

    async def settings(self, server: int) -> ServerSettings:
        return await self._servers.of(server)
