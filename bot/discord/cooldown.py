"""Keeping one person from flooding a channel: so many commands in so many seconds, and one notice a window."""

import time
from collections.abc import Hashable
from typing import Any

from discord.ext import commands


class Cooldown:
    """A global check, counted for each member in each channel."""

    def __init__(self, times: int, seconds: float) -> None:
        self._mapping = commands.CooldownMapping(commands.Cooldown(times, seconds), _member_in_channel)
        self._told: dict[Hashable, float] = {}

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
        """Say whether the person has not been told yet that they have to wait, and take it that they are told now."""
        now = time.monotonic()
        self._told = {who: until for who, until in self._told.items() if until > now}
        if _member_in_channel(ctx) in self._told:
            return False
        self._told[_member_in_channel(ctx)] = now + error.retry_after
        return True


def _member_in_channel(ctx: commands.Context[Any]) -> Hashable:
    return ctx.channel.id, ctx.author.id
