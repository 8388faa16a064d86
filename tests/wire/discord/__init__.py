"""A Discord of our own on the loopback device: as much of the gateway and of the HTTP API as Footnote uses.

`async with loopback() as discord` starts it. Members act (`says`, `slash`, `presses`), the bot is a process of its
own, and what the bot sends is held against Discord's limits, its published description and its permissions;
whatever breaks one stands in `discord.violations`.
"""

from tests.wire.discord.dialog import Dialog, Modal
from tests.wire.discord.member import Member
from tests.wire.discord.message import Message
from tests.wire.discord.server import Loopback, loopback
from tests.wire.discord.world import Channel, Guild, Role

__all__ = ["Channel", "Dialog", "Guild", "Loopback", "Member", "Message", "Modal", "Role", "loopback"]
