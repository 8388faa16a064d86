"""What moderators write: every field missing, empty, too long or of the wrong type is told, and writes nothing."""

import pytest

from bot.app import Services
from tests.bot.curating import ANA, CLAIM, EVENT, POLL
from tests.conftest import Dump, Say, noted, text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("!fact add", "`kind:` is missing: write one of poll, event, person, organization, law, claim, statement."),
        ("!fact add", "`text:` is missing: say in your own words what the paragraph says."),
        ("!fact add", "`topics:` is missing: write one or more"),
        ("!fact add", "`source:` and `paragraph:` are missing: a fact says where it stands."),
        ("!fact add", "Write it like this: `!fact add kind: event topics: ferry"),
        (EVENT.replace("name: Maiden voyage ", ""), "`name:` is missing: say what it is called."),
        (CLAIM.replace("about: The night ferry fills up ", ""), "`about:` is missing: say the matter"),
        (CLAIM.replace("speaker: Greta Holm ", ""), "Voice opinion needs a speaker: say whose it is."),
        (
            CLAIM.replace("speaker: Greta Holm ", "").replace("voice: opinion", "voice: reported"),
            "A claim needs a spea",
        ),
        (POLL.replace("results: islanders want it 70", ""), "`results:` is missing: write them as in"),
        (EVENT.replace("paragraph: 1", ""), "`paragraph:` is missing: it belongs to `source:`."),
        (EVENT.replace("source: harbour-2031", ""), "`source:` is missing: it belongs to `paragraph:`."),
        (EVENT.replace("kind: event", "kind: evnt"), "not “evnt”. Did you mean `event`?"),
        (
            EVENT.replace("topics: ferry", "topics: fery"),
            "There is no topic “fery”. Did you mean `ferry`? For",
        ),
        (EVENT.replace("topics: ferry", "topics: 👻"), "`topics:` “👻” cannot be a topic: write a word or a few."),
        (
            EVENT.replace("harbour-2031", "harbor-2031"),
            "no source “harbor-2031”. Did you mean `harbour-2031`?",
        ),
        (
            EVENT.replace("paragraph: 1", "paragraph: 6"),
            "has paragraphs 1 to 5: there is no paragraph 6.",
        ),
        (EVENT.replace("paragraph: 1", "paragraph: one"), "`paragraph:` should be a whole number from 1, not “one”."),
        (EVENT.replace("paragraph: 1", "paragraph: 0"), "`paragraph:` should be a whole number from 1, not “0”."),
        (EVENT.replace("paragraph:", "paragraf:"), "`paragraf:` is not an argument here. Did you mean `paragraph:`?"),
        (EVENT + " text: again", "`text:` is given twice"),
        (EVENT + " when:", "`when:` is empty: write a value after it, or leave it out."),
        (EVENT + " when: yesterday-ish", "`when:` “yesterday-ish” is not a date I can read. Write 12 June 2018"),
        (EVENT + " when: 2019/2018", "`when:` “2019/2018” is not a date I can read"),
        (EVENT + " voice: rumour", "`voice:` should be reported, opinion, forecast or quotation, not “rumour”."),
        (EVENT + " cite: ferry-notes", "`cite:` “ferry-notes” should be a source and a paragraph"),
        (EVENT + " cite: ferry-notes#9", "`ferry-notes` has paragraphs 1 to 3: there is no paragraph 9."),
        (EVENT + " stance: for", "`stance:` belongs to a claim, not to an event."),
        (EVENT + " sponsor: KEI", "`sponsor:` belongs to a poll, not to an event."),
        (EVENT + " key: F12", "`key:` “F12” would be taken for something else: write another."),
        (EVENT + " key: History", "`key:` “History” would be taken for something else: write another."),
        (EVENT + " key: ferry-pays", "`key:` “ferry-pays” is taken by F7: write another."),
        (EVENT + " key: no spaces", "`key:` should be small letters and digits parted by hyphens, not “no spaces”."),
        (EVENT + " speaker: " + "x" * 201, "`speaker:` is 201 characters long: write at most 200."),
        (
            EVENT.replace("name: Maiden voyage", "name: " + "x" * 201),
            "`name:` is 201 characters long: write",
        ),
        (EVENT.replace("for the first time", "x" * 1000), "characters long: write at most 1,000."),
        (EVENT + " note: " + "x" * 6000, "characters long: write at most 6,000."),
        ("!fact add stray words " + EVENT.removeprefix("!fact add"), "“stray words” stands before the first name"),
        (POLL + " sample: many", "`sample:` should be a whole number from 1, not “many”."),
        (POLL + " sample: 1,2", "`sample:` should be a whole number from 1, not “1,2”."),
        (POLL + " sample: over 800", "`sample:` should be a whole number from 1, not “over 800”."),
        (POLL + " margin: -3", "`margin:` should be percentage points, such as 3.1, not “-3”."),
        (POLL + " margin: 3 km", "`margin:` should be percentage points, such as 3.1, not “3 km”."),
        (POLL + " margin: wide", "`margin:` should be percentage points, such as 3.1, not “wide”."),
        (POLL + " margin: 200", "`margin:` input should be less than or equal to 100."),
        (POLL + " fielded: then", "`fielded:` “then” is not a date I can read"),
        (POLL.replace("want it 70", "want it 170"), "should have a percentage from 0 to 100"),
        (POLL.replace("islanders want it 70", "70"), "“70” should be a group, its answer and a percentage"),
        (POLL.replace("want it 70", "want it 70; islanders oppose 58"), "The answers of islanders add up to 128%"),
        (POLL + " complete: true", "The answers of islanders are marked complete and do not add up to 100%."),
        (CLAIM + " stance: maybe", "`stance:` is given twice"),
        (
            CLAIM.replace("stance: against", "stance: maybe"),
            "`stance:` should be for, against or neutral, not",
        ),
        (
            CLAIM.replace("voice: opinion", "voice: quotation") + " quote: half emptty after nine",
            "`quote:` “half emptty after nine” does not stand in ¶4 of `harbour-2031`. The nearest there: “half empty",
        ),
        (
            CLAIM.replace("voice: opinion", "voice: quotation"),
            "A quotation needs the words quoted: write `quote:` and the words as they stand.",
        ),
        (EVENT.replace("first time", "85th time, two-thirds full"), "85th, two-thirds: not in ¶1 of `harbour-2031`."),
        (
            POLL.replace("want it 70", "want it 71"),
            "`results:` 71%: not in ¶3 of `harbour-2031`. Correct the results, cite",
        ),
        (EVENT + " corrects: F99", "I have no fact “F99”"),
        (
            EVENT.replace("event", "person") + " office: a,b,c,d",
            "`office:` “a,b,c,d” should be title, organization and time",
        ),
        (EVENT.replace("event", "person") + " office: " + "x" * 201, "`office:` is 201 characters long"),
        (EVENT + " participants: " + "x" * 201, "`participants:` is 201 characters long"),
        (EVENT + " reason: " + "x" * 1001, "`reason:` is 1,001 characters long: write at most 1,000."),
        (EVENT + " key: " + "x" * 81, "`key:` is 81 characters long: write at most 80."),
        (EVENT.replace("topics: ferry", "topics: " + "zq" * 50), "cannot be a topic: write a word or a few."),
    ],
)
async def test_a_slip_is_told_and_nothing_is_written(
    say: Say, opened: Services, dump: Dump, line: str, told: str
) -> None:
    before = dump()
    answer = await say(line + " yes: true", **ANA)
    assert answer.status == "error"
    assert told in text(answer)
    assert dump() == before


async def test_all_that_is_wrong_is_told_at_once(say: Say) -> None:
    answer = await say("!fact add kind: evnt topics: fery source: harbor-2031 paragraph: x voice: y whn: z")
    told = text(answer).split("\n")
    starts = ("`whn:`", "`kind:`", "`text:`", "There is no topic", "`paragraph:`", "`voice:`", "Write it like this")
    assert len(told) == len(starts)
    assert all(any(line.startswith(start) for line in told) for start in starts)


@pytest.mark.parametrize(
    "line",
    [
        "!fact edit",
        "!fact edit F99 text: x",
        "!fact edit F1",
        "!fact edit F1 text: -",
        "!fact edit F1 txt: x",
        "!fact retract",
        "!fact retract F1",
        "!fact retract F1 reason: " + "x" * 501,
        "!fact restore F1",
        "!fact deprecate F1",
        "!fact deprecate F1 by: F2",
        "!fact deprecate F1 by: F1 reason: x",
        "!fact deprecate F1 by: F99 reason: x",
        "!fact vouch",
        "!fact vouch F99",
        "!fact history",
        "!fact show F1 as-of: soon",
        "!yes",
        "!no",
        "!undo",
        "!fact",
        "!fact ad",
        "!fact " + "x" * 300,
    ],
)
async def test_a_command_without_its_parts_is_told(say: Say, opened: Services, dump: Dump, line: str) -> None:
    before = dump()
    answer = await say(line)
    assert answer.status == "error"
    assert noted(answer)
    assert len(noted(answer)) > 30
    assert dump() == before


async def test_typographic_marks_emoji_and_line_breaks_are_fine(say: Say) -> None:
    answer = await say(
        "!fact add\nkind: event\n\u200btopics: ferry, +Tea Houses 🍵\nname: “Maiden: voyage”\n"
        "text: „The Måren sailed 🚢 from\nPort Ellery: for the first time.“\n"
        "source:\u00a0harbour-2031\nparagraph: ¶1\nyes: true"
    )
    assert answer.title == "Added: F11"
    fact = answer.statements[0].fact
    assert fact.name == "Maiden: voyage"
    assert fact.text == "The Måren sailed 🚢 from Port Ellery: for the first time."
    assert fact.topics == ("ferry", "tea-houses")
    assert (await say("!brief tea houses")).status == "answered"


async def test_markdown_and_mentions_are_shown_and_do_nothing(say: Say) -> None:
    line = EVENT.replace("for the first time", "for *all* @everyone `x`") + " yes: true"
    answer = await say(line)
    assert answer.statements[0].fact.text.endswith("for *all* @everyone `x`.")


@pytest.mark.parametrize("kind", ["poll", "event", "person", "organization", "law", "claim", "statement"])
async def test_the_example_of_a_refusal_is_of_the_kind_that_was_written_and_lacks_nothing(say: Say, kind: str) -> None:
    refused = text(await say(f"!fact add kind: {kind}"))
    example = refused.partition("Write it like this: ")[2].strip("`")
    assert example.startswith(f"!fact add kind: {kind} ")
    again = text(await say(example.replace("king-2020", "harbour-2031").replace("paragraph: 9", "paragraph: 3")))
    assert "is missing" not in again
    assert "Write it like this" not in again
