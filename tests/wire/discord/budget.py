"""Budgets of requests, as Discord sets one for each route of a channel and tells of it in headers.

https://discord.com/developers/docs/topics/rate-limits
"""

import re
import time
from dataclasses import dataclass, field
from hashlib import md5

from tests.wire.discord.errors import ApiError


@dataclass
class Budget:
    """So many requests to the paths that match in so many seconds; what is beyond is refused with a 429."""

    method: str
    path: re.Pattern[str]
    most: int
    seconds: float
    spent: int = 0
    begun: float = field(default_factory=time.monotonic)

    def spend(self) -> dict[str, str]:
        """Take one request, and return what its response says of the budget."""
        now = time.monotonic()
        if now - self.begun >= self.seconds:
            self.begun, self.spent = now, 0
        rest = self.begun + self.seconds - now
        if self.spent >= self.most:
            raise ApiError(429, 0, "You are being rate limited.", retry_after=rest)
        self.spent += 1
        return {
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(self.most - self.spent),
            "X-RateLimit-Reset": f"{time.time() + rest:.3f}",
            "X-RateLimit-Reset-After": f"{rest:.3f}",
            "X-RateLimit-Bucket": md5(f"{self.method} {self.path.pattern}".encode()).hexdigest(),
        }
