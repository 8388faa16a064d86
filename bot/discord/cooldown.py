"""The cooldown that keeps a member from flooding a channel: so many commands in a while, and one notice of it."""

import time
from collections.abc import Hashable
from typing import Any

from cachetools import TLRUCache
from discord.ext import commands

_NOTIFIED = 10_000  # members in a channel who are remembered


class Cooldown:
    """A global check, counted for each member in each channel."""

    def __init__(self, times: int, seconds: float) -> None:
        self._mapping = commands.CooldownMapping(commands.Cooldown(times, seconds), _member_in_channel)
        # Those who know already that they have to wait, for as long as that is.
        self._notified: TLRUCache[Hashable, float] = TLRUCache(
            _NOTIFIED, ttu=lambda _member, wait, then: then + wait, timer=time.monotonic
        )

    def __call__(self, ctx: commands.Context[Any]) -> bool:
        """Count a command; raises CommandOnCooldown where it is one too many."""
        now = time.monotonic()
        bucket = self._mapping.get_bucket(ctx, now)
        assert bucket is not None
        wait = bucket.update_rate_limit(now)
        if wait:
            raise commands.CommandOnCooldown(bucket, wait, commands.BucketType.member)
        return True

    def is_news(self, ctx: commands.Context[Any], error: commands.CommandOnCooldown) -> bool:
        """Say whether the member has yet to learn that they have to wait, and take it that they learn it now."""
        member = _member_in_channel(ctx)
        if member in self._notified:
            return False
        self._notified[member] = error.retry_after
        return True


def _member_in_channel(ctx: commands.Context[Any]) -> Hashable:
    return ctx.channel.id, ctx.author.id
