"""The invitation to a server: the permissions that the bot needs, and the address that asks for them."""

import discord

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    add_reactions=True,
)
_SCOPES = ("bot", "applications.commands")


def address(application: int) -> str:
    """Return the address at which somebody lets the bot into a server, with all that it needs."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=_SCOPES)


def lacking(permissions: int) -> list[str]:
    """Return the names of what is needed and not there."""
    granted = discord.Permissions(permissions)
    if granted.administrator:
        return []
    return [name.replace("_", " ") for name, needed in NEEDED if needed and not getattr(granted, name)]
