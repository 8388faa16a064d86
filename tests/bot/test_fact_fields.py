"""What of a fact is written: every field of every kind, its survey, the words quoted, and why a figure is derived."""

from bot.app import Services
from bot.settings import Settings
from db.kinds import Poll
from tests.bot.curating import ANA, CLAIM, EVENT, POLL
from tests.conftest import Dump, Say, text


async def test_every_field_of_every_kind_is_reached(say: Say) -> None:
    lines = {
        "poll": POLL + " question: Should it run? wording: Do you want it? survey: Island vote sponsor: Council"
        " pollster: Coast Polls population: islanders fielded: 2031-02"
        " sample: 1,200 margin: ±3.1 mode: by post reported: the council reason: the council’s own note",
        "event": EVENT + " participants: crew; guests outcome: none when: 2031-02",
        "person": "!fact add kind: person name: Ana Lind office: photographer | Post | 2031; guest topics: council "
        "text: Ana Lind took the photograph. source: harbour-2031 paragraph: 1",
        "organization": "!fact add kind: org name: Fish traders topics: council "
        "text: There are traders. cite: harbour-2031#2",
        "law": "!fact add kind: law name: Harbour law jurisdiction: Port Ellery status: in force topics: ferry "
        "text: Engines are forbidden. source: harbour-2031 paragraph: 5",
        "statement": "!fact add kind: statement subject: Islanders for the ferry predicate: make up quantity: 70 "
        "unit: % valid: 2031/2032 topics: ferry text: Of islanders, 70% are for it. source: harbour-2031 paragraph: 3",
        "claim": CLAIM.replace("paragraph: 4", "paragraph: 4, 3")
        + " aliases: crowding asked: is it full? is it, really?",
    }
    made = {}
    for kind, line in lines.items():
        answer = await say(line + " yes: true")
        assert answer.status == "done", text(answer)
        made[kind] = answer.statements[0].fact
    survey = made["poll"].payload.model_dump()["survey"]
    assert survey == {
        **survey,
        "key": "island-vote",
        "title": "Island vote",
        "sponsor": "Council",
        "pollster": "Coast Polls",
        "population": "islanders",
        "fielded": "2031-02",
        "sample_size": 1200,
        "margin_of_error": 3.1,
        "mode": "by post",
    }
    assert made["poll"].name == "Should it run?"
    assert made["poll"].citations[0].reported_from == "the council"
    assert made["event"].payload.model_dump() == {
        "kind": "event",
        "name": "Maiden voyage",
        "place": "Port Ellery",
        "participants": ("crew", "guests"),
        "outcome": "none",
    }
    assert [office["title"] for office in made["person"].payload.model_dump()["offices"]] == ["photographer", "guest"]
    assert made["person"].payload.model_dump()["offices"][0]["when"] == "2031"
    assert made["law"].payload.model_dump()["jurisdiction"] == "Port Ellery"
    assert made["statement"].payload.model_dump() == {
        "kind": "statement",
        "subject": "Islanders for the ferry",
        "predicate": "make up",
        "quantity": 70.0,
        "unit": "%",
        "valid": "2031/2032",
    }
    assert made["claim"].asked == ("is it full?", "is it, really?")
    assert [cited.paragraph for cited in made["claim"].citations] == [4, 3]


async def test_a_poll_without_a_survey_is_taken_for_the_one_of_its_source(say: Say) -> None:
    answer = await say(POLL)
    assert (
        "No `survey:` is given: as in other polls of this source, it is the Survey of the Coastal Institute."
        in text(answer)
    )


async def test_a_poll_of_which_other_data_are_said_is_of_a_survey_of_its_own(say: Say) -> None:
    other = await say(POLL + " fielded: 2029 reason: by word of mouth")
    assert "No `survey:` is given: it is called “Survey reported in harbour-2031”." in text(other)
    await say(POLL + " fielded: 2029 reason: by word of mouth yes: true")
    again = POLL.replace("text: Of", "text: In May, of")
    assert "it is called “Survey reported in harbour-2031”." in text(await say(f"{again} fielded: 2029 reason: so"))
    third = text(await say(f"{again} fielded: 2027 reason: so"))
    assert "it is called “Survey reported in harbour-2031, 2027”." in third


async def test_the_data_of_a_survey_are_the_same_in_all_of_its_polls(say: Say, dump: Dump, opened: Services) -> None:
    named = POLL + " survey: Island vote"
    await say(f"{named} mode: online yes: true", **ANA)
    other = named.replace("islanders", "townspeople").replace("70", "58")
    assert (await say(f"{other} yes: true", **ANA)).title == "Added: F12"
    before = dump()
    refused = text(await say(f"{named} mode: telephone yes: true", **ANA))
    assert (
        "`mode:` of the Island vote is online in F11: write another `survey:`, or `!fact edit F11 mode: …`" in refused
    )
    assert dump() == before
    preview = text(await say("!fact edit F12 mode: telephone", **ANA))
    assert "The survey is that of F11 too, and changes there as well." in preview
    done = text(await say("!yes", **ANA))
    assert "F11 has the survey as it is now." in done
    polls = [fact.payload for fact in await opened.store.own(7)]
    assert [poll.survey.mode for poll in polls if isinstance(poll, Poll)] == ["telephone", "telephone"]
    await say("!undo", **ANA)
    polls = [fact.payload for fact in await opened.store.own(7)]
    assert [poll.survey.mode for poll in polls if isinstance(poll, Poll)] == ["online", "online"]
    assert (await opened.ledger.prove()).sound


async def test_a_quotation_keeps_the_place_of_its_words(say: Say) -> None:
    line = CLAIM.replace("voice: opinion", "voice: quotation") + " quote: 'HALF empty\nafter nine' yes: true"
    answer = await say(line.replace("'", '"'))
    place = answer.statements[0].places[0]
    assert place.excerpt == "half empty after nine"


async def test_a_figure_with_a_reason_is_taken_and_the_reason_is_kept(say: Say) -> None:
    line = POLL.replace("Of islanders, 70% want", "Of ten islanders, 7 want") + " reason: counted in tens yes: true"
    answer = await say(line)
    assert answer.status == "done", text(answer)
    fact = answer.statements[0].fact
    assert fact.derived == "counted in tens"
    cited = text(await say("!cite F11"))
    assert "Not every figure stands in the passage: counted in tens" in cited
    assert "Revision 1: added on" in cited
    assert ": counted in tens" in cited
    other = await say("!fact edit F11 text: Of ten islanders, 8 want a ferry at night. yes: true")
    assert "8: not in ¶3" in text(other)


async def test_a_document_that_is_not_on_hand_leaves_the_fact_unchecked(say: Say, settings: Settings) -> None:
    assert settings.documents_dir
    (settings.documents_dir / "harbour.txt").unlink()
    preview = await say(POLL)
    assert "The document of `harbour-2031` is not on hand: ¶3 of `harbour-2031` stays unchecked." in text(preview)
    assert "The figures (70%) cannot be checked without the document." in text(preview)
    added = await say("!yes")
    assert added.statements[0].places[0].check == "unchecked"
    assert "stays unchecked" in text(added)


async def test_a_source_without_any_text_is_refused(say: Say) -> None:
    await say('!source add empty-2031 title: "[An article]" issued: 2031 author: Ana Lind')
    answer = await say(EVENT.replace("harbour-2031", "empty-2031"))
    assert "`empty-2031` has no text to cite yet: add its document with" in text(answer)


async def test_the_shares_of_several_polls_of_one_question_fit(say: Say) -> None:
    line = POLL.replace("Of islanders, 70% want", "Of islanders, 58% oppose").replace("want it 70", "oppose it 58")
    answer = await say(line + " question: Should the ferry run at night?")
    assert "Together with F1, the answers of “islanders” to this question add up to 128%" in text(answer)
