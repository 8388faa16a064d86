"""Wordings that `!fact add` proposes: shown with the preview, taken with the yes, or left out."""

import pytest

from bot.app import Services
from tests.bot.curating import CLAIM, EVENT, POLL
from tests.conftest import Dump, Say, noted

LEFT_OUT = "Add `asked: none` to leave them out, or your own as `asked: …`."
PERSON = (
    "!fact add kind: person topics: council name: Greta Holm office: Columnist | Ellery Post "
    "text: Greta Holm doubts it. source: harbour-2031 paragraph: 4"
)


async def asked(opened: Services, label: str = "F11") -> tuple[str, ...]:
    fact = await opened.store.fact(label)
    assert fact
    return fact.asked


@pytest.mark.parametrize(
    ("command", "wordings"),
    [
        (EVENT, ("Where was Maiden voyage?", "What is known of Maiden voyage?")),
        (
            f"{EVENT} when: 2031-04 outcome: It arrived.",
            (
                "When was Maiden voyage?",
                "Where was Maiden voyage?",
                "What came of Maiden voyage?",
                "What is known of Maiden voyage?",
            ),
        ),
        (
            CLAIM,
            (
                "What does Greta Holm hold of this: The night ferry fills up?",
                "Who is against this: The night ferry fills up?",
            ),
        ),
        (CLAIM.replace(" stance: against", ""), ("What does Greta Holm hold of this: The night ferry fills up?",)),
        (POLL, ("What percentage of islanders answered want it?",)),
        (PERSON, ("Who is Greta Holm?", "Who is Columnist of Ellery Post?", "What does Greta Holm do?")),
    ],
)
async def test_wordings_are_made_of_what_the_fact_states(
    say: Say, opened: Services, command: str, wordings: tuple[str, ...]
) -> None:
    preview = await say(command)
    listed = ", ".join(f"“{wording}”" for wording in wordings)
    assert f"Mind: a yes has it answer these too, and they stay in its history: {listed}. {LEFT_OUT}" in noted(preview)
    assert (await say("!yes")).title == "Added: F11"
    assert await asked(opened) == wordings


@pytest.mark.parametrize("left_out", ["asked: none", "asked: -", "asked: None"])
async def test_wordings_are_left_out(say: Say, opened: Services, left_out: str) -> None:
    assert "a yes has it answer" not in noted(await say(f"{EVENT} {left_out}"))
    await say("!yes")
    assert await asked(opened) == ()


async def test_ones_own_wordings_are_taken_instead(say: Say, opened: Services) -> None:
    assert "a yes has it answer" not in noted(await say(f"{EVENT} asked: what sailed first?"))
    await say("!yes")
    assert await asked(opened) == ("what sailed first?",)


async def test_what_was_not_shown_is_not_written(say: Say, opened: Services) -> None:
    await say(f"{EVENT} yes: true")
    assert await asked(opened) == ()


async def test_a_no_leaves_nothing(say: Say, dump: Dump) -> None:
    before = dump.rows()
    await say(EVENT)
    await say("!no")
    after = dump.rows()
    assert [after[table] for table in ("fact", "revision", "preview")] == [
        before[table] for table in ("fact", "revision", "preview")
    ]


async def test_a_waiting_question_that_the_fact_answers_is_taken(say: Say, opened: Services) -> None:
    waiting = "from which port was the Måren’s maiden voyage?"
    for question in (waiting, "who paid for the maiden voyage of the Måren?", "what about the Måren?"):
        assert (await say(f"!ask-the-team {question}")).status == "done", question
    assert f"history: “{waiting}”, “Where was" in noted(await say(EVENT))
    await say("!yes")
    assert (await asked(opened))[0] == waiting
    assert [one.fact.label for one in (await say(waiting)).statements][:1] == ["F11"]


async def test_a_question_of_another_server_is_not_taken(say: Say) -> None:
    await say("!ask-the-team from which port was the Måren’s maiden voyage?", server=8)
    assert "from which port" not in noted(await say(EVENT, server=7))


async def test_at_most_five_are_proposed(say: Say, opened: Services) -> None:
    for place in ("port", "Ellery port", "port Ellery"):
        await say(f"!ask-the-team from which {place} was the Måren’s maiden voyage?")
    await say(f"{EVENT} when: 2031-04 participants: the council outcome: It arrived.")
    await say("!yes")
    assert len(await asked(opened)) == 5
