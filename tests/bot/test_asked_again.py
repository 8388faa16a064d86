"""A lookup that is asked again: the same answer from memory, and another as soon as anything of it has changed."""

from pathlib import Path

from tests.bot.curating import BEN, EVENT
from tests.conftest import Say, text

ASKED = "!event fish market"


async def test_what_is_the_same_is_not_made_anew(say: Say) -> None:
    first = await say(ASKED, server=7)
    assert (await say(ASKED, server=7)).sections is first.sections
    other = await say(ASKED, server=8)
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


async def test_what_a_server_adds_is_in_its_next_answer_and_in_no_others(say: Say) -> None:
    before = text(await say("!event ferry", server=7))
    assert text(await say("!event ferry", server=8)) == before
    await say(EVENT, **BEN)
    await say("!yes", **BEN)
    assert "The Måren sailed" in text(await say("!event ferry", server=7))
    assert text(await say("!event ferry", server=8)) == before
    await say("!undo", **BEN)
    assert text(await say("!event ferry", server=7)) == before
