"""Drafts by their front doors: drafted from a document or proposed, shown, edited, accepted, rejected, told."""

import asyncio

import pytest

from bot.app import Services
from db.tables import draft
from tests.bot.curating import ANA, BEN, CLAIM, EVENT
from tests.conftest import Dump, Say, raw, text

CARLA = {"server": 7, "member": 43, "name": "Carla", "moderator": False}
DRAFTS = (
    "Drafts: ferry-notes\n\n"
    "3 drafts wait from 3 paragraphs of `ferry-notes`, 3 new. `!review ferry-notes` shows them one at a time, to"
    " accept, edit or reject.\n"
    "¶1: The council closed the fish market on 14 March 2031, in a session that lasted until dawn.\n"
    "¶2: The night ferry must run, whatever it costs.\n"
    "¶3: The ferry line expects more than 90% of its boats to be electric by 2035."
)
FIRST = (
    "Draft 1, from ferry-notes (3 wait)\n\n"
    "kind: event\n"
    "text: The council closed the fish market on 14 March 2031, in a session that lasted until dawn.\n"
    "name: Council closed the fish market on 14 March 2031\n"
    "when: 2031-03-14\n"
    "topics: council, fish-market\n"
    "¶1 of `ferry-notes` reads: “*The council closed the fish market on 14 March 2031, in a session that lasted until"
    " dawn.*”\n"
    "F2 cites it already.\n"
    "Decide with `!review accept 1`, `!review edit 1 text: …`, `!review skip 1` or `!review reject 1 reason: …`."
)
QUOTES = (
    "17 of its 17 words (100%) stand in a row in ¶1 of `ferry-notes`: the text quotes the source, and is not in your"
    " own words."
)


async def test_a_document_is_drafted_once_and_what_facts_rest_on_is_left_out(say: Say) -> None:
    assert text(await say("!source facts ferry-notes")) == DRAFTS
    assert "3 drafts wait from 3 paragraphs of `ferry-notes`, 0 new." in text(await say("!source facts Ferry-Notes"))
    await say(CLAIM + " quote: the boats are half empty yes: true")
    found = text(await say("!source facts harbour-2031"))
    assert "the boats are half empty" not in found
    assert "64% of residents want the ferry" in found


@pytest.mark.parametrize("kept", [["text"], None, {"kind": "rumour", "text": "It sails.", "places": ["Ellery"]}])
async def test_a_draft_that_another_version_kept_says_what_it_lacks(
    say: Say, url: str, dump: Dump, kept: object
) -> None:
    await say("!source facts ferry-notes")
    with raw(url) as connection:
        connection.execute(draft.update().where(draft.c.id == 1).values(arguments=kept))
    before = dump()
    assert text(await say("!review")).startswith("Draft 1, from ferry-notes (3 wait)")
    accepted = await say("!review accept 1")
    assert accepted.status == "error"
    assert "`kind:`" in text(accepted)
    assert dump() == before
    assert text(await say("!review reject 1 reason: it is not to be read")).startswith("Draft 2, ")


async def test_a_draft_is_shown_with_its_passage_and_accepted_as_it_stands(say: Say, dump: Dump) -> None:
    await say("!source facts ferry-notes")
    before = dump.rows()
    assert text(await say("!review")) == FIRST
    assert dump.rows() == before
    accepted = text(await say("!review accept 1"))
    assert accepted.startswith("Draft 2, from ferry-notes (2 wait)\n\nAdded: F11\n")
    assert QUOTES in accepted
    assert "speaker: Islanders' spokesman Tomas Đuric" in accepted
    fact = (await say("!cite F11")).statements[0].fact
    assert (fact.kind, fact.when, fact.topics) == ("event", "2031-03-14", ("council", "fish-market"))
    assert fact.citations[0].span == (0, 89)
    assert "added F11 `council-closed-the-fish-market-on-14-march`" in text(await say("!audit"))
    assert text(await say("!review accept 1")) == "Draft 1 has been accepted already, as F11."


async def test_a_draft_is_edited_until_it_is_right_and_topics_are_carried_over(say: Say) -> None:
    await say("!source facts ferry-notes")
    edited = text(await say("!review edit 1 text: The fish market closed. topics: +trade when: -"))
    assert edited.startswith("Draft 1, from ferry-notes (3 wait)\n\nkind: event\ntext: The fish market closed.\n")
    assert "when:" not in edited
    accepted = text(await say("!review accept 1 name: End of the fish market"))
    assert "stand in a row" not in accepted
    (fact,) = (statement.fact for statement in (await say("!cite F11")).statements)
    assert (fact.text, fact.name, fact.when) == ("The fish market closed.", "End of the fish market", None)
    assert "topics: ferry" in accepted
    await say("!review edit 3 topics: -")
    assert "topics: +trade" in text(await say("!review 3"))


async def test_the_ledger_says_who_did_what_with_a_draft(say: Say, opened: Services, dump: Dump) -> None:
    await say("!source facts ferry-notes", **ANA)
    edited = text(await say("!review edit 1 text: The fish market closed. topics: +trade when: 2031-03-14", **ANA))
    assert "\nEdited by Ana.\n" in edited
    await say("!review edit 1 name: End of the fish market", **BEN)
    assert "\nEdited by Ana and Ben.\n" in text(await say("!review 1", **BEN))
    before = dump()
    # Written as it is already, nothing is edited; and a skip decides nothing.
    await say("!review edit 1 topics: +trade", **BEN)
    await say("!review skip 1", **BEN)
    assert dump() == before
    await say("!review accept 1 place: the harbour name: End of the market", **BEN)
    await say("!review accept 3 topics: ferry", **ANA)
    await say("!review reject 2 reason: we have that", **BEN)
    assert [line.split(" UTC ")[1] for line in text(await say("!audit", **ANA)).split("\n")[2:]] == [
        "Ben: rejected draft 2 of `ferry-notes#2`: we have that",
        "Ana: accepted draft 3 of `ferry-notes#3` as F12",
        "Ana: added F12 `ferry-line`",
        "Ben: accepted draft 1 of `ferry-notes#1` as F11, with name and place changed",
        "Ben: added F11 `end-of-the-market`",
        "Ben: added topic `trade`",
        "Ben: edited draft 1 of `ferry-notes#1`: name",
        "Ana: edited draft 1 of `ferry-notes#1`: text and topics",
    ]
    # No word of a document is in the ledger for a draft, whose text may have to be taken down.
    assert not any("fish market closed" in line for line in dump() if '"draft",' in line and "INTO revision" in line)
    undone = text(await say("!undo", **ANA))
    assert "Draft 3 waits again: `!review 3` shows it.\nF12 is retracted again" in undone
    assert "Ana: reopened draft 3 of `ferry-notes#3` (takes back revision 1)" in text(await say("!audit", **ANA))
    # An edit is passed over: it is edited again, and stands in the way of nothing.
    assert text(await say("!undo", **ANA)) == "You have changed nothing here that could be taken back."
    assert (await opened.ledger.prove()).sound


ASKED = (
    "In March 2031, 54% of 1,006 adults in Aldmere said they had visited the museum.\n\n"
    "In a telephone survey of 2,400 households by Lodestar in May 2030, 61% of respondents said they saved coal.\n"
)


async def test_a_poll_is_drafted_with_its_survey_and_what_it_lacks_is_asked_for(say: Say) -> None:
    await say(f"!source add asked title: What was asked text: {ASKED}", **ANA)
    await say("!source facts asked", **ANA)
    assert text(await say("!review", **ANA)) == (
        "Draft 1, from asked (2 wait)\n\n"
        "kind: poll\n"
        "text: In March 2031, 54% of 1,006 adults in Aldmere said they had visited the museum.\n"
        "results: adults in Aldmere | they had visited the museum | 54\n"
        "fielded: 2031-03\n"
        "sample: 1,006\n"
        "population: adults in Aldmere\n"
        "topics: +asked\n"
        "Not in the sentence, to be added where the document has it: question, wording, survey, sponsor, pollster, "
        "margin, mode, as in `!review edit 1 question: …`.\n"
        "¶1 of `asked` reads: “*In March 2031, 54% of 1,006 adults in Aldmere said they had visited the museum.*”\n"
        "Decide with `!review accept 1`, `!review edit 1 text: …`, `!review skip 1` or `!review reject 1 reason: …`."
    )
    await say("!review edit 1 question: Have you been to the museum?", **ANA)
    await say("!review accept 1", **ANA)
    accepted = text(await say("!review accept 2", **ANA))
    first, second = [(await say(f"!cite {label}", **ANA)).statements[0].fact.payload for label in ("F11", "F12")]
    assert first.model_dump(exclude_none=True, include={"question", "survey"}) == {
        "question": "Have you been to the museum?",
        "survey": {
            "key": "survey-reported-in-asked",
            "title": "Survey reported in asked",
            "population": "adults in Aldmere",
            "fielded": "2031-03",
            "sample_size": 1006,
        },
    }
    # Nothing of the one is taken for the other's.
    assert second.model_dump(exclude_none=True)["survey"] == {
        "key": "survey-of-lodestar",
        "title": "Survey of Lodestar",
        "pollster": "Lodestar",
        "population": "households",
        "fielded": "2030-05",
        "sample_size": 2400,
        "mode": "telephone",
    }, accepted


async def test_skipped_ones_wait_on_and_rejected_ones_do_not_come_again(say: Say) -> None:
    await say("!source facts ferry-notes")
    skipped = text(await say("!review skip 1"))
    assert skipped.startswith("Draft 2, from ferry-notes (3 wait)\n\nDraft 1 waits on.\n\nkind: claim\n")
    rejected = text(await say("!review reject 2 reason: we have that already."))
    assert rejected.startswith("Draft 3, from ferry-notes (2 wait)\n\nDraft 2 is rejected: we have that already.\n")
    assert "operator: rejected draft 2 of `ferry-notes#2`: we have that already" in text(await say("!audit"))
    last = text(await say("!review skip 3"))
    assert last == "Draft 3 waits on.\nThat was the last; 2 wait on: `!review` begins anew."
    assert ", 0 new" in text(await say("!source facts ferry-notes"))
    assert text(await say("!review 2")) == "Draft 2 has been rejected already: we have that already."
    await say("!review reject 1 reason: old")
    done = text(await say("!review reject 3 reason: old"))
    assert done == "Draft 3 is rejected: old.\nNo draft waits any more."
    assert text(await say("!review")) == (
        "No draft waits. `!source facts` and the key of a source drafts facts of its document."
    )
    assert text(await say("!source facts ferry-notes")).endswith(
        "I found nothing that was not decided on already in `ferry-notes`."
    )


async def test_what_was_decided_is_taken_back_and_waits_again(say: Say) -> None:
    await say("!source facts ferry-notes")
    await say("!review accept 1")
    await say("!review reject 2 reason: a slip")
    undone = text(await say("!undo"))
    assert undone.startswith("Taken back\n\nDraft 2 waits again: `!review 2` shows it.\n")
    assert "operator: reopened draft 2 of `ferry-notes#2`" in text(await say("!audit"))
    undone = text(await say("!undo"))
    assert "F11 is retracted again" in undone
    assert "Draft 1 waits again: `!review 1` shows it." in undone
    assert text(await say("!review")).startswith("Draft 1, from ferry-notes (3 wait)\n")
    assert "Added: F12" in text(await say("!review accept 1"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("!source facts", "Say which source: write `!source facts` and its key."),
        ("!source facts ferry-note", "There is no source “ferry-note”. Did you mean `ferry-notes`?"),
        ("!review ferry-note", "There is no source “ferry-note”."),
        ("!review harbour-2031", "No draft of `harbour-2031` waits: `!source facts harbour-2031` drafts facts"),
        ("!review 99", "There is no draft “99”: `!review` shows the first that waits."),
        ("!review accept", "There is no draft"),
        ("!review accept 1 kind: poem", "`kind:` should be one of"),
        ("!review accept 1 text: 12 boats sank.", "12: not in ¶1 of `ferry-notes`."),
        ("!review edit 1", "Say what to change in draft 1."),
        ("!review edit 1 txt: x", "`txt:` is not an argument here."),
        ("!review reject 1", "`reason:` is missing: say why."),
        ("!fact propose", "`text:` is missing: say what the paragraph says, in your own words."),
        ("!fact propose text: It sank. source: log", "There is no source “log”: `!sources` lists them."),
    ],
)
async def test_what_cannot_be_done_is_told_and_nothing_is_written(say: Say, dump: Dump, line: str, said: str) -> None:
    await say("!source facts ferry-notes")
    before = dump()
    answer = await say(line)
    assert answer.status == "error"
    assert said in text(answer)
    assert dump() == before


@pytest.mark.parametrize("line", ["!source facts ferry-notes", "!review", "!review accept 1", "!inbox"])
async def test_members_may_not(say: Say, dump: Dump, line: str) -> None:
    before = dump()
    assert (await say(line, **CARLA)).status == "denied"
    assert dump() == before


@pytest.mark.parametrize("kind", ["poll", "Polls"])
async def test_what_a_proposed_poll_lacks_is_asked_for_by_whichever_word_it_is_called_one(say: Say, kind: str) -> None:
    proposed = f"!fact propose kind: {kind} text: Most want a ferry. results: all want it 64"
    await say(f"{proposed} source: harbour-2031 paragraph: 3", **CARLA)
    assert "Not in the sentence, to be added where the document has it: question, wording, survey, sponsor" in text(
        await say("!review", **ANA)
    )


async def test_what_a_member_proposes_waits_first_and_they_are_told(say: Say) -> None:
    await say("!source facts ferry-notes", **ANA)
    proposed = await say("!fact propose text: The boats are slow. source: harbour-2031 paragraph: 4", **CARLA)
    assert text(proposed).startswith("Thank you: “The boats are slow.” waits for the moderators as draft 4, and you")
    again = await say("!fact propose text: The boats are slow. source: harbour-2031 paragraph: 4", **CARLA)
    assert text(again) == text(proposed)
    shown = text(await say("!review", **ANA))
    assert shown.startswith("Draft 4, proposed by a member (4 wait)\n\ntext: The boats are slow.\n")
    assert "¶4 of `harbour-2031` reads: “Mayor Ida Brønn says" in shown
    assert "Carla" not in shown
    missing = text(await say("!review accept 4", **ANA))
    assert "`kind:` is missing" in missing
    accepted = await say(
        "!review accept 4 kind: claim about: The boats are slow stance: for speaker: Greta Holm topics: ferry", **ANA
    )
    assert text(accepted).startswith("Draft 1, from ferry-notes (3 wait)\n\nAdded: F11\n")
    told = text(await say("!topics", **CARLA))
    assert "You proposed a fact: “The boats are slow.”. It is F11 now." in told
    # Once, also when another round is told.
    await say("!review reject 1 reason: old", **ANA)
    assert "You proposed" not in text(await say("!topics", **CARLA))
    # In the server of the one who accepted it alone.
    assert (await say("!cite F11", server=8, member=50)).status != "answered"


async def test_a_rejected_proposal_is_told_with_its_reason(say: Say) -> None:
    await say("!fact propose The boats are slow.", **CARLA)
    assert "It names no paragraph" in text(await say("!review", **BEN))
    rejected = text(await say("!review reject 1 reason: nobody timed them", **BEN))
    assert rejected == "Draft 1 is rejected: nobody timed them.\nNo draft waits any more."
    told = text(await say("!topics", **CARLA))
    assert "You proposed a fact: “The boats are slow.”. It was not taken: “nobody timed them”." in told
    assert text(await say("!fact propose The boats are slow.", **CARLA)) == (
        "That was proposed before, and rejected: nobody timed them."
    )


async def test_nobody_may_have_more_than_ten_waiting(say: Say, dump: Dump) -> None:
    for number in range(10):
        await say(f"!fact propose The boat number {number} is slow.", **CARLA)
    before = dump()
    refused = text(await say("!fact propose The last boat is slow.", **CARLA))
    assert refused == "10 facts that you proposed wait already: wait until some of them are reviewed."
    assert dump() == before


async def test_drafts_are_the_servers_own(say: Say) -> None:
    await say("!source facts ferry-notes", **ANA)
    assert text(await say("!review", server=8, member=50)).startswith("No draft waits.")
    assert "There is no draft “1”" in text(await say("!review accept 1", server=8, member=50))


async def test_the_inbox_counts_all_that_waits(say: Say) -> None:
    assert text(await say("!inbox", **ANA)) == (
        "Inbox\n\nNothing waits: no proposal, draft, question, report or citation."
    )
    await say("!source facts ferry-notes", **ANA)
    await say("!fact propose The boats are slow.", **CARLA)
    await say("!ask-the-team how many gulls live in Aldmere?", **CARLA)
    await say("!report F1 the document says 58", **CARLA)
    assert text(await say("!inbox", **ANA)) == (
        "Inbox\n\n"
        "1 report that a fact is wrong: `!reports`\n"
        "1 question without an answer: `!gaps`\n"
        "1 fact proposed by members: `!review`\n"
        "3 drafts of facts from documents: `!review`"
    )


async def test_who_proposed_is_forgotten_and_their_words_stay(say: Say, dump: Dump) -> None:
    await say("!fact propose The boats are slow.", **CARLA)
    assert "a fact was proposed by you" in text(await say("!privacy", **CARLA))
    assert "1 proposed fact (its words stay, without you)" in text(await say("!forget-me", **CARLA))
    (row,) = (line for line in dump() if line.startswith('INSERT INTO "draft"'))
    assert ",43," not in row
    assert "The boats are slow." in text(await say("!review", **ANA))


async def test_drafts_go_with_the_text_of_their_document(say: Say, dump: Dump) -> None:
    await say("!source add log text: The Måren must be painted every year. title: Log", **ANA)
    await say("!source facts log", **ANA)
    assert any("painted" in line for line in dump() if 'INTO "draft"' in line)
    await say("!source forget log reason: asked", **ANA)
    assert not any("painted" in line for line in dump() if 'INTO "draft"' in line)
    assert text(await say("!review", **ANA)).startswith("No draft waits.")


async def test_of_two_moderators_at_once_one_decides(say: Say, dump: Dump) -> None:
    await say("!source facts ferry-notes", **ANA)
    before = dump.rows()
    accepted, again, rejected = await asyncio.gather(
        say("!review accept 1", **ANA), say("!review accept 1", **BEN), say("!review reject 1 reason: no", **BEN)
    )
    told = [text(answer) for answer in (accepted, again, rejected)]
    assert sum("Added: F11" in words or "Draft 1 is rejected" in words for words in told) == 1, told
    decided = dump.rows()
    # Whoever came late wrote nothing: one fact, or one rejection.
    assert (decided["fact"] - before["fact"]) + sum("Draft 1 is rejected" in words for words in told) == 1


async def test_a_long_run_of_a_documents_words_is_told_in_every_preview(say: Say) -> None:
    line = EVENT.replace(
        "The Måren sailed from Port Ellery for the first time.",
        "We saw that the new ferry Måren leaves Port Ellery on its first crossing.",
    )
    assert (
        "Mind: 11 of its 14 words (79%) stand in a row in ¶1 of `harbour-2031`: the text quotes the source, and"
        in text(await say(line))
    )
    assert "stand in a row" not in text(await say(EVENT))
