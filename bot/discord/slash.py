"""Slash commands as Discord shows them before they are sent off: what is needed, and choices where there are few.

Behind a prefix the same commands take nothing for granted, and say in a sentence what is missing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

_NEEDED, _CHOICES = "needed", "choices"
# Whom Discord shows a command for moderators, as long as a server does not choose otherwise.
MODERATORS = discord.Permissions(manage_guild=True)


def asks(*needed: str, **choices: Sequence[str]) -> dict[str, Any]:
    """Return the `extras` of a command whose slash command needs these options, and offers these values of others."""
    return {_NEEDED: needed, _CHOICES: choices}


def needed_by(command: commands.Command[Any, ..., Any]) -> tuple[str, ...]:
    """Return what a command cannot do without."""
    return tuple(command.extras.get(_NEEDED, ()))


def choices_of(command: commands.Command[Any, ..., Any], name: str) -> tuple[str, ...]:
    """Return the few values that there are of an argument, none where it may be anything."""
    return tuple(command.extras.get(_CHOICES, {}).get(name, ()))


def _is_for_moderators(command: commands.Command[Any, ..., Any]) -> bool:
    return any("moderators_only" in check.__qualname__ for check in command.checks)


def shape(bot: commands.Bot | commands.AutoShardedBot) -> None:
    """Have all slash commands ask for what their `extras` name; discord.py derives that from defaults alone."""
    # Sets have no order, and what is made of commands is to be the same each time.
    for command in sorted(bot.commands, key=lambda each: each.name):
        if isinstance(command, commands.HybridGroup):
            _part(command, bot.tree)
        elif isinstance(command, commands.HybridCommand) and command.app_command and _is_for_moderators(command):
            command.app_command.default_permissions = MODERATORS
    for command in bot.walk_commands():
        slash = getattr(command, "app_command", None)
        if not isinstance(slash, app_commands.Command):
            continue
        # Their public description, `parameters`, cannot be changed.
        parameters = slash._params  # noqa: SLF001
        choices: Mapping[str, Sequence[str]] = command.extras.get(_CHOICES, {})
        for name in command.extras.get(_NEEDED, ()):
            parameters[name].required = True
        for name, values in choices.items():
            parameters[name].choices = [app_commands.Choice(name=value, value=value) for value in values]
        # Discord wants what is needed to come first.
        slash._params = dict(sorted(parameters.items(), key=lambda named: not named[1].required))  # noqa: SLF001


def _part(group: commands.HybridGroup[Any, ..., Any], tree: app_commands.CommandTree[Any]) -> None:
    """Have a group with commands for moderators shown to them alone, and what is for everybody stand beside it.

    Discord shows a group to members or not as a whole. Behind the prefix all of it stays where it is.
    """
    whole = group.app_command
    kept = [command for command in group.commands if _is_for_moderators(command)]
    if whole is None or not kept:
        return
    whole.default_permissions = MODERATORS
    for command in sorted(group.commands, key=lambda each: each.name):
        beside = getattr(command, "app_command", None)
        if command not in kept and isinstance(beside, app_commands.Command):
            whole.remove_command(beside.name)
            beside.name, beside.parent = f"{group.name}-{command.name}", None
            tree.add_command(beside)
