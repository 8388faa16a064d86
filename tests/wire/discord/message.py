"""Messages as they stand, and how Discord's JSON describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from tests.wire.discord.world import EPOCH_MS, Channel, Json, User, snowflake

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
    edited_at: datetime | None = None  # when a member edited it
    reactions: list[str] = field(default_factory=list)  # the bot's
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
    def card(self) -> Json:
        """The container that it shows, empty where it is text."""
        return next((one for one in self.components if one["type"] == 17), {})

    @property
    def ephemeral(self) -> bool:
        return bool(self.body.get("flags", 0) & 64)

    @property
    def replies_to(self) -> int | None:
        reference = self.body.get("message_reference")
        return int(reference["message_id"]) if reference else None

    @property
    def text(self) -> str:
        """All that a person reads in it: the content, then the texts of embeds and of components."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title", ""), embed.get("description", "")]
            parts += [f"{one['name']}\n{one['value']}" for one in embed.get("fields", ())]
            parts.append(embed.get("footer", {}).get("text", ""))
        parts += [one["content"].removeprefix("### ") for one in walk(self.components) if one["type"] == 10]
        # A command to press reads as its name.
        return re.sub(r"</([\w -]+):\d+>", r"`/\1`", "\n".join(part for part in parts if part))

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
            "edited_timestamp": (self.edited_at or datetime.now(UTC)).isoformat() if self.state == "edited" else None,
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
        if "webhook_id" in self.body:
            payload["webhook_id"] = self.body["webhook_id"]
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
        # Discord has a member's reply mention whoever is replied to.
        answered = self.channel.messages.get(self.replies_to or 0)
        replied = None if self.author.bot or answered is None else answered.author
        return [
            user
            for user in people
            if user is replied or f"<@{user.id}>" in self.content or f"<@!{user.id}>" in self.content
        ]


def walk(components: list[Json]) -> list[Json]:
    """Return the components with all that stand inside them, in reading order."""
    found: list[Json] = []
    for one in components:
        found.append(one)
        inner = one.get("components") or [one[key] for key in ("component", "accessory") if key in one]
        found += walk(inner)
    return found
