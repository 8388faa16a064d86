"""What README.md and .env.example say is what the program does: commands, settings, and a session run again."""

import inspect
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from pydantic.fields import FieldInfo
from typer.models import ArgumentInfo, OptionInfo

from bot import console, services
from bot.cli import app
from bot.client import usage
from bot.services import Services
from bot.settings import Settings
from tests.conftest import text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PROMPT = "› "


def section(heading: str) -> str:
    """Return the text under a heading of the README."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no section “{heading}”"
    return found[1]


def row(*cells: str) -> str:
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def compare(heading: str, wanted: Iterable[str]) -> None:
    """Fail with the rows to be added and to be taken away, ready to paste."""
    wanted = list(wanted)
    rows = [line for line in section(heading).splitlines() if line.startswith("| `")]
    missing = "\n".join(line for line in wanted if line not in rows)
    surplus = "\n".join(line for line in rows if line not in wanted)
    assert not missing, f"README.md, “{heading}”: add\n{missing}"
    assert not surplus, f"README.md, “{heading}”: take away\n{surplus}"
    assert len(rows) == len(wanted), f"README.md, “{heading}” has a row twice"


async def test_every_command_of_the_bot_has_its_row(opened: Services) -> None:
    async with console.opened(opened.cogs(), opened.moderators) as terminal:
        known = [command for cog in terminal.cogs.values() for command in cog.walk_commands() if not command.hidden]
        compare("Commands", (row(f"`{usage(command)}`", command.short_doc) for command in known))


def command_lines() -> Iterator[str]:
    for command in app.registered_commands:
        assert command.callback
        taken = get_type_hints(command.callback, include_extras=True)
        words = [written(name, *get_args(hint)) for name, hint in taken.items() if name != "return"]
        name = command.name or command.callback.__name__
        options_first = sorted(words, key=str.isupper)
        explained = (inspect.getdoc(command.callback) or "").split("\n")
        yield row(f"`{' '.join(['footnote', name, *options_first])}`", explained[0])


def written(name: str, type_: type, info: ArgumentInfo | OptionInfo) -> str:
    """Return what is typed for a parameter: `TEXT`, `[--json]`, `[--as moderator|member]`."""
    if isinstance(info, ArgumentInfo):
        return name.upper()
    option = info.default  # where Typer keeps the first name of an annotated option
    if type_ is bool:
        return f"[{option}]"
    return f"[{option} {'|'.join(type_) if issubclass(type_, StrEnum) else name.upper()}]"


def test_every_command_line_has_its_row() -> None:
    compare("On the command line", command_lines())


def default(field: FieldInfo) -> str:
    return "" if field.default in (None, ()) else str(field.default)


def test_every_setting_has_its_row() -> None:
    compare(
        "Settings",
        (
            row(f"`{name.upper()}`", f"`{default(field)}`" if default(field) else "–", field.description or "")
            for name, field in Settings.model_fields.items()
        ),
    )


def test_the_example_environment_names_every_setting_with_its_default() -> None:
    lines = ["# Copy this file to .env. What stands behind a # is the default."]
    for name, field in Settings.model_fields.items():
        lines += ["", f"# {field.description}", f"#{name.upper()}={default(field)}"]
    assert (ROOT / ".env.example").read_text("utf-8") == "\n".join(lines) + "\n"


@pytest.fixture
def settings(url: str) -> Settings:
    """As after `make chat` in a fresh clone: the shipped facts, no documents."""
    return Settings(_env_file=None, database_url=url)


async def test_the_session_shown_is_what_the_bot_says(settings: Settings) -> None:
    block = re.search(r"```\n(.*?)```", section("A session"), re.DOTALL)
    assert block
    shown = block[1].rstrip()
    said = []
    async with (
        services.opened(settings) as opened,
        console.opened(opened.cogs(), opened.moderators) as terminal,
    ):
        for line in shown.splitlines():
            if line.startswith(PROMPT):
                said.append(f"{line}\n{text(await terminal.say(line.removeprefix(PROMPT)))}")
    now = "\n\n".join(said)
    assert shown == now, f"README.md, “A session”: the bot says now\n{now}"
