"""The index of passages: it follows the documents, one server knows nothing of another's, and it can be repaired."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import literal, select

from bot import app
from bot.app import Services
from bot.cli import diagnosis
from bot.settings import Settings
from db.full_text import Phrases, matches
from db.search import SearchTerm
from db.tables import passage, passage_search
from db.tokenizer import stems
from tests.conftest import Attached, Dump, Say, raw, text

MANUAL = b"""# Handbook

## Open enrollment

Every keeper picks a plan in October.

## Lamps

The lamp is lit at dusk. A spare wick hangs by the door.
"""


def found(dump: Dump, words: str) -> list[tuple[int, int]]:
    """Return the source and paragraph of what the index finds for whoever sees what is shared."""
    query = (
        select(passage.c.source_id, passage.c.paragraph)
        .join(passage_search, passage_search.c.rowid == passage.c.id)
        .where(matches(passage_search, literal([tuple(stems(words))], Phrases), literal(0)))
        .order_by(passage.c.id)
    )
    with raw(dump.url) as connection:
        return [tuple(row) for row in connection.execute(query)]


async def test_pages_and_headings_stand_beside_a_paragraph_wherever_it_is_shown(say: Say) -> None:
    await say("!source add manual-2031 title: Handbook issued: 2031", attachments=[Attached("manual.md", MANUAL)])
    shown = await say("!source manual-2031 3")
    assert shown.title == "Handbook (2031), Open enrollment, ¶3"
    await say(
        "!fact add kind: event name: Choice topics: plans text: Keepers choose in October. source: manual-2031 "
        "paragraph: 3"
    )
    assert "Handbook, 2031, Open enrollment, ¶3 (intact)" in text(await say("!yes"))


async def test_who_read_a_document_is_kept_with_it(say: Say) -> None:
    await say("!source add manual-2031 title: Handbook", attachments=[Attached("manual.md", MANUAL)])
    described = text(await say("!source manual-2031"))
    assert "Document: on hand, 5 paragraphs, read by footnote " in described
    assert "markdown-it-py " in described


async def test_the_folder_is_indexed_at_the_start_and_again_where_a_file_has_changed(
    opened: Services, say: Say, dump: Dump, settings: Settings, library: Path
) -> None:
    assert found(dump, "ferry")
    (library / "documents" / "harbour.txt").write_text("The quay was dredged.\n")
    async with app.opened(settings):
        pass
    assert [paragraph for _, paragraph in found(dump, "dredged")] == [1]
    (library / "documents" / "harbour.txt").unlink()
    async with app.opened(settings):
        pass
    assert not found(dump, "dredged")


async def test_whoever_starts_without_the_folder_leaves_what_is_indexed_of_it(
    opened: Services, dump: Dump, settings: Settings
) -> None:
    before = found(dump, "ferry")
    async with app.opened(settings.model_copy(update={"documents_dir": None})):
        pass
    assert found(dump, "ferry") == before != []


async def test_the_index_follows_each_version_of_a_document(say: Say, dump: Dump) -> None:
    await say("!source add manual-2031 title: Handbook", attachments=[Attached("manual.md", MANUAL)])
    assert [paragraph for _, paragraph in found(dump, "spare wick")] == [5]
    await say("!source edit manual-2031", attachments=[Attached("manual.md", MANUAL.replace(b"wick", b"mantle"))])
    assert not found(dump, "wick")
    assert [paragraph for _, paragraph in found(dump, "spare mantle")] == [5]
    assert (await say("!undo")).status == "done"
    assert [paragraph for _, paragraph in found(dump, "spare wick")] == [5]


@pytest.mark.sqlite("opens the file past our code")
async def test_what_is_forgotten_stands_nowhere_in_the_file(say: Say, dump: Dump) -> None:
    secret = MANUAL.replace(b"wick", b"xylograph").replace(b"Lamps", b"Zymurgy")
    await say("!source add manual-2031 title: Handbook", attachments=[Attached("manual.md", secret)])
    assert b"zymurgi" in dump.file.read_bytes() + dump.file.with_name("footnote.db-wal").read_bytes()
    assert (await say("!source forget manual-2031 reason: asked to")).status == "done"
    left = b"".join(file.read_bytes() for file in dump.file.parent.glob("footnote.db*"))
    assert not [word for word in (b"xylograph", b"Zymurgy", b"zymurgi") if word in left]


async def test_a_server_learns_nothing_of_what_another_has(say: Say, opened: Services) -> None:
    search = opened.passages
    before = await search.vocabulary(["lamp"], 7)
    await say("!source add manual-2031 title: Handbook", server=8, attachments=[Attached("manual.md", MANUAL)])
    assert await search.vocabulary(["lamp"], 7) == before
    assert (await search.vocabulary(["lamp"], 8)).passages == {"lamp": 2}
    assert await search.holding_all(SearchTerm((("lamp",),)), 7) == ([], 0)
    assert not await search.holding([SearchTerm((("lamp",),))], 7)
    assert [one.paragraph for one in await search.holding([SearchTerm((("lamp",),))], 8)] == [4, 5]


async def test_a_paragraph_comes_with_those_beside_it_in_its_document_alone(say: Say, opened: Services) -> None:
    for key, server, said in (
        ("a", 8, "One quay.\n\nTwo lamps.\n\nThree lamps."),
        ("b", 9, "Four lamps.\n\nFive piers."),
    ):
        await say(f"!source add {key} title: {key}", server=server, attachments=[Attached(f"{key}.md", said.encode())])
    wanted = [SearchTerm((("lamp",),))]
    around = {
        server: [
            (one.before and one.before.paragraph, one.paragraph, one.after and one.after.paragraph)
            for one in await opened.passages.holding(wanted, server)
        ]
        for server in (8, 9)
    }
    assert around == {8: [(1, 2, 3), (2, 3, None)], 9: [(None, 1, 2)]}


DAMAGED = {
    "gone": ("DELETE FROM passage_search WHERE rowid > 1", "lacks paragraphs"),
    "shown to another server": ("UPDATE passage SET server = 7 WHERE id = 2", "has paragraphs as another server’s"),
    "found by another server": (
        "UPDATE passage_search SET server = 7 WHERE rowid = 2",
        "has paragraphs as another server’s",
    ),
    "of other words": (
        "UPDATE passage_search SET text = 'whale' WHERE rowid = 2",
        "counts words otherwise than they stand there",
    ),
    "counted otherwise": (
        "UPDATE passage_stem SET passages = 7 WHERE stem = 'ferri'",
        "counts words otherwise than they stand there",
    ),
}


@pytest.mark.sqlite("opens the file past our code")
@pytest.mark.parametrize(("damage", "told"), DAMAGED.values(), ids=DAMAGED.keys())
async def test_doctor_tells_of_a_damaged_index_and_repairs_it(
    opened: Services, settings: Settings, dump: Dump, damage: str, told: str
) -> None:
    before = found(dump, "ferry")
    assert [str(one) for one in await diagnosis.examine(settings) if one.subject == "passages"] == [
        "✓ passages: 8 paragraphs of documents on hand can be searched"
    ]
    with closing(sqlite3.connect(dump.file)) as connection:
        assert connection.execute(damage).rowcount
        connection.commit()
    said = [str(one) for one in await diagnosis.examine(settings) if one.subject == "passage index"]
    assert said == [f"✗ passage index: the index of documents {told}; `footnote doctor --repair` indexes them anew"]
    repaired = [str(one) for one in await diagnosis.examine(settings, repair=True) if one.subject == "passages"]
    assert repaired == [
        "✓ passages: indexed anew: 2 documents",
        "✓ passages: 8 paragraphs of documents on hand can be searched",
    ]
    assert found(dump, "ferry") == before
