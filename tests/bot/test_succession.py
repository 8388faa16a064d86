"""Superseding: what holds answers in the place of what does not, and facts never supersede each other."""

import json

import pytest

from bot.briefing.answer import Answer
from bot.render import contract
from tests.bot.curating import ANA, BEN, EVENT, stated
from tests.conftest import Attached, Dump, Say, text

FINGERPRINT = "645e82c9854caebf99aeec803f8d00ae4f0831c184809ea091cddad24ac2e7b1"
HALF_EMPTY = "!ask are the boats half empty after nine?"


def ranks(answer: Answer) -> list[tuple[str, str, str | None]]:
    """Return number, rank and successor of each statement, as other programs read them."""
    reply = contract.reply("", answer)
    return [(said["fact"], said["rank"], said.get("superseded_by")) for said in reply["statements"]]


async def test_the_successor_answers_in_the_place_of_a_superseded_fact(say: Say) -> None:
    await say("!fact deprecate F8 reason: counted on one night only by: F7")
    answer = await say(HALF_EMPTY)
    assert answer.status == "answered"
    assert ranks(answer) == [("F7", "normal", None), ("F8", "deprecated", "ferry-pays")]
    assert [section.heading for section in answer.sections] == [None, "Superseded"]
    assert ranks(await say("!find half empty"))[:2] == [("F7", "normal", None), ("F8", "deprecated", "ferry-pays")]


async def test_a_successor_that_nobody_filed_there_comes_in_a_lookup_too(say: Say) -> None:
    await say("!fact deprecate F2 reason: never happened by: F6")
    answer = await say("!event fish market")
    assert answer.status == "answered"
    assert ranks(answer) == [("F6", "normal", None), ("F2", "deprecated", "quiet-harbour-act")]
    assert "F6" in stated(await say("!brief fish-market"))


async def test_a_superseded_fact_is_no_answer_where_nothing_holds_in_its_place(say: Say) -> None:
    await say("!fact deprecate F8 reason: counted on one night only by: F7")
    retracted = await say("!fact retract F7 reason: misheard")
    assert text(retracted).split("\n") == [
        "Retracted: F7",
        "",
        "F7 is no longer shown in answers: misheard",
        "It had superseded F8, in whose place nothing holds now: it is no answer until `!fact restore F8`.",
        "`!fact restore F7` brings it back.",
    ]
    answer = await say(HALF_EMPTY)
    assert answer.status == "related"
    assert ("F8", "deprecated", "ferry-pays") in ranks(answer)
    assert "Closest is F8, which is superseded." in text(answer)
    assert "What took its place does not hold either." in text(answer)
    await say("!fact restore F8")
    assert ranks(await say(HALF_EMPTY))[0] == ("F8", "normal", None)


@pytest.mark.parametrize("lookup", ["!event fish market", "!timeline 2031-03"])
async def test_a_lookup_that_finds_only_what_is_superseded_does_not_call_it_an_answer(say: Say, lookup: str) -> None:
    assert (await say(lookup)).status == "answered"
    await say("!fact deprecate F2 reason: never happened")
    answer = await say(lookup)
    assert (answer.status, ranks(answer)) == ("related", [("F2", "deprecated", None)])


async def test_all_that_a_fact_superseded_is_told_when_it_goes(say: Say) -> None:
    await say("!fact deprecate F8 reason: counted once by: F7")
    await say("!fact deprecate F7 reason: counted twice by: F6")
    gone = "It had superseded F7 and F8, in whose place nothing holds now: they are no answer until"
    assert f"{gone} `!fact restore F7` or `!fact restore F8`." in text(await say("!fact retract F6 reason: void"))
    await say("!fact restore F6")
    assert gone in text(await say("!fact deprecate F6 reason: void"))
    await say("!undo")
    # F9 has what holds in the place of all of them.
    assert "in whose place" not in text(await say("!fact deprecate F6 reason: better said by: F9"))


@pytest.mark.parametrize(
    ("before", "command", "refusal"),
    [
        (
            ["!fact retract F7 reason: misheard"],
            "!fact deprecate F8 reason: x by: F7",
            "F7 is retracted, and does not hold in the place of F8: name another fact, or leave `by:` out. "
            "`!fact restore F7` makes it current again.",
        ),
        (
            ["!fact deprecate F7 reason: misheard"],
            "!fact deprecate F8 reason: x by: F7",
            "F7 is superseded itself, and does not hold in the place of F8: name another fact, or leave `by:` out. "
            "`!fact restore F7` makes it current again.",
        ),
        (
            ["!fact deprecate F8 reason: x by: F7"],
            "!fact deprecate F7 reason: y by: F8",
            "Facts cannot supersede each other, since none of them would hold: ferry-pays by ferry-half-empty, "
            "ferry-half-empty by ferry-pays. `!fact restore ferry-half-empty` makes that one current again.",
        ),
        (
            ["!fact deprecate F8 reason: x by: F7", "!fact deprecate F7 reason: y by: F6"],
            "!fact deprecate F6 reason: z by: F8",
            "Facts cannot supersede each other, since none of them would hold: quiet-harbour-act by ferry-half-empty, "
            "ferry-half-empty by ferry-pays, ferry-pays by quiet-harbour-act. "
            "`!fact restore ferry-half-empty` makes that one current again.",
        ),
        (
            [EVENT + " yes: true", "!fact retract F11 reason: x"],
            "!fact add kind: event topics: ferry text: The Måren sailed later. name: Departure paragraph: 1 "
            "source: ferry-notes corrects: F11 reason: a slip",
            "F11 is retracted, which says more. `!fact restore F11` brings it back.",
        ),
    ],
)
async def test_what_cannot_be_superseded_so_is_refused(
    say: Say, dump: Dump, before: list[str], command: str, refusal: str
) -> None:
    for line in before:
        assert (await say(line)).status == "done"
    stored = dump()
    answer = await say(command)
    assert (answer.status, text(answer)) == ("error", refusal)
    assert dump() == stored


async def test_an_undo_never_has_facts_supersede_each_other(say: Say, dump: Dump) -> None:
    await say(EVENT + " yes: true", **ANA)
    await say(EVENT.replace("sailed from", "left").replace("First voyage", "Maiden voyage") + " yes: true", **ANA)
    await say("!fact deprecate F11 reason: x by: F12", **ANA)
    await say("!fact restore F11", **ANA)
    assert (await say("!fact deprecate F12 reason: y by: F11", **BEN)).status == "done"
    stored = dump()
    answer = await say("!undo", **ANA)
    assert text(answer).startswith("Nothing was taken back, since facts would supersede each other and none of them ")
    assert dump() == stored


def circular(*pairs: tuple[str, str]) -> bytes:
    """Return a file in which each fact is superseded by the other of its pair."""
    facts = [
        {
            "key": key,
            "payload": {"kind": "law", "name": f"Act {key}"},
            "text": f"The act {key} stands.",
            "topics": ["ferry"],
            "rank": "deprecated",
            "rank_reason": "replaced",
            "superseded_by": by,
            "citations": [{"source": "harbour-2031", "paragraph": 5, "fingerprint": FINGERPRINT}],
        }
        for key, by in pairs
    ]
    return json.dumps({"facts": facts}).encode()


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (
            circular(("north", "south"), ("south", "north")),
            "fact north, superseded_by: facts supersede each other in a circle: north by south, south by north",
        ),
        (
            circular(("north", "north")),
            "fact north, superseded_by: facts supersede each other in a circle: north by north",
        ),
        (circular(("north", "nowhere")), "fact north, superseded_by: there is no fact nowhere"),
    ],
)
async def test_a_file_in_which_facts_supersede_each_other_is_not_taken(
    say: Say, dump: Dump, file: bytes, problem: str
) -> None:
    stored = dump()
    answer = await say("!import", attachments=[Attached("acts.json", file)])
    assert (answer.status, text(answer).split("\n")[1]) == ("error", problem)
    assert dump() == stored


async def test_a_file_that_closes_a_circle_with_what_is_here_is_not_taken(say: Say, dump: Dump) -> None:
    taken = circular(("north", "south"), ("south", "ferry-pays"))
    await say("!import", attachments=[Attached("acts.json", taken)])
    assert (await say("!yes")).status == "done"
    stored = dump()
    answer = await say("!import", attachments=[Attached("acts.json", circular(("south", "north")))])
    assert "facts supersede each other in a circle: south by north, north by south" in text(answer)
    assert dump() == stored


async def test_no_question_to_the_team_is_closed_with_what_is_superseded(say: Say, dump: Dump) -> None:
    await say("!ask-the-team how many whales did the divers count?", **ANA)
    await say("!fact deprecate F8 reason: counted once by: F7")
    stored = dump()
    answer = await say("!gap close 1 fact: F8", **BEN)
    assert (answer.status, text(answer)) == (
        "error",
        "F8 answers nothing any more. Superseded: counted once. `!fact ferry-pays` has what holds instead.",
    )
    assert dump() == stored
