"""Passages by the front door: what documents say where no fact answers, in their own words."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.briefing.asking.passage_ranking import PassageCandidate
from bot.briefing.reply_snapshot import ReplySnapshots, outline
from bot.render import contract
from bot.render.pages import pages
from bot.settings import Settings
from bot.terminal.console import Console
from db.bibliography import StoredSource
from db.documents import Document
from db.passage_search import IndexedPassage
from db.reply_store import Reply
from db.values import now
from tests.conftest import Attached, Say, all_noted, noted, text

MANUAL = b"""# Keeper's handbook

The society looks after nine lighthouses. It was founded by Ana Lind in 1911.

## Lamps

The lamp is lit half an hour before dusk. A spare wick hangs by the door. Whoever trims it writes the hour in the book.

## Leave

Keepers have 24 days of leave a year. Those on outer rocks have 31 days, and travel free of charge.
"""
ADD = "!source add manual-2031 title: Handbook author: Lind, Ana issued: 2031"


@pytest.fixture
async def manual(say: Say) -> None:
    await say(ADD, attachments=[Attached("manual.md", MANUAL)])


@pytest.mark.usefixtures("manual")
async def test_where_no_fact_answers_the_passage_is_quoted_with_the_sentence_in_bold(say: Say) -> None:
    answer = await say("How many days of leave do keepers on outer rocks have?")
    assert answer.status == "related"
    said = "Those on outer rocks have 31 days, and travel free of charge."
    assert text(answer).split("\n")[:2] == [
        "No fact yet; in the documents:",
        f"> “Keepers have 24 days of leave a year. *{said}*” [1]",
    ]
    assert "[1] Ana Lind, Handbook, 2031, Leave, ¶6 (intact)" in text(answer)
    assert "`!fact propose text: … source: manual-2031 paragraph: 6` proposes a fact of the first." in noted(answer)
    assert "nothing" not in text(answer)
    (page,) = pages(answer)
    assert "-# [1] A. Lind (2031) Leave, ¶6" in page.body
    assert "free of charge.**” [1] Leave, ¶6" in page.body
    assert "> “Keepers have 24 days of leave a year. **Those on outer rocks have 31 days, and travel free" in page.body


@pytest.mark.usefixtures("manual")
async def test_other_programs_get_the_span_of_the_sentence(say: Say) -> None:
    answer = await say("where does the spare wick hang")
    passage = contract.reply("", answer)["passages"][0]
    assert passage == {
        "source": "manual-2031",
        "paragraph": 4,
        "span": [42, 73],
        "text": "A spare wick hangs by the door.",
        "locator": {"page": None, "headings": ["Keeper's handbook", "Lamps"]},
        "check": "intact",
    }
    assert json.dumps(passage)


@pytest.mark.usefixtures("manual")
async def test_facts_come_first(say: Say) -> None:
    answer = await say("When did the fish market close?")
    assert (answer.status, answer.passages) == ("answered", ())


@pytest.mark.usefixtures("manual")
async def test_what_is_only_near_is_said_to_be(say: Say) -> None:
    answer = await say("How many keepers drowned on the outer rocks?")
    assert answer.status == "related"
    assert answer.sections[0].heading == "Only near it, in the documents:"
    assert "I found no answer to that." in noted(answer)
    assert "The passages of the documents are only near it, and may not answer." in noted(answer)


@pytest.fixture
async def empty(settings: Settings, tmp_path: Path) -> AsyncIterator[Console]:
    """A bot without a fact and without a document."""
    (tmp_path / "empty").mkdir()
    changed = {
        "fixtures_dir": tmp_path / "empty",
        "documents_dir": None,
        "database_url": f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}",
    }
    async with app.opened(settings.model_copy(update=changed)) as opened, opened.console() as terminal:
        yield terminal


NEAR = "The passages of the documents are only near it, and may not answer."
PROPOSES = "`!fact propose text: … source: manual-2031 paragraph: {}` proposes a fact of the first."


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        (
            "where does the spare wick hang?",
            "related",
            f"No fact answers that yet; the passages of the documents may.\n{PROPOSES.format(4)}",
        ),
        (
            "How many keepers drowned on the outer rocks?",
            "related",
            f"I found no answer to that. There is no fact here yet, and no document mentions drowned.\n{NEAR}",
        ),
        (
            "How many keepers on outer rocks write?",
            "related",
            f"I found no answer to that. There is no fact here yet.\n{NEAR}",
        ),
        (
            "Which bishop crowned Napoleon?",
            "unknown",
            "I have nothing on that. There is no fact here yet, and no document mentions bishop, crowned and napoleon.",
        ),
    ],
)
async def test_without_a_fact_what_is_said_is_of_the_documents(
    empty: Console, question: str, status: str, said: str
) -> None:
    await empty.say(ADD, attachments=[Attached("manual.md", MANUAL)])
    answer = await empty.say(question)
    assert (answer.status, noted(answer)) == (status, said)


async def test_without_facts_and_documents_it_is_said_how_they_are_brought(empty: Console) -> None:
    answer = await empty.say("where does the spare wick hang?")
    assert (answer.status, noted(answer)) == (
        "unknown",
        "I have nothing on that. There is no fact and no document here yet: `!fact add` and `!source add` bring them.",
    )


@pytest.mark.usefixtures("manual")
async def test_a_word_that_documents_have_is_not_said_to_be_unknown(say: Say) -> None:
    answer = await say("How many keepers drowned on the outer rocks?")
    assert noted(answer) == f"I found no answer to that. No fact and no document here mentions drowned.\n{NEAR}"
    answer = await say("what do seamstresses and glassblowers say of travel in Bolivia, Peru and Chile?")
    assert not answer.passages
    assert noted(answer).endswith("The documents have travel: see `!find travel`.")
    assert noted(answer).startswith("I found no answer to that. No fact and no document here mentions seamstresses,")
    assert (await say("!find travel")).passages


@pytest.mark.usefixtures("manual")
async def test_of_a_name_that_no_document_has_nothing_answers(say: Say) -> None:
    question = "How many days of leave do{} keepers on outer rocks have?"
    assert (await say(question.format(""))).sections[0].heading == "No fact yet; in the documents:"
    answer = await say(question.format(" Zanzibar"))
    assert answer.sections[0].heading == "Only near it, in the documents:"
    assert "No fact and no document here mentions zanzibar." in noted(answer)
    said = "The passages were taken to be only near: no document mentions zanzibar."
    assert said in all_noted(await say("!why"))


@pytest.mark.usefixtures("manual")
async def test_why_says_what_of_the_question_a_passage_has_and_where(say: Say) -> None:
    await say("When do keepers on outer rocks have the lamp?")
    passages = all_noted(await say("!why")).split("\n\n")
    (said,) = (passage for passage in passages if passage.startswith("¶6 of `manual-2031`: score "))
    assert said.split("\n")[1:6] == [
        "Its sentence is “Those on outer rocks have 31 days, and travel free of charge.”.",
        "The sentence has: outer and rocks.",
        "The rest of the paragraph has: keepers.",
        "It lacks: lamp.",
        "The sentence does not give a date.",
    ]
    assert said.split("\n")[6].startswith("The verifier reads that it does not answer (-")


@pytest.mark.usefixtures("manual")
async def test_why_says_whether_passages_were_taken_to_answer(say: Say) -> None:
    await say("How many days of leave do keepers on outer rocks have?")
    assert "The passages were taken to answer: together they score enough." in all_noted(await say("!why"))
    await say("How many keepers drowned on the outer rocks?")
    assert "The passages were taken to be only near" in all_noted(await say("!why"))
    await say("When did the fish market close?")
    assert "passages" not in all_noted(await say("!why"))


@pytest.mark.usefixtures("manual")
async def test_a_word_of_a_document_is_no_slip(say: Say) -> None:
    assert "I took" not in noted(await say("who trims the wick?"))


@pytest.mark.usefixtures("manual")
async def test_a_slip_is_taken_for_a_word_of_a_document_and_said(say: Say) -> None:
    right = await say("How many days of leave do keepers on outer rocks have?")
    answer = await say("How many days of leave do kepers on outer rokcs have?")
    assert noted(answer).startswith("I took “kepers” for “keepers”, “rokcs” for “rocks”.\nNo fact answers that yet;")
    assert text(answer).split("\n")[:2] == text(right).split("\n")[:2]
    assert noted(await say("Which lighthuoses does it look after?")).startswith(
        "I took “lighthuoses” for “lighthouses”."
    )


async def test_the_number_of_a_paragraph_is_no_sentence_and_no_figure(say: Say) -> None:
    minutes = Attached("minutes.md", b"7\\. Swings\n\nThe swings were shut and 3 lamps of them are mended by Hallam.\n")
    await say("!source add minutes-2031 title: Minutes", attachments=[minutes])
    answer = await say("How many lamps of the swings are mended?")
    assert [place.paragraph for place in answer.passages][:1] == [2]
    assert not [place for place in answer.passages if place.excerpt in ("7.", "Swings")]
    assert "7. Swings" in [place.excerpt for place in (await say("!find swings")).passages]


@pytest.mark.usefixtures("manual")
async def test_a_slip_is_taken_for_a_word_of_a_heading(say: Say) -> None:
    await say(
        "!source add rules-2031 title: Rules", attachments=[Attached("r.md", b"# Moorings\n\nPay at the quay.\n")]
    )
    assert noted(await say("what of the moorigns?")).startswith("I took “moorigns” for “moorings”.")


@pytest.mark.usefixtures("manual")
async def test_what_may_be_another_name_is_asked_back_and_not_answered(say: Say) -> None:
    crew = Attached("crew.md", b"The cook of the relief boat is Rolf Tessen.\n")
    await say("!source add crew-2031 title: Crew", attachments=[crew])
    assert (await say("What is Rolf Tessen?")).sections[0].heading == "No fact yet; in the documents:"
    answer = await say("What is Rolf Tassen?")
    assert noted(answer).startswith("I know no “tassen”: did you mean “Tessen”?")
    assert [section.heading for section in answer.sections] == ["Only near it, in the documents:"]


async def test_a_slip_is_not_taken_for_a_word_of_another_server(say: Say) -> None:
    await say(ADD, server=8, attachments=[Attached("manual.md", MANUAL)])
    question = "How many days of leave do kepers on outer rocks have?"
    assert noted(await say(question, server=8)).startswith("I took “kepers” for “keepers”.")
    for elsewhere in (7, None):
        assert "keepers" not in text(await say(question, server=elsewhere))


async def test_a_server_is_shown_no_passage_of_another(say: Say) -> None:
    await say(ADD, server=8, attachments=[Attached("manual.md", MANUAL)])
    question = "How many days of leave do keepers on outer rocks have?"
    assert (await say(question, server=8)).passages
    for elsewhere in (7, None):
        answer = await say(question, server=elsewhere)
        assert not answer.passages
        assert "31" not in text(answer)


@pytest.mark.usefixtures("manual")
@pytest.mark.parametrize(
    "command", ["!source retire manual-2031 reason: withdrawn", "!source forget manual-2031 reason: x"]
)
async def test_nothing_is_offered_of_a_source_that_is_retired_or_forgotten(say: Say, command: str) -> None:
    assert (await say(command)).status == "done"
    assert not (await say("How many days of leave do keepers on outer rocks have?")).passages


async def test_a_file_that_was_changed_since_it_was_indexed_is_not_quoted(
    say: Say, library: Path, opened: Services
) -> None:
    question = "did the traders have talks for a year?"
    assert (await say(question)).passages[0].source.key == "harbour-2031"
    file = library / "documents" / "harbour.txt"
    file.write_text(file.read_text("utf-8").replace("a year of talks with the traders", "nothing at all"), "utf-8")
    answer = await say(question)
    assert "nothing at all" not in text(answer)
    assert "The file of `harbour-2031` has changed since it was read, and is not quoted: it is read anew" in noted(
        answer
    )


@pytest.mark.usefixtures("manual")
async def test_of_two_questions_one_is_answered_by_a_fact_and_one_by_a_passage(say: Say) -> None:
    answer = await say("Who is the mayor? Where does the spare wick hang?")
    assert answer.status == "answered"
    assert [section.heading for section in answer.sections] == [
        "Who is the mayor?",
        "Where does the spare wick hang? (No fact yet; in the documents)",
    ]


@pytest.mark.usefixtures("manual")
async def test_find_lists_facts_then_passages_with_their_number(say: Say) -> None:
    answer = await say("!find ferry night")
    assert answer.status == "answered"
    assert [section.heading for section in answer.sections] == [None, "Passages on “ferry night”"]
    facts, passages = (len(answer.statements), len(answer.passages))
    assert noted(answer) == f"{facts} facts and {passages} passages in all."
    only = await say("!find spare wick")
    assert (only.status, only.title) == ("related", "Passages on “spare wick”")
    assert "*A spare wick hangs by the door.*" in text(only)
    assert noted(only) == "1 passage in all."


async def test_find_says_how_many_there_are_where_it_does_not_show_all(say: Say) -> None:
    many = "".join(f"Buoy {number} is painted red.\n\n" for number in range(150)).encode()
    await say(ADD, attachments=[Attached("buoys.md", many)])
    answer = await say("!find painted buoy")
    assert len(answer.passages) == 100
    assert noted(answer) == "150 passages in all; the first 100 passages are shown. Further words narrow it down."


async def test_find_shows_every_fact_that_holds_the_words(say: Say) -> None:
    for name in "Anna Bea Cara Dora Emma Fay Gina Hana Ida Jana Kira Lena".split():
        shown = await say(
            f"!fact add kind: event name: Tide of {name} topics: tides text: The tide of {name} turns. "
            "source: ferry-notes paragraph: 1"
        )
        assert shown.status == "done", noted(shown)
        assert (await say("!yes")).status == "done"
    answer = await say("!find tide turns")
    assert len(answer.statements) == 12
    assert noted(answer).startswith("12 facts in all.")


@pytest.mark.usefixtures("manual")
async def test_a_briefing_ends_with_passages_that_no_fact_cites(say: Say) -> None:
    briefing = await say("!brief ferry")
    assert briefing.sections[-1].heading == "In the documents, cited by no fact"
    cited = {(place.source.key, place.paragraph) for said in briefing.statements for place in said.places}
    shown = {(place.source.key, place.paragraph) for place in briefing.passages}
    assert shown
    assert not shown & cited


@pytest.mark.usefixtures("manual")
async def test_a_briefing_on_what_is_no_topic_shows_the_passages_that_have_the_words(say: Say) -> None:
    briefing = await say("!brief spare wick file: md")
    assert briefing.status == "related"
    assert [section.heading for section in briefing.sections] == ["In the documents, cited by no fact"]
    assert [place.excerpt for place in briefing.passages] == ["A spare wick hangs by the door."]
    assert noted(briefing) == "I have no topic “spare wick”. `!topics` lists the topics."
    assert briefing.attachment
    assert "A spare wick hangs by the door." in briefing.attachment.content
    assert (await say("!brief zebra")).status == "unknown"


@pytest.mark.usefixtures("manual")
async def test_a_source_shows_a_range_and_what_no_fact_cites(say: Say) -> None:
    several = await say("!source manual-2031 2-4")
    assert several.title == "A. Lind (2031), ¶2–4"
    assert [place.paragraph for place in several.passages] == [2, 3, 4]
    assert noted(several) == "No fact rests on them."
    assert noted(await say("!source harbour-2031 1 – 3")).startswith("Facts rest on ¶")
    assert "No fact cites it yet." in text(await say("!source manual-2031"))
    described = text(await say("!source harbour-2031"))
    assert "No fact cites 1 of its 5 paragraphs: `!source harbour-2031 uncited` lists them." in described
    uncited = await say("!source manual-2031 uncited")
    assert uncited.title == "A. Lind (2031): 6 paragraphs that no fact cites"
    assert len(uncited.passages) == 6


@pytest.mark.parametrize("place", ["2-99", "4-2", "0-3", "-3", "2-"])
@pytest.mark.usefixtures("manual")
async def test_a_range_that_is_none_is_refused(say: Say, place: str) -> None:
    answer = await say(f"!source manual-2031 {place}")
    assert answer.status == "error"
    assert "`manual-2031` has paragraphs 1 to 6" in noted(answer)


async def test_a_range_is_no_longer_than_a_person_reads(say: Say) -> None:
    many = "".join(f"Buoy {number} is painted red.\n\n" for number in range(150)).encode()
    await say(ADD, attachments=[Attached("buoys.md", many)])
    assert noted(await say("!source manual-2031 1-100")) == (
        "Those are 100 paragraphs: look at up to 50 at once, as in `!source manual-2031 1-50`."
    )
    assert "100 more, from ¶51: `!source manual-2031 51-100` shows them." in noted(
        await say("!source manual-2031 uncited")
    )


@pytest.mark.usefixtures("manual")
async def test_a_reply_that_is_shown_again_quotes_the_documents_of_then_and_keeps_no_word_of_them(
    say: Say, opened: Services
) -> None:
    answer = await say("How many days of leave do keepers on outer rocks have?")
    reply = Reply(
        id="0" * 16, server=None, channel=1, message=2, asker=3, outline=outline(answer), at=now(), revisions={}
    )
    assert "outer rocks have" not in reply.outline.model_dump_json()
    snapshots = ReplySnapshots(opened.store, opened.evidence)
    assert text(await snapshots.answer(reply)) == text(answer)
    await say("!source forget manual-2031 reason: asked to")
    assert not any(place.source.key == "manual-2031" for place in (await snapshots.answer(reply)).passages)


def test_sentences_stay_in_memory_within_a_bound() -> None:
    source = StoredSource(number=1, key="log-2031", title="A log")

    def candidate(text: str) -> PassageCandidate:
        return PassageCandidate(IndexedPassage(1, 1, 1, (), ()), source, Document(text))

    first = candidate("The lamp is lit at dusk.").sentences
    assert candidate("The lamp is lit at dusk.").sentences is first
    for number in range(3):
        assert candidate(f"Lamp {number} is lit. " + "It is lit at dusk. " * 12_000).sentences
    assert candidate("The lamp is lit at dusk.").sentences is not first
