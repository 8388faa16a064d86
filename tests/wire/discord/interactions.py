"""The HTTP side of interactions: answers, follow-ups, and the application's commands.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from aiohttp import web

from tests.wire.discord import limits
from tests.wire.discord.errors import ApiError
from tests.wire.discord.message import Message
from tests.wire.discord.request import body, files, reply
from tests.wire.discord.world import Json, snowflake

if TYPE_CHECKING:
    from tests.wire.discord.dialog import Dialog
    from tests.wire.discord.server import Loopback

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SEND, DEFER, DEFER_UPDATE, UPDATE, COMPLETE, MODAL = 4, 5, 6, 7, 8, 9


class Interactions:
    """Routes for the answers to interactions and for the commands."""

    def __init__(self, discord: Loopback) -> None:
        self._discord = discord

    def routes(self) -> dict[tuple[str, str], Handler]:
        messages = "/webhooks/{application}/{token}/messages"
        commands = "/applications/{application}/commands"
        of_guild = "/applications/{application}/guilds/{guild}/commands"
        return {
            ("POST", "/interactions/{interaction}/{token}/callback"): self.answer,
            ("POST", "/webhooks/{application}/{token}"): self.follow_up,
            ("GET", f"{messages}/{{message}}"): self.get,
            ("PATCH", f"{messages}/{{message}}"): self.edit,
            ("DELETE", f"{messages}/{{message}}"): self.delete,
            ("GET", commands): self.commands,
            ("PUT", commands): self.overwrite,
            ("GET", of_guild): self.commands,
            ("PUT", of_guild): self.overwrite,
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        dialog = self._dialog(request)
        if dialog.answered:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        if dialog.late:
            raise ApiError(404, 10062, "Unknown interaction")
        sent, uploads = body(request), files(request)
        kind, data = sent["type"], sent.get("data") or {}
        dialog.callback = kind
        match kind:
            case 4:
                self._hold(limits.message(data, uploads))
                await self._send(dialog, data, uploads)
            case 5 | 6:
                dialog.flags = data.get("flags", 0)
                if kind == DEFER_UPDATE and dialog.message is None:
                    raise ApiError(400, 50035, "Invalid Form Body")
            case 7:
                assert dialog.message is not None
                self._hold(limits.message(data, uploads, edit=True))
                dialog.original = dialog.message
                await self.change(dialog.message, data, uploads)
            case 8:
                self._hold(limits.choices(data["choices"]))
                dialog.choices = [(choice["name"], choice["value"]) for choice in data["choices"]]
            case 9:
                self._hold(limits.modal(data))
                dialog.modal = data
            case _:
                raise ApiError(400, 50035, "Invalid Form Body")
        dialog.answered = True
        if "with_response" not in request.query:
            return web.Response(status=204)
        answered: Json = {
            "interaction": {"id": str(dialog.id), "type": dialog.kind, "response_message_ephemeral": False}
        }
        if dialog.original:
            message = dialog.original.payload(self._discord.address)
            answered["interaction"] |= {"response_message_id": message["id"]}
            answered["resource"] = {"type": kind, "message": message}
        return reply(answered)

    async def follow_up(self, request: web.Request) -> web.StreamResponse:
        dialog = self._dialog(request, answered=True)
        sent, uploads = body(request), files(request)
        self._hold(limits.message(sent, uploads))
        message = await self._send(dialog, sent, uploads)
        return reply(message.payload(self._discord.address))

    async def get(self, request: web.Request) -> web.StreamResponse:
        return reply(self._message(request).payload(self._discord.address))

    async def edit(self, request: web.Request) -> web.StreamResponse:
        dialog = self._dialog(request, answered=True)
        sent, uploads = body(request), files(request)
        if request.match_info["message"] == "@original" and dialog.original is None and dialog.callback == DEFER:
            self._hold(limits.message(sent, uploads))
            message = await self._send(dialog, sent, uploads)
        else:
            message = self._message(request)
            self._hold(limits.message(sent, uploads, edit=True))
            await self.change(message, sent, uploads)
        return reply(message.payload(self._discord.address))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        await self.remove(self._message(request))
        return web.Response(status=204)

    async def commands(self, request: web.Request) -> web.StreamResponse:
        listed = self._discord.commands.get(_guild(request), [])
        return reply(listed if request.query.get("with_localizations") == "true" else _in_english(listed))

    async def overwrite(self, request: web.Request) -> web.StreamResponse:
        wanted = cast(list[Json], body(request))
        self._hold(limits.commands(wanted))
        known = {
            (command["type"], command["name"]): command for command in self._discord.commands.get(_guild(request), [])
        }
        held = []
        for command in wanted:
            kind = command.get("type", 1)
            same = known.get((kind, command["name"]))
            held.append(
                {
                    "id": same["id"] if same else str(snowflake()),
                    "application_id": str(self._discord.me.id),
                    "version": str(snowflake()),
                    "default_member_permissions": None,
                    "nsfw": False,
                    "description": "",
                    **command,
                    "type": kind,
                }
            )
        self._discord.commands[_guild(request)] = held
        return reply(held)

    async def change(self, message: Message, changed: Json, uploads: dict[str, bytes]) -> None:
        """Edit a message and tell the bot; what the body leaves out stays."""
        kept = changed.get("attachments")
        if kept is not None:
            message.files = {
                name: content
                for name, content in message.files.items()
                if any(one.get("filename") == name for one in kept)
            }
        message.files |= uploads
        # Who sees a message cannot be edited, nor can components become an embed again.
        flags = message.body.get("flags", 0) & limits.LASTING | changed.get("flags", 0)
        message.body |= {**changed, "flags": flags}
        message.state = "edited"
        for dialog in self._discord.dialogs.values():
            if dialog.message is message and dialog.callback == DEFER_UPDATE:
                dialog.original = message
        if not message.ephemeral:
            await self._discord.tell_message("MESSAGE_UPDATE", message)

    async def remove(self, message: Message) -> None:
        """Delete a message and tell the bot."""
        message.state = "deleted"
        for dialog in self._discord.dialogs.values():
            if dialog.message is message:
                dialog.original = message
        if not message.ephemeral:
            guild = message.channel.guild
            gone = {"id": str(message.id), "channel_id": str(message.channel.id)}
            await self._discord.tell("MESSAGE_DELETE", gone | ({"guild_id": str(guild.id)} if guild else {}), guild)

    async def _send(self, dialog: Dialog, sent: Json, uploads: dict[str, bytes]) -> Message:
        sent = {**sent, "flags": sent.get("flags", 0) | dialog.flags}
        message = Message(dialog.channel, self._discord.me, sent, uploads, interaction=dialog.metadata())
        dialog.flags = 0
        dialog.original = dialog.original or message
        dialog.sent.append(message)
        dialog.channel.messages[message.id] = message
        if not message.ephemeral:
            await self._discord.tell_message("MESSAGE_CREATE", message)
        return message

    def _dialog(self, request: web.Request, *, answered: bool = False) -> Dialog:
        dialog = self._discord.dialogs.get(request.match_info["token"])
        number = request.match_info.get("interaction")
        if dialog is None or (number and int(number) != dialog.id):
            raise ApiError(404, 10062, "Unknown interaction")
        if dialog.expired:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if answered and not dialog.answered:
            raise ApiError(404, 10015, "Unknown Webhook")
        return dialog

    def _message(self, request: web.Request) -> Message:
        dialog, number = self._dialog(request, answered=True), request.match_info["message"]
        original = dialog.message if dialog.callback == DEFER_UPDATE and dialog.original is None else dialog.original
        message = original if number == "@original" else dialog.channel.messages.get(int(number))
        if message is None or message.state == "deleted":
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def _hold(self, problems: list[str]) -> None:
        self._discord.rest.hold(problems)


def _in_english(part: Any) -> Any:
    """Return commands without their translations, of which Discord tells only those who ask."""
    if isinstance(part, dict):
        return {key: _in_english(value) for key, value in part.items() if not key.endswith("_localizations")}
    return [_in_english(inner) for inner in part] if isinstance(part, list) else part


def _guild(request: web.Request) -> int | None:
    guild = request.match_info.get("guild")
    return int(guild) if guild else None
