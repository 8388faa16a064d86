"""Yes and no to a preview: carried out once, however often they are said."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.tables import preview
from tests.bot.curating import ANA, CLAIM, EVENT, POLL
from tests.conftest import Attached, Dump, Say, raw, text

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


def kept_by_another_version(url: str, change: Callable[[Any], Any]) -> None:
    """Change what waits for a yes into what an earlier or a later version may have kept."""
    with raw(url) as connection:
        record = connection.scalar(select(preview.c.record))
        connection.execute(preview.update().values(record=change(record)))


ILLEGIBLE: dict[str, Callable[[Any], Any]] = {
    # As it was until drafts were kept with what was changed in them.
    "a draft by its number": lambda record: {**record, "draft": 5},
    "a field that is not known": lambda record: {**record, "mood": "glad"},
    "a field that is lacking": lambda record: {name: value for name, value in record.items() if name != "steps"},
    "a kind that is not known": lambda record: {**record, "steps": [{"fact": {"payload": {"kind": "rumour"}}}]},
    "no record": lambda record: [record],
    "nothing": lambda record: None,
}
DROPPED = (
    "Another version of me showed you that, and I cannot read what it would have written: it is dropped, and nothing "
    "was written. Write the command again."
)


@pytest.mark.parametrize("change", ILLEGIBLE.values(), ids=ILLEGIBLE.keys())
async def test_what_another_version_showed_is_dropped_in_a_sentence(
    say: Say, url: str, dump: Dump, change: Callable[[Any], Any]
) -> None:
    await say(EVENT, **ANA)
    kept_by_another_version(url, change)
    before = dump.rows()
    refused = await say("!yes", **ANA)
    assert (refused.status, text(refused)) == ("error", DROPPED)
    assert before - dump.rows() == {"preview": 1}
    assert not dump.rows() - before
    assert text(await say("!yes", **ANA)).startswith("Nothing waits for your answer here")
    assert "yes" in (await say(EVENT, **ANA)).offers
    kept_by_another_version(url, change)
    again = await say(EVENT, **ANA)
    assert "your earlier preview (what another version of me showed you), which is dropped." in text(again)
    kept_by_another_version(url, change)
    refused = await say("!no", **ANA)
    assert text(refused) == "Dropped: what another version of me showed you. Nothing was written."
    assert before - dump.rows() == {"preview": 1}


@pytest.mark.parametrize(
    "change",
    [
        lambda record: {**record, "library": {**record["library"], "moods": []}},
        lambda record: {"library": record["library"]["facts"]},
    ],
    ids=["a field that is not known", "no library and no name"],
)
async def test_a_file_that_another_version_showed_is_dropped_in_a_sentence(
    say: Say, url: str, dump: Dump, change: Callable[[Any], Any]
) -> None:
    await say(EVENT + " yes: true", **ANA)
    exported = await say("!export", **ANA)
    assert exported.attachment is not None
    there = {**ANA, "server": 8}
    file = Attached("facts.yaml", exported.attachment.content.encode())
    shown = await say("!import", **there, attachments=[file])
    assert "yes" in shown.offers, text(shown)
    kept_by_another_version(url, change)
    before = dump.rows()
    refused = await say("!yes", **there)
    assert (refused.status, text(refused)) == ("error", DROPPED)
    assert before - dump.rows() == {"preview": 1}
    assert not dump.rows() - before
