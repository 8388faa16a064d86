"""Examples in help and refusals: of the library at hand, and of no other one."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from bot.terminal.console import Author, Console
from tests.conftest import Say, text

# Words of the shipped library, which is an example, and of which nobody has to have heard.
SHIPPED = re.compile(
    r"king-2020|outlook-2025|hanoi|pyongyang|republican|warmbier|human.rights|\bparty\b|\bkei\b", re.IGNORECASE
)
LOOKED_UP = ("poll", "event", "person", "org", "law", "claim", "brief", "compare", "timeline", "find", "source", "ask")


@pytest.fixture
async def bare(settings: Settings, tmp_path: Path) -> AsyncIterator[Console]:
    """A bot that knows nothing yet."""
    (tmp_path / "empty").mkdir()
    empty = {"fixtures_dir": tmp_path / "empty", "database_url": f"sqlite+aiosqlite:///{tmp_path / 'bare.db'}"}
    async with app.opened(settings.model_copy(update=empty)) as opened, opened.console() as terminal:
        yield terminal


def commands(terminal: Console) -> list[str]:
    return sorted(command.qualified_name for command in terminal.walk_commands() if not command.hidden)


async def test_no_help_and_no_refusal_takes_its_example_from_the_shipped_library(bare: Console) -> None:
    for name in commands(bare):
        said = text(await bare.say(f"!help {name}"))
        assert not SHIPPED.search(said), said
        assert not re.search(r"\{(source|paragraph|topic|question|name)\}", said), said
        if name not in ("forget-me", "export", "verify", "undo"):
            refusal = text(await bare.say(f"!{name}"))
            assert not SHIPPED.search(refusal), refusal


async def test_what_help_gives_as_an_example_can_be_asked(say: Say) -> None:
    for name in LOOKED_UP:
        said = text(await say(f"!help {name}"))
        examples = re.findall(r"`(![^`]+)`", re.findall(r"^Example: (.+)$", said, re.MULTILINE)[0])
        assert examples, name
        assert (await say(examples[0])).status == "answered", examples[0]


async def test_a_refusal_gives_an_example_of_the_library_at_hand(say: Say) -> None:
    assert "source: harbour-2031 paragraph: " in text(await say("!fact add"))
    assert "such as `harbour-2031#" in text(await say("!fact add kind: event text: x cite: nowhere"))
    await say("!source add lind-2031 title: A pier text: The pier holds boats.", server=7, member=42)
    assert "lind-2031" not in text(await say("!help source", Author(id=9, server=8)))
