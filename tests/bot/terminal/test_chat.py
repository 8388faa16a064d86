"""The terminal: what Tab completes, and what a reply looks like there."""

import io

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console as Screen

from bot.app import Services
from bot.render.terminal import show
from bot.terminal.chat import CommandCompleter
from tests.conftest import Say


@pytest.fixture
async def completer(opened: Services) -> CommandCompleter:
    return CommandCompleter(await opened.completions())


def completed(completer: CommandCompleter, typed: str) -> list[str]:
    """Return the line as each completion would leave it."""
    found = completer.get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text for one in found]


async def test_tab_completes_commands_and_leaves_room_for_what_follows(completer: CommandCompleter) -> None:
    assert completed(completer, "!po") == ["!poll "]
    assert completed(completer, "!PO") == ["!poll "]
    assert "!fact add " in completed(completer, "!fact a")
    assert {"!source ", "!sources "} <= set(completed(completer, "!sou"))
    assert completed(completer, "hello") == []
    assert completed(completer, "!nosuch ") == []


async def test_tab_completes_names_and_topics_as_they_are_looked_up(completer: CommandCompleter) -> None:
    assert completed(completer, "!person ida") == ["!person Ida Brønn"]
    assert completed(completer, "!person djuric") == []
    assert completed(completer, "!person tomas đ") == ["!person Tomas Đuric"]
    assert completed(completer, "!brief Ferr") == ["!brief ferry"]
    assert completed(completer, "!source harb") == ["!source harbour-2031"]
    assert "!help poll" in completed(completer, "!help po")


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_a_reply_hangs_from_its_bullets_and_numbers(say: Say, width: int) -> None:
    out = io.StringIO()
    show(await say("!event fish market"), Screen(file=out, width=width, highlight=False))
    lines = out.getvalue().splitlines()
    assert lines[0] == "Events: Closure of the fish market"
    assert all(len(line) <= width for line in lines)
    bullet = next(number for number, line in enumerate(lines) if line.startswith("  • 14 March 2031: "))
    said = bullet + 1
    while lines[said].strip():
        assert lines[said].startswith("    ")
        said += 1
    sources = lines.index("Sources")
    assert lines[sources + 1].startswith("[1] Greta Holm, [Column on")
    assert all(line[:4].strip() in ("", "[1]", "[2]") for line in lines[sources + 1 :])
