"""`!fact hide` by the front door: a shared fact goes from one server's answers, and from no other's."""

import pytest

from bot.app import Services
from tests.conftest import Dump, Say, text

HERE = {"server": 7, "member": 42}
THERE = {"server": 8, "member": 43}
ASKED = [
    "!law harbour",
    "!law",
    "!find engines midnight",
    "!brief ferry",
    "!timeline 2029",
    "!source harbour-2031 5",
    "when may engines run in the inner basin?",
]
HIDDEN = "bans engines"


@pytest.mark.parametrize("message", ASKED)
async def test_a_hidden_fact_is_in_no_answer_of_the_server_and_in_all_others(say: Say, message: str) -> None:
    before = text(await say(message, **HERE))
    assert (await say("!fact hide F6 reason: not ours", **HERE)).status == "done"
    hidden = text(await say(message, **HERE))
    assert HIDDEN not in hidden
    assert text(await say(message, **THERE)) == before
    assert text(await say(message)) == before
    await say("!fact unhide F6", **HERE)
    assert text(await say(message, **HERE)) == before


async def test_it_is_said_where_it_is_looked_at_and_in_no_others_history(say: Say, opened: Services) -> None:
    await say("!fact hide F6 reason: not ours", **HERE)
    assert "This server hides it; `!fact unhide F6` shows it again." in text(await say("!cite F6", **HERE))
    for message in ("!cite F6", "!fact history F6", "!audit"):
        assert "not ours" not in text(await say(message, **THERE))
        assert "not ours" not in text(await say(message))
    assert "hid `quiet-harbour-act`: not ours" in text(await say("!audit", **HERE))
    assert (await opened.ledger.prove()).sound


async def test_undo_shows_it_again(say: Say) -> None:
    await say("!fact hide F6", **HERE)
    await say("!undo", **HERE)
    assert HIDDEN in text(await say("!law harbour", **HERE))


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("!fact hide", "The number of a fact is missing."),
        ("!fact hide F99", "I have no fact “F99”"),
        ("!fact unhide F6", "F6 is not hidden here as it is."),
        ("!fact hide F6 because: x", "`because:` is not an argument here."),
    ],
)
async def test_a_slip_gets_a_sentence(say: Say, dump: Dump, message: str, sentence: str) -> None:
    before = dump()
    answer = await say(message, **HERE)
    assert (answer.status, dump()) == ("error", before)
    assert sentence in text(answer)


@pytest.mark.parametrize("message", ["!fact hide F6", "!fact unhide F6"])
async def test_a_member_may_not_and_the_terminal_hides_nothing(say: Say, dump: Dump, message: str) -> None:
    before = dump()
    assert (await say(message, **HERE, moderator=False)).status == "denied"
    assert "Facts are hidden in a server" in text(await say(message))
    assert dump() == before
