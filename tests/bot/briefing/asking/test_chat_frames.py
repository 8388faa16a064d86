"""A question in a chat frame is answered as it is without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.asking.chat_frames import without_frame
from tests.conftest import Say

FRAMES = (
    "I'm writing a memo, {}",
    "In one sentence: {}",
    "{} (asking for a friend)",
    "does anybody remember {}",
    "{} Thanks!",
    "hey all, quick question: {}",
    "Could you please tell me {}",
    "{} thanks in advance",
    "So, {}",
    "ok so {}",
    "my boss wants to know {}",
    "I was wondering {}",
    "for my report: {}",
    "Sorry, dumb question - {}",
    "btw {}",
    "{} lol",
    "Not sure who to ask, but {}",
    "@team {}",
    "{} I need it for a talk.",
    "Good question from a colleague: {}",
    "To settle a bet: {}",
    "{} Can't find it anywhere.",
)


@pytest.mark.parametrize("frame", FRAMES)
async def test_a_frame_changes_nothing(say: Say, frame: str) -> None:
    for question in ("when did the fish market close?", "who is the mayor?", "what does the mayor earn?"):
        alone, framed = await say(question), await say(frame.format(question))
        assert framed.status == alone.status
        assert framed.statements == alone.statements


@pytest.mark.parametrize(
    "question",
    [
        "who is asking for a friend's ticket?",
        "I left my umbrella on the bus, how long do they keep it?",
        "can you bring dogs?",
        "what was the question in the survey?",
        "what do people like?",
        "who is Kim? where is he?",
        "please",
        "thanks",
    ],
)
def test_what_is_asked_is_no_frame(question: str) -> None:
    assert without_frame(question) == question


@given(st.text(max_size=60), st.sampled_from(FRAMES))
def test_something_is_always_left(words: str, frame: str) -> None:
    text = frame.format(words)
    left = without_frame(text)
    assert left
    assert without_frame(left) == left
