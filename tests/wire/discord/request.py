"""One request of the bot: read, kept while it is answered, remembered afterwards."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.wire.discord.world import Json

_BODY: web.RequestKey[Any] = web.RequestKey("body", object)
_FILES: web.RequestKey[dict[str, bytes]] = web.RequestKey("files", dict)
_PARTS: web.RequestKey[list[str]] = web.RequestKey("parts", list)


@dataclass(frozen=True)
class Request:
    """One request and the status that it got."""

    method: str
    path: str
    body: Any
    status: int


def body(request: web.Request) -> Json:
    """Return the JSON of a request."""
    read: Json = request[_BODY]
    return read


def files(request: web.Request) -> dict[str, bytes]:
    """Return the files of a request by their names."""
    return request[_FILES]


def parts(request: web.Request) -> list[str]:
    """Return the names of the parts of a request of several."""
    return request[_PARTS]


async def read(request: web.Request) -> None:
    """Read the JSON and the files of a request, plain or multipart."""
    request[_BODY], request[_FILES], request[_PARTS] = None, {}, []
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        request[_BODY] = json.loads(raw) if raw else None
        return
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        request[_PARTS].append(part.name or "")
        if part.name == "payload_json":
            request[_BODY] = json.loads(await part.read())
        else:
            request[_FILES][part.filename or ""] = bytes(await part.read())


def reply(payload: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return a response as Discord writes it; discord.py wants the type without a charset."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(payload).encode(), status=status, headers={**kind, **(headers or {})})
