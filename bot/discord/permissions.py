"""The permission to change facts: the one rule behind every changing command, button and form."""

from collections.abc import Collection

import discord

from db.records import ServerSettings


class Moderators:
    """Members with one of the roles set for their server or in the settings; where none is set, Manage Server."""

    def __init__(self, roles: Collection[int] = ()) -> None:
        self._roles = frozenset(roles)

    def include(self, author: discord.abc.User, settings: ServerSettings) -> bool:
        """Say whether the author may change facts in the server of these settings; in direct messages nobody may."""
        if author.bot or not isinstance(author, discord.Member):
            return False
        chosen = settings.moderator_roles or self._roles
        if chosen:
            return any(role.id in chosen for role in author.roles)
        return author.guild_permissions.manage_guild

    def have_alone(self, channel: object, settings: ServerSettings) -> bool:
        """Say whether a channel of a server is read by nobody but moderators, as far as roles and overwrites tell."""
        parent = channel.parent if isinstance(channel, discord.Thread) else channel
        if not isinstance(parent, discord.abc.GuildChannel):
            return False
        me = parent.guild.me
        chosen = settings.moderator_roles or self._roles
        for whom, overwrite in parent.overwrites.items():
            if not isinstance(whom, discord.Role) and overwrite.view_channel and whom.id != me.id:
                return False
        return not any(
            parent.permissions_for(role).view_channel
            for role in parent.guild.roles
            if role != parent.guild.self_role
            and not role.permissions.administrator
            and not (role.id in chosen if chosen else role.permissions.manage_guild)
        )
