"""Servers of which each is on a shard of its own."""

from tests.wire.discord import Guild, Loopback, Member


def servers(discord: Loopback) -> list[Guild]:
    """Make a server on each shard, with a moderator's role."""
    guilds = [discord.guild(f"Server {number}") for number in range(discord.shards)]
    base = (guilds[0].id >> 22) // discord.shards * discord.shards
    for number, guild in enumerate(guilds):
        guild.renumber((base + number) << 22)
        guild.role("moderators", "manage_guild")
    discord.guilds = {guild.id: guild for guild in guilds}
    return guilds


def moderator(discord: Loopback, guild: Guild) -> Member:
    return discord.member("mona", guild, guild.roles_named("moderators"))
