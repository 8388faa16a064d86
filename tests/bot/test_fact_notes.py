"""Notes of editors: one that brings what no document says names its source, or is marked as ours."""

import pytest

from tests.bot.curating import EVENT
from tests.conftest import Dump, Say, text

MARK = "(ours, without a source)"
TOLD = (
    "Mind: `note:` {}: in no document that is cited, so the note is marked as ours. It is not where it names its source"
    " (`king-2020#9`)."
)


@pytest.mark.parametrize(
    ("note", "brings"),
    [
        ("The shipyard was in Gothenburg.", "Gothenburg"),
        ("It had 312 berths.", "312"),
        ("The yard of Olga Lind had 3 docks.", "3, Olga"),
    ],
)
async def test_a_note_that_brings_more_is_marked_and_told(say: Say, note: str, brings: str) -> None:
    preview = text(await say(f"{EVENT} note: {note}"))
    assert f"Editor’s note: {note} {MARK}" in preview
    assert TOLD.format(brings) in preview
    await say("!yes")
    assert (await say("!cite F11")).statements[0].fact.note == f"{note} {MARK}"


@pytest.mark.parametrize(
    "note",
    [
        "The photograph is by Ana Lind.",
        "The text gives no hour.",
        "The shipyard was in Gothenburg, says ferry-notes#1.",
        "The shipyard was in Gothenburg, as we found (ours, without a source).",
    ],
)
async def test_one_that_stands_in_the_document_or_says_where_it_is_from_is_not(say: Say, note: str) -> None:
    preview = text(await say(f"{EVENT} note: {note}"))
    assert f"Editor’s note: {note}\n" in preview
    assert "marked as ours" not in preview


async def test_a_paragraph_of_a_source_that_is_not_there_is_no_source(say: Say) -> None:
    assert MARK in text(await say(f"{EVENT} note: The shipyard was in Gothenburg, says yard-notes#1."))


async def test_an_edit_marks_a_new_note_alone(say: Say) -> None:
    await say(f"{EVENT} note: It had 312 berths. yes: true")
    edited = text(await say("!fact edit F11 text: The Måren sailed."))
    assert "note:" not in edited.partition("What changes:")[2].partition("`!yes`")[0]
    assert MARK in text(await say("!fact edit F11 note: It had 400 berths."))


async def test_a_note_without_room_for_the_mark_is_refused(say: Say, dump: Dump) -> None:
    before = dump()
    refused = await say(f"{EVENT} note: Gothenburg {'x' * 980}")
    assert text(refused) == "`note:` is too long to be marked as ours: leave out some 24 characters."
    assert dump() == before
