"""Chat form: a question as somebody types it among others, so that the form of a question decides nothing."""

from random import Random

FRAMES = (
    "hey, {}",
    "hi all, {}",
    "quick question: {}",
    "just wondering, {}",
    "does anyone know {}",
    "can someone tell me {}",
    "do we know {}",
    "so {}",
    "ok but {}",
    "i need this for class: {}",
    "preparing a talk, {}",
    "please help: {}",
    "remind me, {}",
    "{} thanks",
    "{} cheers!",
    "{} anyone?",
    "{} pls",
    "{} (curious)",
    "{} (for my notes)",
    "short answer please: {}",
    "out of curiosity, {}",
    "My colleague asks: {}",
    "Two things. First, {}",
    "I read about this yesterday. {}",
)


def in_chat(question: str, random: Random) -> str:
    """The question as somebody might type it among others: lower case, no question mark, a few words around it."""
    if random.random() < 0.6:
        question = question.rstrip("?").rstrip()
    if random.random() < 0.5:
        question = question.lower()
    if random.random() < 0.5:
        question = random.choice(FRAMES).format(question)
    return question
