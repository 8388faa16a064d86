"""The gateway: sessions that identify, beat, resume and receive what happens.

https://discord.com/developers/docs/events/gateway
"""

from __future__ import annotations

import asyncio
import json
import math
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import WSCloseCode, WSMsgType, web

from tests.wire.discord.world import Json, User

if TYPE_CHECKING:
    from tests.wire.discord.server import Loopback

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


@dataclass(eq=False)
class Connection:
    """One socket, compressed as a stream where the client asked for that."""

    socket: web.WebSocketResponse
    request: web.Request
    stream: Any  # a zlib.compressobj, whose type zlib does not name
    resumes: bool

    async def send(self, op: int, data: Any, sequence: int | None = None, event: str | None = None) -> None:
        text = json.dumps({"op": op, "d": data, "s": sequence, "t": event})
        try:
            if self.stream is None:
                await self.socket.send_str(text)
            else:
                packed = self.stream.compress(text.encode()) + self.stream.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(packed)
        except ConnectionError:
            pass  # the client is gone; a resumed session replays what it missed


@dataclass(eq=False)
class Session:
    """What one shard has been told, so that it can be told again after a dropped socket."""

    shard: tuple[int, int]
    intents: int
    id: str = field(default_factory=lambda: uuid4().hex)
    events: list[tuple[str, Json]] = field(default_factory=list)
    connection: Connection | None = None

    def hears(self, guild: int | None) -> bool:
        return ((guild or 0) >> 22) % self.shard[1] == self.shard[0]

    async def tell(self, event: str, data: Json) -> None:
        self.events.append((event, data))
        if self.connection is not None:
            await self.connection.send(DISPATCH, data, len(self.events), event)


class Gateway:
    """Every session, and the ways in which a gateway misbehaves."""

    def __init__(self, discord: Loopback) -> None:
        self._discord = discord
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self.refused_token = False  # whether the gateway refuses a token that the HTTP API takes
        self.refused_intents = 0  # privileged intents that the developer portal has switched off
        self.identify_every = 0.0  # seconds between two sessions that begin in one bucket; Discord has five
        self.identified_at: dict[int, float] = {}  # by bucket
        self.too_soon = 0  # how many IDENTIFY were refused for that
        self.refused = 0  # how many IDENTIFY are yet to be refused whatever the time
        self.repeats = 0  # how many events a resume tells again although the client has had them

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.connection is not None]

    async def tell(self, event: str, data: Json, guild: int | None, alter: Callable[[Json, int], Json]) -> None:
        """Dispatch an event to the shard of its server; `alter` is given the data and the session's intents."""
        for session in list(self.sessions.values()):
            if session.hears(guild):
                await session.tell(event, alter(data, session.intents))

    async def again_about(self, user: User, times: int = 1) -> None:
        """Dispatch what a member last wrote once more, with new sequence numbers."""
        for session in self.connected:
            last = next(
                data
                for name, data in reversed(session.events)
                if name == "MESSAGE_CREATE" and data["author"]["id"] == str(user.id)
            )
            for _ in range(times):
                await session.tell("MESSAGE_CREATE", last)

    def drop(self) -> None:
        """Cut every socket without a word, as a broken network does."""
        for session in self.connected:
            assert session.connection is not None
            transport, session.connection = session.connection.request.transport, None
            if transport is not None:
                transport.abort()

    def forget(self, shard: int) -> None:
        """Take it that the session of a shard is over, as when the process that had it is gone."""
        for session in [session for session in self.sessions.values() if session.shard[0] == shard]:
            del self.sessions[session.id]

    async def close(self, code: int) -> None:
        """Close every socket with one of Discord's codes."""
        for session in self.connected:
            assert session.connection is not None
            connection, session.connection = session.connection, None
            await connection.socket.close(code=code)

    async def reconnect(self) -> None:
        """Ask the clients to connect again and to resume."""
        for session in self.connected:
            assert session.connection is not None
            await session.connection.send(RECONNECT, None)

    async def invalidate(self) -> None:
        """Tell the clients that their sessions are over, so that they have to identify anew."""
        for session in self.connected:
            assert session.connection is not None
            del self.sessions[session.id]
            await session.connection.send(INVALID, False)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Answer one connection until it ends."""
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self._discord.violations.append(f"the gateway was opened with {request.query_string}")
        compressed = request.query.get("compress") == "zlib-stream"
        connection = Connection(
            socket, request, zlib.compressobj() if compressed else None, request.path.endswith("/resume")
        )
        await connection.send(HELLO, {"heartbeat_interval": 41_250})
        session: Session | None = None
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    session = await self._hear(connection, session, json.loads(frame.data))
        finally:
            if session is not None and session.connection is connection:
                session.connection = None
                if socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                    self.sessions.pop(session.id, None)
        return socket

    async def _hear(self, connection: Connection, session: Session | None, frame: Json) -> Session | None:
        match frame["op"]:
            case 1:
                self.heartbeats += 1
                await connection.send(ACK, None)
            case 2 if session is None:
                return await self._identify(connection, frame["d"])
            case 6 if session is None:
                return await self._resume(connection, frame["d"])
            case 3 | 4 | 8:
                pass
            case op:
                self._discord.violations.append(f"opcode {op} at the wrong moment")
                await connection.socket.close(code=4005)
        return session

    async def _identify(self, connection: Connection, data: Json) -> Session | None:
        self.identified += 1
        if data["token"] != self._discord.token or self.refused_token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
            return None
        if data["intents"] & self.refused_intents:
            await connection.socket.close(code=4014, message=b"Disallowed intent(s).")
            return None
        if connection.resumes or not {"os", "browser", "device"} <= data["properties"].keys():
            self._discord.violations.append("an IDENTIFY at the wrong address or without properties")
        shard = tuple(data.get("shard") or (0, 1))
        bucket, at = shard[0] % self._discord.max_concurrency, time.monotonic()
        if at - self.identified_at.get(bucket, -math.inf) < self.identify_every:
            self.too_soon += 1
            await connection.send(INVALID, False)
            return None
        self.identified_at[bucket] = at
        if self.refused:
            self.refused -= 1
            await connection.send(INVALID, False)
            return None
        session = Session((shard[0], shard[1]), data["intents"], connection=connection)
        self.sessions[session.id] = session
        guilds = [guild for guild in self._discord.guilds.values() if session.hears(guild.id)]
        await session.tell(
            "READY",
            {
                "v": 10,
                "user": self._discord.me.payload(),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": f"{self._discord.socket_address}/resume",
                "shard": list(session.shard),
                "application": {"id": str(self._discord.me.id), "flags": self._discord.flags},
            },
        )
        for guild in guilds:
            self._discord.know(guild)
            await session.tell("GUILD_CREATE", guild.payload(self._discord.me))
        await self._discord.notify()
        return session

    async def _resume(self, connection: Connection, data: Json) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self._discord.token:
            await connection.send(INVALID, False)
            return None
        if not connection.resumes:
            self._discord.violations.append("a RESUME at an address other than resume_gateway_url")
        session.connection = connection
        seen = max((data["seq"] or 0) - self.repeats, 0)
        for number, (event, told) in list(enumerate(session.events, start=1))[seen:]:
            await connection.send(DISPATCH, told, number, event)
        await session.tell("RESUMED", {"_trace": []})
        self.resumed += 1
        await self._discord.notify()
        await asyncio.sleep(0)
        return session
