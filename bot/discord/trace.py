"""The trace of requests: what answers in Discord's place, as a proxy or the page of a network does, is no answer.

discord.py takes any answer with a status of success for what it asked for, and stumbles over it later.
"""

from types import SimpleNamespace

import aiohttp
from discord.http import Route


class NotDiscord(aiohttp.ClientError):
    """Something else answered; to the program it is as if nothing had."""


def trace() -> aiohttp.TraceConfig:
    """Return what raises NotDiscord for a page or a redirect where the API was asked."""
    traced = aiohttp.TraceConfig()
    traced.on_request_end.append(_ended)
    traced.on_request_redirect.append(_redirected)
    return traced


async def _ended(_: aiohttp.ClientSession, _context: SimpleNamespace, ended: aiohttp.TraceRequestEndParams) -> None:
    answer = ended.response
    if _is_asked(str(ended.url)) and answer.ok and answer.content_type.startswith("text/"):
        answer.close()
        raise NotDiscord


async def _redirected(
    _: aiohttp.ClientSession, _context: SimpleNamespace, redirected: aiohttp.TraceRequestRedirectParams
) -> None:
    if _is_asked(str(redirected.url)):
        redirected.response.close()
        raise NotDiscord


def _is_asked(address: str) -> bool:
    # Attachments come from elsewhere, and are what their authors made them.
    return address.startswith(Route.BASE)
