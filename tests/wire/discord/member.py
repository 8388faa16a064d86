"""Members and what they do: speak, use commands, press buttons, fill in modals."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.wire.discord.dialog import COMMAND, COMPLETION, PRESSED, SUBMITTED, Dialog, Modal
from tests.wire.discord.message import Message, walk
from tests.wire.discord.typed import registered, typed
from tests.wire.discord.world import Channel, Guild, Json, User, snowflake

if TYPE_CHECKING:
    from tests.wire.discord.server import Loopback

DEADLINE = 3.0  # seconds within which Discord wants the first answer to an interaction


class Member:
    """Somebody in a server."""

    def __init__(self, discord: Loopback, user: User, guild: Guild, channel: Channel) -> None:
        self.discord = discord
        self.user = user
        self.guild = guild
        self.channel = channel
        self.last: Dialog | None = None

    @property
    def mention(self) -> str:
        return self.user.mention

    async def writes(
        self,
        text: str,
        channel: Channel | None = None,
        files: Mapping[str, bytes] | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Post a message, without waiting for an answer."""
        channel = channel or self.channel
        channel.spoken_in = True
        await self.discord.announce(self.guild)
        body: Json = {"content": text}
        if reply_to:
            body["message_reference"] = {"message_id": str(reply_to.id), "channel_id": str(channel.id)}
        message = Message(channel, self.user, body, dict(files or {}))
        channel.messages[message.id] = message
        await self.discord.tell_message("MESSAGE_CREATE", message)
        return message

    async def says(
        self,
        text: str,
        channel: Channel | None = None,
        files: Mapping[str, bytes] | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Post a message and return the bot's answer to it."""
        message = await self.writes(text, channel, files, reply_to)
        return await self.discord.next_message(message.channel)

    async def whispers(self, text: str) -> Message:
        """Say something in direct messages and return the answer."""
        return await self.says(text, self.discord.direct(self.user))

    async def rewrites(self, message: Message, text: str) -> None:
        """Edit one's own message."""
        message.body["content"] = text
        message.state, message.edited_at = "edited", datetime.now(UTC)
        await self.discord.tell_message("MESSAGE_UPDATE", message)

    async def deletes(self, message: Message) -> None:
        """Delete a message."""
        message.state = "deleted"
        gone = {"id": str(message.id), "channel_id": str(message.channel.id), "guild_id": str(self.guild.id)}
        await self.discord.tell("MESSAGE_DELETE", gone, self.guild)

    async def slash(self, command: str, channel: Channel | None = None, /, **options: Any) -> Any:
        """Use a slash command (`"fact add"`) and return the answer: a Message or a Modal."""
        return await self.sends(self.typed(command, None, **options), channel)

    async def sends(self, typed: Json, channel: Channel | None = None) -> Any:
        """Send a slash command off, as somebody has typed it, and return the answer."""
        return await self.outcome(await self.starts(COMMAND, typed, channel))

    async def completes(self, command: str, option: str, typed: str, /, **options: Any) -> list[tuple[str, Any]]:
        """Return the choices, names and values, that the bot offers for what has been typed so far."""
        data = self.typed(command, option, **{**options, option: typed})
        dialog = await self.starts(COMPLETION, data)
        await self.outcome(dialog)
        assert dialog.choices is not None
        return dialog.choices

    async def uses(self, menu: str, message: Message) -> Any:
        """Use a context menu on a message and return the answer."""
        command = registered(self.discord, self.guild, self.user, menu, 3)
        resolved = {"messages": {str(message.id): message.payload(self.discord.address)}}
        data = {"id": command["id"], "name": menu, "type": 3, "target_id": str(message.id), "resolved": resolved}
        return await self.outcome(await self.starts(COMMAND, data, message.channel))

    async def presses(self, message: Message, label: str) -> Any:
        """Press a button and return what comes of it: another Message, the same one changed, or a Modal."""
        button = next((one for one in walk(message.components) if one["type"] == 2 and one.get("label") == label), None)
        assert button is not None, f"there is no button {label!r}, only {message.buttons}"
        assert not button.get("disabled"), f"the button {label!r} is disabled"
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": button.get("id", 1)}
        return await self.outcome(await self.starts(PRESSED, data, message.channel, message))

    async def chooses(self, message: Message, *values: str) -> Any:
        """Choose values of a message's select and return what comes of it."""
        select = next(one for one in walk(message.components) if one["type"] == 3)
        assert set(values) <= {option["value"] for option in select["options"]}, select["options"]
        data = {"component_type": 3, "custom_id": select["custom_id"], "values": list(values), "id": 1}
        return await self.outcome(await self.starts(PRESSED, data, message.channel, message))

    async def submits(self, modal: Modal, filled: Mapping[str, str]) -> Any:
        """Submit a form with the inputs filled in by their labels; the others are left as they are."""
        dialog = await self.starts(SUBMITTED, modal.filled(filled), modal.dialog.channel, modal.dialog.message)
        return await self.outcome(dialog)

    async def starts(
        self,
        kind: int,
        data: Json,
        channel: Channel | None = None,
        message: Message | None = None,
        *,
        expired: bool = False,
        ago: float = 0.0,
    ) -> Dialog:
        """Dispatch an interaction, begun so many seconds ago; its outcome is not waited for."""
        channel = channel or self.channel
        dialog = Dialog(kind, channel, self.user, message, expired=expired, id=snowflake(ago))
        self.last = self.discord.dialogs[dialog.token] = dialog
        channel.spoken_in = True
        await self.discord.announce(self.guild)
        told: Json = {
            "id": str(dialog.id),
            "application_id": str(self.discord.me.id),
            "type": kind,
            "token": dialog.token,
            "version": 1,
            "channel": channel.payload(),
            "channel_id": str(channel.id),
            "data": data,
            "locale": "en-GB",
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 0 if channel.guild else 1,
            "attachment_size_limit": 10 * 1024 * 1024,
            "app_permissions": str(self.guild.permissions(self.discord.me, channel)),
        }
        if channel.guild:
            may = str(self.guild.permissions(self.user, channel))
            told |= {
                "guild_id": str(self.guild.id),
                "guild": {"id": str(self.guild.id), "locale": "en-US", "features": []},
                "guild_locale": "en-US",
                "member": {**self.guild.member_payload(self.user), "permissions": may},
            }
        else:
            told["user"] = self.user.payload()
        if message:
            told["message"] = message.payload(self.discord.address)
        task = asyncio.ensure_future(self._deadline(dialog))
        self.discord.tasks.add(task)
        task.add_done_callback(self.discord.tasks.discard)
        await self.discord.tell("INTERACTION_CREATE", told, channel.guild)
        return dialog

    async def _deadline(self, dialog: Dialog) -> None:
        begun = time.monotonic()
        while not dialog.answered:
            await asyncio.sleep(0.005)
            dialog.seconds = time.monotonic() - begun
            if dialog.seconds > DEADLINE and not dialog.answered:
                dialog.late = True
                self.discord.violations.append(
                    f"an interaction of {self.user.name} was not answered within {DEADLINE:g} s"
                )
                return

    async def outcome(self, dialog: Dialog) -> Any:
        outcome = await self.discord.until(lambda: dialog.outcome, f"an answer to {self.user.name}")
        if isinstance(outcome, Message):
            outcome.claimed = True
        return outcome

    def typed(self, name: str, /, focused: str | None = None, **options: Any) -> Json:
        """Return what Discord tells the bot of a slash command with these options."""
        return typed(self.discord, self.guild, self.user, name, focused, options)
