"""What becomes of a gap: closed with a fact or set aside, and those who asked are told where they asked."""

from typing import Any

import pytest

from bot.app import Services
from bot.terminal.console import Author
from db.actors import Actor
from db.kinds import Event
from db.records import Fact
from tests.bot.curating import EVENT, stated
from tests.bot.gaps import ADA, BEN, MOD, UNKNOWN, rows
from tests.conftest import Say, noted, text


async def test_a_closed_gap_is_told_where_it_was_asked(say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    await say(f"!ask-the-team {UNKNOWN}", **BEN)
    answer = await say("!gap close 1 fact: F2", **MOD)
    assert (answer.status, noted(answer)) == (
        "done",
        f"Gap 1, “{UNKNOWN}”, is closed with F2. The 2 people who asked are told.",
    )
    assert [statement.fact.label for statement in answer.statements] == ["F2"]
    elsewhere = await say("!topics", **{**ADA, "channel": 72})
    assert "You gave" not in text(elsewhere)
    told = f"You gave the team a question: “{UNKNOWN}”. F2 answers it."
    assert text(await say("!cite F1", **ADA)).count(told) == 1
    assert text(await say("!cite F1", **ADA)).count(told) == 0
    assert text(await say("!cite F1", **BEN)).count(told) == 1
    assert rows(url) == []
    assert noted(await say("!gaps", **MOD)) == "No question waits for an answer."


async def test_a_dismissed_gap_is_told_with_its_reason(say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    answer = await say("!gap dismiss 1 reason: **no** whales here, @everyone", **MOD)
    assert noted(answer) == f"Gap 1, “{UNKNOWN}”, is set aside. The one who asked is told."
    assert text(await say("!topics", **ADA)).endswith(
        f"You gave the team a question: “{UNKNOWN}”. It was set aside: “no whales here, ＠everyone”."
    )
    assert rows(url) == []


async def test_the_operator_is_told_with_the_closing_answer(say: Say, url: str) -> None:
    await say(UNKNOWN)
    kept = await say("!ask-the-team")
    assert "Whoever runs this bot sees it" in noted(kept)
    answer = await say("!gap dismiss 1 reason: no divers")
    assert noted(answer).endswith(f"You gave the team a question: “{UNKNOWN}”. It was set aside: “no divers”.")
    assert rows(url) == []


async def test_an_asker_who_is_not_here_is_told_later(opened: Services, say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", member=42, channel=70, moderator=False)
    async with opened.console() as terminal:
        await terminal.say("!gap dismiss 1 reason: no divers", Author())
        assert len(rows(url)) == 1, "what was not told is not forgotten"
        assert noted(await terminal.say("!gaps", Author())) == "No question waits for an answer."
    await say(f"!ask-the-team {UNKNOWN}", **{**BEN, "server": None})
    await say("!gap dismiss 2 reason: still none")
    assert "no divers" in text(await say("!topics", member=42, channel=70))
    assert "still none" in text(await say("!topics", **{**BEN, "server": None}))


@pytest.mark.parametrize(
    ("message", "note"),
    [
        ("!gap", "Write the number of a gap: `!gaps` lists them.\nWrite it like this: `!gap 3`"),
        ("!gap whales", "Write the number of a gap first, not “whales”.\nWrite it like this: `!gap 3`"),
        ("!gap show 9", "No gap 9 waits here: `!gaps` lists those that do."),
        ("!gap 99999999999999999999", None),
        ("!gap close 9 fact: F2", "No gap 9 waits here: `!gaps` lists those that do."),
        (
            "!gap close 1",
            "Say which fact answers it, as `fact: F12`.\nWrite it like this: `!gap close 3 fact: F12`",
        ),
        (
            "!gap close",
            "Write the number of a gap: `!gaps` lists them.\nSay which fact answers it, as `fact: F12`.\n"
            "Write it like this: `!gap close 3 fact: F12`",
        ),
        ("!gap close 1 fact: F999", None),
        ("!gap close 1 fact: **@everyone**", None),
        ("!gap close 1 fact: " + "x" * 4000, None),
        ("!gap close 1 fakt: F2", None),
        (
            "!gap close 1 fact: F11",
            "I have no fact “F11”: write its number, as in `!gap close 3 fact: F12`. `!find` searches.",
        ),
        ("!gap close 1 fact: F12", "F12 is not shown in answers here, so that it answers nothing: name another fact."),
        (
            "!gap dismiss 1",
            "Say why, as `reason: it is about next year`; those who asked are told.\n"
            "Write it like this: `!gap dismiss 3 reason: it is about next year`",
        ),
        (
            "!gap dismiss 1 reason:",
            "`reason:` is empty: write a value after it, or leave it out.\n"
            "Write it like this: `!gap dismiss 3 reason: it is about next year`",
        ),
        (
            "!gap dismiss 1 reason: " + "x" * 4000,
            "The reason is 4,000 characters long: write at most 500.\n"
            "Write it like this: `!gap dismiss 3 reason: it is about next year`",
        ),
        ("!gap dismiss 1 reason: " + "x" * 9000, None),
        ("!gaps 2", "There is no page “2”: the list has one page. Write `!gaps 1`."),
        ("!gaps **all**", "There is no page “all”: the list has one page. Write `!gaps 1`."),
        ("!ask-the-team " + "x" * 4000, "That is 4,000 characters long: write a question in at most 2000."),
        ("!ask-the-team 🐳", None),
    ],
)
async def test_bad_input_gets_a_sentence_and_closes_nothing(
    opened: Services, say: Say, url: str, message: str, note: str | None
) -> None:
    async with opened.ledger.change(Actor("Mo", 5), 8) as change:
        await change.facts.put([_fact("other-servers-secret")])
    async with opened.ledger.change(Actor("Mo", 5), 7) as change:
        await change.facts.put([_fact("taken-back", status="retracted")])
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    before = rows(url)
    answer = await say(message, **MOD)
    assert answer.status == "error"
    assert len(noted(answer)) < 700
    assert "@" not in noted(answer)
    assert "secret" not in noted(answer)
    if note is not None:
        assert noted(answer) == note
    assert rows(url) == before


def _fact(key: str, **changed: str) -> Fact:
    return Fact.model_validate(
        {
            "key": key,
            "payload": {"kind": "event", "name": key},
            "text": "A secret thing happened.",
            "topics": ["ferry"],
            "citations": [{"source": "harbour-2031", "paragraph": 1, "fingerprint": "a" * 64}],
            **changed,
        }
    )


@pytest.mark.parametrize(
    "message",
    ["!gaps", "!gaps 2", "!gap 1", "!gap show 1", "!gap close 1 fact: F2", "!gap dismiss 1 reason: none of ours"],
)
async def test_members_are_denied_and_nothing_is_written(say: Say, url: str, message: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    before = rows(url)
    answer = await say(message, **BEN)
    assert answer.status == "denied"
    assert UNKNOWN not in text(answer)
    assert rows(url) == before


QUESTION = "how many whales fit on the maiden voyage?"


async def close(say: Say, fact: str = "F11", **person: Any) -> str:
    """Have the team asked what a new fact answers, close it with that fact and return the reply."""
    await say(EVENT + " yes: true", **MOD)
    await say(f"!ask-the-team {QUESTION}", **ADA)
    return text(await say(f"!gap close 1 fact: {fact}", **(person or MOD)))


async def test_after_a_yes_the_next_who_asks_is_answered(say: Say, opened: Services) -> None:
    assert (await say(QUESTION, **BEN)).status != "answered"
    reply = await close(say)
    assert (
        f"Whoever asks it next is not answered yet. `!yes` has F11 answer “{QUESTION}” from now on, `!no` leaves it. "
        "The words stay in its history for good: say no if they point to a person."
    ) in reply
    assert (await say(QUESTION, **BEN)).status != "answered", "nothing is written before the yes"
    assert (await say("!yes", **MOD)).title == "Edited: F11"
    answer = await say(QUESTION, **BEN)
    assert (answer.status, stated(answer)) == ("answered", ["F11"])
    why = text(await say("!why", **BEN))
    assert "The first of these answers: it is recorded that it is asked for in just these words." in why
    swapped = text(await say("!why how many voyages fit on the maiden whale?", **BEN))
    assert "it is recorded" not in swapped, "the same words in another order ask something else"
    history = text(await say("!fact history F11", **MOD))
    assert f"answers a question to the team: {QUESTION}" in history
    assert (await say(QUESTION, server=8, member=44)).status != "answered", "another server has no such fact"
    await say("!undo", **MOD)
    assert (await say(QUESTION, **BEN)).status != "answered"
    assert (await opened.ledger.prove()).sound


async def test_after_a_no_nothing_is_written(say: Say, opened: Services) -> None:
    await close(say)
    assert noted(await say("!no", **MOD)) == "Dropped: F11 edited. Nothing was written."
    fact = await opened.store.fact("F11", 7)
    assert fact is not None
    assert (fact.asked, fact.revision) == ((), 1)


async def test_the_shared_facts_of_all_are_not_offered_to_a_server(say: Say) -> None:
    reply = await close(say, "F2")
    assert "is closed with F2" in reply
    assert "!yes" not in reply
    assert "Nothing waits for your answer here" in text(await say("!yes", **MOD))


async def test_a_question_that_the_fact_answers_already_is_not_offered(say: Say) -> None:
    await say(f"!ask-the-team {QUESTION}", **ADA)
    await say(f"{EVENT} asked: {QUESTION} yes: true", **MOD)
    assert "!yes" not in text(await say("!gap close 1 fact: F11", **MOD))


async def test_an_offer_takes_no_other_previews_place(say: Say, opened: Services) -> None:
    await say(EVENT + " yes: true", **MOD)
    await say("!fact edit F11 place: the harbour", **MOD)
    await say(f"!ask-the-team {QUESTION}", **ADA)
    assert "!yes" not in text(await say("!gap close 1 fact: F11", **MOD))
    await say("!yes", **MOD)
    fact = await opened.store.fact("F11", 7)
    assert fact is not None
    assert isinstance(fact.payload, Event)
    assert (fact.payload.place, fact.asked) == ("the harbour", ())


async def test_a_follow_up_is_given_with_what_it_follows_and_is_not_offered(say: Say, url: str) -> None:
    await say("what share of islanders want the ferry at night?", **ADA)
    await say("and of whales?", **ADA)
    answer = await say("!ask-the-team", **ADA)
    assert answer.status == "done"
    assert [row[8] for row in rows(url)] == ["and of whales? – after: what share of islanders want the ferry at night?"]
    await say(EVENT + " yes: true", **MOD)
    assert "!yes" not in text(await say("!gap close 1 fact: F11", **MOD))


async def test_follow_ups_to_the_same_are_one_gap_that_can_be_understood(say: Say) -> None:
    await say("what share of islanders want the ferry at night?", **ADA)
    await say("and of divers?", **ADA)
    await say("and of whales?", **ADA)
    await say("!ask-the-team", **ADA)
    await say("What share of ISLANDERS want the ferry at night?", **BEN)
    await say("And of whales", **BEN)
    answer = await say("!ask-the-team", **BEN)
    assert "1 other person asks it too." in noted(answer)
    waiting = text(await say("!gaps", **MOD))
    assert "“And of whales – after: What share of ISLANDERS want the ferry at night?”: asked by 2 people" in waiting
