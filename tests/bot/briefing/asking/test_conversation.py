"""The last turn of a person in a channel, and how long it is kept."""

from bot.app import Services
from bot.briefing.answer import Answer
from bot.briefing.asker import Asker
from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.conversation import KEPT_SECONDS, KEPT_TURNS, Conversations, Turn
from bot.briefing.asking.question import Synonyms, read
from db.actors import OPERATOR, Actor
from tests.conftest import Say

ANA, BEN = Actor("Ana", 1), Actor("Ben", 2)


def turn(question: str) -> Turn:
    return Turn(question, QuestionAnalysis(read(question, Synonyms([])), {}, ()), Answer("unknown"))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_the_last_question_of_the_terminal_is_kept(say: Say, opened: Services) -> None:
    await say("how popular are late boats?")
    answer = await say("what does the mayor earn?")
    last = opened.conversations.last(Asker(OPERATOR, None, 0))
    assert last is not None
    assert last.question == "what does the mayor earn?"
    assert last.answer == answer


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
    for channel in range(KEPT_TURNS + 1):
        conversations.remember(Asker(ANA, 7, channel), turn("one"))
    assert conversations.last(Asker(ANA, 7, 0)) is None
    assert conversations.last(Asker(ANA, 7, KEPT_TURNS)) == turn("one")
