"""The terminal: what Tab completes, and what a reply looks like there."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console as Screen

from bot.app import Services
from bot.render.terminal import show
from bot.terminal.chat import CommandCompleter, at_the_keyboard
from bot.terminal.console import Author
from tests.conftest import Dump, Say, noted


@pytest.fixture
async def completer(opened: Services) -> AsyncIterator[CommandCompleter]:
    async with opened.console() as terminal:
        yield CommandCompleter(terminal, opened.completion)


async def completed(completer: CommandCompleter, typed: str) -> list[str]:
    """Return the line as each completion would leave it."""
    found = completer.get_completions_async(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text async for one in found]


async def test_tab_completes_commands_and_leaves_room_for_what_follows(completer: CommandCompleter) -> None:
    assert await completed(completer, "!po") == ["!poll "]
    assert await completed(completer, "!PO") == ["!poll "]
    assert "!fact add " in await completed(completer, "!fact a")
    assert {"!source ", "!sources "} <= set(await completed(completer, "!sou"))
    assert await completed(completer, "hello") == []
    assert await completed(completer, "!nosuch ") == []


async def test_tab_completes_names_and_topics_as_they_are_looked_up(completer: CommandCompleter) -> None:
    assert await completed(completer, "!person ida") == ["!person Ida Brønn"]
    assert await completed(completer, "!person djuric") == []
    assert await completed(completer, "!person tomas đ") == ["!person Tomas Đuric"]
    assert await completed(completer, "!brief Ferr") == ["!brief ferry"]
    assert await completed(completer, "!source harb") == ["!source harbour-2031"]
    assert "!help poll" in await completed(completer, "!help po")


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


async def test_tab_completes_arguments_and_what_each_takes(completer: CommandCompleter) -> None:
    assert await completed(completer, "!fact add kind: ev") == ["!fact add kind: event"]
    assert await completed(completer, "!fact add kind: poll source: harb") == [
        "!fact add kind: poll source: harbour-2031"
    ]
    assert await completed(completer, "!fact add kind: poll sur") == ["!fact add kind: poll survey: "]
    assert await completed(completer, "!fact edit F1") == ["!fact edit F1", "!fact edit F10"]
    assert await completed(completer, "!source retire ferry") == ["!source retire ferry-notes"]


async def test_nothing_is_offered_twice_and_what_is_new_at_once(completer: CommandCompleter, say: Say) -> None:
    for kind, name, words in (
        ("event", "Night sailing", "The Måren sails at night."),
        ("event", "Night sailing", "Boats leave the harbour in the dark."),
        ("person", "Ida Night", "Ida Night is a captain."),
    ):
        added = await say(
            f"!fact add kind: {kind} topics: +sailing name: {name} text: {words} source: harbour-2031 paragraph: 1 "
            "yes: true"
        )
        assert added.status == "done", noted(added)
    for typed in ("!event ni", "!event night", "!fact edit Night", "!brief sail", "!help fa", "!fa"):
        found = await completed(completer, typed)
        assert found
        assert len(found) == len(set(found)), typed
    assert await completed(completer, "!event night") == ["!event Night sailing"]
    assert await completed(completer, "!brief sail") == ["!brief sailing"]


class Keyboard:
    """A person who types at the terminal, line by line, and what they see."""

    def __init__(self, opened: Services) -> None:
        self._opened = opened

    async def types(self, *lines: str) -> str:
        out = io.StringIO()
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            for line in (*lines, "exit"):
                pipe.send_text(f"{line}\r")
            async with self._opened.console() as terminal:
                screen = Screen(file=out, width=100, highlight=False)
                await at_the_keyboard(terminal, Author(), self._opened.completion, screen)
        return out.getvalue()


@pytest.fixture
def keyboard(opened: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return Keyboard(opened)


async def test_what_is_missing_is_asked_for_step_by_step(keyboard: Keyboard, opened: Services) -> None:
    seen = await keyboard.types(
        *("!fact add", "event", "harbour-2031", "1", "ferry", "The ferry sails: the Måren.", "First voyage", "", "!yes")
    )
    assert "Måren" in seen.split("Preview")[0], "the passage is shown before the text is asked for"
    assert "Added: F11" in seen
    fact = await opened.store.fact("F11")
    assert fact
    assert (fact.text, fact.name, fact.topics) == ("The ferry sails: the Måren.", "First voyage", ("ferry",))


async def test_source_topics_and_survey_are_carried_over(keyboard: Keyboard, opened: Services) -> None:
    await keyboard.types(
        "!fact add kind: poll topics: residents text: Of islanders, 70% want a ferry at night. source: harbour-2031 "
        "paragraph: 3 survey: Islander poll results: islanders want it 70 yes: true",
        *("!fact add kind: poll", "", "3", "", "Of islanders, 70% want a boat.", "islanders want a boat 70", ""),
        "!yes",
    )
    facts = [fact for number in (11, 12) if (fact := await opened.store.fact(f"F{number}"))]
    assert len(facts) == 2
    assert facts[1].topics == ("residents",)
    assert facts[1].citations[0].source == "harbour-2031"
    assert facts[1].payload.survey.title == "Islander poll"  # type: ignore[attr-defined]  # of a poll


async def test_an_empty_answer_leaves_it(keyboard: Keyboard, dump: Dump) -> None:
    before = dump()
    seen = await keyboard.types("!fact add kind: event", "", "!fact retract", "F1", "")
    assert seen.count("Left alone; nothing was written.") == 2
    assert dump() == before


async def test_a_source_is_asked_for_its_file(keyboard: Keyboard, opened: Services, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry sails at nine.", "utf-8")
    seen = await keyboard.types("!source add", "ferry.txt", "!source add", "", "A pier")
    assert "`ferry`: Ferry, n.d." in seen
    assert "`pier`: A pier, n.d." in seen


async def test_an_export_is_written_to_a_file(keyboard: Keyboard, tmp_path: Path) -> None:
    seen = await keyboard.types("!export", "!export")
    written = sorted(tmp_path.glob("footnote-*.yaml"))
    assert len(written) == 2
    assert all("fish-market-closed" in file.read_text("utf-8") for file in written)
    assert "fish-market-closed" not in seen
    assert "Written to" in seen
