"""Names of a fact by command: a preview marks in the passage what of the fact stands there, and tells what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.answer import Place
from bot.briefing.curating.checks import examine
from bot.briefing.curating.names import named_in, names
from bot.render.spans import plain_note
from db.bibliography import Name, Source
from db.documents import Document
from db.kinds import Event
from db.records import Citation, Fact
from tests.bot.curating import ANA
from tests.conftest import Say, text

SOURCE = '!source add visits title: Visits author: "Holm, Greta" text: "{}"'
EVENT = "!fact add kind: event topics: +visits name: Visit text: {} source: visits paragraph: 1"
PASSAGE = "In 2031 the president of Aldmere met 85 Port Elleryans at the United Harbours office, said Jon Moe."


async def preview(say: Say, passage: str, command: str) -> list[str]:
    await say(SOURCE.format(passage), **ANA)
    return text(await say(command, **ANA)).split("\n")


async def test_what_of_the_fact_stands_in_the_passage_is_marked(say: Say) -> None:
    lines = await preview(say, PASSAGE, EVENT.format("Moe says 85 people of Port Ellery were met in 2031 by the UH."))
    assert (
        "¶1 of `visits` says: “In *2031* the president of Aldmere met *85 Port Elleryans* at the "
        "*United Harbours* office, said Jon *Moe*.”"
    ) in lines
    assert "Checked: Every name (Moe, Port Ellery, UH) stands in ¶1 of `visits`." in lines


async def test_a_name_that_the_passage_lacks_is_told(say: Say) -> None:
    lines = await preview(say, PASSAGE, EVENT.format("The President of France will attend in Tokyo."))
    assert "Mind: Names that do not stand in ¶1 of `visits`: France and Tokyo." in lines
    assert not [line for line in lines if "Every name" in line]


async def test_names_of_every_field_are_looked_for(say: Say) -> None:
    command = EVENT.format("They met.") + " place: Aldmere Hall participants: Jon Moe; Ida Brønn speaker: Greta Holm"
    lines = await preview(say, f"{PASSAGE}\nThe hall was full.", f"{command} note: As Tove wrote.")
    told = "Mind: Names that do not stand in ¶1 of `visits`: Hall (`place:`) and Ida Brønn (`participants:`)."
    assert told in lines
    # Who wrote a source need not stand in its document.
    assert "Mind: Names that do not stand in the document of `visits`: Tove (`note:`)." in lines


async def test_an_edit_shows_its_passages_too(say: Say) -> None:
    edit = text(await say("!fact edit F2 text: The council of Zellmark voted to close the market."))
    assert "Mind: Names that do not stand in ¶2 of `harbour-2031` and ¶1 of `ferry-notes`: Zellmark and Port" in edit
    assert edit.count(" says: “") == 2


async def test_names_of_other_scripts_are_told_apart(say: Say) -> None:
    add = "!fact add kind: person topics: +people name: {0} text: {0}在说话。 source: visits paragraph: 1"
    lines = await preview(say, "王伟是发言人。", add.format("王伟"))
    assert "¶1 of `visits` says: “*王伟*是发言人。”" in lines
    told = "Mind: Names that do not stand in the document of `visits`: 汪伟 (`name:`)."
    assert told in text(await say(add.format("汪伟"), **ANA))


async def test_of_a_long_passage_the_sentences_with_marks_are_shown(say: Say) -> None:
    filler = "Nothing happened here at all. " * 30
    lines = await preview(say, f"{filler}At last 85 came. {filler}", EVENT.format("There came 85."))
    assert "¶1 of `visits` says: “… At last *85* came.”" in lines


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        ("the United States", "in the US and elsewhere"),
        ("US aid", "American aid"),
        ("the UN", "the United Nations"),
        ("South Korea", "South Koreans"),
        ("Ida Brønn’s", "Ida Bronn"),
        ("Trump", "Donald Trump"),
        ("Aid stopped. Talks go on.", "Nothing."),
    ],
)
def test_a_name_stands_in_another_form(said: str, passage: str) -> None:
    assert [name.written for name in names(said) if named_in([passage]).lacking(name)] == []


NAMES = ("Kang", "Weng", "Tokyo", "France", "Mike Pompeo", "Ürümqi", "O’Neill", "ASEAN", "Đuric", "Jean-Luc Picard")
FIELDS = ("{} came.", "They met {} there.", "In 2031 {} and others met.", "“{} came,” they said.", "It was by {}.")


@given(
    st.sampled_from(NAMES), st.sampled_from(FIELDS), st.sampled_from(["text", "place", "outcome", "note", "speaker"])
)
def test_no_name_gets_past_the_checks(name: str, words: str, field: str) -> None:
    document = Document("In 2031 others met there and nobody was named.")
    source = Source(key="unnamed", title="Unnamed", author=(Name(literal="Nobody"),))
    cited = Citation(source=source.key, paragraph=1, fingerprint=document.fingerprints[0])
    said = words.format(name)
    payload = Event(name="meeting", **({field: said} if field in ("place", "outcome") else {}))
    values = {"text": "They met.", **({field: said} if field not in ("place", "outcome") else {})}
    fact = Fact(key="meeting", payload=payload, topics=("t",), citations=(cited,), **values)
    findings = examine(fact, [Place(cited, source, document)])
    told = plain_note(tuple(found.sentence for found in findings if found.outcome == "noted"), "!")
    assert name in told
    assert not any("Every name" in plain_note((found.sentence,), "!") for found in findings)
