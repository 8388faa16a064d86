"""`!export` and `!import` by the front door: a file out, a preview, and all of it in or nothing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
import yaml

from bot import app
from bot.app import Services
from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.cli.files import content_of
from bot.render import exports
from bot.render.formats import Format
from bot.settings import Settings
from db import fixtures
from db.actors import OPERATOR
from db.documents import Document
from db.engine import Database
from db.records import Library
from db.seed import take
from tests.conftest import Attached, Dump, Say, raw, text

HERE = {"server": 7, "member": 42}
CITATION = {"source": "pier-2031", "paragraph": 1, "fingerprint": "0" * 64}
FACT: dict[str, Any] = {
    "key": "pier-of-seven",
    "payload": {"kind": "event", "name": "The pier of seven"},
    "text": "The pier was built in 1931.",
    "topics": ["pier"],
    "when": "1931",
    "citations": [CITATION],
}
LIBRARY: dict[str, Any] = {
    "sources": [{"key": "pier-2031", "title": "A pier"}],
    "topics": [{"key": "pier", "title": "The pier"}],
    "facts": [FACT],
}


def file(library: dict[str, Any], name: str = "facts.yaml") -> list[Attached]:
    content = json.dumps(library) if name.endswith("json") else yaml.safe_dump(library, allow_unicode=True)
    return [Attached(name, content.encode())]


def attached(answer: Answer) -> dict[str, Any]:
    assert answer.attachment is not None
    loaded: dict[str, Any] = yaml.safe_load(answer.attachment.content)
    return loaded


@pytest.mark.parametrize("name", ["facts.yaml", "facts.json"])
async def test_a_file_is_shown_and_taken_after_a_yes(say: Say, dump: Dump, opened: Services, name: str) -> None:
    answer = await say("!import", attachments=file(LIBRARY, name), **HERE)
    assert text(answer).split("\n")[:5] == [
        f"Import of {name}: preview",
        "",
        "Sources that would be taken (1): pier-2031",
        "Topics that would be taken (1): pier",
        "Facts that would be added (1): pier-of-seven",
    ]
    assert answer.offers == ("yes", "no")
    assert "pier-of-seven" not in " ".join(line for line in dump() if 'INTO "fact"' in line)
    answer = await say("!yes", **HERE)
    assert "Facts added (1): pier-of-seven" in text(answer)
    assert "The pier was built in 1931." in text(await say("!event pier", **HERE))
    assert "The pier was built in 1931." not in text(await say("!event pier"))
    assert (await say("!yes", **HERE)).status == "error"
    assert "All of it is here already" in text(await say("!import", attachments=file(LIBRARY, name), **HERE))
    assert (await opened.ledger.prove()).sound


async def test_no_drops_the_preview(say: Say, dump: Dump) -> None:
    await say("!import", attachments=file(LIBRARY), **HERE)
    assert "Dropped: the import of facts.yaml" in text(await say("!no", **HERE))
    assert (await say("!yes", **HERE)).status == "error"


async def test_a_yes_to_one_file_takes_no_other(say: Say, dump: Dump) -> None:
    first = await say("!import", attachments=file(LIBRARY), **HERE)
    await say("!import", attachments=file({**LIBRARY, "facts": [{**FACT, "key": "pier-of-eight"}]}), **HERE)
    before = dump()
    answer = await say(f"!yes {first.preview}", **HERE)
    assert "A newer preview has taken the place of that one" in text(answer)
    assert dump() == before


async def test_an_export_goes_into_another_store_as_it_is(say: Say, settings: Settings, tmp_path: Path) -> None:
    await say("!import", attachments=file(LIBRARY), **HERE)
    await say("!yes", **HERE)
    exported = await say("!export", **HERE)
    assert attached(exported)["facts"][0]["key"] == "pier-of-seven"
    assert [source["key"] for source in attached(exported)["sources"]] == ["pier-2031"]
    folder = tmp_path / "own"
    folder.mkdir()
    assert exported.attachment is not None
    (folder / exported.attachment.name).write_text(exported.attachment.content)
    other = settings.model_copy(
        update={"fixtures_dir": folder, "database_url": f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"}
    )
    async with app.opened(other) as elsewhere:
        assert [fact.key for fact in await elsewhere.store.own()] == ["pier-of-seven"]


def without_ledger(exported: str) -> str:
    """Return an export without the head of the ledger that it is of, which is another one in each store."""
    return exported.partition("\nledger:\n")[0]


async def test_an_import_says_where_its_file_is_of_a_ledger_that_is_not_here(opened: Services, say: Say) -> None:
    exported = await say("!export", **HERE)
    assert exported.attachment
    # It counts what other servers change.
    assert not fixtures.parse("x.yaml", exported.attachment.content.encode()).ledger
    head = str(await opened.ledger.head())
    number = head.partition(":")[0]
    elsewhere = (
        f"It was exported at revision {number} of a ledger that is not the one here: of another store, or of this one "
        "before its ledger was cut off or replaced."
    )
    await say("!source add pier-2031 title: A pier", **HERE)
    topic = {"topics": [{"key": "piers", "title": "Piers"}]}
    same = await say("!import", attachments=file({**topic, "ledger": [head]}), **HERE)
    assert "Topics that would be taken (1): piers" in text(same)
    assert "ledger" not in text(same)
    another = await say("!import", attachments=file({**topic, "ledger": [f"{number}:{'0' * 64}"]}), **HERE)
    assert elsewhere in text(another)
    refused = await say("!import", attachments=file({**topic, "ledger": ["412"]}), **HERE)
    assert "ledger 1: " in text(refused)


@pytest.mark.parametrize("through", [Format.JSON, Format.YAML])
async def test_export_import_export_is_the_same_but_for_the_number(
    opened: Services, say: Say, settings: Settings, tmp_path: Path, through: Format
) -> None:
    # A gap in the numbers, a retracted and a deprecated fact: what could be lost on the way.
    await say("!fact retract F2 reason: a test")
    await say("!fact deprecate F7 reason: a test")
    await say("!source retire ferry-notes reason: a test")
    before = {format_: exports.write(await content_of(opened), format_) for format_ in Format}
    library = fixtures.parse(f"export.{through}", before[through].encode())
    empty = tmp_path / "empty"
    empty.mkdir()
    other = settings.model_copy(
        update={"fixtures_dir": empty, "database_url": f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"}
    )
    async with app.opened(other) as elsewhere:
        await take(elsewhere.ledger, elsewhere.store, library, OPERATOR)
        after = {format_: exports.write(await content_of(elsewhere), format_) for format_ in Format}
    for format_ in Format:
        if format_ is Format.YAML and through is Format.JSON:
            # JSON names topics by their keys alone, as the contract has it.
            assert yaml.safe_load(after[format_])["facts"] == yaml.safe_load(before[format_])["facts"]
        else:
            assert without_ledger(after[format_]) == without_ledger(before[format_]), format_


REFUSED = {
    "nothing attached": ([], "Attach the file to `!import`"),
    "no such file type": ([Attached("facts.txt", b"facts: []")], "“facts.txt” is no file that I can import"),
    "not YAML": ([Attached("f.yaml", b"facts: [")], "The file cannot be taken:\nf.yaml, line "),
    "not UTF-8": ([Attached("f.yaml", b"\xff\xfe")], "is not UTF-8 text"),
    "too large": ([Attached("f.yaml", b"#" * 5_000_001)], "at most 5 MB are taken"),
    "a YAML bomb": (
        [
            Attached(
                "f.yaml",
                b"a: &a [x,x,x,x,x,x,x,x,x]\n"
                + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(9))
                + b"facts: *j",
            )
        ],
        "The file cannot be taken:",
    ),
    "a field is wrong": (file({**LIBRARY, "facts": [{**FACT, "topics": []}]}), "topics: needs at least one entry"),
    "a source that is not there": (
        file({**LIBRARY, "sources": []}),
        "fact pier-of-seven, citations: there is no source pier-2031",
    ),
    "a shared source that differs": (
        file({**LIBRARY, "sources": [{"key": "harbour-2031", "title": "Mine"}, *LIBRARY["sources"]]}),
        "source harbour-2031: all servers share another source of this key",
    ),
    "a shared fact that differs": (
        file({**LIBRARY, "facts": [{**FACT, "key": "ida-bronn"}]}),
        "fact ida-bronn: it is shared by all servers and reads otherwise",
    ),
    "a key that is a command": (
        file({**LIBRARY, "sources": [{"key": "show", "title": "x"}, *LIBRARY["sources"]]}),
        "source show: that is a command",
    ),
    "a paragraph that the source does not list": (
        file(
            {
                **LIBRARY,
                "sources": [{**LIBRARY["sources"][0], "fingerprints": ["1" * 64]}],
                "facts": [{**FACT, "citations": [{**CITATION, "paragraph": 9}]}],
            }
        ),
        "There is no ¶9 of `pier-2031`.",
    ),
    "a figure that the paragraph does not have": (
        file(
            {
                "facts": [
                    {
                        **FACT,
                        "topics": ["ferry"],
                        "text": "The council closed the market in 1977.",
                        "citations": [
                            {
                                "source": "harbour-2031",
                                "paragraph": 2,
                                "fingerprint": "c2abe9faf25f89c8e0f9c58ccab10db6b0ef8c7c8a0168a54d34b8264f60e6b7",
                            }
                        ],
                    }
                ]
            }
        ),
        "1977: not in ¶2 of `harbour-2031`",
    ),
}


@pytest.mark.parametrize(("files", "sentence"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_be_taken_is_said_and_nothing_is_written(
    say: Say, dump: Dump, files: list[Attached], sentence: str
) -> None:
    before = dump()
    answer = await say("!import", attachments=files, **HERE)
    assert answer.status == "error"
    assert sentence in text(answer)
    assert dump() == before


async def test_what_comes_in_between_preview_and_yes_is_seen(say: Say, dump: Dump) -> None:
    await say("!import", attachments=file(LIBRARY), **HERE)
    await say("!import", attachments=file({**LIBRARY, "facts": [{**FACT, "key": "first"}]}), server=7, member=43)
    assert (await say("!yes", server=7, member=43)).status == "done"
    before = dump()
    answer = await say("!yes", **HERE)
    assert "This stands in the way by now, and nothing was taken" in text(answer)
    assert [line for line in dump() if "pier-of-seven" in line and "preview" not in line] == [
        line for line in before if "pier-of-seven" in line and "preview" not in line
    ]


async def test_the_terminal_takes_a_path_and_a_server_never(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(yaml.safe_dump(LIBRARY))
    assert "I open no files" in text(await say(f"!import file: {path}", **HERE))
    assert "preview" in text(await say(f"!import file: {path}"))
    assert (await say("!yes")).status == "done"
    assert "sources:\n- key: ferry-notes" in text(await say("!export")), "the terminal prints the file"


PIERS = {
    "sources": [{"key": "pier-2031", "title": "A pier"}, {"key": "quay-2031", "title": "A quay"}],
    "facts": [
        {**FACT, "topics": ["ferry"]},
        {**FACT, "key": "quay", "topics": ["ferry"], "citations": [{**CITATION, "source": "quay-2031"}]},
        {
            **FACT,
            "key": "shared",
            "topics": ["ferry"],
            "citations": [{**CITATION, "source": "ferry-notes"}],
        },
    ],
}
BAD_ROWS = {
    "a fact": (
        "UPDATE fact SET payload = '{}' WHERE key = 'quay'",
        (["pier-of-seven", "shared"], ["ferry-notes", "pier-2031", "quay-2031"]),
        "F12 cannot be read: payload: `kind` is missing",
    ),
    "a source of its own": (
        "UPDATE source SET record = '[]' WHERE key = 'quay-2031'",
        (["pier-of-seven", "shared"], ["ferry-notes", "pier-2031"]),
        "F12 cannot be read: it cites quay-2031, which cannot be read either",
    ),
    "a shared source": (
        "UPDATE source SET record = '[]' WHERE key = 'ferry-notes'",
        (["pier-of-seven", "quay"], ["pier-2031", "quay-2031"]),
        "F13 cannot be read: it cites ferry-notes, which cannot be read either",
    ),
    "a shared source that it does not cite": (
        "UPDATE source SET record = '[]' WHERE key = 'harbour-2031'",
        (["pier-of-seven", "quay", "shared"], ["ferry-notes", "pier-2031", "quay-2031"]),
        None,
    ),
}


@pytest.mark.parametrize(("statement", "left", "said"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
async def test_an_export_names_a_bad_row_and_has_the_rest(
    opened: Services, say: Say, url: str, statement: str, left: tuple[list[str], list[str]], said: str | None
) -> None:
    await opened.exchange.take(Library.model_validate(PIERS), "piers", Asker(OPERATOR, 7, 0), unchecked=True)
    with raw(url) as connection:
        Database(url).backend.triggers.drop(connection)
        connection.execute(sqlalchemy.text(statement))
    exported = await say("!export", **HERE)
    library = attached(exported)
    assert ([fact["key"] for fact in library["facts"]], [source["key"] for source in library["sources"]]) == left
    left_out = [row for row in text(exported).split("\n") if row.startswith(("Left out", "Whoever"))]
    if said is None:
        assert left_out == []
    else:
        assert f"Left out: {said}" in "\n".join(left_out)
        assert left_out[-1] == "Whoever runs the bot mends what can be mended with `footnote doctor --repair`."


@pytest.mark.parametrize("message", ["!export", "!import", "!audit"])
async def test_a_member_may_not_and_nothing_is_written(say: Say, dump: Dump, message: str) -> None:
    before = dump()
    for answer in (
        await say(message, moderator=False, attachments=file(LIBRARY)),
        await say(message, moderator=False, attachments=file(LIBRARY), **HERE),
    ):
        assert (answer.status, answer.attachment) == ("denied", None)
    assert dump() == before


async def test_documents_go_along_where_one_says_so_and_come_back(say: Say, opened: Services) -> None:
    pier = [Attached("pier.txt", b"The pier holds 40 boats.\nNobody counts the gulls.\n")]
    await say("!source add pier-2031 title: A pier", attachments=pier, **HERE)
    without = await say("!export", **HERE)
    assert without.attachment
    assert "gulls" not in without.attachment.content
    exported = await say("!export documents: text", **HERE)
    assert "The text of 1 document comes along." in text(exported)
    assert exported.attachment
    assert "gulls" in exported.attachment.content
    assert (await say("!export documents: all", **HERE)).status == "error"
    elsewhere = {"server": 8, "member": 43}
    file_ = [Attached("f.yaml", exported.attachment.content.encode())]
    assert "Documents that would be taken (1): pier-2031" in text(await say("!import", attachments=file_, **elsewhere))
    await say("!yes", **elsewhere)
    assert "Nobody counts the gulls." in text(await say("!source pier-2031 2", **elsewhere))
    again = await say("!export documents: text", **elsewhere)
    assert again.attachment
    assert without_ledger(again.attachment.content) == without_ledger(exported.attachment.content)
    assert "All of it is here already" in text(await say("!import", attachments=file_, **elsewhere))
    await say("!source forget pier-2031 reason: asked to", **elsewhere)
    refused = await say("!import", attachments=file_, **elsewhere)
    assert "document pier-2031: it was taken down here, and is not taken again" in text(refused)


async def test_a_server_brings_no_document_of_a_shared_source(say: Say, dump: Dump) -> None:
    before = dump()
    texts = {"documents": [{"source": "harbour-2031", "text": "Words of our own."}]}
    refused = await say("!import", attachments=file(texts), **HERE)
    assert "document harbour-2031: all servers share the source" in text(refused)
    assert dump() == before


async def test_a_server_files_under_a_shared_topic_and_does_not_rename_it(say: Say, opened: Services) -> None:
    shared = next(topic for topic, _ in await opened.store.topics() if topic.key == "ferry")
    fact = {**FACT, "topics": ["ferry"]}
    library = {**LIBRARY, "topics": [{"key": "ferry", "title": "Ours", "aliases": ["boat"]}], "facts": [fact]}
    shown = await say("!import", attachments=file(library), **HERE)
    assert "Topics that would be taken" not in text(shown)
    assert (await say("!yes", **HERE)).status == "done"
    assert [topic for topic, _ in await opened.store.topics(7) if topic.key == "ferry"] == [shared]
    assert "The pier was built in 1931." in text(await say("!brief ferry", **HERE))


async def test_an_import_tells_of_a_document_that_is_here_already(say: Say) -> None:
    prints = attached(await say("!export"))["sources"][1]["fingerprints"]
    same = {"sources": [{"key": "other-2031", "title": "Another", "fingerprints": prints}]}
    told = await say("!import", attachments=file(same), **HERE)
    assert "Mind that `harbour-2031` has the same document already, paragraph for paragraph." in text(told)


async def test_a_servers_import_is_held_against_no_file_of_the_folder(say: Say, opened: Services) -> None:
    """What the checks say of a paragraph would tell what stands in it."""
    assert opened.settings.documents_dir
    document = Document((opened.settings.documents_dir / "harbour.txt").read_text("utf-8"))
    cited = {"source": "mine", "paragraph": 2, "fingerprint": document.fingerprints[1]}
    replies = []
    for name in ("harbour.txt", "no-such-file.txt"):
        mine = {"key": "mine", "title": "Mine", "document": name, "fingerprints": list(document.fingerprints)}
        fact = {**FACT, "text": "The market had 97 stalls.", "when": None, "citations": [cited]}
        library = {"sources": [mine], "topics": LIBRARY["topics"], "facts": [fact]}
        replies.append(await say("!import", attachments=file(library), **HERE))
    assert [reply.status for reply in replies] == ["done", "done"]
    first, second = (re.sub(r"until .*", "", text(reply)) for reply in replies)
    assert second.startswith(first.split("`!yes`")[0])
