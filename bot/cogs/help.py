"""`!help`."""

from typing import cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.answer import Answer
from bot.briefing.errors import Refusal, quoted
from bot.briefing.near import did_you_mean, near
from bot.cogs import hybrid
from bot.context import Bot, Context
from bot.errors import usage
from bot.render.prefix import PREFIX


class Help(commands.Cog, name="Help"):
    """How to ask."""

    @hybrid.command(aliases=["commands"])
    @app_commands.describe(command="the command to explain; without one: all of them")
    async def help(self, ctx: Context, *, command: str = "") -> None:
        """List the commands, or explain one.

        Example: `!help poll`
        """
        await ctx.answer(_explain(ctx, command) if command else _overview(ctx))

    @help.autocomplete("command")  # noqa: A003 - it is the command above
    async def _commands(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        bot = cast(Bot, interaction.client)
        named = sorted(command.qualified_name for command in bot.walk_commands() if not command.hidden)
        begun = [name for name in named if typed.lower().removeprefix(PREFIX) in name]
        return [app_commands.Choice(name=name, value=name) for name in begun[:25]]


def _overview(ctx: Context) -> Answer:
    lines = ["Ask in plain words, or use a command. Every answer names its sources."]
    for name, cog in ctx.bot.cogs.items():
        listed = [f"`{usage(command)}`  {command.short_doc}" for command in cog.get_commands() if not command.hidden]
        if listed:
            lines += ["", f"{name}:", *listed]
    lines += ["", f"`{PREFIX}help` and a command explains it."]
    return Answer("done", "What you can ask", note="\n".join(lines))


def _explain(ctx: Context, name: str) -> Answer:
    command = ctx.bot.get_command(name.removeprefix(PREFIX))
    if command is None:
        offers = did_you_mean(
            near(name, {word: known.name for word, known in ctx.bot.all_commands.items()}), prefix=f"{PREFIX}help "
        )
        raise Refusal(f"There is no command {quoted(name)}. {offers or f'`{PREFIX}help` lists the commands.'}")
    lines = [command.help or "", f"Write: `{usage(command)}`"]
    if isinstance(command, commands.Group):
        within = sorted(command.commands, key=lambda each: each.name)
        lines += [f"`{usage(each)}`  {each.short_doc}" for each in within if not each.hidden]
    if command.aliases:
        lines.append("Also: " + ", ".join(f"`{PREFIX}{alias}`" for alias in command.aliases))
    return Answer("done", f"{PREFIX}{command.qualified_name}", note="\n".join(lines))
