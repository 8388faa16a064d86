"""Servers, roles, channels and messages, and how Discord's JSON describes them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000  # the first millisecond of 2015, from which snowflakes count
_COUNTER = count()

# https://discord.com/developers/docs/topics/permissions
PERMISSIONS = {
    "administrator": 1 << 3,
    "manage_guild": 1 << 5,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "use_application_commands": 1 << 31,
}
EVERYTHING = sum(PERMISSIONS.values())
USUAL = EVERYTHING & ~(PERMISSIONS["administrator"] | PERMISSIONS["manage_guild"] | PERMISSIONS["manage_messages"])


def snowflake() -> int:
    """Return a new id that carries the present time, as Discord's do."""
    return (int(time.time() * 1000) - EPOCH_MS) << 22 | next(_COUNTER) & 0x3FFFFF


def bits(*names: str) -> int:
    return sum(PERMISSIONS[name] for name in names)


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
    messages: dict[int, Message] = field(default_factory=dict)
    spoken_in: bool = False  # whether anybody asked for the bot here, so that it has a reason to speak
    id: int = field(default_factory=snowflake)

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    def deny(self, whom: Role | User, *names: str) -> None:
        """Take permissions from a role or a member in this channel; none gives them back."""
        self.denied[whom.id] = bits(*names)

    def payload(self) -> Json:
        if self.guild is None:
            assert self.recipient is not None
            return {"id": str(self.id), "type": 1, "last_message_id": None, "recipients": [self.recipient.payload()]}
        return {
            "id": str(self.id),
            "type": 0,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "position": 0,
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "permission_overwrites": [
                {
                    "id": str(whom),
                    "type": 0 if whom in self.guild.roles else 1,
                    "allow": "0",
                    "deny": str(denied),
                }
                for whom, denied in self.denied.items()
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
            for whom in (self.id, *(role.id for role in roles), user.id):
                held &= ~channel.denied.get(whom, 0)
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
            "channels": [channel.payload() for channel in self.channels.values()],
            "threads": [],
            # Without the members intent Discord tells a bot of itself alone.
            "members": [self.member_payload(me)],
            "member_count": len(self.members),
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "system_channel_id": str(self.system_channel.id) if self.system_channel else None,
            "system_channel_flags": 0,
            "joined_at": "2030-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
        }


State = Literal["sent", "edited", "deleted"]


@dataclass(eq=False)
class Message:
    """A message as it stands now; `body` is what its author sent, in Discord's JSON."""

    channel: Channel
    author: User
    body: Json
    files: dict[str, bytes] = field(default_factory=dict)
    state: State = "sent"
    claimed: bool = False  # whether a test has taken notice of it
    interaction: Json | None = None
    id: int = field(default_factory=snowflake)

    @property
    def content(self) -> str:
        return self.body.get("content") or ""

    @property
    def embeds(self) -> list[Json]:
        return self.body.get("embeds") or []

    @property
    def components(self) -> list[Json]:
        return self.body.get("components") or []

    @property
    def ephemeral(self) -> bool:
        return bool(self.body.get("flags", 0) & 64)

    @property
    def replies_to(self) -> int | None:
        reference = self.body.get("message_reference")
        return int(reference["message_id"]) if reference else None

    @property
    def text(self) -> str:
        """All that a person reads in it: the content, then titles, descriptions, fields and footers of the cards."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title", ""), embed.get("description", "")]
            parts += [f"{one['name']}\n{one['value']}" for one in embed.get("fields", ())]
            parts.append(embed.get("footer", {}).get("text", ""))
        parts += [one["content"] for one in walk(self.components) if one["type"] == 10]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, those that are disabled left out."""
        return [one.get("label", "") for one in walk(self.components) if one["type"] == 2 and not one.get("disabled")]

    def payload(self, base: str) -> Json:
        guild = self.channel.guild
        member = guild and self.author.id in guild.members
        payload: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": 19 if self.replies_to else 0,
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": datetime.fromtimestamp(((self.id >> 22) + EPOCH_MS) / 1000, UTC).isoformat(),
            "edited_timestamp": datetime.now(UTC).isoformat() if self.state == "edited" else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user.payload() for user in self._mentioned()],
            "mention_roles": [],
            "attachments": [
                {
                    "id": str(self.id + number),
                    "filename": name,
                    "size": len(content),
                    "url": f"{base}/attachments/{self.id}/{name}",
                    "proxy_url": f"{base}/attachments/{self.id}/{name}",
                    **self._described(number),
                }
                for number, (name, content) in enumerate(self.files.items())
            ],
            "embeds": [{"type": "rich", **embed} for embed in self.embeds],
            "components": self.components,
            "pinned": False,
            "flags": self.body.get("flags", 0),
            "nonce": self.body.get("nonce"),
        }
        if guild and member:
            payload |= {"guild_id": str(guild.id), "member": guild.member_payload(self.author, whole=False)}
        elif guild:
            payload["guild_id"] = str(guild.id)
        if self.author.bot:
            payload["application_id"] = str(self.author.id)
        if self.replies_to:
            payload["message_reference"] = {**self.body["message_reference"], "type": 0}
            answered = self.channel.messages.get(self.replies_to)
            payload["referenced_message"] = answered.payload(base) if answered else None
        if self.interaction:
            payload["interaction_metadata"] = self.interaction
        return payload

    def _described(self, number: int) -> Json:
        for one in self.body.get("attachments") or ():
            if str(one.get("id")) == str(number) and one.get("description"):
                return {"description": one["description"]}
        return {}

    def _mentioned(self) -> list[User]:
        people = [user for user, _ in self.channel.guild.members.values()] if self.channel.guild else []
        return [user for user in people if f"<@{user.id}>" in self.content or f"<@!{user.id}>" in self.content]


def walk(components: list[Json]) -> list[Json]:
    """Return the components with all that stand inside them, in reading order."""
    found: list[Json] = []
    for one in components:
        found.append(one)
        inner = one.get("components") or [one[key] for key in ("component", "accessory") if key in one]
        found += walk(inner)
    return found
