"""`!undo`: one's own last change is taken back, and nobody else's; what a document brought goes with it."""

from pathlib import Path

import pytest

from bot.app import Services
from tests.bot.curating import ANA, BEN, CLAIM, EVENT, stated
from tests.conftest import Attached, Dump, Say, text


async def test_a_vouch_is_taken_back(say: Say) -> None:
    await say("!fact vouch F2", **BEN)
    assert "Ben has read the passage" in text(await say("!cite F2", **ANA))
    assert "Ben" not in text(await say("!cite F2", server=8, member=43))
    assert "You no longer vouch for F2." in text(await say("!undo", **BEN))
    assert "Ben" not in text(await say("!cite F2", **ANA))


async def test_undo_takes_back_ones_own_last_change_then_the_one_before(say: Say, opened: Services) -> None:
    await say(EVENT + " yes: true", **ANA)
    await say("!fact edit F11 place: the harbour yes: true", **ANA)
    await say(CLAIM + " yes: true", **BEN)
    first = await say("!undo", **ANA)
    assert "F11 is as it was before your revision 2:\nplace: [-the harbour-] {+Port Ellery+}" in text(first)
    second = await say("!undo", **ANA)
    assert "F11 is retracted again, since you had added it" in text(second)
    assert text(await say("!undo", **ANA)) == "You have changed nothing here that could be taken back."
    assert "F12" in stated(await say("!claim ferry", **BEN))
    history = text(await say("!fact history F11", **ANA))
    assert "Revision 3: undid revision 2 on" in history
    assert "Revision 4: undid revision 1 on" in history
    assert (await opened.ledger.prove()).sound
    restored = await say("!fact restore F11", **ANA)
    assert restored.status == "done"


async def test_undo_overwrites_nobody(say: Say, opened: Services) -> None:
    await say(EVENT + " yes: true", **ANA)
    await say("!fact edit F11 place: the harbour yes: true", **BEN)
    answer = await say("!undo", **ANA)
    assert "F11 has been changed since, and nothing was taken back" in text(answer)
    fact = await opened.store.fact("F11", 7)
    assert fact
    assert fact.status == "published"


async def test_a_new_topic_goes_with_the_fact_that_brought_it(say: Say) -> None:
    await say(EVENT.replace("topics: ferry", "topics: ferry, +voyages") + " yes: true", **ANA)
    assert "`voyages`: Voyages (1)" in text(await say("!topics", **ANA))
    assert "voyages" not in text(await say("!topics", server=8, member=43))
    await say("!undo", **ANA)
    assert "voyages" not in text(await say("!topics", **ANA))
    assert text(await say("!undo", **ANA)) == "You have changed nothing here that could be taken back."


async def test_hiding_a_shared_fact_is_taken_back_too(say: Say) -> None:
    await say("!fact hide F2", **ANA)
    assert "F2" not in stated(await say("!event fish market", **ANA))
    assert "F2 is shown here again." in text(await say("!undo", **ANA))
    assert "F2" in stated(await say("!event fish market", **ANA))


async def test_describing_a_source_is_taken_back_too(say: Say, opened: Services) -> None:
    before = await opened.store.source("ferry-notes")
    await say("!source edit ferry-notes publisher: The council")
    assert await opened.store.source("ferry-notes") != before
    assert "The source `ferry-notes` is described as before." in text(await say("!undo"))
    assert await opened.store.source("ferry-notes") == before


async def bring(say: Say, library: Path) -> str:
    """Bring a version of the harbour document in which a line is new and a figure another; return the text before."""
    old = (library / "documents" / "harbour.txt").read_text()
    new = "A line that is new.\n" + old.replace("64% of residents", "65% of residents")
    await say("!source edit harbour-2031", attachments=[Attached("harbour-2.txt", new.encode())])
    return old


async def test_a_new_version_of_a_document_is_taken_back_with_all_that_followed_it(
    say: Say, opened: Services, library: Path
) -> None:
    before = await opened.store.source("harbour-2031")
    cited = {fact.label: fact.citations for fact in await opened.store.own()}
    await bring(say, library)
    assert {fact.label: fact.citations for fact in await opened.store.own()} != cited
    assert text(await say("!undo")).split("\n") == [
        "Taken back",
        "",
        "The source `harbour-2031` is described as before.",
        "It has the document from before again, with 5 paragraphs.",
        "Every citation into it is intact.",
        "`!undo` once more takes back the change before it; `!fact history` shows them all.",
    ]
    assert await opened.store.source("harbour-2031") == before
    assert {fact.label: fact.citations for fact in await opened.store.own()} == cited
    for number in (1, 3, 5):
        assert "`harbour-2031`: intact" in text(await say(f"!cite F{number}"))
    assert "undid revision 2" in text(await say("!fact history F3"))
    assert (await opened.ledger.prove()).sound
    assert text(await say("!undo")) == "You have changed nothing here that could be taken back."


@pytest.mark.sqlite("looks into the bytes of the file")
async def test_the_version_before_counts_again_and_the_one_taken_back_leaves_no_word(
    say: Say, opened: Services, dump: Dump
) -> None:
    await say("!source add pier-2031 title: A pier", attachments=[Attached("pier.txt", b"It holds 40 boats.")], **ANA)
    await say(EVENT.replace("harbour-2031", "pier-2031") + " yes: true", **ANA)
    secret = b"Zanzibar gulls count nobody.\nIt holds 40 boats."
    await say("!source edit pier-2031", attachments=[Attached("wrong.txt", secret)], **ANA)
    assert "own words: “It holds 40 boats.”" in text(await say("!source pier-2031 2", **ANA))
    assert "¶2 of `pier-2031`: intact" in text(await say("!cite F11", **ANA))
    await say("!undo", **ANA)
    assert "own words: “It holds 40 boats.”" in text(await say("!source pier-2031 1", **ANA))
    assert "¶1 of `pier-2031`: intact" in text(await say("!cite F11", **ANA))
    audit = text(await say("!audit", **ANA))
    assert "Ana: took back a version of the document of `pier-2031` (takes back revision 2): undoes" in audit
    for file in dump.file.parent.glob("footnote.db*"):
        assert b"Zanzibar" not in file.read_bytes(), file
    again = await say("!source edit pier-2031", attachments=[Attached("right.txt", secret)], **ANA)
    assert "The document has 2 paragraphs now." in text(again), "it can be brought once more"
    assert (await opened.ledger.prove()).sound


async def test_a_fact_that_was_edited_meanwhile_keeps_its_edit_and_follows_the_document(
    say: Say, library: Path
) -> None:
    await bring(say, library)
    await say("!fact edit F3 note: Read twice. yes: true", member=43)
    assert "Passages that stand elsewhere now, where they are cited from now on: F3." in text(await say("!undo"))
    cited = text(await say("!cite F3"))
    assert "¶4 of `harbour-2031`: intact" in cited
    assert "Read twice." in cited


async def test_facts_of_other_servers_follow_the_document_too(say: Say, opened: Services, library: Path) -> None:
    await say(CLAIM + " yes: true", **ANA)
    await bring(say, library)
    assert "¶5 of `harbour-2031`" in text(await say("!cite F11", **ANA))
    undone = await say("!undo")
    assert "Måren" not in text(undone)
    assert "¶4 of `harbour-2031`: intact" in text(await say("!cite F11", **ANA))
    assert (await opened.ledger.prove()).sound


async def test_a_first_document_is_taken_back_too(say: Say) -> None:
    await say("!source add pier-2031 title: A pier", **ANA)
    await say("!source edit pier-2031", attachments=[Attached("pier.txt", b"It holds 40 boats.")], **ANA)
    assert "It has no document any more, as before: citations into it are unchecked." in text(await say("!undo", **ANA))
    assert "Document: not on hand." in text(await say("!source pier-2031", **ANA))


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (
            ["!source add pier-2031 title: A pier text: A pier."],
            "`!source retire pier-2031 reason: …` retires it.",
        ),
        (
            ["!source add pier-2031 title: A pier text: A pier.", "!source forget pier-2031 reason: x"],
            "its text is gone from the store. Attach it to `!source edit pier-2031` to bring it back.",
        ),
    ],
)
async def test_what_is_not_taken_back_is_said_and_nothing_is_written(
    say: Say, dump: Dump, messages: list[str], said: str
) -> None:
    for message in messages:
        await say(message, **ANA)
    before = dump()
    answer = await say("!undo", **ANA)
    assert answer.status == "error"
    assert said in text(answer)
    assert dump() == before


async def test_a_document_that_somebody_else_took_down_stays_down(say: Say) -> None:
    await say("!source add pier-2031 title: A pier text: A pier.", **ANA)
    await say("!source edit pier-2031", attachments=[Attached("pier.txt", b"It holds 40 boats.")], **ANA)
    await say("!source forget pier-2031 reason: the trust asked for it", **BEN)
    answer = await say("!undo", **ANA)
    assert text(answer) == "The source `pier-2031` was changed since, and nothing was taken back."
    assert "taken down" in text(await say("!source pier-2031", **ANA))
