"""Sentences of passages by the front door: of those that share as much with a question, the one that tells more."""

import pytest

from bot.settings import Settings
from tests.conftest import Attached, Say


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """By words alone: a verifier might see it without the rules."""
    return settings.model_copy(update={"verifier": "off"})


@pytest.mark.parametrize(
    ("document", "question", "sentence"),
    [
        # An amount of money is wanted, not any figure.
        (
            "A skiff cost 40 members their patience and their evenings. A skiff costs $310.",
            "how much does a skiff cost?",
            "A skiff costs $310.",
        ),
        # What announces a list tells less than what stands in it.
        (
            "At the weir everybody pays a toll:\n\nGuests pay their toll at the weir.",
            "which toll at the weir?",
            "Guests pay their toll at the weir.",
        ),
        # Its announcement stands over each item.
        (
            "A season of sculling costs:\n\n- juniors: $9\n- guests: $41\n\n# Other\n\nGuests: see the notice.",
            "sculling for guests",
            "guests: $41",
        ),
        # The number of a rule is no date.
        (
            "Coxing began in rule 2019-11-02 as some say. Coxing began in May 1987, after a long talk.",
            "When did coxing begin?",
            "Coxing began in May 1987, after a long talk.",
        ),
        # That something was asked does not say what was answered.
        (
            "Members were asked which oars suit their skiffs on a lake. Long oars suit a skiff well.",
            "Which oars suit skiffs?",
            "Long oars suit a skiff well.",
        ),
        (
            "We have coxing with songs and a loud voice. Coxing means that one of the crew steers the others.",
            "What does coxing mean?",
            "Coxing means that one of the crew steers the others.",
        ),
        (
            "The bell was cast for old boats that cross the Lake at night. The bell was cast by Ida Voss, of bronze.",
            "who cast the bell",
            "The bell was cast by Ida Voss, of bronze.",
        ),
        # A heading, and a line of the contents, only name what the text under them tells.
        (
            "Rigging of skiffs ........ 12\n\n# Rigging of skiffs by hand\n\nRigging of skiffs begins with the bolts.",
            "rigging of skiffs",
            "Rigging of skiffs begins with the bolts.",
        ),
    ],
)
async def test_the_sentence_tells_what_is_asked_for(say: Say, document: str, question: str, sentence: str) -> None:
    attached = Attached("rules.md", document.encode())
    await say("!source add rules-2031 title: Rules author: Rowers, Club issued: 2031", attachments=[attached])
    assert (await say(question)).passages[0].excerpt == sentence
