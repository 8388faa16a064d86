"""What one server has is nobody else's.

Two stores are asked the same: in one of them server 7 keeps facts, sources, questions and reports of its own. Whoever
is not in server 7 has to get the same replies from both, whichever command they use: so that neither a word, nor a
count, nor a score, nor an offer tells of what is there. All commands are walked over, so that a new one is covered.
"""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import app
from bot.app import Services
from bot.briefing.answer import Answer
from bot.cli.files import content_of
from bot.render import contract, exports
from bot.render.formats import Format
from bot.settings import Settings
from bot.terminal.console import Author, Console
from db.completion import What
from db.kinds import KINDS
from tests.completing import completed
from tests.conftest import Attached, noted, text

MODERATOR = Author(id=42, name="Mo", server=7, channel=70)
NEIGHBOUR = Author(id=99, name="Eve", server=8, channel=80)
OPERATOR = Author()

WALRUS = "The walrus ferry of Zyzzyva carries 12 passengers."
PAYLOADS: list[dict[str, Any]] = [
    {
        "kind": "poll",
        "question": "Do walruses want it?",
        "survey": {"key": "walrus-33", "title": "Walrus survey"},
        "results": [{"group": "walruses", "answer": "want it", "percent": 12}],
    },
    {"kind": "event", "name": "Launch of Zyzzyva"},
    {"kind": "person", "name": "Zyta Walrus"},
    {"kind": "organization", "name": "Walrus Club"},
    {"kind": "law", "name": "Zyzzyva Act"},
    {"kind": "claim", "about": "The night ferry is worth its cost", "stance": "against"},
]
SECRET: dict[str, Any] = {
    "sources": [{"key": "zyzzyva-log", "title": "Log of Zyzzyva", "author": [{"literal": "Walrus Club"}]}],
    "topics": [{"key": "zyzzyva", "title": "Zyzzyva", "aliases": ["walruses"]}],
    "synonyms": [["walrus", "tusker"]],
    "facts": [
        {
            "key": f"zyzzyva-{payload['kind']}",
            "payload": payload,
            "text": f"{WALRUS} ({payload['kind']})",
            "speaker": "Walrus Club" if payload["kind"] == "claim" else None,
            "topics": ["zyzzyva", "ferry"],
            "aliases": [f"walrus {payload['kind']}"],
            "asked": ["how many walruses does Zyzzyva carry"],
            "when": "2033",
            "citations": [{"source": "zyzzyva-log", "paragraph": 1, "fingerprint": "0" * 64}],
        }
        for payload in PAYLOADS
    ],
}
# What server 7 does; F11 and after are its own facts.
SECRETS = [
    ("!yes", ()),
    ("!source add walrus-2033 title: Walruses of Zyzzyva text: Walruses queue at Zyzzyva.", ()),
    ("!source retire walrus-2033 reason: walruses", ()),
    ("!fact edit F12 note: walrus yes: true", ()),
    ("!fact retract F13 reason: no walrus", ()),
    ("!fact hide F6 reason: walruses do not care", ()),
    ("!fact vouch F2", ()),
    ("how heavy is a walrus of Zyzzyva?", ()),
    ("!ask-the-team how heavy is a walrus of Zyzzyva?", ()),
    ("!report F11 the walrus is wrong", ()),
    ("!import", (Attached("z.yaml", yaml.safe_dump({"topics": [{"key": "tusk", "title": "Tusks"}]}).encode()),)),
]
ARGUMENTS = [
    "",
    "zyzzyva",
    "zyzzyvo",
    "F11",
    "F13 reason: why",
    "F2 reason: why",
    "zyzzyva-log 1",
    "walrus-2033 reason: why",
    "ferry",
    "is the night ferry wort its cots?",
    "2033",
]
FURTHER = {
    "": ["how many walruses does Zyzzyva carry on the ferry?", "did the council close the market?"],
    "fact add": ["kind: event name: Zyzzyva topics: zyzzyva text: Boats. source: zyzzyva-log paragraph: 1 yes: true"],
    "fact edit": ["F2 topics: zyzzyva", "zyzzyva-event text: Boats leave."],
    "source add": ["walrus-2033 title: Walruses"],
    "source edit": ["zyzzyva-log title: Log"],
    "report": ["F2 wrong", "zyzzyva-event wrong"],
    "settle": ["99 done"],
    "timeline": ["2030/2040"],
}
# The time of day, and the numbers of facts and reports, which run through all servers.
_VARYING = re.compile(r"\b\d\d:\d\d(?: UTC)?\b|\bF\d+\b|\b[Rr]eport \d+\b|`!settle \d+`")


class Two:
    """The store with a secret and the one without, asked the same."""

    def __init__(self, secretive: Console, innocent: Console) -> None:
        self.secretive = secretive
        self.innocent = innocent

    async def ask(self, message: str, person: Author) -> tuple[Answer, Answer]:
        return await self.secretive.say(message, person), await self.innocent.say(message, person)


def seen(answer: Answer) -> tuple[Any, ...]:
    """Return all that a person or a program gets to see, but for the time of day and the numbers of facts."""
    said = contract.reply("", answer)
    for statement in said["statements"]:
        statement["fact"] = None
    said["note"] = _VARYING.sub("…", said["note"] or "")
    content = answer.attachment.content if answer.attachment else None
    return _VARYING.sub("…", text(answer)), said, answer.offers, content


@pytest.fixture
async def stores(settings: Settings, seeded: Path, tmp_path: Path) -> AsyncIterator[tuple[Services, Services]]:
    async with AsyncExitStack() as stack:
        made = []
        for name in ("secretive", "innocent"):
            file = shutil.copy(seeded, tmp_path / f"{name}.db")
            own = settings.model_copy(update={"database_url": f"sqlite+aiosqlite:///{file}"})
            made.append(await stack.enter_async_context(app.opened(own)))
        yield made[0], made[1]


@pytest.fixture
async def two(stores: tuple[Services, Services]) -> AsyncIterator[Two]:
    secretive, innocent = stores
    async with (
        secretive.console() as one,
        innocent.console() as other,
    ):
        library = Attached("z.yaml", yaml.safe_dump(SECRET, allow_unicode=True).encode())
        await one.say("!import", MODERATOR, [library])
        for message, files in SECRETS:
            answer = await one.say(message, MODERATOR, files)
            assert answer.status != "error", (message, noted(answer))
        yield Two(one, other)


async def test_server_seven_sees_what_is_its_own(two: Two) -> None:
    assert WALRUS in text(await two.secretive.say("!event zyzzyva", MODERATOR))
    assert "no longer relied on: walruses" in text(await two.secretive.say("!source walrus-2033", MODERATOR))
    assert "Quiet Harbour" not in text(await two.secretive.say("!law harbour", MODERATOR)), "it hides that"
    assert (await two.innocent.say("!event zyzzyva", MODERATOR)).status == "unknown"


@pytest.mark.parametrize("person", [NEIGHBOUR, OPERATOR], ids=["another server", "the terminal"])
async def test_no_command_tells_of_another_servers_facts(two: Two, person: Author) -> None:
    commands = {command.qualified_name: bool(command.params) for command in two.secretive.walk_commands()}
    assert len(commands) > 40
    for command, takes_some in [("", True), *sorted(commands.items())]:
        for arguments in [*(ARGUMENTS if takes_some else [""]), *FURTHER.get(command, [])]:
            message = f"!{command} {arguments}".strip() if command else arguments
            one, other = await two.ask(message, person)
            assert seen(one) == seen(other), message


async def test_typos_are_held_against_ones_own_words_alone(two: Two) -> None:
    question = "how many walrusses does the ferry of Zyzyva carry?"
    for _ in range(2):
        # Each asks after the other: what is remembered of one must not serve another.
        assert "“zyzyva” for “zyzzyva”" in text(await two.secretive.say(question, MODERATOR))
        for person in (NEIGHBOUR, OPERATOR):
            one, other = await two.ask(question, person)
            assert "I took" not in text(one)
            assert seen(one) == seen(other)


async def test_synonyms_serve_ones_own_questions_alone_from_the_moment_they_are_there(two: Two) -> None:
    question = "how many tuskers does the ferry of Zyzzyva carry?"

    async def names_what_carries_them(person: Author) -> bool:
        return "walrus" in text(await two.secretive.say(question, person))

    for _ in range(2):
        assert await names_what_carries_them(MODERATOR)
        for person in (NEIGHBOUR, OPERATOR):
            one, other = await two.ask(question, person)
            assert seen(one) == seen(other)
    moderator = Author(id=99, name="Eve", server=8, channel=80)
    nightly = "do tuskers want the ferry to run at night?"
    before = {person: seen(await two.secretive.say(nightly, person)) for person in (MODERATOR, OPERATOR)}
    assert (await two.secretive.say(nightly, moderator)).status == "related"
    synonyms = Attached("z.yaml", yaml.safe_dump({"synonyms": [["islanders", "tuskers"]]}).encode())
    await two.secretive.say("!import", moderator, [synonyms])
    assert (await two.secretive.say("!yes", moderator)).status == "done"
    assert (await two.secretive.say(nightly, moderator)).status == "answered"
    assert before == {person: seen(await two.secretive.say(nightly, person)) for person in (MODERATOR, OPERATOR)}


async def test_reports_go_to_the_server_and_those_on_shared_facts_to_the_operator(two: Two) -> None:
    bot = two.secretive
    await bot.say("!report F2 the day is wrong", NEIGHBOUR)
    assert "walrus" in text(await bot.say("!reports", MODERATOR))
    assert "walrus" not in text(await bot.say("!reports", NEIGHBOUR))
    seen_by_operator = text(await bot.say("!reports", OPERATOR))
    assert "the day is wrong" in seen_by_operator
    assert "walrus" not in seen_by_operator
    for person in (NEIGHBOUR, OPERATOR):
        assert (await bot.say("!settle 1 done", person)).status == "error"
    assert (await bot.say("!settle 1 done", MODERATOR)).status == "done"


async def test_completions_and_exports_of_the_command_line_have_only_what_is_shared(
    stores: tuple[Services, Services], two: Two
) -> None:
    secretive, innocent = stores
    kinds: tuple[What, ...] = (*KINDS, "topic", "fact", "source")
    for what in kinds:
        for typed in ("", "z", "wal", "zyzzyva", "F1", "F2", "ferry", "harb"):
            for server in (None, 8):
                one = await completed(secretive, what, typed, server)
                assert one == await completed(innocent, what, typed, server), (what, typed)
    assert await completed(secretive, "source", "zyz", 7), "server 7 completes its own"
    # The head of the ledger is of what all servers change, and for whoever runs the bot.
    theirs, ours = [replace(await content_of(store), head=None) for store in stores]
    for format_ in Format:
        assert exports.write(theirs, format_) == exports.write(ours, format_)
