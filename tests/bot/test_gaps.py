"""Gaps by the front door: given to the team, listed, shown, and ended in time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot import app
from bot.settings import Settings
from bot.terminal.console import Author, Console
from db.values import now
from tests.bot.gaps import ADA, BEN, MOD, UNKNOWN, rows
from tests.conftest import Say, noted, text


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


async def test_a_question_is_kept_only_at_its_askers_wish(say: Say, url: str) -> None:
    assert (await say(UNKNOWN, **ADA)).status in ("related", "unknown")
    assert rows(url) == []
    answer = await say("!ask-the-team", **ADA)
    assert (answer.status, noted(answer)) == (
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
    assert (again.status, noted(again)) == (
        "error",
        "I have answered “who is the mayor”, and give the team only what I cannot answer. "
        "Ask in other words if the answer was to another question.",
    )
    assert rows(url) == []


async def test_without_a_question_there_is_nothing_to_give(say: Say, url: str) -> None:
    await say(UNKNOWN, **ADA)
    for person in (BEN, {**ADA, "channel": 72}):
        answer = await say("!ask-the-team", **person)
        assert (answer.status, noted(answer)) == (
            "error",
            "I remember no question of yours here: ask it first, or write it after the command, "
            "for example `!ask-the-team what do independents think?`",
        )
    assert rows(url) == []


async def test_the_same_words_are_one_gap(say: Say) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    answer = await say("!ask-the-team How many WHALES did the diver count?!", **BEN)
    assert "is with the team now. 1 other person asks it too." in noted(answer)
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
        assert f"It was asked by 2 people, last on {today()}." in reply
        assert "The facts that come nearest" in reply
        assert "Quill" not in reply
        assert "42" not in reply


async def test_a_gap_of_one_server_is_invisible_in_another(say: Say, url: str) -> None:
    await say(f"!ask-the-team {UNKNOWN}", **ADA)
    await say(f"!ask-the-team {UNKNOWN}", **{**BEN, "server": 8})
    before = rows(url)
    for elsewhere in ({**MOD, "server": 9}, {}):
        assert noted(await say("!gaps", **elsewhere)) == "No question waits for an answer."
        for message in ("!gap 1", "!gap close 1 fact: F2", "!gap dismiss 1 reason: whatever"):
            answer = await say(message, **elsewhere)
            assert (answer.status, noted(answer)) == ("error", "No gap 1 waits here: `!gaps` lists those that do.")
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
    assert noted(await say("!gaps 3", **MOD)) == ("There is no page “3”: the list has pages 1 to 2. Write `!gaps 2`.")


async def test_one_person_cannot_fill_the_list(say: Say, url: str) -> None:
    for number in range(25):
        assert (await say(f"!ask-the-team does whale {number} weigh much", **ADA)).status == "done"
    answer = await say("!ask-the-team does one more whale weigh much", **ADA)
    assert (answer.status, noted(answer)) == (
        "error",
        "You have 25 questions waiting for the team already: wait until some of them are answered.",
    )
    assert len(rows(url, "SELECT * FROM gap")) == 25
    assert (await say("!ask-the-team does whale 3 weigh much", **ADA)).status == "done", "an old one may be asked again"


@asynccontextmanager
async def bot(settings: Settings, days: int) -> AsyncIterator[Console]:
    """The bot as it is so many days from now."""
    then = now() + timedelta(days=days)
    async with (
        app.opened(settings, lambda: then) as opened,
        opened.console() as terminal,
    ):
        yield terminal


async def test_gaps_end_after_the_days_that_are_set(settings: Settings, url: str) -> None:
    settings = settings.model_copy(update={"gap_days": 30})
    ada, ben = Author(False, 42, server=7, channel=70), Author(False, 43, server=7, channel=71)
    moderator = Author(True, 5, server=7, channel=79)
    async with bot(settings, 0) as terminal:
        kept = await terminal.say(f"!ask-the-team {UNKNOWN}", ada)
        assert "for 30 days at most" in noted(kept)
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
        app.opened(settings, lambda: time) as opened,
        opened.console() as terminal,
    ):
        await terminal.say(f"!ask-the-team {UNKNOWN}", Author())
        time += timedelta(days=91)
        assert noted(await terminal.say("!gaps", Author())) == "No question waits for an answer."
        assert (await terminal.say("!gap close 1 fact: F2", Author())).status == "error"
        await terminal.say("!ask-the-team do whales sing", Author())
        assert [row[8] for row in rows(url)] == ["do whales sing"], "a write deletes what is too old"
