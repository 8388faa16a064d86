"""One request of the bot: read, kept while it is answered, remembered afterwards."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.wire.discord.world import Json

_BODY, _FILES = "footnote.body", "footnote.files"


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
    read: dict[str, bytes] = request[_FILES]
    return read


async def read(request: web.Request) -> None:
    """Read the JSON and the files of a request, plain or multipart."""
    request[_BODY], request[_FILES] = None, {}
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        request[_BODY] = json.loads(raw) if raw else None
        return
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            request[_BODY] = json.loads(await part.read())
        else:
            request[_FILES][part.filename or ""] = bytes(await part.read())


def reply(payload: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return a response as Discord writes it; discord.py wants the type without a charset."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(payload).encode(), status=status, headers={**kind, **(headers or {})})
