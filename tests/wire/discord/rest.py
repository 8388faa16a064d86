"""The HTTP API: what the bot asks for and does.

https://discord.com/developers/docs/reference
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tests.wire.discord import description, limits
from tests.wire.discord.errors import ApiError
from tests.wire.discord.interactions import Interactions
from tests.wire.discord.message import Message
from tests.wire.discord.permissions import PERMISSIONS
from tests.wire.discord.request import Request, body, files, parts, read, reply
from tests.wire.discord.world import Channel, Json

if TYPE_CHECKING:
    from tests.wire.discord.server import Fault, Loopback

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ROOT = "/api/v10"


class Rest:
    """The routes, with what all requests go through before."""

    def __init__(self, discord: Loopback) -> None:
        self._discord = discord
        self._interactions = Interactions(discord)

    def add_routes(self, app: web.Application) -> None:
        routes: dict[tuple[str, str], Handler] = {
            ("GET", "/users/@me"): self.me,
            ("GET", "/users/@me/guilds"): self.guilds,
            ("GET", "/users/{user}"): self.user,
            ("POST", "/users/@me/channels"): self.open_direct,
            ("GET", "/applications/@me"): self.application,
            ("GET", "/oauth2/applications/@me"): self.application,
            ("GET", "/gateway"): self.gateway,
            ("GET", "/gateway/bot"): self.gateway,
            ("GET", "/channels/{channel}"): self.channel,
            ("GET", "/channels/{channel}/messages/{message}"): self.message,
            ("POST", "/channels/{channel}/messages"): self.create,
            ("PATCH", "/channels/{channel}/messages/{message}"): self.edit,
            ("DELETE", "/channels/{channel}/messages/{message}"): self.delete,
            ("POST", "/channels/{channel}/typing"): self.typing,
            ("POST", "/channels/{channel}/messages/{message}/threads"): self.thread,
            ("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me"): self.react,
            ("GET", "/guilds/{guild}/members/{user}"): self.member,
            **self._interactions.routes(),
        }
        for (method, path), handler in routes.items():
            app.router.add_route(method, ROOT + path, handler)
        app.router.add_get("/attachments/{message}/{name}", self.attachment)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        path = request.path.removeprefix(ROOT)
        await read(request)
        discord = self._discord
        fault = None
        try:
            fault = self._fault(request.method, path)
            if fault and fault.instead:
                return await fault.instead(request)
            if fault and not fault.taken:
                raise fault.error
            self._authorised(request, path)
            budget = self._budget(request.method, path)
            if discord.validates:
                sent = description.problems(
                    request.method, path, request.query, request.content_type, body(request), parts(request)
                )
                self.hold(sent)
            response = await handler(request)
            response.headers.update(budget)
            if fault:
                raise fault.error
        except ApiError as error:
            response = error.response()
            if fault and fault.cut and request.transport:
                request.transport.abort()
        except web.HTTPNotFound:
            discord.violations.append(f"nothing is at {request.method} {path}")
            response = ApiError(404, 0, "404: Not Found").response()
        except web.HTTPMethodNotAllowed:
            discord.violations.append(f"nothing is at {request.method} {path}")
            response = ApiError(405, 0, "405: Method Not Allowed").response()
        discord.requests.append(Request(request.method, path, body(request), response.status))
        await discord.notify()
        return response

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self._discord.faults:
            if fault.times and fault.method == method and fault.path.search(path):
                fault.times -= 1
                return fault
        return None

    def _budget(self, method: str, path: str) -> dict[str, str]:
        """Spend the request, and return what its response says of that."""
        for budget in self._discord.budgets:
            if budget.method == method and budget.path.search(path):
                return budget.spend()
        return {}

    def _authorised(self, request: web.Request, path: str) -> None:
        # An interaction's own token stands in the path.
        if path.startswith(("/interactions/", "/webhooks/")):
            return
        if request.headers.get("Authorization") != f"Bot {self._discord.token}":
            raise ApiError(401, 0, "401: Unauthorized")
        if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            self._discord.violations.append(f"the User-Agent {request.headers.get('User-Agent')}")

    async def me(self, request: web.Request) -> web.StreamResponse:
        return reply(self._discord.me.payload())

    async def guilds(self, request: web.Request) -> web.StreamResponse:
        listed = [
            {"id": str(guild.id), "name": guild.name, "permissions": str(guild.permissions(self._discord.me))}
            for guild in self._discord.guilds.values()
        ]
        return reply(listed)

    async def user(self, request: web.Request) -> web.StreamResponse:
        number = int(request.match_info["user"])
        for guild in self._discord.guilds.values():
            if number in guild.members:
                return reply(guild.members[number][0].payload())
        raise ApiError(404, 10013, "Unknown User")

    async def member(self, request: web.Request) -> web.StreamResponse:
        guild = self._discord.guilds.get(int(request.match_info["guild"]))
        number = int(request.match_info["user"])
        if guild is None or number not in guild.members:
            raise ApiError(404, 10007, "Unknown Member")
        return reply(guild.member_payload(guild.members[number][0]))

    async def open_direct(self, request: web.Request) -> web.StreamResponse:
        number = int(body(request)["recipient_id"])
        for guild in self._discord.guilds.values():
            if number in guild.members:
                return reply(self._discord.direct(guild.members[number][0]).payload())
        raise ApiError(400, 50033, "Invalid Recipient(s)")

    async def application(self, request: web.Request) -> web.StreamResponse:
        discord = self._discord
        return reply(
            {
                "id": str(discord.me.id),
                "name": "Footnote",
                "icon": None,
                "description": "",
                "bot_public": False,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "owner": discord.owner.payload(),
                "team": None,
                "flags": discord.flags,
                "approximate_guild_count": len(discord.guilds),
                "redirect_uris": [],
                "interactions_endpoint_url": None,
                "role_connections_verification_url": None,
            }
        )

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        start = {
            "total": 1000,
            "remaining": self._discord.starts_left,
            "reset_after": 14_400_000,
            "max_concurrency": self._discord.max_concurrency,
        }
        answer: Json = {"url": self._discord.socket_address}
        if request.path.endswith("/bot"):
            answer |= {"shards": self._discord.shards, "session_start_limit": start}
        return reply(answer)

    async def channel(self, request: web.Request) -> web.StreamResponse:
        return reply(self._channel(request).payload())

    async def message(self, request: web.Request) -> web.StreamResponse:
        return reply(self._message(request, self._channel(request)).payload(self._discord.address))

    async def create(self, request: web.Request) -> web.StreamResponse:
        channel, sent, uploads = self._channel(request, "send_messages"), body(request), files(request)
        self.hold(limits.message(sent, uploads))
        if sent.get("flags", 0) & limits.EPHEMERAL:
            self._discord.violations.append("an ephemeral message that answers no interaction")
        if not channel.spoken_in:
            self._discord.violations.append(f"a message in #{channel.name}, where nobody asked: {sent.get('content')}")
        self._permit(channel, sent, uploads)
        nonce = str(sent.get("nonce"))
        if sent.get("enforce_nonce") and nonce in channel.nonces:
            return reply(channel.nonces[nonce].payload(self._discord.address))
        message = channel.nonces[nonce] = Message(channel, self._discord.me, sent, uploads)
        channel.messages[message.id] = message
        await self._discord.tell_message("MESSAGE_CREATE", message)
        return reply(message.payload(self._discord.address))

    async def edit(self, request: web.Request) -> web.StreamResponse:
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author is not self._discord.me:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self.hold(limits.message(body(request), files(request), edit=True))
        self._permit(channel, {**body(request), "message_reference": None}, files(request))
        await self._interactions.change(message, body(request), files(request))
        return reply(message.payload(self._discord.address))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author is not self._discord.me:
            self._need(channel, "manage_messages")
        await self._interactions.remove(message)
        return web.Response(status=204)

    async def thread(self, request: web.Request) -> web.StreamResponse:
        channel = self._channel(request, "create_public_threads")
        message = self._message(request, channel)
        if message.id in self._discord.channels:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        self.hold([*limits.length("thread name", body(request)["name"], 100, 1)])
        thread = self._discord.thread(channel, body(request)["name"])
        # A thread of a message has its id.
        for channels in (self._discord.channels, thread.guild.channels if thread.guild else {}):
            channels[message.id] = channels.pop(thread.id)
        thread.id, thread.spoken_in = message.id, True
        await self._discord.tell("THREAD_CREATE", {**thread.payload(), "newly_created": True}, channel.guild)
        return reply(thread.payload(), 201)

    async def typing(self, request: web.Request) -> web.StreamResponse:
        self._channel(request, "send_messages")
        return web.Response(status=204)

    async def react(self, request: web.Request) -> web.StreamResponse:
        channel = self._channel(request, "add_reactions", "read_message_history")
        self._message(request, channel).reactions.append(request.match_info["emoji"])
        return web.Response(status=204)

    async def attachment(self, request: web.Request) -> web.StreamResponse:
        number, name = int(request.match_info["message"]), request.match_info["name"]
        for channel in self._discord.channels.values():
            if number in channel.messages:
                return web.Response(body=channel.messages[number].files[name])
        raise web.HTTPNotFound

    def hold(self, problems: list[str]) -> None:
        """Refuse a request that breaks a limit, and remember it."""
        if problems:
            self._discord.violations += problems
            raise ApiError(400, 50035, f"Invalid Form Body: {'; '.join(problems)}")

    def _channel(self, request: web.Request, *permissions: str) -> Channel:
        channel = self._discord.channels.get(int(request.match_info["channel"]))
        if channel is None:
            raise ApiError(404, 10003, "Unknown Channel")
        self._need(channel, "view_channel", code=50001)
        self._need(channel, *permissions)
        return channel

    def _message(self, request: web.Request, channel: Channel) -> Message:
        message = channel.messages.get(int(request.match_info["message"]))
        if message is None or message.state == "deleted":
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def _need(self, channel: Channel, *permissions: str, code: int = 50013) -> None:
        if channel.guild is None:
            return
        held = channel.guild.permissions(self._discord.me, channel)
        if channel.is_thread:
            permissions = tuple("send_messages_in_threads" if name == "send_messages" else name for name in permissions)
        if any(not held & PERMISSIONS[name] for name in permissions):
            raise ApiError(403, code, "Missing Access" if code == 50001 else "Missing Permissions")

    def _permit(self, channel: Channel, sent: Json, uploads: dict[str, bytes]) -> None:
        if sent.get("embeds"):
            self._need(channel, "embed_links")
        if uploads:
            self._need(channel, "attach_files")
        reference = sent.get("message_reference")
        if reference:
            self._need(channel, "read_message_history", code=160002)
            answered = channel.messages.get(int(reference["message_id"]))
            if answered is None or answered.state == "deleted":
                if reference.get("fail_if_not_exists", True):
                    raise ApiError(400, 50035, "Invalid Form Body: message_reference: Unknown message")
                sent.pop("message_reference")
