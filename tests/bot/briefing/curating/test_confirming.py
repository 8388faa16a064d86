"""Yes and no to a preview: carried out once, however often they are said."""

import asyncio
from pathlib import Path

import pytest

from tests.bot.curating import ANA, CLAIM, EVENT, POLL
from tests.conftest import Dump, Say, text

# Where the first was done before another was read, nothing waited any more.
REFUSED = ("That was answered a moment ago, and is not done twice.", "Nothing waits for your answer here: ")


@pytest.mark.parametrize("fact", [EVENT, CLAIM, POLL, "!fact edit {own} text: The Måren sailed from Port Ellery."])
async def test_two_yeses_to_one_preview_write_once(say: Say, dump: Dump, fact: str) -> None:
    own = (await say(EVENT + " yes: true", **ANA)).statements[0].fact.label
    preview = await say(fact.format(own=own).replace("Maiden", "Later").replace("first", "next"), **ANA)
    assert "yes" in preview.offers
    before = dump.rows()
    replies = await asyncio.gather(*(say("!yes", **ANA) for _ in range(3)))
    assert sorted(reply.status for reply in replies) == ["done", "error", "error"]
    assert all(text(reply).startswith(REFUSED) for reply in replies if reply.status == "error")
    written = dump.rows() - before
    assert written["revision"] == 1
    assert dump.rows()["fact"] - before["fact"] == ("edit" not in fact)


async def test_two_yeses_to_one_file_take_it_once(say: Say, dump: Dump, tmp_path: Path) -> None:
    await say(EVENT + " yes: true", **ANA)
    exported = await say("!export", **ANA)
    assert exported.attachment is not None
    file = tmp_path / "facts.yaml"
    file.write_text(exported.attachment.content.replace("maiden-voyage", "other-voyage"), encoding="utf-8")
    assert "yes" in (await say(f"!import file: {file}")).offers
    before = dump.rows()
    replies = await asyncio.gather(*(say("!yes") for _ in range(3)))
    assert sorted(reply.status for reply in replies) == ["done", "error", "error"]
    assert all(text(reply).startswith(REFUSED) for reply in replies if reply.status == "error")
    assert dump.rows()["fact"] - before["fact"] == 1


async def test_a_yes_and_a_no_at_once_are_not_both_carried_out(say: Say, dump: Dump) -> None:
    await say(EVENT, **ANA)
    before = dump.rows()["fact"]
    yes, no = await asyncio.gather(say("!yes", **ANA), say("!no", **ANA))
    assert (yes.status == "done") == (dump.rows()["fact"] == before + 1)
    assert (yes.status == "done") != ("Nothing was written." in text(no))
