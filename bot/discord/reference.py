"""The message that a reply points to."""

from typing import Any

import discord


class Reference(discord.MessageReference):
    """A reference as Discord's description of its API has it: ids as text, where discord.py writes numbers."""

    def to_message_reference_dict(self) -> Any:
        reference = super().to_message_reference_dict()
        return {name: str(value) if name.endswith("_id") else value for name, value in reference.items()}


def to(message: discord.Message) -> Reference:
    """Return a reference to the message; a reply whose message is gone meanwhile is sent without one."""
    return Reference(
        message_id=message.id,
        channel_id=message.channel.id,
        guild_id=message.guild.id if message.guild else None,
        fail_if_not_exists=False,
    )
