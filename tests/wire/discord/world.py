"""Servers, roles, channels and people, and how Discord's JSON describes them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.wire.discord.permissions import EVERYTHING, PERMISSIONS, USUAL, bits

if TYPE_CHECKING:
    from tests.wire.discord.message import Message

Json = dict[str, Any]

THREAD = 11  # https://discord.com/developers/docs/resources/channel#channel-object-channel-types
EPOCH_MS = 1_420_070_400_000  # the first millisecond of 2015, from which snowflakes count
_COUNTER = count()


def snowflake(ago: float = 0.0) -> int:
    """Return a new id that carries the present time, as Discord's do, or that of so many seconds ago."""
    return (int((time.time() - ago) * 1000) - EPOCH_MS) << 22 | next(_COUNTER) & 0x3FFFFF


@dataclass(eq=False)
class User:
    """An account; the bot has one too."""

    name: str
    bot: bool = False
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": None if self.bot else self.name.capitalize(),
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(eq=False)
class Role:
    """A role of a server, with the permissions that it gives."""

    name: str
    permissions: int = 0
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def payload(self, position: int) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(eq=False)
class Channel:
    """A text channel of a server, or the direct messages with one person."""

    name: str
    guild: Guild | None = None
    recipient: User | None = None
    denied: dict[int, int] = field(default_factory=dict)  # permissions taken from a role or a member here
    allowed: dict[int, int] = field(default_factory=dict)  # permissions given to a role or a member here
    messages: dict[int, Message] = field(default_factory=dict)
    nonces: dict[str, Message] = field(default_factory=dict)  # the messages that were sent with one
    kind: int = 0  # a text channel; 4 is a category, 11 a thread
    parent: Channel | None = None  # the category that it is in, or the channel that has the thread
    heard: int = 0  # how many messages stand before the first that no test has taken notice of yet
    spoken_in: bool = False  # whether anybody asked for the bot here, so that it has a reason to speak
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def deny(self, whom: Role | User, *names: str) -> None:
        """Take permissions from a role or a member in this channel; none gives them back."""
        self.denied[whom.id] = bits(*names)

    def allow(self, whom: Role | User, *names: str) -> None:
        """Give permissions to a role or a member in this channel."""
        self.allowed[whom.id] = bits(*names)

    @property
    def is_thread(self) -> bool:
        return self.kind == THREAD

    def payload(self) -> Json:
        if self.guild is None:
            assert self.recipient is not None
            return {"id": str(self.id), "type": 1, "last_message_id": None, "recipients": [self.recipient.payload()]}
        if self.is_thread:
            assert self.parent is not None
            return {
                "id": str(self.id),
                "type": THREAD,
                "guild_id": str(self.guild.id),
                "parent_id": str(self.parent.id),
                "owner_id": str(self.guild.owner.id),
                "name": self.name,
                "last_message_id": None,
                "message_count": 0,
                "member_count": 1,
                "rate_limit_per_user": 0,
                "flags": 0,
                "thread_metadata": {
                    "archived": False,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": "2030-01-01T00:00:00+00:00",
                    "locked": False,
                },
            }
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "position": 0,
            "parent_id": str(self.parent.id) if self.parent else None,
            "topic": None,
            "nsfw": False,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "permission_overwrites": [
                {
                    "id": str(whom),
                    "type": 0 if whom in self.guild.roles else 1,
                    "allow": str(self.allowed.get(whom, 0)),
                    "deny": str(self.denied.get(whom, 0)),
                }
                for whom in self.denied | self.allowed
            ],
        }


@dataclass(eq=False)
class Guild:
    """A server. The role @everyone has the server's own id."""

    name: str
    owner: User
    id: int = field(default_factory=snowflake)
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, tuple[User, list[Role]]] = field(default_factory=dict)
    system_channel: Channel | None = None
    joined: str = "2020-01-01T00:00:00+00:00"  # when the bot was let in

    def __post_init__(self) -> None:
        self.everyone = Role("@everyone", USUAL, self.id)
        self.roles[self.id] = self.everyone

    def renumber(self, number: int) -> None:
        """Give the server another id, before anybody knows it."""
        del self.roles[self.id]
        self.id = self.everyone.id = number
        self.roles[number] = self.everyone

    def role(self, name: str, *permissions: str) -> Role:
        role = Role(name, bits(*permissions))
        self.roles[role.id] = role
        return role

    def roles_named(self, name: str) -> list[Role]:
        return [role for role in self.roles.values() if role.name == name]

    def channel(self, name: str) -> Channel:
        channel = Channel(name, self)
        self.channels[channel.id] = channel
        return channel

    def permissions(self, user: User, channel: Channel | None = None) -> int:
        """Return what the member may do, in the channel where one is given."""
        if user.id not in self.members:
            return 0
        roles = self.members[user.id][1]
        held = self.everyone.permissions
        for role in roles:
            held |= role.permissions
        if user is self.owner or held & PERMISSIONS["administrator"]:
            return EVERYTHING
        if channel is not None:
            # A thread has the permissions of its channel.
            place = channel.parent if channel.is_thread and channel.parent else channel
            for whom in (self.id, *(role.id for role in roles), user.id):
                held = held & ~place.denied.get(whom, 0) | place.allowed.get(whom, 0)
        return held if held & PERMISSIONS["view_channel"] else 0

    def member_payload(self, user: User, *, whole: bool = True) -> Json:
        roles = self.members[user.id][1]
        member: Json = {
            "roles": [str(role.id) for role in roles],
            "nick": None,
            "avatar": None,
            "joined_at": "2030-01-01T00:00:00+00:00",
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
        }
        return {**member, "user": user.payload()} if whole else member

    def payload(self, me: User) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "owner_id": str(self.owner.id),
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "preferred_locale": "en-US",
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": [role.payload(number) for number, role in enumerate(self.roles.values())],
            "channels": [channel.payload() for channel in self.channels.values() if not channel.is_thread],
            "threads": [channel.payload() for channel in self.channels.values() if channel.is_thread],
            # Without the members intent Discord tells a bot of itself alone.
            "members": [self.member_payload(me)],
            "member_count": len(self.members),
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "system_channel_id": str(self.system_channel.id) if self.system_channel else None,
            "system_channel_flags": 0,
            "joined_at": self.joined,
            "large": False,
            "unavailable": False,
        }
