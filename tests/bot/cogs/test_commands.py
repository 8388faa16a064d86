"""All commands together: no two answer to one name, and each is one that Discord takes as a slash command."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.app import Services
from bot.cogs.help import PAGES
from bot.discord.client import Footnote
from bot.discord.components.action_row import rows
from bot.render.pages import pages
from tests.conftest import Say

# https://discord.com/developers/docs/interactions/application-commands#application-command-object
NAME = re.compile(r"[-_a-z0-9]{1,32}")
DESCRIPTION = 100
OPTIONS = 25
COMMANDS = 100
SUBCOMMANDS = 25
TOTAL = 8000


@pytest.fixture
async def tree(opened: Services) -> AsyncIterator[app_commands.CommandTree[Footnote]]:
    """The slash commands as they are registered at Discord."""
    async with opened.console() as terminal:
        yield terminal.tree


def slash(tree: app_commands.CommandTree[Footnote]) -> Iterator[app_commands.Command[commands.Cog, ..., None]]:
    for command in tree.walk_commands():
        if isinstance(command, app_commands.Command):
            yield command


def test_no_two_commands_share_a_name_or_alias(opened: Services) -> None:
    heard = Counter(
        name
        for cog in opened.cogs()
        for command in cog.walk_commands()
        for name in [
            command.qualified_name,
            *(f"{command.full_parent_name} {alias}".strip() for alias in command.aliases),
        ]
    )
    assert [name for name, count in heard.items() if count > 1] == []


def test_every_command_says_what_it_does_and_how_it_is_written(opened: Services) -> None:
    for cog in opened.cogs():
        for command in cog.walk_commands():
            assert command.short_doc.endswith("."), command
            assert len(command.short_doc) <= DESCRIPTION, command
            parameters = set(command.clean_params)
            assert not parameters or "Example: `!" in (command.help or ""), command


def test_every_command_is_a_slash_command_too(opened: Services) -> None:
    plain = [
        command.qualified_name
        for cog in opened.cogs()
        for command in cog.walk_commands()
        if not isinstance(command, commands.HybridCommand | commands.HybridGroup) and not command.hidden
    ]
    assert plain == []


def test_help_has_every_command_on_one_page(opened: Services) -> None:
    listed = Counter(name for names in PAGES.values() for name in names)
    # `!fact` by itself shows one, as `!fact show` does, which takes a day besides.
    shows = {"source show", "gap show", "review show", "setup show"}
    known = {command.qualified_name for cog in opened.cogs() for command in cog.walk_commands() if not command.hidden}
    assert listed == dict.fromkeys(known - shows, 1)


async def test_every_page_of_help_is_one_page_and_a_select_leads_to_it(say: Say) -> None:
    answer = replace(await say("!help"), prefix="abcd!")
    made = pages(answer)
    assert [page.chapter for page in made] == list(PAGES)
    assert "`abcd!help` and a command explains it." in made[0].body
    made_rows = rows(answer, "0" * 16, made, 2, private=False, charted=False)
    select, delete = [item.to_component_dict() for row in made_rows for item in row]
    assert [(option["label"], option["default"]) for option in select["options"]] == [
        (name, number == 2) for number, name in enumerate(PAGES, 1)
    ]
    assert delete["label"] == "Delete"


async def test_slash_commands_are_within_discords_limits(tree: app_commands.CommandTree[Footnote]) -> None:
    assert 1 <= len(tree.get_commands(type=discord.AppCommandType.chat_input)) <= COMMANDS
    for command in tree.walk_commands():
        assert NAME.fullmatch(command.name), command.name
        assert 1 <= len(command.description) <= DESCRIPTION, command.qualified_name
        if isinstance(command, app_commands.Group):
            assert len(command.commands) <= SUBCOMMANDS, command.qualified_name
    for command in slash(tree):
        assert len(command.parameters) <= OPTIONS, command.qualified_name
        words = len(command.name) + len(command.description)
        for parameter in command.parameters:
            assert NAME.fullmatch(parameter.display_name), (command.qualified_name, parameter.display_name)
            assert 1 < len(str(parameter.description)) <= DESCRIPTION, (command.qualified_name, parameter.display_name)
            words += len(parameter.display_name) + len(str(parameter.description))
        assert words <= TOTAL, command.qualified_name


async def test_poll_is_told_apart_from_discords_own(tree: app_commands.CommandTree[Footnote]) -> None:
    poll = tree.get_command("poll")
    assert isinstance(poll, app_commands.Command)
    assert poll.description == "Look up published polls on a topic."
