"""Figures of a fact by command: each stands in what it cites, or is told and the fact is not written."""

import pytest
import yaml

from bot.app import Services
from tests.bot.curating import ANA, POLL
from tests.conftest import Attached, Dump, Say, text

FIX = "cite the paragraph as well (`cite: key#9`), or say how you come by it (`reason: rounded from 84.6`)."
SOURCE = '!source add costs title: Costs language: en text: "{}"'
EVENT = "!fact add kind: event topics: +costs name: Repairs text: {} source: costs paragraph: 1"
MEDIA = (
    "!fact add kind: poll topics: +media question: Which do people use? text: Television is used by 62% of adults. "
    "source: costs paragraph: 1 results: Adults | television 62; Adults | radio 45"
)
ASKED = "Asked which they use, adults named television 62% and radio 45%; 640 were asked, ±3.1 points."


@pytest.mark.parametrize(
    ("passage", "said", "told"),
    [
        ("It cost EUR12 million.", "It cost EUR99 million.", "EUR99 million: not in ¶1 of `costs`."),
        ("显示85%的人支持。", "显示99%的人支持。", "99%: not in ¶1 of `costs`."),
        ("It fell to −5.", "It fell to 5.", "5: not in ¶1 of `costs`, which has −5."),
        ("More than 90% came.", "90% came.", "90%: not in ¶1 of `costs`, which has More than 90%."),
        ("90% came.", "Over 90% came.", "Over 90%: not in ¶1 of `costs`, which has 90%."),
        ("It is 5 miles away.", "It is 5 km away.", "5 km: not in ¶1 of `costs`, which has 5 miles."),
        ("Just .5 percent had no view.", "Of all, 5 percent had no view.", "5 percent: not in ¶1 of `costs`."),
        ("Between 85 and 88 came.", "85 came.", "85: not in ¶1 of `costs`."),
        ("At COP26 many came.", "At COP27 many came.", "COP27: not in ¶1 of `costs`."),
        ("Hundreds came.", "Thousands came.", "Thousands: not in ¶1 of `costs`."),
    ],
)
async def test_a_figure_that_does_not_stand_there_is_told(
    say: Say, dump: Dump, passage: str, said: str, told: str
) -> None:
    await say(SOURCE.format(passage), **ANA)
    before = dump()
    answer = await say(EVENT.format(said) + " yes: true", **ANA)
    assert answer.status == "error"
    assert text(answer) == f"It was not taken:\n{told} Correct the text, {FIX}\nNothing was written."
    assert dump() == before


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        ("It cost EUR12 million and Rs12 a head.", "It cost 12 million euros, and 12 rupees a head."),
        ("显示85%的人支持。", "显示85%的人支持。"),
        ("$1.5m had been spent by 10 000 people, 1½ years later.", "10,000 spent $1.5 million 1.5 years later."),
        ("One in five stayed; two-thirds of them are over 90.", "20% stayed, two-thirds of them over ninety."),
        ("Between 85 and 88 percent came.", "85–88% came."),
        ("They are ٨٥٪ of all.", "They are 85 per cent of all."),
    ],
)
async def test_a_figure_in_another_writing_is_taken(say: Say, passage: str, said: str) -> None:
    await say(SOURCE.format(passage), **ANA)
    answer = await say(EVENT.format(said), **ANA)
    assert answer.title == "Preview: a new event", text(answer)
    assert "Checked: Every figure (" in text(answer)


async def test_a_document_is_read_as_its_language_writes_numbers(say: Say) -> None:
    await say(SOURCE.replace("language: en", "language: de").format("Es sind 1.000,5 Tonnen für 1.200 Leute."), **ANA)
    assert (await say(EVENT.format("There are 1,000.5 tonnes for 1,200."), **ANA)).status == "done"
    refused = text(await say(EVENT.format("There are 1.2 tonnes."), **ANA))
    assert "1.2 tonnes: not in ¶1 of `costs`." in refused


async def test_every_field_accounts_for_its_figures(say: Say, dump: Dump) -> None:
    await say(SOURCE.format("In 2029 the Mill Act 7 passed; 12 voted for it."), **ANA)
    before = dump()
    for field, told in (
        ("outcome: 13 voted for it", f"`outcome:` 13: not in ¶1 of `costs`. Correct the outcome, {FIX}"),
        (
            "participants: mayor; 14 voters",
            f"`participants:` 14: not in ¶1 of `costs`. Correct the participants, {FIX}",
        ),
        ("speaker: the 45th mayor", "`speaker:` 45th: nowhere in the document of `costs`. Correct it, or say how"),
    ):
        assert told in text(await say(EVENT.format("It passed.") + f" {field} yes: true", **ANA))
    law = "!fact add kind: law topics: +costs name: Mill Act 8 text: It passed. source: costs paragraph: 1 yes: true"
    assert "`name:` 8: nowhere in the document of `costs`" in text(await say(law, **ANA))
    assert dump() == before


async def test_a_figure_that_stands_elsewhere_in_the_document_is_not_what_the_paragraph_says(say: Say) -> None:
    await say(SOURCE.format("The Mill Act passed.\n13 voted in 2029."), **ANA)
    refused = text(await say(EVENT.format("It passed.") + " outcome: 13 voted for it", **ANA))
    assert "`outcome:` 13: not in ¶1 of `costs`." in refused
    law = "!fact add kind: law topics: +costs name: Act of 2029 text: It passed. source: costs paragraph: 1"
    assert "Checked: Every other figure (2029) stands in the document of `costs`." in text(await say(law, **ANA))


@pytest.mark.parametrize("written", ["12000", "12,000", "12 000", "012000"])
async def test_a_number_stands_elsewhere_however_its_thousands_are_parted(say: Say, written: str) -> None:
    await say(SOURCE.format(f"The Mill Act passed.\n3 of {written} voted; 212000 did not."), **ANA)
    law = "!fact add kind: law topics: +costs name: Act of {} text: It passed. source: costs paragraph: 1"
    assert "Checked: Every other figure (12000) stands in the document" in text(await say(law.format(12000), **ANA))
    assert "`name:` 2120: nowhere in the document of `costs`" in text(await say(law.format(2120), **ANA))


async def test_a_note_is_ours_and_its_figures_are_told(say: Say) -> None:
    await say(SOURCE.format("Many came."), **ANA)
    preview = text(await say(EVENT.format("Many came.") + " note: Others say 900 (¶1), not ¶7.", **ANA))
    assert "Mind: The figures of `note:` are yours: 900, ¶7, not in ¶1 of `costs`." in preview


async def test_words_that_seldom_count_do_not_stand_in_the_way(say: Say) -> None:
    await say(SOURCE.format("Many came."), **ANA)
    preview = text(await say(EVENT.format("At first one of the many came."), **ANA))
    assert "Mind: `text:` first, one: not in ¶1 of `costs`, which is fine where it counts nothing." in preview


async def test_it_is_told_where_words_are_not_read_as_numbers(say: Say) -> None:
    await say(SOURCE.format("오백 명이 왔다."), **ANA)
    told = "Mind: Words for numbers are not read in Korean: compare them yourself."
    assert told in text(await say(EVENT.format("Many came."), **ANA))
    await say(SOURCE.format("Trzysta osób.").replace("costs", "koszty").replace("language: en", "language: pl"), **ANA)
    preview = text(await say(EVENT.format("Many came.").replace("source: costs", "source: koszty"), **ANA))
    assert told.replace("Korean", "Polish") in preview


async def test_the_data_of_a_survey_stand_in_the_document(say: Say, dump: Dump) -> None:
    await say(SOURCE.format(ASKED).replace("text:", 'container-title: "Post" text:'), **ANA)
    before = dump()
    poll = MEDIA + " multiple: true survey: Media survey"
    for field in ("sample: 641", "margin: 3.2", "population: 700 adults"):
        refused = text(await say(f"{poll} {field} yes: true", **ANA))
        assert f"`{field.split()[0]}` {field.split()[1]}: nowhere in the document of `costs`. Correct it" in refused
    assert dump() == before
    taken = await say(f"{poll} sample: 640 margin: 3.1 yes: true", **ANA)
    assert taken.title == "Added: F11", text(taken)


async def test_the_data_of_a_survey_are_asked_for_once(say: Say) -> None:
    await say(SOURCE.format(ASKED), **ANA)
    poll = MEDIA + " multiple: true survey: Media survey"
    await say(f"{poll} sample: 900 reason: the pollster’s own site yes: true", **ANA)
    again = "!fact add kind: poll topics: media question: And what else? text: Radio is used by 45% of adults. "
    answer = await say(f"{again} source: costs paragraph: 1 results: Adults | radio 45 yes: true", **ANA)
    assert answer.title == "Added: F12", text(answer)
    assert answer.statements[0].fact.payload.model_dump()["survey"]["sample_size"] == 900
    assert answer.statements[0].fact.derived is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "islanders want it 70, townspeople want it 58",
            "“islanders want it 70, townspeople want it 58” holds more than one figure (70, 58): part results with "
            "`;`, as in `results: islanders want it 70; townspeople want it 58`; where a name holds a figure, part "
            "it with `|`: `results: Aged 18–34 | twice a week | 85`.",
        ),
        ("islanders aged 18–34 want it 70", "holds more than one figure (18, 34, 70): part results with `;`"),
        ("islanders want it 70-", "“islanders want it 70-” should end with its percentage: `results: residents"),
        ("islanders want it -70", "“islanders want it -70” should have no dash or sign before its figure: `results: "),
        ("islanders want it - 70", "“islanders want it - 70” should have no dash or sign before its figure: `results"),
        ("islanders want it 70%%", "“islanders want it 70%%” should end with its percentage: `results: residents"),
        ("islanders want it 70 points", "should end with a percentage, which “70 points” is not: `results: residents"),
        ("islanders want it 65-70", "holds more than one figure (65, 70): part results with `;`"),
    ],
)
async def test_results_are_read_whole_or_refused(say: Say, dump: Dump, written: str, told: str) -> None:
    before = dump()
    answer = await say(POLL.replace("islanders want it 70", written) + " yes: true", **ANA)
    assert answer.status == "error"
    assert text(answer).startswith("`results:` ")
    assert told in text(answer)
    assert dump() == before


async def test_several_answers_may_be_allowed(say: Say, opened: Services, dump: Dump) -> None:
    await say(SOURCE.format(ASKED), **ANA)
    before = dump()
    refused = text(await say(MEDIA + "; Adults | neither 5 yes: true", **ANA))
    assert refused.startswith(
        "The answers of Adults add up to 112%: mark a sum of other answers as a subtotal, or write `multiple: true` "
        "where each could give several answers."
    )
    assert dump() == before
    added = await say(MEDIA + " multiple: true yes: true", **ANA)
    assert added.title == "Added: F11", text(added)
    assert "Several answers allowed: yes" in text(await say("!cite F11", **ANA))
    exported = await say("!export", **ANA)
    assert exported.attachment
    (fact,) = yaml.safe_load(exported.attachment.content)["facts"]
    assert fact["payload"]["multiple"] is True
    file = Attached("media.yaml", exported.attachment.content.encode())
    assert (await say("!import", server=8, member=42, attachments=[file])).title == "Import of media.yaml: preview"
    await say("!yes", server=8, member=42)
    assert "Several answers allowed: yes" in text(await say("!cite F12", server=8))
    assert "multiple: [-true-]" in text(
        await say("!fact edit F11 multiple: false results: Adults | television 62", **ANA)
    )


async def test_answers_that_overlap_have_no_sum(say: Say) -> None:
    await say(
        SOURCE.format("Of adults, 62% named television and 30% radio, 38% not television; 92 percent one."), **ANA
    )
    poll = MEDIA.replace("radio 45", "radio 30").replace("Television is used by 62% of adults.", "{}")
    for said, taken in (("62% watch.", True), ("38% do not watch.", True), ("92% use one.", False)):
        answer = await say(poll.format(said) + " multiple: true", **ANA)
        assert (answer.status == "done") == taken, text(answer)
    assert "The text says 92% and the results 62% and 30%: correct the one or the other" in text(answer)
    assert (await say(poll.format("92% use one."), **ANA)).status == "done"


async def test_several_answers_allowed_are_not_complete(say: Say, dump: Dump) -> None:
    await say(SOURCE.format(ASKED), **ANA)
    before = dump()
    refused = text(await say(MEDIA + " multiple: true complete: true yes: true", **ANA))
    assert refused.startswith(
        "A poll with several answers allowed is not `complete`: its answers do not add up to 100%."
    )
    assert dump() == before


async def test_polls_of_one_question_allow_the_same(say: Say) -> None:
    await say(SOURCE.format(ASKED.replace("45", "30")), **ANA)
    await say(MEDIA.replace("; Adults | radio 45", "") + " multiple: true yes: true", **ANA)
    other = MEDIA.replace("Television is used by 62%", "Radio is used by 30%").replace("television 62; Adults | ", "")
    preview = text(await say(other.replace("45", "30"), **ANA))
    assert (
        "Mind: F11 has the same question with several answers allowed: give all polls of a question the same" in preview
    )


@pytest.mark.parametrize(
    "unseen",
    ["\u034f", "\u0336", "\u17b4", "\u180b", "\u2060\u0336", "\ufe00", "\ufff9", "\U000e0041", "\U000e0100"],
    ids=ascii,
)
async def test_nothing_that_is_not_seen_parts_a_figure(say: Say, unseen: str) -> None:
    await say('!source add tally title: Tally text: "In the tally 8 boats carried 5% more."')
    said = f"kind: event topics: +tally name: Tally text: Boats carried 8{unseen}5% more. source: tally paragraph: 1"
    refused = await say(f"!fact add {said}")
    assert refused.status == "error"
    assert "5%: not in ¶1 of `tally`" in text(refused)
    # Nor does it hide one that stands there.
    await say(f'!source add count title: Count text: "Boats carried 8{unseen}5% more."')
    said = "kind: event topics: +tally name: Tally text: Boats carried 85% more. source: count paragraph: 1"
    assert (await say(f"!fact add {said}")).status == "done"
