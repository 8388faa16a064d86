"""`!poll`, `!event`, `!person`, `!org`, `!law` and `!claim`: a name goes in, the exact reply comes out."""

import pytest

from tests.conftest import Say, text

POST = "Greta Holm, [Column on the night ferry], Ellery Post, April 2031"
NOTES = "[Notes on the ferry], [2031?]"
CLOSED = f"""\
Events: Closure of the fish market

- 14 March 2031: The town council of Port Ellery voted to close the fish market. [1][2] (F2)

Sources
[1] {POST}, ¶2 (intact)
[2] {NOTES}, ¶1 (intact)"""
MAYOR = f"""\
People: Ida Brønn

- Ida Brønn is the mayor. [1] (F3)

Sources
[1] {POST}, ¶4 (intact)"""


async def test_a_poll_gives_figures_their_survey_and_what_it_does_not_state(say: Say) -> None:
    reply = text(await say("!poll ferry"))
    assert reply.startswith(
        "Polls: Should the ferry run at night?\n\n"
        "- From Coastal Institute: A night ferry is wanted by 64% of residents, 70% of islanders and 58% of"
        " townspeople; 9% of residents have no view. [1] (F1)\n"
    )
    assert (
        "Survey of the Coastal Institute: sponsor Coastal Institute; sample size 812; not stated: pollster,"
        " population, field dates, margin of error, mode, wording of the question." in reply
    )
    assert "Also: 1 law (`!law ferry`) and 4 claims (`!claim ferry`)." in reply
    assert reply.endswith(f"Sources\n[1] {POST}, ¶3 (intact)")


@pytest.mark.parametrize(
    "asked",
    [
        "!event fish market",
        "!event Fish-Markets",
        "!EVENT  FISH   MARKET!",
        "!events fish market",
        "<@1> event fish market",
        "<@!1> event fish market",
        "!event “fish market”",
        "!event Closure of the fish market",
        "!event closure",
        "!event fi\u200bsh market",
    ],
)
async def test_a_name_is_found_however_it_is_written(say: Say, asked: str) -> None:
    assert text(await say(asked)) == CLOSED


@pytest.mark.parametrize("asked", ["Ida Brønn", "ida bronn", "IDA BRØNN", "brønn", "Bronn, Ida", "the mayor", "Mayor"])
async def test_a_person_is_found_by_surname_alias_and_without_accents(say: Say, asked: str) -> None:
    assert text(await say(f"!person {asked}")) == MAYOR


async def test_a_d_with_a_stroke_is_a_d_and_an_editors_note_is_shown_as_ours(say: Say) -> None:
    assert text(await say("!who djuric")) != text(await say("!who duric"))
    assert text(await say("!who duric")) == (
        "People: Tomas Đuric\n\n"
        "- Tomas Đuric speaks for the islanders. [1] (F4)\n"
        "  Editor’s note: The notes spell the name with a Đ; others write Djuric.\n\n"
        f"Sources\n[1] {NOTES}, ¶2 (intact)"
    )


async def test_claims_stand_side_by_side_and_name_whose_they_are(say: Say) -> None:
    reply = text(await say("!claim the night ferry is worth its cost"))
    assert reply.startswith(
        "Claims: The night ferry is worth its cost\n\n"
        "The night ferry is worth its cost\n"
        "- For “The night ferry is worth its cost” · "
        "According to Ida Brønn (quotation): The night ferry will earn back its cost within a season."
        " [1] (F7)\n"
        "- Against “The night ferry is worth its cost” · "
        "According to Greta Holm (opinion): The night ferry will hardly pay, since boats are half empty"
        " after nine. [1] (F8)\n"
    )
    # Both stand in one paragraph, so both have its one number.
    assert reply.endswith(f"Sources\n[1] {POST}, ¶4 (intact)")


async def test_disputed_matters_come_first_and_numbers_follow_the_text(say: Say) -> None:
    answer = await say("!claim night boats")
    assert [section.heading for section in answer.sections] == [
        "The night ferry is worth its cost",
        "The night ferry must run",
        "The boats will be electric",
    ]
    lines = text(answer).splitlines()
    assert any(
        line.startswith("- 2035 · For “The boats will be electric” · According to the ferry line (forecast): ")
        for line in lines
    )
    assert lines[-3:] == [f"[1] {POST}, ¶4 (intact)", f"[2] {NOTES}, ¶2 (intact)", f"[3] {NOTES}, ¶3 (intact)"]


async def test_law_and_organization(say: Say) -> None:
    assert text(await say("!law quiet harbour")) == (
        "Laws: Quiet Harbour Act\n\n"
        "- 2029: The Quiet Harbour Act of 2029 bans engines in the inner basin after midnight. [1] (F6)\n\n"
        f"Sources\n[1] {POST}, ¶5 (intact)"
    )
    assert text(await say("!organisation coastal institutes")) == (
        "Organizations: Coastal Institute\n\n"
        "- The Coastal Institute surveys residents. [1] (F5)\n\n"
        f"Sources\n[1] {POST}, ¶3 (intact)"
    )


LISTS = {
    "!poll": "Polls: what you can ask for\n\nWrite `!poll` and a name or a topic, for example `!poll ferry`.\n"
    "Names: Should the ferry run at night?\nTopics: `ferry` (1), `residents` (1)",
    "!event": "Events: what you can ask for\n\nWrite `!event` and a name or a topic, for example `!event council`.\n"
    "Names: Closure of the fish market\nTopics: `council` (1), `fish-market` (1)",
    "!person": "People: what you can ask for\n\nWrite `!person` and a name or a topic, for example `!person council`.\n"
    "Names: Ida Brønn; Tomas Đuric\nTopics: `council` (1), `residents` (1)",
    "!org": "Organizations: what you can ask for\n\nWrite `!org` and a name or a topic, for example `!org residents`.\n"
    "Names: Coastal Institute\nTopics: `residents` (1)",
    "!law": "Laws: what you can ask for\n\nWrite `!law` and a name or a topic, for example `!law ferry`.\n"
    "Names: Quiet Harbour Act\nTopics: `ferry` (1)",
    "!claim": "Claims: what you can ask for\n\nWrite `!claim` and a name or a topic, for example `!claim ferry`.\n"
    "Topics: `ferry` (4)",
}


@pytest.mark.parametrize(("asked", "listed"), LISTS.items(), ids=LISTS.keys())
async def test_without_a_name_it_lists_what_can_be_asked(say: Say, asked: str, listed: str) -> None:
    answer = await say(asked)
    assert (answer.status, text(answer)) == ("answered", listed)
    assert text(await say(f"<@1> {asked[1:]}")) == listed


MISSES = {
    "!event fish markte": ("related", "I have no event under “fish markte”. Did you mean `!event Fish market`?"),
    "!person Brönnn": ("related", "I have no person under “Brönnn”. Did you mean `!person Ida Brønn`?"),
    "!law quite harbour act": (
        "related",
        "I have no law under “quite harbour act”. Did you mean `!law Quiet Harbour Act`?",
    ),
    "!event zebra": ("unknown", "I have no event under “zebra”. `!event` lists what you can ask for."),
    "!org **@everyone**": ("unknown", "I have no organization under “＠everyone”. `!org` lists what you can ask for."),
    "!event ferry": (
        "related",
        "I have no event under “ferry”, but 1 poll (`!poll ferry`), 1 law (`!law ferry`)"
        " and 4 claims (`!claim ferry`).",
    ),
    "!evnt fish": ("error", "There is no command `!evnt`. Did you mean `!event`?"),
    "!xyzzy": ("error", "There is no command `!xyzzy`. `!help` lists the commands."),
    "!": ("error", "Write a command after `!`: `!help` lists them."),
    "!poll " + "x" * 201: ("error", "That is 201 characters long: write a name or a topic in at most 200."),
}


@pytest.mark.parametrize(("asked", "expected"), MISSES.items(), ids=[asked[:20] for asked in MISSES])
async def test_a_near_miss_is_offered_and_never_answered(say: Say, asked: str, expected: tuple[str, str]) -> None:
    answer = await say(asked)
    assert (answer.status, text(answer)) == expected
    assert answer.statements == ()


async def test_a_name_in_other_characters_is_another_name(say: Say) -> None:
    await say('!source add zh title: 人物 text: "王伟是外交部发言人。汪伟是商人，支持人权。"')
    for name, fact in (("王伟", "王伟是外交部发言人。"), ("汪伟", "汪伟是商人，支持人权。")):
        await say(f"!fact add kind: person topics: +people name: {name} text: {fact} source: zh paragraph: 1")
        await say("!yes")
    assert "商人" not in text(await say("!person 王伟"))
    reply = text(await say("!person wang wei"))
    assert "`!person 王伟`" in reply
    assert "`!person 汪伟`" in reply
    assert "汪伟是商人，支持人权。" in text(await say("!find 支持"))
    assert (await say("!find 仁泉")).status == "unknown"


@pytest.mark.parametrize(
    "message", ["!claim night ferry", "!brief ferry", "!find half empty", "!ask will the ferry pay?"]
)
async def test_wherever_a_claim_stands_it_names_what_it_is_against(say: Say, message: str) -> None:
    said = next(line for line in text(await say(message)).splitlines() if "hardly pay" in line)
    assert said.startswith("- Against “The night ferry is worth its cost” · According to Greta Holm (opinion): ")


async def test_what_all_are_against_is_no_heading_by_itself(say: Say) -> None:
    await say("!fact retract F7 reason: a slip")
    assert "Claims: Against “The night ferry is worth its cost”" in text(await say("!brief ferry")).splitlines()
    lines = text(await say("!claim the night ferry is worth its cost")).splitlines()
    assert lines[0] == "Claims: Against “The night ferry is worth its cost”"
    assert (await say("!cite F8")).title == "F8: Against “The night ferry is worth its cost”"
    assert (await say("!fact history F8")).title == "History of F8: Against “The night ferry is worth its cost”"
    # Where somebody is for it, and where nobody takes sides, the matter stands as it is.
    assert (await say("!cite F1")).title == "F1: Should the ferry run at night?"


async def test_a_briefing_as_a_file_names_what_a_claim_is_against(say: Say) -> None:
    attached = (await say("!brief ferry file: md")).attachment
    assert attached
    assert "- Against “The night ferry is worth its cost” · According to Greta Holm (opinion): " in attached.content


async def test_topics_and_surveys_that_sound_alike_stay_apart(say: Say) -> None:
    await say('!source add zh title: 人物 text: "人权很重要。仁泉是地名，40%和30%。"')
    for topic, words in (("人权", "人权很重要。"), ("仁泉", "仁泉是地名。")):
        add = f"!fact add kind: event topics: +{topic} name: {topic}会 text: {words} source: zh paragraph: 1 yes: true"
        assert (await say(add)).status == "done"
    topics = text(await say("!topics"))
    assert "`renquan`: 人权 (1)\n`renquan-2`: 仁泉 (1)\n" in topics
    assert "地名" not in text(await say("!brief 人权"))
    for survey, share in (("人权", 40), ("仁泉", 30)):
        poll = f"text: {share}%赞成。 results: 人 | 赞成 {share} source: zh paragraph: 1 question: 赞成{survey}吗?"
        answer = await say(f"!fact add kind: poll topics: renquan survey: {survey} {poll} yes: true")
        assert answer.status == "done", text(answer)
    keys = [said.fact.payload.model_dump()["survey"]["key"] for said in (await say("!poll renquan")).statements]
    assert keys == ["renquan", "renquan-2"]


async def test_polls_of_one_question_are_shown_the_newest_first_each_with_its_survey(say: Say) -> None:
    row = "!fact add kind: poll topics: residents question: Should it run by night? source: harbour-2031 paragraph: 3 "
    for survey, fielded, group, share in (
        ("Old vote", "2029", "islanders", 70),
        ("New vote", "2031-02", "townspeople", 58),
        ("Undated vote", "", "residents", 64),
    ):
        when = f"fielded: {fielded} reason: by the council " if fielded else ""
        said = f"survey: {survey} text: Of {group}, {share}%. results: {group} | yes | {share}"
        added = await say(f"{row}{when}{said} yes: true")
        assert "Added: F" in text(added)
    answer = await say("!poll residents")
    shown = [statement.fact for statement in answer.statements if statement.fact.number > 10]
    assert [fact.label for fact in shown] == ["F13", "F12", "F11"], "one that is not dated is of the day of its source"
    said = text(answer)
    assert said.index("New vote, asked February 2031: Of townspeople") < said.index(
        "Old vote, asked 2029: Of islanders"
    )
