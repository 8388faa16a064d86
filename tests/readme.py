"""README.md and .env.example as the program has them: `make readme` writes them anew."""

import asyncio
import inspect
import re
import tempfile
from collections.abc import Iterable, Iterator
from enum import EnumType
from pathlib import Path
from types import NoneType
from typing import get_args, get_type_hints

from discord.ext import commands
from pydantic.fields import FieldInfo
from typer import Typer
from typer.models import ArgumentInfo, OptionInfo

from bot import app
from bot.cli.commands import footnote
from bot.discord.error_handler import usage
from bot.render import plain
from bot.render.prefix import written
from bot.settings import Settings
from bot.terminal.console import Console
from db.notes import PREFIX

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
EXAMPLE = ROOT / ".env.example"
PROMPT = "› "


async def readme(database: Path) -> str:
    """Return the README with its tables and its session as they should be; `database` is made for it."""
    text = README.read_text("utf-8")
    # As after `make chat` in a fresh clone: the shipped facts, no documents.
    settings = Settings(
        _env_file=None, database_url=f"sqlite+aiosqlite:///{database}", fixtures_dir=None, documents_dir=None
    )
    async with (
        app.opened(settings) as opened,
        opened.console() as terminal,
    ):
        text = _with_rows(text, "Commands", _commands(terminal))
        text = _with_rows(text, "On the command line", _command_lines())
        text = _with_rows(text, "Settings", _settings())
        return await _with_replies(text, terminal)


def example() -> str:
    """Return .env.example: every setting with its default."""
    lines = ["# Copy this file to .env. What stands behind a # is the default."]
    for name, field in Settings.model_fields.items():
        lines += ["", f"# {field.description}", f"#{name.upper()}={_default(field)}"]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _with_rows(text: str, heading: str, rows: Iterable[str]) -> str:
    """Put the rows in the place of those of the first table under the heading."""
    table = re.compile(rf"(^## {heading}\n.*?^\| ---[^\n]*\n)(?:^\|[^\n]*\n)*", re.MULTILINE | re.DOTALL)
    assert table.search(text), f"README.md has no table under “{heading}”"
    return table.sub(lambda found: found[1] + "".join(f"{row}\n" for row in rows), text, count=1)


def _commands(terminal: Console) -> Iterator[str]:
    for cog in terminal.cogs.values():
        for command in cog.get_commands():
            # discord.py keeps subcommands in no order.
            below = command.walk_commands() if isinstance(command, commands.Group) else ()
            for known in [command, *sorted(below, key=lambda one: one.qualified_name)]:
                if not known.hidden:
                    yield _row(f"`{written(usage(known), PREFIX)}`", known.short_doc)


def _command_lines(within: Typer = footnote, lead: str = "footnote") -> Iterator[str]:
    for command in within.registered_commands:
        assert command.callback
        taken = get_type_hints(command.callback, include_extras=True)
        words = [_typed(name, *get_args(hint)) for name, hint in taken.items() if name != "return"]
        name = command.name or command.callback.__name__
        explained = (inspect.getdoc(command.callback) or "").split("\n")
        yield _row(f"`{' '.join([lead, name, *sorted(words, key=str.isupper)])}`", explained[0])
    for group in within.registered_groups:
        assert group.typer_instance
        yield from _command_lines(group.typer_instance, f"{lead} {group.name}")


def _typed(name: str, type_: type, info: ArgumentInfo | OptionInfo) -> str:
    """Return what is typed for a parameter: `TEXT`, `[FILES]`, `[--json]`, `[--as moderator|member]`."""
    if isinstance(info, ArgumentInfo):
        shown = info.metavar or name.upper()
        return f"[{shown}]" if NoneType in get_args(type_) else shown
    option = info.default  # where Typer keeps the first name of an annotated option
    if type_ is bool:
        return f"[{option}]"
    taken = "|".join(type_) if isinstance(type_, EnumType) else info.metavar or name.upper()
    return f"[{option} {taken}]"


def _settings() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        default = _default(field)
        yield _row(f"`{name.upper()}`", f"`{default}`" if default else "–", field.description or "")


def _default(field: FieldInfo) -> str:
    return "" if field.default in (None, ()) else str(field.default)


async def _with_replies(text: str, terminal: Console) -> str:
    """Put the bot's replies under each line of the session that begins with a prompt."""
    block = re.search(r"^## A session\n.*?```\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    assert block, "README.md shows no session"
    said = []
    for line in block[1].splitlines():
        if line.startswith(PROMPT):
            reply = plain.lines(await terminal.say(line.removeprefix(PROMPT)))
            said.append("\n".join([line, *reply, ""]))
    return text[: block.start(1)] + "\n".join(said) + text[block.end(1) :]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(asyncio.run(readme(Path(folder) / "readme.db")), "utf-8")
    EXAMPLE.write_text(example(), "utf-8")
