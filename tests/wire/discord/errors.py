"""Requests that Discord refuses, as it words them."""

from aiohttp import web

from tests.wire.discord.request import reply


class ApiError(Exception):
    """A refused request: the HTTP status, Discord's JSON error code and, for a 429, how long to wait."""

    def __init__(self, status: int, code: int, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after

    def response(self) -> web.Response:
        body: dict[str, object] = {"message": self.message, "code": self.code}
        # Without Via discord.py takes a 429 for a ban by the network in between.
        headers = {"Via": "1.1 google"}
        if self.retry_after is not None:
            body |= {"retry_after": self.retry_after, "global": False}
            headers |= {
                "Retry-After": str(int(self.retry_after) + 1),
                "X-RateLimit-Limit": "5",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset-After": str(self.retry_after),
                "X-RateLimit-Bucket": "0" * 32,
                "X-RateLimit-Scope": "user",
            }
        return reply(body, status=self.status, headers=headers)
