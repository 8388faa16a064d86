"""`!privacy` and `!forget-me`: what is said is what is stored, and what is forgotten is nowhere in the file."""

from typing import Any

import pytest

from bot.app import Services
from db.actors import Actor
from db.records import Fact
from db.retention import stored
from tests.conftest import Dump, Say, noted, text

NAME, NUMBER = "Ada Quillfeather", 424242424242424242
ADA: dict[str, Any] = {"server": 7, "member": NUMBER, "name": NAME, "moderator": False, "channel": 70}
BEN: dict[str, Any] = {"server": 7, "member": 43, "name": "Ben", "moderator": False, "channel": 71}
MOD: dict[str, Any] = {"server": 7, "member": 5, "channel": 79}
QUESTION = "how many whales did the divers count"


def remains(dump: Dump) -> bytes:
    """Return the bytes of the database and of its write-ahead log, free pages and all."""
    return b"".join(part.read_bytes() for part in dump.file.parent.glob(f"{dump.file.name}*"))


async def change_something(opened: Services) -> None:
    fact = Fact.model_validate(
        {
            "key": "whales-came",
            "payload": {"kind": "event", "name": "Whales"},
            "text": "Whales came into the harbour.",
            "topics": ["ferry"],
            "citations": [{"source": "harbour-2031", "paragraph": 1, "fingerprint": "a" * 64}],
        }
    )
    async with opened.ledger.change(Actor(NAME, NUMBER), 7, "seen from the quay") as change:
        await change.facts.put([fact])


@pytest.mark.sqlite("looks into the bytes of the file")
async def test_a_person_who_is_forgotten_is_nowhere_in_the_file(
    opened: Services, say: Say, url: str, dump: Dump
) -> None:
    await change_something(opened)
    await say(f"!ask-the-team {QUESTION}", **ADA)
    assert NAME in "\n".join(dump())
    assert str(NUMBER) in "\n".join(dump())
    assert NAME.encode() in remains(dump)

    answer = await say("!forget-me", **ADA)
    assert (answer.status, noted(answer)) == (
        "done",
        "Forgotten: 1 question to the team, 1 number and name.\n"
        "Nothing in my database leads to you any more. What you changed there stays, as by somebody. "
        "My log is in the hands of whoever runs this bot.",
    )
    assert NAME not in "\n".join(dump())
    assert str(NUMBER) not in "\n".join(dump())
    assert "whales did the divers" not in "\n".join(dump())
    assert "whale did the diver" not in "\n".join(dump())
    assert NAME.encode() not in remains(dump)
    assert NUMBER.to_bytes(8, "big") not in remains(dump)
    assert QUESTION.encode() not in remains(dump)

    assert (await opened.ledger.prove()).sound
    cited = text(await say("!cite whales-came", server=7))
    assert "by somebody: seen from the quay" in cited
    assert noted(await say("!gaps", **MOD)) == "No question waits for an answer."


async def test_the_last_question_is_forgotten_in_memory_too(say: Say, dump: Dump) -> None:
    await say(QUESTION, **ADA)
    answer = await say("!forget-me", **ADA)
    assert noted(answer).startswith("I had stored nothing about you.")
    assert (await say("!ask-the-team", **ADA)).status == "error"
    assert QUESTION not in "\n".join(dump())


async def test_another_persons_question_stays_in_their_own_words(say: Say) -> None:
    await say("!ask-the-team How many WHALES did the divers count?", **BEN)
    await say(f"!ask-the-team {QUESTION}", **ADA)
    await say("!forget-me", **ADA)
    shown = text(await say("!gap 1", **MOD))
    assert "“How many WHALES did the divers count?”\nIt was asked by 1 person" in shown
    assert QUESTION not in shown


async def test_to_be_forgotten_twice_harms_nothing(opened: Services, say: Say) -> None:
    await change_something(opened)
    await say("!forget-me", **ADA)
    assert "I had stored nothing about you." in text(await say("!forget-me", **ADA))
    await change_something(opened)
    assert (await opened.ledger.prove()).sound


async def test_nobody_else_is_forgotten(opened: Services, say: Say, dump: Dump) -> None:
    await change_something(opened)
    await say(f"!ask-the-team {QUESTION}", **ADA)
    before = "\n".join(dump())
    await say("!forget-me", **BEN)
    assert "\n".join(dump()) == before


async def test_the_operator_is_told_what_is_left(say: Say, dump: Dump) -> None:
    await say(f"!ask-the-team {QUESTION}")
    answer = await say("!forget-me")
    assert noted(answer) == (
        "Forgotten: 1 question to the team.\n"
        "In the terminal I know you as the operator only, or by the name that you gave with `--as`. The lines that you "
        "typed stand in "
        "`~/.footnote_history`: delete that file to be rid of them."
    )
    assert QUESTION not in "\n".join(dump())


async def test_privacy_names_all_that_is_stored_and_how_long(say: Say) -> None:
    answer = await say("!privacy", **ADA)
    assert answer.status == "done"
    reply = text(answer)
    for personal in stored(gap_days=90):
        assert f"• {personal.what}: {personal.kept}" in reply
    assert "90 days at most" in reply
    assert "• your last question in each channel: 10 minutes, in memory alone" in reply
    assert "`!forget-me` removes all of it but the log, at once and in every server." in reply
