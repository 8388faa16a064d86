"""What delivery has in memory of a member goes when they are forgotten; no reply shows whether it is still there."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import discord

from bot.app import Services
from tests.conftest import Say


def used(member: int) -> discord.Interaction:
    """Return as much of an interaction as delivery looks at."""
    expires = datetime.now(UTC) + timedelta(minutes=15)
    return cast(discord.Interaction, SimpleNamespace(user=SimpleNamespace(id=member), expires_at=expires))


async def test_what_a_member_used_is_forgotten_with_them(opened: Services, say: Say) -> None:
    delivery = opened.delivery
    for member in (42, 43):
        delivery.used[5, member] = delivery.interactions[f"{member:016x}"] = used(member)
    await say("!forget-me", server=7, member=42, name="Ana")
    assert [*delivery.used] == [(5, 43)]
    assert [*delivery.interactions] == [f"{43:016x}"]
