"""`!source` by the front door: added, edited, retired, forgotten, and the documents that come along."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.app import Services
from db.documents import fingerprint
from tests import pdf
from tests.conftest import Attached, Dump, Say, noted, text

TEXT = "The pier was built in 1931.\n\nIt holds 40 boats.\nNobody counts the gulls.\n"
PIER = Attached("pier.txt", TEXT.encode())
ADD = "!source add pier-2031 title: A pier author: Lind, Ana; Pier Trust issued: 2031 url: https://pier.example"


async def test_a_source_is_added_with_its_document(say: Say, opened: Services) -> None:
    answer = await say(ADD, attachments=[PIER])
    assert answer.status == "done"
    assert text(answer).split("\n") == [
        "Source: A. Lind and Pier Trust (2031)",
        "",
        "`pier-2031`: Ana Lind, Pier Trust, A pier, 2031",
        "Added; its document has 3 paragraphs. `!source show pier-2031 1` shows the first.",
        "A fact cites it with `source: pier-2031 paragraph: 1`.",
        "`!source facts pier-2031` drafts facts of it.",
    ]
    assert "in the document’s own words: “It holds 40 boats.”" in text(await say("!source show pier-2031 2"))
    assert "in the document’s own words: “It holds 40 boats.”" in text(await say("!source pier-2031 2"))
    source = await opened.store.source("pier-2031")
    assert source is not None
    assert source.fingerprints[1] == fingerprint("It holds 40 boats.")
    assert source.author[1].literal == "Pier Trust"
    assert (await opened.ledger.prove()).sound


@pytest.mark.parametrize(
    ("file", "second"),
    [
        (Attached("p.html", b"<p>One 1</p><p>Two <b>2</b></p>"), "Two 2"),
        (Attached("p.md", b"# One\n\nTwo 2"), "Two 2"),
        (Attached("p.pdf", pdf.page(["One of the paragraphs.", "", "Two 2."])), "Two 2."),
    ],
    ids=["html", "md", "pdf"],
)
async def test_a_page_and_a_pdf_are_read(say: Say, file: Attached, second: str) -> None:
    await say("!source add pier-2031 title: A pier", attachments=[file])
    assert f"own words: “{second}”" in text(await say("!source show pier-2031 2"))


async def test_a_document_may_be_pasted(say: Say) -> None:
    await say(f"{ADD} text: {TEXT}")
    assert "own words: “Nobody counts the gulls.”" in text(await say("!source show pier-2031 3"))


async def test_the_terminal_takes_a_path_and_a_server_never(say: Say, tmp_path: Path, dump: Dump) -> None:
    (tmp_path / "pier.txt").write_text(TEXT)
    before = dump()
    refused = await say(f"{ADD} file: {tmp_path / 'pier.txt'}", server=7, member=42)
    assert "I open no files of the computer that I run on" in noted(refused)
    missing = await say(f"{ADD} file: {tmp_path / 'peer.txt'}")
    assert "There is no file" in noted(missing)
    assert (refused.status, missing.status, dump()) == ("error", "error", before)
    assert "3 paragraphs" in text(await say(f"{ADD} file: {tmp_path / 'pier.txt'}"))


class Unfetched(Attached):
    """A file that says how large it is, and is not to be fetched."""

    @property
    def size(self) -> int:
        return 5_000_001

    async def read(self) -> bytes:
        raise AssertionError


async def test_a_file_that_is_too_large_is_not_even_fetched(say: Say, dump: Dump) -> None:
    before = dump()
    answer = await say(ADD, attachments=[Unfetched("pier.txt", b"")], server=7, member=42)
    assert text(answer).startswith("“pier.txt” has 5.0 MB: at most 5 MB are taken.")
    assert dump() == before


async def test_a_key_is_made_of_author_and_year(say: Say) -> None:
    assert "`lind-2031`:" in text(await say("!source add title: A pier author: Lind, Ana issued: 2031-04"))


async def test_all_problems_are_told_at_once_and_nothing_is_written(say: Say, dump: Dump) -> None:
    before = dump()
    answer = await say(
        "!source add Pier title-short: x type: artcle issued: 2031-13 url: pier.example titel: A pier",
        attachments=[Attached("pier.exe", b"MZ")],
    )
    assert answer.status == "error"
    starts = [line.split(maxsplit=1)[0] for line in text(answer).split("\n")]
    assert starts == ["`titel:`", "`issued:`", "`key:`", "`type:`", "`title:`", "`URL:`", "“pier.exe”", "Write"]
    assert dump() == before


@pytest.mark.parametrize(
    "message",
    [
        "!source add harbour-2031 title: Another harbour",
        "!source add show title: A pier",
        "!source add",
        "!source edit",
        "!source edit harbour-2031",
        "!source edit harbor-2031 title: x",
        "!source retire harbour-2031",
        "!source retire",
        "!source restore harbour-2031",
        "!source forget harbour-2031",
        "!source forget nothing reason: x",
        "!source edit harbour-2031 title: none",
        "!source edit harbour-2031 title: " + "x" * 201,
    ],
)
async def test_a_slip_gets_a_sentence_and_nothing_is_written(say: Say, dump: Dump, message: str) -> None:
    before = dump()
    answer = await say(message)
    assert answer.status == "error"
    assert noted(answer)
    assert dump() == before


async def test_a_taken_key_is_refused_with_an_offer(say: Say) -> None:
    answer = await say("!source add harbour-2031 title: Another harbour")
    assert text(answer) == (
        "The key `harbour-2031` is taken by Greta Holm, [Column on the night ferry], Ellery Post, April 2031. If "
        "yours is another source, `harbour-2031-2` is free; `!source edit harbour-2031` changes the one that is there."
    )


async def test_fields_are_edited_and_emptied(say: Say) -> None:
    answer = await say("!source edit harbour-2031 publisher: Ellery House issued: 2031-04-02 url: none")
    assert text(answer).split("\n")[2:] == [
        "publisher: none → “Ellery House”",
        "issued: “2031-04” → “2031-04-02”",
        "URL: “https://post.example/harbour” → none",
    ]
    assert "nothing was changed" in text(await say("!source edit harbour-2031 publisher: Ellery House"))


async def test_a_new_version_is_held_against_every_citation(say: Say, opened: Services, library: Path) -> None:
    old = (library / "documents" / "harbour.txt").read_text()
    new = "A line that is new.\n" + old.replace("64% of residents", "65% of residents")
    answer = await say("!source edit harbour-2031", attachments=[Attached("harbour-2.txt", new.encode())])
    assert text(answer).split("\n")[2:] == [
        "document: “harbour.txt” → “harbour-2.txt”",
        "The document has 6 paragraphs now.",
        "Passages that stand elsewhere now, where they are cited from now on: F2, F3, F6, F7 and F8.",
        "Passages that read otherwise now; see whether the facts still hold: F1 and F5.",
    ]
    moved = await opened.store.fact("F3")
    assert moved is not None
    assert [citation.paragraph for citation in moved.citations] == [5]
    assert "¶5 of `harbour-2031`: intact" in text(await say("!cite F3"))
    assert "¶3 of `harbour-2031`: changed" in text(await say("!cite F1"))
    assert (await opened.ledger.prove()).sound


async def test_facts_that_rest_on_a_retired_source_alone_say_so(say: Say) -> None:
    answer = await say("!source retire harbour-2031 reason: the paper withdrew it")
    assert "These rest on it alone, and say so in answers: F1, F3, F5, F6, F7 and F8." in text(answer)
    flag = "Its source is no longer relied on: the paper withdrew it"
    assert flag in text(await say("!law quiet harbour act"))
    assert flag in text(await say("!cite F6"))
    assert flag not in text(await say("!event fish-market")), "it rests on another source too"
    assert "It is no longer relied on: the paper withdrew it" in text(await say("!source harbour-2031"))
    await say("!source restore harbour-2031")
    assert flag not in text(await say("!law quiet harbour act"))


@pytest.mark.sqlite("looks into the bytes of the file")
async def test_a_forgotten_document_leaves_no_word_behind(say: Say, opened: Services, dump: Dump) -> None:
    secret = "Zanzibar gulls count nobody"
    await say(ADD, attachments=[Attached("pier.txt", (f"{secret}.\n" * 3000).encode())])
    await say("!source edit pier-2031", attachments=[Attached("pier.txt", f"{secret} again.".encode())])
    answer = await say("!source forget pier-2031 reason: the trust asked for it")
    assert "Its text is gone from the store (2 versions)" in text(answer)
    for file in dump.file.parent.glob("footnote.db*"):
        assert b"Zanzibar" not in file.read_bytes(), file
    assert "its words cannot be shown" in text(await say("!source pier-2031 1"))
    source = await opened.store.source("pier-2031")
    assert source is not None
    assert source.fingerprints == (fingerprint(f"{secret} again."),)
    assert (await opened.ledger.prove()).sound


async def test_a_forgotten_file_of_the_folder_is_no_longer_read(say: Say) -> None:
    answer = await say("!source forget harbour-2031 reason: the paper asked for it")
    assert "Its file harbour.txt in DOCUMENTS_DIR is no longer read: delete it there." in text(answer)
    reply = text(await say("!cite F6"))
    assert "unchecked" in reply
    assert "forbids engines" not in reply


async def test_two_moderators_do_not_overwrite_each_other(say: Say) -> None:
    answers = await asyncio.gather(
        *(say(f"!source edit harbour-2031 publisher: House {number}") for number in range(4)),
        *(say(f"!source add pier-2031 title: Pier {number}") for number in range(4)),
    )
    assert [answer.status for answer in answers[4:]].count("done") == 1
    refused = [answer for answer in answers[:4] if answer.status == "error"]
    assert all("Somebody else has changed `harbour-2031` meanwhile" in text(answer) for answer in refused)
    assert len(refused) < 4


async def test_a_new_version_overwrites_nothing_that_was_changed_while_it_was_read(say: Say, opened: Services) -> None:
    await say(ADD, attachments=[PIER])
    version, edit = await asyncio.gather(
        say("!source edit pier-2031", attachments=[Attached("pier.txt", b"It holds 44 boats.")]),
        say("!source edit pier-2031 publisher: Ellery House"),
    )
    assert (version.status, edit.status) == ("error", "done")
    assert "Somebody else has changed `pier-2031` meanwhile, so I left it as it is" in text(version)
    source = await opened.store.source("pier-2031")
    assert source
    assert (source.publisher, len(source.fingerprints)) == ("Ellery House", 3)


@pytest.mark.parametrize(
    "message",
    [
        ADD,
        "!source edit harbour-2031 publisher: x",
        "!source retire harbour-2031 reason: x",
        "!source restore harbour-2031",
        "!source forget harbour-2031 reason: x",
    ],
)
async def test_a_member_may_not_and_nothing_is_written(say: Say, dump: Dump, message: str) -> None:
    before = dump()
    for answer in (
        await say(message, moderator=False),
        await say(message, server=7, member=42, moderator=False, attachments=[PIER]),
    ):
        assert answer.status == "denied"
    assert dump() == before


@pytest.mark.parametrize(
    "message",
    [
        "!source edit harbour-2031 publisher: x",
        "!source retire harbour-2031 reason: x",
        "!source forget harbour-2031 reason: x",
    ],
)
async def test_a_server_does_not_change_a_shared_source(say: Say, dump: Dump, message: str) -> None:
    before = dump()
    answer = await say(message, server=7, member=42, attachments=[PIER])
    assert "`harbour-2031` is shared by all servers" in text(answer)
    assert dump() == before


NAMED = Attached("mine.yaml", b"sources: [{key: mine, title: Mine, document: harbour.txt}]")
MINE = Attached("harbour.txt", b"Words of our own.")


@pytest.mark.parametrize(
    "steps",
    [
        [("!import", [NAMED]), ("!yes", [])],
        [("!source add mine title: Mine", [MINE])],
        [("!source add mine title: Mine", []), ("!source edit mine", [MINE])],
        [("!import", [NAMED]), ("!yes", []), ("!source edit mine", [MINE]), ("!undo", [])],
    ],
    ids=["import", "add", "edit", "an edit that is undone"],
)
async def test_a_servers_source_opens_no_file_of_the_folder(say: Say, steps: list[tuple[str, list[Attached]]]) -> None:
    assert "Måren" in text(await say("!source show harbour-2031 1")), "the folder has the file"
    for message, attachments in steps:
        assert (await say(message, server=7, member=42, attachments=attachments)).status == "done"
    for last in ("!source show mine 1", "!source forget mine reason: x", "!source show mine 1"):
        reply = text(await say(last, server=7, member=42))
        assert "Måren" not in reply
        assert "DOCUMENTS_DIR" not in reply, "a member would learn which files the operator has"


@pytest.mark.parametrize("name", ["vault.txt", "vault.md"])
async def test_no_file_of_the_folder_is_searched_for_a_servers_source(
    say: Say, opened: Services, dump: Dump, name: str
) -> None:
    assert opened.settings.documents_dir
    (opened.settings.documents_dir / name).write_text("The zyzzyva opens at 41 turns.\n", "utf-8")
    named = Attached("mine.yaml", f"sources: [{{key: mine, title: Mine, document: {name}}}]".encode())
    for message, attachments in (("!import", [named]), ("!yes", [])):
        assert (await say(message, server=7, member=42, attachments=attachments)).status == "done"
    # What the running bot does each minute, and every start.
    assert await opened.operator_folder.read() == []
    assert not [row for row in dump() if "zyzzyva" in row], "nothing of it is in the index"
    for message in ("!find zyzzyva", "how many turns open the zyzzyva?", "!source mine 1", "!source facts mine"):
        assert "41" not in text(await say(message, server=7, member=42)), message


@pytest.mark.parametrize("message", ["!source add other title: Other {}", "!source edit mine {}"])
async def test_no_command_names_a_file_of_the_folder(say: Say, dump: Dump, message: str) -> None:
    await say("!source add mine title: Mine", server=7, member=42)
    before = dump()
    answer = await say(message.format("document: harbour.txt"), server=7, member=42)
    assert (answer.status, dump()) == ("error", before)


async def test_a_long_address_is_kept_whole_and_one_beyond_all_measure_is_refused(say: Say) -> None:
    address = "https://archive.example/" + "a" * 570
    await say(f"!source add archive title: An archive url: {address} text: The Måren sailed.")
    assert address in text(await say("!source archive"))
    assert "at most 600 characters" in text(await say(f"!source add other title: Other url: {address}{'a' * 20}"))


AUTHORS = {
    "Smith, John and Doe, Jane": "John Smith, Jane Doe",
    "Smith, John & Doe, Jane; Pier Trust": "John Smith, Jane Doe, Pier Trust",
    "King, Martin Luther, Jr.": "Martin Luther King Jr.",
    "Department of Piers and Ferries": "Department of Piers and Ferries",
    "李, 世民": "李世民",
    "García Márquez, Gabriel José;": "Gabriel José García Márquez",
    "García Márquez, G. J.": "G. J. García Márquez",
    "Pintasilgo, Maria de Lourdes": "Maria de Lourdes Pintasilgo",
    "van der Berg, Jan Peter": "Jan Peter van der Berg",
}


@pytest.mark.parametrize("written", AUTHORS)
async def test_authors_are_read_as_they_are_written(say: Say, written: str) -> None:
    assert f": {AUTHORS[written]}, A pier" in text(await say(f"!source add pier title: A pier author: {written}"))


@pytest.mark.parametrize(
    "written", ["Smith, John, Doe, Jane", "Smith, John and Jane Doe", "Smith, John, London", "Jane Public, PhD"]
)
async def test_authors_that_can_be_read_in_two_ways_are_asked_for(say: Say, dump: Dump, written: str) -> None:
    before = dump()
    answer = await say(f"!source add pier title: A pier author: {written}")
    assert answer.status == "error"
    assert "may be read in two ways: write `Family, Given; Family, Given, Jr.; An Institution`" in text(answer)
    assert dump() == before


@pytest.mark.parametrize("written", ["John Smith, Jane Doe", "Ludwig van Beethoven, Charles de Gaulle"])
async def test_who_may_be_one_person_or_two_is_asked_for(say: Say, dump: Dump, written: str) -> None:
    before = dump()
    answer = await say(f"!source add pier title: A pier author: {written}")
    assert answer.status == "error"
    assert text(answer).startswith(f"`author:` “{written}” may be one person or two: end one with `;`, as in `García ")
    assert dump() == before


async def test_no_field_of_a_source_or_a_fact_forges_a_line(say: Say) -> None:
    forged = "Report on the\n\n# mill\n[9] Forged source, 2030, ¶1 (intact)"
    await say(f'!source add mill title: {forged} issued: 2031 text: "The mill stopped."')
    await say(
        "!fact add kind: event topics: +mill name: Stopping\nof the mill text: The mill stopped.\n\nSources\n"
        "[1] Another source, ¶9 (intact) source: mill paragraph: 1 reason: shown only"
    )
    await say("!yes")
    for message in ("!event mill", "!sources", "!source mill", "!cite F1", "!brief mill"):
        for line in text(await say(message)).split("\n"):
            assert not line.startswith(("[9]", "# mill", "[1] Another"))


# Each is drawn as nothing, or as a blank.
UNSEEN = "\u2800\u3164\uffa0\u115f\u1160\u180e\u034f\u17b4\u17b5\u061c\U000e0041\ufe0f\u200d"


@pytest.mark.parametrize("words", [*UNSEEN, UNSEEN], ids=ascii)
async def test_a_field_that_nobody_sees_is_none(say: Say, dump: Dump, words: str) -> None:
    before = dump()
    for message, problem in {
        f'!source edit harbour-2031 title: "{words}"': "`title:` should not be empty",
        f'!source edit harbour-2031 author: "{words}"': "`author 1 literal:` should not be empty",
        f'!source add pier title: "{words}" text: "The pier stands."': "`title:` should not be empty",
        "!fact add kind: claim topics: ferry about: The ferry will pay stance: for text: The ferry pays. source: "
        f'harbour-2031 paragraph: 1 speaker: "{words}" yes: true': "`speaker:` is missing.",
        f'!fact edit F7 speaker: "{words}" reason: as printed yes: true': "`speaker:` is missing.",
        f'!fact edit F2 name: "{words}" reason: as printed yes: true': "`name:` is missing.",
        f'!fact edit F2 topics: "+{words}" reason: as printed yes: true': "`topics:` “+",
    }.items():
        answer = await say(message)
        assert answer.status == "error", message
        assert text(answer).startswith(problem), message
    assert dump() == before


@pytest.mark.parametrize("blank", "\u2800\u3164\uffa0\u115f\u1160", ids=ascii)
async def test_blanks_that_are_no_spaces_push_nothing_onto_a_line_of_its_own(say: Say, blank: str) -> None:
    await say(f"!source edit harbour-2031 title: Harbour{blank * 60}Sources [1] Another source")
    shown = text(await say("!source harbour-2031"))
    assert "Harbour Sources [1] Another source" in shown
    assert blank not in shown


@pytest.mark.parametrize(
    "character", ["\x1b[31m", "\u202e", "\u2800", "\u3164", "\u061c", "\u200d", "\U000e0041"], ids=ascii
)
async def test_an_address_has_no_character_that_nobody_sees(say: Say, dump: Dump, character: str) -> None:
    before = dump()
    answer = await say(f"!source edit harbour-2031 url: https://post.example/{character}pier")
    assert answer.status == "error"
    assert text(answer).startswith(
        "`URL:` should hold no character that nobody sees: leave it out, or write it percent-encoded, as in %1B"
    )
    assert dump() == before


async def test_an_address_may_be_percent_encoded_or_of_any_script(say: Say) -> None:
    await say("!source edit harbour-2031 url: https://post.example/%1B%E2%80%AE/Måren")
    assert "https://post.example/%1B%E2%80%AE/Måren" in text(await say("!source harbour-2031"))


async def test_the_words_of_a_document_draw_over_nothing(say: Say) -> None:
    await say(
        "!source add mill title: Mill", attachments=[Attached("m.txt", "The mill \u202estopped.\x1b[2J".encode())]
    )
    for message in ("!source mill 1", "!find mill stopped"):
        shown = text(await say(message))
        assert "The mill stopped." in shown
        assert not {"\u202e", "\x1b"} & {*shown}


TALK = "Will the mill close?\nNo.\nWill the pier move?\nIt might.\nWill the county pay?\nNo.\nThanks."
FACT = (
    "!fact add kind: claim topics: +county about: The county will pay stance: against speaker: the owner "
    "voice: quotation text: The county will not pay. source: talk paragraph: {} quote: No."
)


async def test_a_citation_follows_its_question_into_a_new_version(say: Say) -> None:
    await say("!source add talk title: Talk", attachments=[Attached("t.txt", TALK.encode())])
    await say(FACT.format(6))
    fact = re.findall(r"F\d+", text(await say("!yes")))[0]
    reply = text(await say("!source edit talk", attachments=[Attached("t.txt", f"A note.\n{TALK}".encode())]))
    assert f"Passages that stand elsewhere now, where they are cited from now on: {fact}." in reply
    assert "¶7 (intact)" in text(await say(f"!cite {fact}"))


async def test_a_citation_that_may_be_meant_in_two_places_is_not_moved(say: Say) -> None:
    await say("!source add talk title: Talk", attachments=[Attached("t.txt", b"Yes.\nNo.\nYes.")])
    await say(FACT.format(2))
    fact = re.findall(r"F\d+", text(await say("!yes")))[0]
    reply = text(await say("!source edit talk", attachments=[Attached("t.txt", b"No.\nPerhaps.\nNo.")]))
    assert f"stand in several places now, and that I left as they were; look which is meant: {fact}." in reply
    assert "¶2 (changed)" in text(await say(f"!cite {fact}"))
    assert "¶2 of `talk` is changed, its words stand in several places" in text(await say("!verify"))


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: Ferries: a history", "Ferries: a history"),
        ("title: Night ferries: who pays? url: https://pier.example", "Night ferries: who pays?"),
        ("title: “Type: the story” issued: 2031", "Type: the story"),
        ("title: 3:10 to Ellery: sailings: 2031", "3:10 to Ellery: sailings: 2031"),
    ],
)
async def test_a_title_with_a_colon_is_a_title(say: Say, opened: Services, written: str, title: str) -> None:
    assert (await say(f"!source add pier-2031 {written}")).status == "done"
    source = await opened.store.source("pier-2031")
    assert source is not None
    assert source.title == title


async def test_a_slip_after_a_title_is_no_part_of_it(say: Say, dump: Dump) -> None:
    before = dump()
    assert "`autor:` is not an argument here. Did you mean `author:`?" in noted(
        await say("!source add pier-2031 title: Ferries: a history autor: Lind, Ana")
    )
    assert dump() == before


async def test_a_pasted_text_may_hold_colons(say: Say) -> None:
    await say("!source add pier-2031 title: Minutes text: Chair: I open the meeting.\nLind: We need 40 boats.")
    assert "“Lind: We need 40 boats.”" in text(await say("!source pier-2031 2"))


@pytest.mark.parametrize("name", ["./x.txt", "~/papers/report", "notes of May.pdf", "/tmp/x", "C:\\papers\\x"])
async def test_the_name_of_a_file_as_text_is_asked_back(say: Say, dump: Dump, name: str) -> None:
    before = dump()
    answer = await say(f"!source add pier-2031 title: A pier text: {name}")
    assert answer.status == "error"
    assert "is the name of a file, and not its text: attach the file, or write `file: " in noted(answer)
    assert dump() == before


async def test_a_text_that_names_a_file_is_a_text(say: Say) -> None:
    await say("!source add pier-2031 title: A pier text: The plan stands in pier.pdf for all to read.")
    assert "stands in pier.pdf" in text(await say("!source pier-2031 1"))


async def test_a_document_that_is_here_already_is_told(say: Say) -> None:
    await say(ADD, attachments=[PIER])
    again = await say("!source add other-2031 title: Another", attachments=[Attached("b.txt", TEXT.encode())])
    assert again.status == "done"
    assert "Mind that `pier-2031` has the same document already, paragraph for paragraph." in text(again)
    longer = TEXT + "A ninth.\n"
    version = await say(f"!source add third-2031 title: A third text: {TEXT.replace('40', '44') * 3}{longer}")
    assert "Mind that" not in text(version)
    rest = "\n".join(f"Sentence {number}." for number in range(9))
    await say("!source add a-2031 title: A", attachments=[Attached("a.txt", rest.encode())])
    edited = await say("!source edit pier-2031", attachments=[Attached("c.txt", f"{rest}\nOne more.".encode())])
    assert "Mind that 9 of its 10 paragraphs stand in `a-2031`, too: perhaps it is another version of that." in text(
        edited
    )


async def test_a_key_is_made_of_the_title_where_a_file_names_its_author(say: Say) -> None:
    page = Attached(
        "m.md", b"---\ntitle: 'Re: Minutes of May'\nauthor: Ida Holm\ndate: 2031-05-02\n---\nThe board met.\n"
    )
    assert "`minutes-may-2031`:" in text(await say("!source add", attachments=[page]))


async def test_a_file_without_a_title_has_its_first_heading_with_the_day_that_it_names(say: Say) -> None:
    body = b"<h1>Minutes of the board, 6 May 2031</h1><p>The board met.</p><h1>Budget of 2032</h1><p>It is 9.</p>"
    assert "`minutes-board-may-2031`: Minutes of the board, 6 May 2031, 6 May 2031" in text(
        await say("!source add", attachments=[Attached("scan17.html", body)])
    )


async def test_the_lines_of_a_mail_are_put_together(say: Say) -> None:
    mail = (
        b"From: Lena Ruiz <mayor@osby.example>\nSubject: Re: the ferry\nDate: Mon, 12 May 2031 09:14:00 +0200\n\n"
        b"The last ferry leaves at 23:30, and on Sunday\nat 21:00. It is late.\n\nLena\n"
    )
    await say("!source add", attachments=[Attached("a.eml", mail)])
    assert "“The last ferry leaves at 23:30, and on Sunday at 21:00. It is late.”" in text(
        await say("!source ferry-2031 2")
    )
