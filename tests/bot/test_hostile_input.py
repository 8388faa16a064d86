"""Whatever is typed after whichever command gets exactly one reply, never a crash, and rings nobody."""

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import app
from bot.app import Services
from bot.briefing.answer import Answer
from bot.discord.error_handler import WRONG
from bot.render import contract, plain
from bot.render.pages import LIMIT, pages
from bot.settings import Settings
from bot.terminal.console import Author, Console, Line
from db.notes import PREFIX
from tests.conftest import LIBRARY, all_noted

MENTION = re.compile(r"@(?:everyone|here)\b|<(?:@[!&]?|#)\d+>")
STATUSES = {"answered", "related", "unknown", "done", "denied", "error"}

HOSTILE = {
    "nothing": "",
    "4,000 characters": "ferry " * 666 + "long",
    "4,000 in a row": "x" * 4000,
    "typographic quotes": "“night ferry” ‘ferry’ «ferry»",
    "an open quote": '"ferry',
    "an open typographic quote": "“ferry",
    "quotes alone": "\"\" '' “”",
    "emoji": "⛴️🏴‍☠️👩‍👩‍👧",
    "right to left": "مرحبا بالعالم שלום \u202eyrref\u202c",
    "markdown": "**ferry** __x__ ~~y~~ `z` ```code``` ||spoiler|| > quote # head [a](<https://evil.example>)",
    "a mention of everyone": "@everyone @here",
    "mentions by number": "<@123456789012345678> <@&1> <#2> <@!3>",
    "SQL": "'; DROP TABLE fact; --",
    "SQL wildcards": "% _ ferry%",
    "full-text operators": 'ferry* AND NOT "x OR NEAR(ferry poll, 2) ^ferry names:ferry -ferry + (',
    "one operator": "NEAR",
    "an asterisk": "*",
    "a minus": "-",
    "zero-width": "fe\u200brry \u200d\ufeff\u2060",
    "only zero-width": "\u200b\u2060\ufeff",
    "NUL": "fer\x00ry",
    "controls": "\x01\x1b[31mferry\x7f\x85",
    "a lone surrogate": "ferry \ud800",
    "lines": "ferry\nnight\r\n\u2028\u2029boat",
    "flags": "--help -x key: source: text: kind=",
    "an unknown flag": "wrod: x key: y",
    "a path": "../../etc/passwd",
    "a format": "{0} {fact} %s %(x)s {self.__class__}",
    "numbers": "0 -1 99999999999999999999 F0 F-1 1e400 ٣ ²",
    "combining marks": "f" + "\u0301" * 300 + "erry",
    "a date": "0000-00-00/9999-99-99",
    "an open interval": "../..",
    "an address": "https://user:pass@evil.example/?q=<script>alert(1)</script>",
    "known and unknown": "ferry harbour-2031 1 F1 night-ferry-poll",
}


async def say(terminal: Console, message: str) -> Answer:
    """Put a line to the bot; exactly one reply has to come."""
    line = Line(message.strip(), Author(id=7, name="@everyone"))
    await terminal.respond(cast(discord.Message, line))
    assert len(line.replies) == 1, f"{message!r} has {len(line.replies)} replies"
    return line.replies[0]


def assert_harmless(message: str, answer: Answer) -> None:
    assert answer.status in STATUSES
    assert not all_noted(answer).startswith(WRONG), ascii(message)
    assert answer.statements or all_noted(answer), f"{message!r} gets an empty reply"
    said = "\n".join(plain.lines(answer))
    shown = [page.text for page in pages(answer)]
    assert all(shown)
    for text in (said, *shown):
        assert not MENTION.search(text), ascii(message)
        # What cannot be written out, or could steer a terminal, does not come back.
        text.encode()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text), ascii(message)
    assert all(0 < len(page) <= LIMIT for page in shown)
    contract.reply(message, answer)


def names(terminal: Console) -> list[str]:
    """Every command of the bot, with subcommands, and what is no command."""
    known = [command.qualified_name for cog in terminal.cogs.values() for command in cog.walk_commands()]
    return [*known, "nosuchcommand", ""]


@pytest.fixture
async def terminal(opened: Services) -> AsyncIterator[Console]:
    async with opened.console() as built:
        yield built


@pytest.mark.parametrize("argument", HOSTILE.values(), ids=HOSTILE.keys())
async def test_every_command_bears_it(terminal: Console, argument: str, caplog: pytest.LogCaptureFixture) -> None:
    for name in names(terminal):
        message = f"{PREFIX}{name} {argument}"
        assert_harmless(message, await say(terminal, message))
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("before", ["", "<@1> ", "<@!1>"], ids=["plain", "mention", "old mention"])
async def test_a_message_without_a_command_bears_it(terminal: Console, before: str, words: str) -> None:
    assert_harmless(words, await say(terminal, before + words))


@pytest.mark.parametrize("glued", ["poll\n\nparty", "poll\tferry", "POLL ferry", "poll\u2003ferry", "poll\u00a0ferry"])
async def test_a_command_is_told_from_its_argument_by_any_white_space(terminal: Console, glued: str) -> None:
    assert (await say(terminal, PREFIX + glued)).status in ("answered", "unknown", "related")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


TELLING = ["ferry", "NEAR", "AND", "OR", '"', "“", "harbour-2031", "F1", "2031", "¶3", "@here", "key:", "text:"]
WORDS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\"'“”*-():^{}[]<>@#&|\\`~_=+/.,;!? \n", max_size=30),
    st.lists(st.sampled_from(TELLING)).map(" ".join),
)


@given(typed=st.lists(st.tuples(st.integers(0, 1000), WORDS), min_size=1, max_size=30))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_any_text_after_any_command_gets_one_reply(folder: Path, typed: list[tuple[int, str]]) -> None:
    held = Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'any.db'}",
        fixtures_dir=LIBRARY / "fixtures",
        documents_dir=LIBRARY / "documents",
    )
    async with app.opened(held) as opened, opened.console() as built:
        known = names(built)
        for choice, words in typed:
            message = f"{PREFIX}{known[choice % len(known)]} {words}"
            assert_harmless(message, await say(built, message))
