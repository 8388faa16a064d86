"""What is said before or after a question of who asks and why changes nothing; what the question needs stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.asking.asides import asides
from tests.conftest import Say


@pytest.mark.parametrize(
    "frame",
    [
        "We’re on deadline and the desk just called. {}",
        "Sorry if it’s a silly thing to ask: {}",
        "I’m giving a lecture on Tuesday and I’d love to know {}",
        "This might sound dumb but {}",
        "Can you look this up for me? {}",
        "one for the experts: {}",
        "My professor asked us: {}",
        "I have a pub quiz in Glasgow tonight. {}",
        "before I send this out, {}",
        "{} (need it for a slide)",
        "{} – just for my notes",
        "Q: {}",
    ],
)
async def test_an_aside_changes_nothing(say: Say, frame: str) -> None:
    for question in (
        "when did the fish market close?",
        "who is the mayor of Port Ellery?",
        "what does the mayor earn?",
    ):
        alone, framed = await say(question), await say(frame.format(question))
        assert framed.status == alone.status
        assert framed.statements == alone.statements
        assert framed.note == alone.note


async def test_what_the_question_needs_is_no_aside(say: Say) -> None:
    answer = await say("I work at the fish market. When did it close?")
    assert [said.fact.number for said in answer.statements[:1]] == [2]
    # That the store knows nothing of Glasgow is said where it is asked for.
    assert "mentions glasgow" in str((await say("In Glasgow, who is the mayor?")).note)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("do folks who follow Asia care?", None),
        ("did anyone get injured when the depot burned down?", None),
        ("who is Kim? where is he?", None),
        ("Trump met Kim. What did they say?", None),
        ("what did he say when she left?", None),
        ("someone asked me how long it takes", "how long it takes"),
    ],
)
def test_what_may_stand_beside_a_question(text: str, question: str | None) -> None:
    assert next((said.question for said in asides(text)), None) == question


@pytest.mark.parametrize(("known", "beside"), [((), True), (("boat",), False), (("boat", "rent"), False)])
def test_what_the_store_knows_is_not_beside(known: tuple[str, ...], beside: bool) -> None:
    (said, *_) = asides("I rent a boat, who pays?")
    assert said.telling == {"boat", "rent"}
    assert said.is_beside(known) == beside


@given(st.text(alphabet="aIn k.,?:!–(\n", max_size=60))
def test_something_is_always_left(text: str) -> None:
    assert all(0 < len(said.question) < len(text) for said in asides(text))
