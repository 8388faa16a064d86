"""Gaps by the front door: given to the team, listed, closed or set aside, and those who asked are told."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bot import console, services
from bot.console import Person
from bot.services import Services
from bot.settings import Settings
from db.actors import Actor
from db.clock import now
from db.records import Fact
from tests.conftest import Say, text

UNKNOWN = "how many whales did the divers count"
ADA: dict[str, Any] = {"server": 7, "member": 42, "moderator": False, "channel": 70}
BEN: dict[str, Any] = {"server": 7, "member": 43, "moderator": False, "channel": 71}
MOD: dict[str, Any] = {"server": 7, "member": 5, "channel": 79}


def rows(url: str, query: str = "SELECT * FROM gap JOIN gap_asker ON gap_id = gap.id") -> list[tuple[Any, ...]]:
    """Return what the tables hold, read past our code."""
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        return connection.execute(query).fetchall()


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


async def test_a_question_is_kept_only_at_its_askers_wish(say: Say, url: str) -> None:
    assert (await say(UNKNOWN, **ADA)).status in ("related", "unknown")
    assert rows(url) == []
    answer = await say("!ask-the-team", **ADA)
    assert (answer.status, answer.note) == (
        "done",
        "“how many whales did the divers count” is with the team now. A moderator of this server sees it without "
        "your name, for 90 days at most, and you will be told here what comes of it. "
        "`!privacy` says what I store, `!forget-me` removes it.",
    )
    assert [(row[1], row[7], row[8], row[9]) for row in rows(url)] == [(7, 42, UNKNOWN, 70)]


async def test_a_question_may_be_written_after_the_command(say: Say, url: str) -> None:
    answer = await say(f"!ask-the-team {UNKNOWN}", **ADA)
    assert answer.status == "done"
    assert [row[8] for row in rows(url)] == [UNKNOWN]


async def test_what_i_can_answer_is_answered_and_not_kept(say: Say, url: str) -> None:
    answer = await say("!ask-the-team who is the mayor", **ADA)
    assert answer.status == "answered"
    assert answer.statements[0].fact.key == "ida-bronn"
    again = await say("!ask-the-team", **ADA)
    assert (again.status, again.note) == (
        "error",
        "I have answered “who is the mayor”, and give the team only what I cannot answer. "
        "Ask in other words if the answer was to another question.",
    )
    assert rows(url) == []


async def test_without_a_question_there_is_nothing_to_give(say: Say, url: str) -> None:
    await say(UNKNOWN, **ADA)
    for person in (BEN, {**ADA, "channel": 72}):
        answer = await say("!ask-the-team", **person)
        assert (answer.status, answer.note) == (
            "error",
            "I remember no question of yours here: ask it first, or write it after the command, "
            "for example `!ask-the-team what do independents think?`",
        )
    assert rows(url) == []


async def test_the_same_words_are_one_gap(say: Say) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    answer = await say("!ask-the-team How many WHALES did the diver count?!", **BEN)
    assert answer.note is not None
    assert "is with the team now. One other person asks it too." in answer.note
    await say("!ask-the-team what does a whale weigh", **BEN)
    assert text(await say("!gaps", **MOD)) == (
        "Gaps: 2 waiting\n"
        "\n"
        f"`1` “How many WHALES did the diver count?!”: asked by 2 people, last on {today()}\n"
        f"`2` “what does a whale weigh”: asked by 1 person, last on {today()}\n"
        "`!gap` and a number shows one. Close it with a fact, as in `!gap close 3 fact: F12`, or set it aside: "
        "`!gap dismiss 3 reason: it is about next year`."
    )


async def test_many_who_ask_at_once_are_one_gap(say: Say, url: str) -> None:
    asking = (say(f"!ask-the-team {UNKNOWN}", server=7, member=member, moderator=False) for member in range(100, 130))
    assert {answer.status for answer in await asyncio.gather(*asking)} == {"done"}
    assert len({row[0] for row in rows(url)}) == 1
    assert sorted(row[7] for row in rows(url)) == list(range(100, 130))
    assert f"“{UNKNOWN}”: asked by 30 people" in text(await say("!gaps", **MOD))


async def test_a_gap_is_shown_in_all_its_words_and_without_names(say: Say) -> None:
    await say("!ask-the-team how many whales did the ferry meet", name="Ada Quill", **ADA)
    await say("!ask-the-team How many *whales* did the ferry meet?", **BEN)
    for command in ("!gap 1", "!gap show 1", "!gap #1"):
        answer = await say(command, **MOD)
        reply = text(answer)
        assert answer.status == "done"
        assert "“How many whales did the ferry meet?”\n“how many whales did the ferry meet”" in reply
        assert f"Asked by 2 people, last on {today()}." in reply
        assert "The facts that come nearest" in reply
        assert "Quill" not in reply
        assert "42" not in reply


async def test_a_closed_gap_is_told_where_it_was_asked(say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    await say(f"!ask-the-team {UNKNOWN}", **BEN)
    answer = await say("!gap close 1 fact: F2", **MOD)
    assert (answer.status, answer.note) == (
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
    assert (await say("!gaps", **MOD)).note == "No question waits for an answer."


async def test_a_dismissed_gap_is_told_with_its_reason(say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    answer = await say("!gap dismiss 1 reason: **no** whales here, @everyone", **MOD)
    assert answer.note == f"Gap 1, “{UNKNOWN}”, is set aside. The one who asked is told."
    assert text(await say("!topics", **ADA)).endswith(
        f"You gave the team a question: “{UNKNOWN}”. It was set aside: “no whales here, ＠everyone”."
    )
    assert rows(url) == []


async def test_the_operator_is_told_with_the_closing_answer(say: Say, url: str) -> None:
    await say(UNKNOWN)
    kept = await say("!ask-the-team")
    assert kept.note is not None
    assert "Whoever runs this bot sees it" in kept.note
    answer = await say("!gap dismiss 1 reason: no divers")
    assert answer.note is not None
    assert answer.note.endswith(f"You gave the team a question: “{UNKNOWN}”. It was set aside: “no divers”.")
    assert rows(url) == []


async def test_an_asker_who_is_not_here_is_told_later(opened: Services, say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", member=42, channel=70, moderator=False)
    async with console.opened(opened.cogs(), opened.moderators) as terminal:
        await terminal.say("!gap dismiss 1 reason: no divers", Person())
        assert len(rows(url)) == 1, "what was not told is not forgotten"
        assert (await terminal.say("!gaps", Person())).note == "No question waits for an answer."
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
        await change.put_fact(_fact("other-servers-secret"))
    async with opened.ledger.change(Actor("Mo", 5), 7) as change:
        await change.put_fact(_fact("taken-back", status="retracted"))
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    before = rows(url)
    answer = await say(message, **MOD)
    assert answer.status == "error"
    assert answer.note is not None
    assert len(answer.note) < 700
    assert "@" not in answer.note
    assert "secret" not in answer.note
    if note is not None:
        assert answer.note == note
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


async def test_a_gap_of_one_server_is_invisible_in_another(say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    await say(f"!ask-the-team {UNKNOWN}", **{**BEN, "server": 8})
    before = rows(url)
    for elsewhere in ({**MOD, "server": 9}, {}):
        assert (await say("!gaps", **elsewhere)).note == "No question waits for an answer."
        for message in ("!gap 1", "!gap close 1 fact: F2", "!gap dismiss 1 reason: whatever"):
            answer = await say(message, **elsewhere)
            assert (answer.status, answer.note) == ("error", "No gap 1 waits here: `!gaps` lists those that do.")
    assert "asked by 1 person" in text(await say("!gaps", **MOD)), "the same words elsewhere are not counted in"
    assert rows(url) == before


async def test_a_long_list_comes_in_pages(say: Say) -> None:
    numbers = "one two three four five six seven eight nine ten eleven".split()
    for member in (42, 43):
        for number in numbers:
            await say(f"!ask-the-team do {number} whales weigh {member} tons", server=7, member=member)
    first = text(await say("!gaps", **MOD))
    assert first.startswith("Gaps: 22 waiting\n")
    assert first.count("asked by") == 20
    assert first.endswith("Page 1 of 2: `!gaps 2` shows more.")
    second = text(await say("!gaps 2", **MOD))
    assert second.count("asked by") == 2
    assert second.endswith("Page 2 of 2.")
    assert (await say("!gaps 3", **MOD)).note == ("There is no page “3”: the list has pages 1 to 2. Write `!gaps 2`.")


async def test_one_person_cannot_fill_the_list(say: Say, url: str) -> None:
    for number in range(25):
        assert (await say(f"!ask-the-team does whale {number} weigh much", **ADA)).status == "done"
    answer = await say("!ask-the-team does one more whale weigh much", **ADA)
    assert (answer.status, answer.note) == (
        "error",
        "You have 25 questions waiting for the team already: wait until some of them are answered.",
    )
    assert len(rows(url, "SELECT * FROM gap")) == 25
    assert (await say("!ask-the-team does whale 3 weigh much", **ADA)).status == "done", "an old one may be asked again"


@asynccontextmanager
async def bot(settings: Settings, days: int) -> AsyncIterator[console.Console]:
    """The bot as it is so many days from now."""
    then = now() + timedelta(days=days)
    async with (
        services.opened(settings, lambda: then) as opened,
        console.opened(opened.cogs(), opened.moderators) as terminal,
    ):
        yield terminal


async def test_gaps_end_after_the_days_that_are_set(settings: Settings, url: str) -> None:
    settings = settings.model_copy(update={"gap_days": 30})
    ada, ben = Person(False, 42, server=7, channel=70), Person(False, 43, server=7, channel=71)
    moderator = Person(True, 5, server=7, channel=79)
    async with bot(settings, 0) as terminal:
        kept = await terminal.say(f"!ask-the-team {UNKNOWN}", ada)
        assert kept.note is not None
        assert "for 30 days at most" in kept.note
        await terminal.say("!ask-the-team what does a whale weigh", ada)
    async with bot(settings, 29) as terminal:
        assert text(await terminal.say("!gaps", moderator)).startswith("Gaps: 2 waiting\n")
        await terminal.say("!ask-the-team what does a whale weigh", ben)
    async with bot(settings, 31) as terminal:
        listed = text(await terminal.say("!gaps", moderator))
        assert UNKNOWN not in listed
        assert "“what does a whale weigh”: asked by 1 person" in listed, "who asked later keeps it"
        assert [row[7] for row in rows(url)] == [43], "a start deletes what is too old"


async def test_a_long_run_hides_and_deletes_what_has_become_old(settings: Settings, url: str) -> None:
    time = now()
    async with (
        services.opened(settings, lambda: time) as opened,
        console.opened(opened.cogs(), opened.moderators) as terminal,
    ):
        await terminal.say(f"!ask-the-team {UNKNOWN}", Person())
        time += timedelta(days=91)
        assert (await terminal.say("!gaps", Person())).note == "No question waits for an answer."
        assert (await terminal.say("!gap close 1 fact: F2", Person())).status == "error"
        await terminal.say("!ask-the-team do whales sing", Person())
        assert [row[8] for row in rows(url)] == ["do whales sing"], "a write deletes what is too old"
