"""Permissions of roles and channels: https://discord.com/developers/docs/topics/permissions"""

PERMISSIONS = {
    "administrator": 1 << 3,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "use_application_commands": 1 << 31,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
EVERYTHING = sum(PERMISSIONS.values())
USUAL = EVERYTHING & ~(PERMISSIONS["administrator"] | PERMISSIONS["manage_guild"] | PERMISSIONS["manage_messages"])


def bits(*names: str) -> int:
    return sum(PERMISSIONS[name] for name in names)
