"""The loopback Discord as a whole: its world, its address, what it was asked and what was wrong with that."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from aiohttp import web

from tests.wire.discord.budget import Budget
from tests.wire.discord.errors import ApiError
from tests.wire.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, MESSAGE_CONTENT, Gateway
from tests.wire.discord.message import Message
from tests.wire.discord.request import Request
from tests.wire.discord.rest import Rest
from tests.wire.discord.world import THREAD, Channel, Guild, Json, Role, User

if TYPE_CHECKING:
    from tests.wire.discord.dialog import Dialog
    from tests.wire.discord.member import Member

T = TypeVar("T")

PATIENCE = 120.0  # seconds; far beyond what the bot may take, since the machine may be busy


@dataclass
class Fault:
    """Requests that go wrong: the next `times` of a method to paths that the pattern matches."""

    method: str
    path: re.Pattern[str]
    status: int
    code: int = 0
    retry_after: float | None = None
    times: int = 1
    taken: bool = False  # whether Discord does what is asked and only its answer is lost
    cut: bool = False  # whether the connection is cut instead of an answer
    instead: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None  # what answers in Discord's place

    @property
    def error(self) -> ApiError:
        return ApiError(self.status, self.code, "as the test wants it", self.retry_after)


class Loopback:
    """A Discord to which one bot connects."""

    def __init__(self, token: str, shards: int, *, validates: bool = True) -> None:
        self.token = token
        self.validates = validates
        self.shards = shards
        self.max_concurrency = 16  # in how many buckets sessions may begin, one in each in `gateway.identify_every`
        self.starts_left = 1000
        self.me = User("footnote", bot=True)
        self.owner = User("operator")
        self.flags = 1 << 18 | 1 << 19  # message content granted, as the developer portal has it
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.commands: dict[int | None, list[Json]] = {None: []}
        self.dialogs: dict[str, Dialog] = {}
        self.gateway = Gateway(self)
        self.rest = Rest(self)
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.faults: list[Fault] = []
        self.budgets: list[Budget] = []
        self.address = ""
        self.tasks: set[asyncio.Task[None]] = set()
        self._known: set[int] = set()
        self._changed = asyncio.Condition()

    @property
    def api(self) -> str:
        return f"{self.address}/api/v10"

    @property
    def socket_address(self) -> str:
        return self.address.replace("http://", "ws://") + "/gateway"

    def guild(self, name: str = "Desk", *channels: str) -> Guild:
        """Make a server that the bot is in, with its owner and channels, #general where none is named."""
        guild = Guild(name, User(f"owner of {name}"))
        guild.members[guild.owner.id] = (guild.owner, [])
        guild.members[self.me.id] = (self.me, [guild.role("Footnote")])
        for channel in channels or ("general",):
            self.channel(guild, channel)
        self.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str) -> Channel:
        """Make a channel in a server."""
        channel = guild.channel(name)
        self.channels[channel.id] = channel
        return channel

    def member(self, name: str, guild: Guild, roles: Iterable[Role] = ()) -> Member:
        """Make somebody who is in the server; they speak in its first channel unless told otherwise."""
        from tests.wire.discord.member import Member  # noqa: PLC0415 - each needs the other

        user = User(name)
        guild.members[user.id] = (user, list(roles))
        return Member(self, user, guild, next(iter(guild.channels.values())))

    def direct(self, user: User) -> Channel:
        """Return the channel of direct messages between the bot and a person."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel("direct", recipient=user)
        self.channels[channel.id] = channel
        return channel

    def thread(self, channel: Channel, name: str) -> Channel:
        """Begin a thread in a channel of a server."""
        assert channel.guild is not None
        thread = self.channel(channel.guild, name)
        thread.kind, thread.parent = THREAD, channel
        return thread

    def fail(
        self,
        method: str,
        path: str,
        status: int,
        *,
        code: int = 0,
        retry_after: float | None = None,
        times: int = 1,
        taken: bool = False,
        cut: bool = False,
    ) -> Fault:
        """Let the next requests to paths that match go wrong."""
        fault = Fault(method, re.compile(path), status, code, retry_after, times, taken, cut)
        self.faults.append(fault)
        return fault

    def limit(self, method: str, path: str, most: int, seconds: float) -> Budget:
        """Let no more requests to paths that match come in so many seconds."""
        budget = Budget(method, re.compile(path), most, seconds)
        self.budgets.append(budget)
        return budget

    async def join(self, guild: Guild) -> None:
        """Tell the bot that it has been invited to a server."""
        self.know(guild)
        await self.tell("GUILD_CREATE", guild.payload(self.me), guild)

    def know(self, guild: Guild) -> None:
        """Take it that the bot is told of the server with its roles and channels as they are now."""
        self._known |= {guild.id, *guild.roles, *guild.channels}

    async def announce(self, guild: Guild) -> None:
        """Tell the bot of roles and channels that have been made since it was told of the server."""
        if guild.id not in self._known:
            return
        for position, role in enumerate(guild.roles.values()):
            if role.id not in self._known:
                told = {"guild_id": str(guild.id), "role": role.payload(position)}
                await self.tell("GUILD_ROLE_CREATE", told, guild)
        for channel in guild.channels.values():
            if channel.id not in self._known:
                event = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
                await self.tell(event, channel.payload(), guild)
        self.know(guild)

    async def delete_channel(self, channel: Channel, *, silently: bool = False) -> None:
        """Delete a channel; `silently` as when the news of it has not reached the bot yet."""
        assert channel.guild is not None
        del self.channels[channel.id], channel.guild.channels[channel.id]
        if not silently:
            await self.tell("CHANNEL_DELETE", channel.payload(), channel.guild)

    async def delete_role(self, role: Role, guild: Guild) -> None:
        """Delete a role; its members have it no more."""
        del guild.roles[role.id]
        for _, roles in guild.members.values():
            if role in roles:
                roles.remove(role)
        await self.tell("GUILD_ROLE_DELETE", {"guild_id": str(guild.id), "role_id": str(role.id)}, guild)

    async def tell(self, event: str, data: Json, guild: Guild | None) -> None:
        await self.gateway.tell(event, data, guild.id if guild else None, self._as_intended)

    async def tell_message(self, event: str, message: Message) -> None:
        """Dispatch a message, without its content to a bot that may not read it."""
        await self.tell(event, message.payload(self.address), message.channel.guild)

    def _as_intended(self, data: Json, intents: int) -> Json:
        if "author" not in data:
            return data
        if not intents & (GUILD_MESSAGES if "guild_id" in data else DIRECT_MESSAGES):
            self.violations.append("a message for a bot that has not asked for messages")
        addressed = (
            "guild_id" not in data
            or data["author"]["id"] == str(self.me.id)
            or any(user["id"] == str(self.me.id) for user in data["mentions"])
        )
        if intents & MESSAGE_CONTENT or addressed:
            return data
        return {**data, "content": "", "embeds": [], "attachments": [], "components": []}

    async def notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, look: Callable[[], T | None], what: str, within: float = PATIENCE) -> T:
        """Wait until `look` returns something true, and return that."""
        try:
            async with asyncio.timeout(within), self._changed:
                while not (found := look()):
                    await self._changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"waited {within:g} s in vain for {what}; violations: {self.violations}") from None

    async def ready(self) -> None:
        """Wait until every shard of the bot has been told of its servers."""
        await self.until(lambda: len(self.gateway.connected) == self.shards, "the bot to connect")

    async def next_message(self, channel: Channel) -> Message:
        """Return the bot's next message in the channel that no test has taken notice of yet."""

        def look() -> Message | None:
            sent = list(channel.messages.values())
            for position in range(channel.heard, len(sent)):
                if self._unclaimed(sent[position]):
                    channel.heard = position
                    return sent[position]
            return None

        message = await self.until(look, f"a message in #{channel.name}")
        message.claimed = True
        return message

    def unclaimed(self) -> list[Message]:
        """Return what the bot has sent that no test expected: it may stand in the wrong channel."""
        return [
            message
            for channel in self.channels.values()
            for message in channel.messages.values()
            if self._unclaimed(message)
        ]

    def _unclaimed(self, message: Message) -> bool:
        return message.author is self.me and not message.claimed and message.state != "deleted"


@asynccontextmanager
async def loopback(
    token: str = "token.of.a-test", shards: int = 1, *, validates: bool = True
) -> AsyncIterator[Loopback]:
    """Give a Discord that listens on a free port of the loopback device.

    `validates` says whether requests are held against Discord's published description, which costs more than the bot.
    """
    discord = Loopback(token, shards, validates=validates)
    app = web.Application(middlewares=[discord.rest.middleware], client_max_size=16 * 1024 * 1024)
    discord.rest.add_routes(app)
    app.router.add_get("/gateway", discord.gateway.serve)
    app.router.add_get("/gateway/resume", discord.gateway.serve)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    discord.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield discord
    finally:
        for task in discord.tasks:
            task.cancel()
        discord.gateway.drop()
        await runner.cleanup()
