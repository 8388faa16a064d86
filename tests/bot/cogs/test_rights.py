"""Rights, for every command of the tree: whom it is for, and that whoever it is not for leaves no trace."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from discord.ext import commands

from bot.app import Services
from tests.conftest import Dump, Say, text

ADMINISTRATORS = {"setup"}
# What people may say to any command: nothing, a name, a fact with all that commands ask of one.
SAID = (
    "",
    "ferry",
    "F2",
    "F2 reason: a slip",
    "F2 text: Another. source: harbour-2031 paragraph: 1 yes: true",
    "1",
    "all",
)


def walked(opened: Services) -> list[commands.Command[Any, ..., Any]]:
    return [command for cog in opened.cogs() for command in cog.walk_commands()]


def guarded(command: commands.Command[Any, ..., Any]) -> bool:
    return bool(command.checks) or bool(command.parents and any(parent.checks for parent in command.parents))


@pytest.mark.parametrize("server", [7, None])
async def test_a_command_for_moderators_denies_members_whatever_they_say(
    opened: Services, say: Say, dump: Dump, server: int | None
) -> None:
    before = dump()
    tried = [command.qualified_name for command in walked(opened) if guarded(command)]
    assert len(tried) > 30
    for name in tried:
        for said in SAID[::3]:
            answer = await say(f"!{name} {said}", server=server, member=41, moderator=False)
            assert answer.status == "denied", (name, said, text(answer))
            whom = "administrators" if name.split()[0] in ADMINISTRATORS else "moderators"
            assert f"Only this server’s {whom} may do that" in text(answer), name
    assert dump() == before


async def test_a_moderator_of_one_server_changes_nothing_of_another_or_of_all(
    opened: Services, say: Say, dump: Dump
) -> None:
    await say("!source add pier-2031 title: A pier text: The pier is new.", server=8, member=50)
    shared = facts_of(dump)
    for command in walked(opened):
        for said in (
            "F2 reason: a slip",
            "F2 text: Another. yes: true",
            "pier-2031 reason: x",
            "harbour-2031 title: Mine",
        ):
            await say(f"!{command.qualified_name} {said}", server=7, member=41)
    assert facts_of(dump) == shared


async def test_what_everybody_may_say_changes_no_fact_and_no_history(opened: Services, say: Say, dump: Dump) -> None:
    before = facts_of(dump)
    open_to_all = [command.qualified_name for command in walked(opened) if not guarded(command)]
    assert len(open_to_all) > 20
    for name in open_to_all:
        for said in SAID:
            answer = await say(f"!{name} {said}", server=7, member=41, moderator=False)
            assert "went wrong" not in text(answer), (name, said)
    assert facts_of(dump) == before


def facts_of(dump: Dump) -> list[Any]:
    """Return what the ledger has of all servers but 7, and every shared record."""
    with closing(sqlite3.connect(dump.file)) as connection:
        return [
            connection.execute(query).fetchall()
            for query in (
                "SELECT * FROM revision WHERE server <> 7 ORDER BY id",
                "SELECT * FROM fact WHERE server <> 7 ORDER BY id",
                "SELECT * FROM source WHERE server <> 7 ORDER BY id",
                "SELECT * FROM topic WHERE server <> 7 ORDER BY id",
                "SELECT count(*) FROM fact WHERE server = 7 AND status <> 'draft'",
            )
        ]
