"""`footnote doctor --online`: what the bot may not do in a server, and the link that lets it in with all it needs."""

from pathlib import Path

import pytest

from bot.discord import invitation
from tests.wire.discord import Guild, Loopback
from tests.wire.discord.permissions import PERMISSIONS
from tests.wire.process import footnote

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_doctor_says_what_a_server_lacks_and_gives_the_link(
    discord: Loopback, desk: Guild, tmp_path: Path
) -> None:
    desk.everyone.permissions &= ~PERMISSIONS["send_messages_in_threads"]
    status, said, errors = await footnote(discord, tmp_path, "doctor", "--online")
    assert status == 1, errors
    assert "in Desk the bot lacks: send messages in threads." in said
    assert f"client_id={discord.me.id}" in said
    assert f"permissions={invitation.NEEDED.value}" in said
    assert "scope=bot+applications.commands" in said
    desk.everyone.permissions |= PERMISSIONS["send_messages_in_threads"]
    _, said, _ = await footnote(discord, tmp_path, "doctor", "--online")
    assert "in Desk the bot has what it needs" in said
