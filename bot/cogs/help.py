"""`!help`."""

from typing import Any, Final, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.briefing.answer import Answer, Section
from bot.briefing.examples import Example, Examples
from bot.briefing.near import did_you_mean, near
from bot.briefing.prose import quoted
from bot.briefing.refusals import Refusal
from bot.cogs import hybrid
from bot.cogs.named_arguments import taken_by
from bot.discord.context import Bot, Context
from bot.discord.error_handler import usage
from db.kinds import KINDS
from db.notes import PREFIX, Command, Line, joined, line, note

LEAD = line("Ask in plain words, or use a command. Every answer names its sources. `!help` and a command explains it.")
# The commands by what one wants to do, a page each. Whoever adds a command says here where it is found.
PAGES: Final[dict[str, tuple[str, ...]]] = {
    "Ask": ("ask", "why", "find", *(payload.DESCRIPTION.command for payload in KINDS.values()), "help"),
    "Get an overview": (
        *("brief", "compare", "timeline", "topics", "sources", "source"),
        *("cite", "fact", "fact show", "fact history"),
    ),
    "Tell the team": ("ask-the-team", "report", "fact propose", "privacy", "forget-me"),
    "Add and correct facts": (
        *("fact add", "yes", "no", "fact edit", "fact retract", "fact restore"),
        *("fact deprecate", "fact vouch", "fact hide", "fact unhide", "undo"),
    ),
    "Keep the sources": (
        *("source add", "source facts", "source edit", "source retire", "source restore", "source forget"),
        *("verify", "audit", "export", "import"),
    ),
    "Look after the server": (
        *("inbox", "review", "review accept", "review edit", "review skip", "review reject"),
        *("gaps", "gap", "gap close", "gap dismiss", "reports", "settle"),
        *(
            "setup",
            "setup prefix",
            "setup moderators",
            "setup channels",
            "setup ephemeral",
            "setup corrections",
            "setup notices",
        ),
    ),
}
# What is said of a page as a whole.
_FOR_WHOM: Final[dict[str, Line]] = {
    "Ask": LEAD,
    "Add and correct facts": line("For moderators. Every change has a preview or can be taken back."),
    "Keep the sources": line("For moderators."),
    "Look after the server": line("For moderators; `!setup` for administrators."),
}


class HelpCog(commands.Cog, name="Help"):
    """How to ask."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples

    @hybrid.command(aliases=["commands"])
    @app_commands.describe(command="the command to explain; without one: all of them")
    async def help(self, ctx: Context, *, command: str = "") -> None:
        """List the commands by what one wants to do, or explain one.

        Example: `!help poll`
        """
        if not command:
            await ctx.answer(_overview(ctx))
            return
        known = _known(ctx, command)
        await ctx.answer(_explain(known, await self._examples.here(ctx.server, known.name)))

    @help.autocomplete("command")  # noqa: A003 - it is the command above
    async def _commands(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        bot = cast(Bot, interaction.client)
        named = sorted(command.qualified_name for command in bot.walk_commands() if not command.hidden)
        begun = [name for name in named if typed.lower().removeprefix(PREFIX) in name]
        return [app_commands.Choice(name=name, value=name) for name in begun[:25]]


def _overview(ctx: Context) -> Answer:
    sections = []
    for page, names in PAGES.items():
        listed = [ctx.bot.get_command(name) for name in names]
        lines = [line("{}  {}", usage(command), line(command.short_doc)) for command in listed if command]
        sections.append(Section((), page, (*filter(None, (_FOR_WHOM.get(page),)), *lines)))
    return Answer("done", "What you can ask", tuple(sections), chapters=True)


def _known(ctx: Context, name: str) -> commands.Command[Any, ..., Any]:
    command = ctx.bot.get_command(name.removeprefix(PREFIX))
    if command is None:
        offers = did_you_mean(
            near(name, {word: known.name for word, known in ctx.bot.all_commands.items()}), "`!help {}`"
        )
        raise Refusal("There is no command {}. {}", quoted(name), offers or line("`!help` lists the commands."))
    return command


def _explain(command: commands.Command[Any, ..., Any], example: Example) -> Answer:
    lines = [*note(example.fill(_unwrapped(command.help or ""))), line("Write: {}", usage(command))]
    if flags := taken_by(command):
        lines += [line("`{}:` {}", name, hint) for name, hint in flags.hints().items()]
    if isinstance(command, commands.Group):
        within = sorted(command.commands, key=lambda each: each.name)
        lines += [line("{}  {}", usage(each), line(each.short_doc)) for each in within if not each.hidden]
    if command.aliases:
        lines.append(line("Also: {}", joined(line("`!{}`", alias) for alias in command.aliases)))
    return Answer("done", Command(command.qualified_name), note=tuple(lines))


def _unwrapped(text: str) -> str:
    """Return a docstring with each paragraph, and its example, on one line: apps break lines where they have to."""
    paragraphs: list[str] = []
    for each in text.split("\n"):
        if not each or each.startswith("Example:") or not paragraphs or not paragraphs[-1]:
            paragraphs.append(each)
        else:
            paragraphs[-1] += f" {each}"
    return "\n".join(paragraphs)
