"""Questions about the record: who wrote a source, how many a survey asked, how many facts there are, what is newest."""

from pathlib import Path

import pytest
import yaml

from bot import app
from bot.settings import Settings
from tests.bot.curating import stated
from tests.conftest import Dump, Say, noted, text

COLUMN = "[Column on the night ferry]"


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("who wrote the column?", f"{COLUMN} is by Greta Holm."),
        ("Who is the author of the Ellery Post column?", f"{COLUMN} is by Greta Holm."),
        ("who wrote for the Ellery Post?", f"{COLUMN} is by Greta Holm."),
        ("who wrote harbour-2031?", f"{COLUMN} is by Greta Holm."),
        ("when was the column on the night ferry published?", f"{COLUMN} is of April 2031."),
        ("when did Greta Holm’s column come out?", f"{COLUMN} is of April 2031."),
        ("for which paper did Greta Holm write?", f"{COLUMN} was published in Ellery Post."),
        ("in which newspaper was the column published?", f"{COLUMN} was published in Ellery Post."),
        ("where was the column published?", f"{COLUMN} was published in Ellery Post."),
    ],
)
async def test_a_source_says_who_wrote_it_when_and_for_which_paper(say: Say, question: str, reply: str) -> None:
    answer = await say(question)
    assert answer.status == "answered"
    assert text(answer) == f"{reply} `!source harbour-2031` describes it."


async def test_of_several_sources_the_newest_comes_first(say: Say) -> None:
    answer = await say("when were the documents published?")
    assert text(answer) == (
        "[Notes on the ferry] is of 2031 (uncertain). `!source ferry-notes` describes it.\n"
        f"{COLUMN} is of April 2031. `!source harbour-2031` describes it."
    )


async def test_a_source_without_an_author_is_said_to_name_none(say: Say) -> None:
    answer = await say("who wrote the notes on the ferry?")
    assert answer.status in ("related", "unknown")
    assert noted(answer).startswith("[Notes on the ferry] names no author. `!source ferry-notes` describes it.\n")


@pytest.mark.parametrize(
    "question",
    [
        "how many people did the survey ask?",
        "How many people were surveyed by the Coastal Institute?",
        "what was the sample size of the survey on the ferry?",
        "how large was the sample?",
        "how many respondents did the Coastal Institute's survey have?",
    ],
)
async def test_a_survey_says_how_many_it_asked(say: Say, question: str) -> None:
    answer = await say(question)
    assert answer.status == "answered"
    assert noted(answer) == "Survey of the Coastal Institute: 812 people were asked."
    assert stated(answer) == ["F1"]


@pytest.mark.parametrize("question", ["when was the poll taken?", "when were people asked by the Coastal Institute?"])
async def test_what_a_survey_does_not_state_is_said_to_be_missing(say: Say, question: str) -> None:
    answer = await say(question)
    assert answer.status == "related"
    assert noted(answer) == "Survey of the Coastal Institute: the document does not state when people were asked."
    assert [(one.fact.label, one.lacks) for one in answer.statements] == [("F1", ("date of the survey",))]
    assert answer.offers == ("ask-the-team",)


async def test_two_surveys_are_both_shown_the_newest_first(library: Path, settings: Settings) -> None:
    file = library / "fixtures" / "library.yaml"
    content = yaml.safe_load(file.read_text())
    polls = [fact for fact in content["facts"] if fact["payload"]["kind"] == "poll"]
    for year, asked in (2030, 300), (2032, 1500):
        survey = {"key": f"isle-{year}", "title": f"Isle survey {year}", "sample_size": asked, "fielded": f"{year}-05"}
        payload = {**polls[0]["payload"], "survey": survey}
        content["facts"].append({**polls[0], "key": f"isle-poll-{year}", "payload": payload, "asked": []})
    file.write_text(yaml.safe_dump(content, allow_unicode=True))
    async with app.opened(settings) as services, services.console() as console:
        sample = await console.say("how many people did the surveys ask?")
        dates = await console.say("when were the surveys taken?")
        one = await console.say("how many people did the 2030 survey ask?")
    assert noted(sample) == (
        "Isle survey 2032 (May 2032): 1,500 people were asked.\n"
        "Survey of the Coastal Institute: 812 people were asked.\n"
        "Isle survey 2030 (May 2030): 300 people were asked."
    )
    assert stated(sample) == ["F12", "F1", "F11"]
    assert noted(dates) == (
        "Isle survey 2032: people were asked in May 2032.\nIsle survey 2030: people were asked in May 2030."
    )
    assert noted(one) == "Isle survey 2030 (May 2030): 300 people were asked."


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("how many facts on the ferry?", "I have 6 facts: 1 poll, 1 law and 4 claims on Night ferry. `!brief ferry`"),
        ("How many facts do you have about night boats", "I have 6 facts: 1 poll, 1 law and 4 claims on Night ferry."),
        (
            "how many claims do you have on the ferry?",
            "I have 4 claims on Night ferry. `!brief ferry` gives all on it.",
        ),
        (
            "how many facts do you have?",
            "I have 10 facts: 1 poll, 1 event, 2 people, 1 organization, 1 law and 4 claims.",
        ),
        ("how many polls do you have?", "I have 1 poll. `!topics` lists what they are about."),
        ("how many sources do you have?", "I have 2 sources. `!sources` lists them."),
        ("how many topics do you know?", "I have 4 topics. `!topics` lists them."),
    ],
)
async def test_facts_are_counted(say: Say, question: str, reply: str) -> None:
    answer = await say(question)
    assert answer.status == "answered"
    assert noted(answer).startswith(reply)


async def test_a_count_is_of_what_the_server_sees(say: Say) -> None:
    await say("!fact hide F1 reason: no", server=7)
    assert noted(await say("how many polls do you have?", server=7)).startswith("I have 0 polls.")
    assert noted(await say("how many polls do you have?", server=8)).startswith("I have 1 poll.")


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("what is the latest on the fish market?", ["F2"]),
        ("what's the latest on the night ferry?", ["F10", "F9", "F8", "F7", "F1"]),
        ("latest claims on the night ferry", ["F10", "F9", "F8", "F7"]),
        ("what's new on the ferry", ["F10", "F9", "F8", "F7", "F1"]),
    ],
)
async def test_the_latest_is_the_newest_fact_first(say: Say, question: str, facts: list[str]) -> None:
    answer = await say(question)
    assert answer.status == "answered"
    assert stated(answer) == facts
    assert "¶" in text(answer)


@pytest.mark.parametrize(
    "question",
    [
        "who wrote Hamlet?",
        "who wrote the act?",
        "when was the mayor written off?",
        "how many facts on sailing?",
        "how many boats do you have?",
        "how many people did the bishop’s survey ask?",
        "what is the latest ferry of the night?",
        "what is the latest on the bishop?",
        "how old is the mayor?",
        "when did the mayor appear?",
        "where was the mayor published?",
        "how many islanders were asked?",
    ],
)
async def test_other_questions_are_asked_of_the_facts(say: Say, question: str) -> None:
    answer = await say(question)
    assert answer.title is None
    for words in ("describes it", "people were asked", "I have 1", "does not state"):
        assert words not in noted(answer)


async def test_asking_the_record_writes_nothing(say: Say, dump: Dump) -> None:
    before = dump()
    for question in ("who wrote the column?", "how many people did the survey ask?", "how many facts on the ferry?"):
        assert (await say(question)).status == "answered"
    assert dump() == before


async def test_a_forecast_is_as_new_as_its_source(say: Say) -> None:
    added = await say(
        "!fact add kind: claim topics: ferry about: The boats fill up stance: for voice: forecast speaker: Greta Holm "
        "when: 2040 text: By 2040 the boats will be full. source: harbour-2031 paragraph: 4 reason: guessed yes: true"
    )
    assert stated(added) == ["F11"]
    assert stated(await say("what is the latest on the ferry?")) == ["F10", "F9", "F11", "F8", "F7"]
