"""Rights in the terminal, for every command of the tree: whom it is for, and that whoever is refused leaves no trace.

`tests/wire/test_rights.py` has all who come by Discord.
"""

from typing import Any

import pytest

from bot.app import Services
from tests.conftest import Dump, Say, raw, text
from tests.rights import REFUSED, SAID, level, walked


@pytest.mark.parametrize("server", [7, None])
async def test_whoever_is_no_moderator_is_refused_all_that_is_not_for_everybody(
    opened: Services, say: Say, dump: Dump, server: int | None
) -> None:
    before = dump()
    tried = [name for name in walked(opened.cogs()) if level(name) != "everybody"]
    assert len(tried) > 30
    for name in tried:
        for said in ("", SAID.get(name, "F2 reason: a slip")):
            answer = await say(f"!{name} {said}", server=server, member=41, moderator=False)
            assert answer.status == "denied", (name, said, text(answer))
            assert REFUSED[level(name)] in text(answer), name
    assert dump() == before


async def test_the_operator_may_do_all_but_set_up_a_server(opened: Services, say: Say) -> None:
    for name in walked(opened.cogs()):
        answer = await say(f"!{name}")
        refused = level(name) in ("administrators", "operator")
        assert (answer.status == "denied") == refused, (name, text(answer))


async def test_a_moderator_of_one_server_changes_nothing_of_another_or_of_all(
    opened: Services, say: Say, dump: Dump
) -> None:
    await say("!source add pier-2031 title: A pier text: The pier is new.", server=8, member=50)
    shared = facts_of(dump)
    for name in walked(opened.cogs()):
        for said in (
            "F2 reason: a slip",
            "F2 text: Another. yes: true",
            "pier-2031 reason: x",
            "harbour-2031 title: Mine",
        ):
            await say(f"!{name} {said}", server=7, member=41)
    assert facts_of(dump) == shared


async def test_what_everybody_may_say_changes_no_fact_and_no_history(opened: Services, say: Say, dump: Dump) -> None:
    before = facts_of(dump)
    open_to_all = [name for name in walked(opened.cogs()) if level(name) == "everybody"]
    assert len(open_to_all) > 20
    for name in open_to_all:
        for said in ("", "ferry", "F2", SAID.get(name, "all"), "F2 text: Another. source: harbour-2031 paragraph: 1"):
            answer = await say(f"!{name} {said}", server=7, member=41, moderator=False)
            assert answer.status != "denied" or name == "gaps", (name, said)
            assert "went wrong" not in text(answer), (name, said)
    assert facts_of(dump) == before


def facts_of(dump: Dump) -> list[Any]:
    """Return what the ledger has of all servers but 7, and every shared record."""
    with raw(dump.url) as connection:
        return [
            connection.exec_driver_sql(query).all()
            for query in (
                "SELECT * FROM revision WHERE server <> 7 ORDER BY id",
                "SELECT * FROM fact WHERE server <> 7 ORDER BY id",
                "SELECT * FROM source WHERE server <> 7 ORDER BY id",
                "SELECT * FROM topic WHERE server <> 7 ORDER BY id",
                "SELECT count(*) FROM fact WHERE server = 7 AND status <> 'draft'",
            )
        ]
