"""The last turn of a person in a channel, and how long it is kept."""

import pickle

from bot.app import Services
from bot.briefing.asker import Asker
from bot.briefing.asking.conversation import KEPT, KEPT_SECONDS, Conversations, Turn
from bot.briefing.asking.question import Synonyms, read
from db.actors import OPERATOR, Actor
from tests.conftest import Say

ANA, BEN = Actor("Ana", 1), Actor("Ben", 2)


def turn(question: str) -> Turn:
    return Turn(question, read(question, Synonyms([])), None, answered=False)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_the_last_question_of_the_terminal_is_kept(say: Say, opened: Services) -> None:
    await say("how popular are late boats?")
    await say("what does the mayor earn?")
    last = opened.conversations.last(Asker(OPERATOR, None, 0))
    assert last is not None
    assert last.question == "what does the mayor earn?"
    assert not last.answered
    await say("who is the mayor?")
    last = opened.conversations.last(Asker(OPERATOR, None, 0))
    assert last is not None
    assert last.answered


def test_each_person_has_a_turn_of_their_own_in_each_channel() -> None:
    conversations = Conversations()
    conversations.remember(Asker(ANA, 7, 1), turn("one"))
    conversations.remember(Asker(BEN, 7, 1), turn("two"))
    conversations.remember(Asker(ANA, 7, 2), turn("three"))
    renamed = conversations.last(Asker(Actor("Ana Lind", 1), 7, 1))
    assert renamed == turn("one")
    assert conversations.last(Asker(BEN, 7, 2)) is None


def test_a_turn_is_forgotten_in_time_and_on_request() -> None:
    clock = Clock()
    conversations = Conversations(clock)
    conversations.remember(Asker(ANA, 7, 1), turn("one"))
    clock.now = KEPT_SECONDS + 1
    assert conversations.last(Asker(ANA, 7, 1)) is None
    conversations.remember(Asker(ANA, 7, 1), turn("two"))
    conversations.forget(ANA)
    assert conversations.last(Asker(ANA, 7, 1)) is None


def test_no_more_turns_are_kept_than_memory_is_meant_for() -> None:
    conversations = Conversations()
    long = turn("one " * 500)
    many = KEPT // len(long.question)
    for channel in range(many + 1):
        conversations.remember(Asker(ANA, 7, channel), long)
    assert conversations.last(Asker(ANA, 7, 0)) is None
    assert conversations.last(Asker(ANA, 7, many)) == long
    assert sum(conversations.last(Asker(ANA, 7, channel)) is not None for channel in range(many + 1)) < many


async def test_what_is_kept_of_a_question_is_small(say: Say, opened: Services) -> None:
    await say("who is the mayor of Port Ellery, and what did the council decide on the ferry?")
    last = opened.conversations.last(Asker(OPERATOR, None, 0))
    assert len(pickle.dumps(last)) < 20_000
