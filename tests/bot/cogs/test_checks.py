"""Who may change facts: every changing command is denied to members, and leaves no trace of having been tried."""

import pytest
from discord.ext import commands

from bot.app import Services
from bot.terminal.console import Author
from tests.bot.curating import EVENT
from tests.conftest import Dump, Say, text

DENIED = "Only this server’s moderators may do that. `!help` lists what everybody can ask."

# A well-formed line for each command that changes facts, so that only the person is in the way.
CHANGING = {
    "fact add": EVENT + " yes: true",
    "fact edit": "!fact edit F11 text: Another text. yes: true",
    "fact retract": "!fact retract F11 reason: a slip",
    "fact restore": "!fact restore F11",
    "fact deprecate": "!fact deprecate F11 reason: a slip",
    "fact vouch": "!fact vouch F2",
    "yes": "!yes",
    "no": "!no",
    "undo": "!undo",
}
# These read, and are for everybody.
READING = {"fact", "fact show", "fact history"}


def test_every_command_of_the_cog_is_known_to_change_or_to_read(opened: Services) -> None:
    (cog,) = (cog for cog in opened.cogs() if cog.qualified_name == "Add and correct facts")
    names = {command.qualified_name for command in cog.walk_commands()}
    assert set(CHANGING) | READING <= names
    guarded = {command.qualified_name for command in cog.walk_commands() if command.checks}
    assert guarded >= set(CHANGING)
    assert not guarded & READING


@pytest.fixture
async def prepared(say: Say) -> Say:
    """A server in which every changing command has something to change, and a preview waits."""
    ana = {"server": 7, "member": 41, "channel": 70}
    await say(EVENT.replace("Maiden", "Second").replace("first", "second") + " reason: said aboard yes: true", **ana)
    await say(EVENT, **ana)
    return say


@pytest.mark.parametrize("command", CHANGING)
@pytest.mark.parametrize("server", [7, None])
async def test_a_member_is_denied_and_nothing_is_written(
    prepared: Say, dump: Dump, command: str, server: int | None
) -> None:
    before = dump()
    answer = await prepared(CHANGING[command], server=server, member=41, channel=70, moderator=False)
    assert answer.status == "denied"
    assert text(answer) == DENIED
    assert dump() == before


@pytest.mark.parametrize("command", CHANGING)
async def test_a_moderator_is_let_through(prepared: Say, command: str) -> None:
    answer = await prepared(CHANGING[command], server=7, member=41, channel=70)
    assert answer.status in ("done", "error")
    assert text(answer) != DENIED


async def test_reading_is_for_everybody(say: Say) -> None:
    for line in ("!fact F2", "!fact show F2", "!fact history F2"):
        assert (await say(line, Author(moderator=False))).status in ("answered", "done")


def test_no_other_command_goes_unguarded_by_mistake(opened: Services) -> None:
    """Every command that is for moderators says so by the one check."""
    for cog in opened.cogs():
        for command in cog.walk_commands():
            assert isinstance(command, commands.Command)
            for check in command.checks:
                assert "moderators_only" in check.__qualname__ or command.qualified_name.startswith("setup"), command
