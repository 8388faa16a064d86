"""`!compare` and what `!brief` says of disagreement: side by side, with what differs, and nothing resolved."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Services
from db.actors import Actor
from db.records import Citation, Fact
from tests.conftest import Say, noted, text

REPORT = """
sources:
  - key: council-2033
    title: "[Report of the town council]"
    issued: 2033-05
    fingerprints:
      - {first}
      - {second}
topics:
  - {{key: quay, title: The quay, aliases: [wharf]}}
facts:
  - key: ferry-lost-money
    payload: {{kind: claim, about: The night ferry is worth its cost, stance: against}}
    speaker: the town council
    text: The night ferry has cost more than it earned.
    topics: [quay]
    when: 2032
    citations: [council-2033#1]
  - key: ferry-vote-2033
    payload:
      kind: poll
      question: Should the ferry run at night?
      survey: {{key: town-2033, title: Vote of the town, population: voters, fielded: 2033-01, sample_size: 2040}}
      results:
        - {{group: All residents, answer: want it, percent: 41}}
    text: Of all residents, 41% want the ferry to run at night.
    topics: [quay]
    citations: [council-2033#2]
  - key: ferry-vote-misprinted
    payload:
      kind: poll
      question: Should the ferry run at night?
      survey: {{key: town-2033, title: Vote of the town, population: voters, fielded: 2033-01, sample_size: 2040}}
      results:
        - {{group: All residents, answer: want it, percent: 14}}
    text: Of all residents, 14% want the ferry to run at night.
    topics: [quay]
    rank: deprecated
    rank_reason: The figures were misprinted.
    citations: [council-2033#2]
  - key: quay-needs-lamps
    payload: {{kind: claim, about: The quay needs lamps, stance: for}}
    speaker: the town council
    text: The quay needs lamps.
    topics: [quay]
    citations: [council-2033#2]
  - key: harbour-is-old
    payload: {{kind: claim, about: The harbour is old, stance: for}}
    speaker: the town council
    text: The harbour is old.
    topics: [council]
    citations: [council-2033#2]
"""


@pytest.fixture
def library(library: Path) -> Path:
    """The small library and a second opinion on it, whose document is not on hand."""
    report = REPORT.format(first="a" * 64, second="b" * 64)
    (library / "fixtures" / "report.yaml").write_text(report, encoding="utf-8")
    return library


async def test_positions_of_two_sources_stand_side_by_side(say: Say) -> None:
    assert text(await say("!compare the night ferry is worth its cost")) == (
        "Compared: The night ferry is worth its cost\n"
        "\n"
        "The night ferry is worth its cost\n"
        "- For “The night ferry is worth its cost” · "
        "According to Ida Brønn (quotation): The night ferry will earn back its cost within a season."
        " [1] (F7)\n"
        "- Against “The night ferry is worth its cost” · "
        "According to Greta Holm (opinion): The night ferry will hardly pay, since boats are half empty"
        " after nine. [1] (F8)\n"
        "- 2032 · Against “The night ferry is worth its cost” · "
        "According to the town council: The night ferry has cost more than it earned. [2] (F11)\n"
        "\n"
        "Between sources and within one: G. Holm, Ellery Post (April 2031): for and against;"
        " [Report of the town council] (May 2033): against.\n"
        "Likely reasons: the sources are of April 2031 and May 2033,"
        " the voices differ (for: quotation; against: opinion and reported words), different people speak.\n"
        "\n"
        "Sources\n"
        "[1] Greta Holm, [Column on the night ferry], Ellery Post, April 2031, ¶4 (intact)\n"
        "[2] [Report of the town council], May 2033, ¶1 (unchecked)"
    )


async def test_figures_of_two_surveys_stand_side_by_side_and_are_not_averaged(say: Say) -> None:
    reply = text(await say("!compare should the ferry run at night"))
    assert "A night ferry is wanted by 64% of residents" in reply
    assert "Of all residents, 41% want the ferry to run at night. [2] (F12)" in reply
    assert "Different surveys: Survey of the Coastal Institute and Vote of the town." in reply
    assert "Between sources: different figures for all residents, “want it” (F1, F12)." in reply
    assert "Likely reasons: the sources are of April 2031 and May 2033, the samples differ in size" in reply
    assert "in size (812 and 2,040)." in reply
    assert "52.5" not in reply
    assert "14%" not in reply, "a figure that was corrected is no disagreement"


async def test_a_topic_gives_all_its_matters_those_in_dispute_first(say: Say) -> None:
    answer = await say("!compare wharf")
    assert answer.title == "Compared: The quay"
    assert [section.heading for section in answer.sections] == [
        "Should the ferry run at night?",
        "The night ferry is worth its cost",
    ]
    assert "F7" in {statement.fact.label for statement in answer.statements}, "the other side is filed elsewhere"
    assert noted(answer) == "On 1 more matter under this name nobody differs."


async def test_words_of_a_matter_find_it(say: Say) -> None:
    assert (await say("!compare cost ferry")).title == "Compared: The night ferry is worth its cost"


async def test_without_a_name_it_lists_what_can_be_compared(say: Say) -> None:
    assert text(await say("!compare")) == (
        "What can be compared\n"
        "\n"
        "Write `!compare` and a topic or one of these, for example `!compare ferry`.\n"
        "Where they differ:\n"
        "• Should the ferry run at night? (2 facts, 2 sources)\n"
        "• The night ferry is worth its cost (3 facts, 2 sources)\n"
        "Topics: `ferry` (2), `quay` (2), `residents` (1)"
    )


async def test_near_misses_are_offered(say: Say) -> None:
    answer = await say("!compare wharff")
    assert (answer.status, noted(answer)) == (
        "related",
        "I have nothing to compare under “wharff”. Did you mean `!compare wharf`?",
    )


async def test_agreement_is_shown_as_such(say: Say) -> None:
    answer = await say("!compare the quay needs lamps")
    assert answer.status == "related"
    assert [statement.fact.key for statement in answer.statements] == ["quay-needs-lamps"]
    assert noted(answer) == (
        "There is nothing to compare under “the quay needs lamps”: those who speak of it do not differ."
        " `!compare` lists what can be compared."
    )


@pytest.mark.parametrize(
    ("message", "status", "note"),
    [
        (
            "!compare zebras",
            "unknown",
            "I have nothing to compare under “zebras”. `!compare` lists what can be compared.",
        ),
        ("!compare " + "x" * 4000, "error", "That is 4,000 characters long: write a topic in at most 200."),
        (
            "!compare **@everyone** <@42>",
            "unknown",
            "I have nothing to compare under “＠everyone ＠42”. `!compare` lists what can be compared.",
        ),
        ("!compare 🦓", "unknown", "I have nothing to compare under “🦓”. `!compare` lists what can be compared."),
    ],
)
async def test_bad_input_gets_a_sentence(say: Say, message: str, status: str, note: str) -> None:
    answer = await say(message)
    assert (answer.status, noted(answer)) == (status, note)


async def test_a_briefing_has_the_disagreement_with_both_sides(say: Say) -> None:
    answer = await say("!brief quay")
    differing = [section for section in answer.sections if (section.heading or "").startswith("Where they differ: ")]
    assert [section.heading for section in differing] == [
        "Where they differ: Should the ferry run at night?",
        "Where they differ: The night ferry is worth its cost",
    ]
    assert [statement.fact.label for statement in differing[1].statements] == ["F7", "F8", "F11"]
    assert noted(replace(differing[1], note=differing[1].details)).startswith("Between sources and within one: ")
    shown = [statement.fact.label for statement in answer.statements]
    assert len(shown) == len(set(shown)), "no fact is shown twice"


async def test_another_server_does_not_take_part(opened: Services, say: Say) -> None:
    dark = Fact.model_validate(
        {
            "key": "quay-is-bright",
            "payload": {"kind": "claim", "about": "The quay needs lamps", "stance": "against"},
            "speaker": "a moderator’s source",
            "text": "The quay is bright enough.",
            "topics": ["quay"],
            "citations": [Citation(source="council-2033", paragraph=1, fingerprint="a" * 64)],
        }
    )
    async with opened.ledger.change(Actor("Mo", 5), 7) as change:
        await change.facts.put([dark])
    here = await say("!compare the quay needs lamps", server=7)
    assert here.status == "answered"
    assert "Within one source: [Report of the town council] (May 2033): for and against." in text(here)
    for elsewhere in (await say("!compare the quay needs lamps", server=8), await say("!compare the quay needs lamps")):
        assert elsewhere.status == "related"
        assert "bright" not in text(elsewhere)
    assert "The quay needs lamps" not in text(await say("!compare", server=8))


async def test_of_very_many_matters_those_are_listed_on_which_there_is_most(say: Say, opened: Services) -> None:
    claim = await opened.store.fact("quay-needs-lamps")
    assert claim is not None
    async with opened.ledger.change(Actor("operator")) as change:
        for number in range(120):
            for stance in ("for", "against"):
                payload = claim.payload.model_copy(update={"about": f"Whale {number} sings", "stance": stance})
                made = {"key": f"whale-{number}-{stance}", "payload": payload, "aliases": ()}
                await change.facts.put([claim.content.model_copy(update=made)])
    reply = text(await say("!compare"))
    assert reply.endswith("These are from the 100 of 122 matters on which I have most.")
    assert "The night ferry is worth its cost" in reply, "three facts are more than two"
    assert (await say("!compare whale 119 sings")).title == "Compared: Whale 119 sings", "all are found by name"
