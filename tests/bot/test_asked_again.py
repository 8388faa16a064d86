"""A lookup that is asked again: the same answer from memory, and another as soon as anything of it has changed."""

from pathlib import Path

import pytest

from tests.bot.curating import BEN, CLAIM, EVENT
from tests.conftest import Say, text

ASKED = "!event fish market"


@pytest.mark.parametrize("asked", [ASKED, "!about ferry", "!compare ferry", "!timeline ferry", "!timeline 2031"])
async def test_what_is_the_same_is_not_made_anew(say: Say, asked: str) -> None:
    first = await say(asked, server=7)
    assert (await say(asked, server=7)).sections is first.sections
    other = await say(asked, server=8)
    assert other.sections is not first.sections
    assert text(other) == text(first)


async def test_a_document_that_has_changed_or_gone_is_seen_at_once(say: Say, library: Path) -> None:
    notes = library / "documents" / "ferry.txt"
    before, words = text(await say(ASKED)), notes.read_text("utf-8")
    assert before.endswith("¶1 (intact)")
    notes.write_text(words.replace("market", "hall"), "utf-8")
    assert text(await say(ASKED)) == before.replace("¶1 (intact)", "¶1 (changed)")
    notes.write_text(f"A line before all others.\n{words}", "utf-8")
    assert text(await say(ASKED)) == before.replace("¶1 (intact)", "¶2 (moved)")
    notes.unlink()
    assert text(await say(ASKED)) == before.replace("¶1 (intact)", "¶1 (unchecked)")
    notes.write_text(words, "utf-8")
    assert text(await say(ASKED)) == before


@pytest.mark.parametrize(
    ("asked", "added", "words"),
    [
        ("!event ferry", EVENT, "The Måren sailed"),
        ("!about ferry", EVENT, "The Måren sailed"),
        ("!timeline ferry", f"{EVENT} when: 2031-04-02", "The Måren sailed"),
        ("!compare ferry", CLAIM.replace("fills up", "is worth its cost"), "After nine, half of the boats are empty."),
    ],
)
async def test_what_a_server_adds_is_in_its_next_answer_and_in_no_others(
    say: Say, asked: str, added: str, words: str
) -> None:
    before = text(await say(asked, server=7))
    assert text(await say(asked, server=8)) == before
    await say(added, **BEN)
    await say("!yes", **BEN)
    assert words in text(await say(asked, server=7))
    assert text(await say(asked, server=8)) == before
    await say("!undo", **BEN)
    assert text(await say(asked, server=7)) == before
