"""Fuzz: whatever is said gets a sentence, and every statement its citations; `make fuzz` says more."""

import os
import random

import pytest

from bot.settings import Settings
from tests.conftest import Dump, Say, text

MESSAGES = 2000 * int(os.environ.get("FUZZ", "1"))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without the verifier, which reads words and changes none: it takes most of the time."""
    return settings.model_copy(update={"verifier": "off"})


WORDS = (
    "!fact !poll !brief !undo !yes !source !why !compare !timeline !gap add edit retract show kind: poll "
    "topics: ferry text: "
    'source: harbour-2031 paragraph: 3 results: 70% F2 F11 \u202e \u0301 \U0001f984 ” “ " \\ ` ** <@1> @everyone \x00 '
    "2019/2020 [..] ~ #22 -5 1e9 ½ ４２ what who when did the mayor say of ferry? and not % ; : , . ( ) harbour"
).split(" ")


# A failure shows the seed; a name that it stood in would differ in the processes that share the tests.
@pytest.mark.parametrize("seed", [1, random.Random().randrange(10**9)], ids=["fixed", "new"])
async def test_whatever_is_said_gets_a_sentence(say: Say, seed: int, dump: Dump) -> None:
    chance = random.Random(seed)
    for _ in range(MESSAGES):
        said = "".join(f"{chance.choice(WORDS)}{chance.choice((' ', ' ', ''))}" for _ in range(chance.randrange(1, 20)))
        answer = await say(said, member=5, moderator=chance.random() < 0.5)
        assert "went wrong on my side" not in text(answer), (seed, said)
        for statement in answer.statements:
            assert statement.places, (seed, said)
