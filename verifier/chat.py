"""Chat form: a question as somebody types it among others, so that the form of a question decides nothing."""

from random import Random

OPENERS = tuple(
    """
    hey,
    hi all,
    hello everyone!
    yo
    so
    ok but
    sorry,
    excuse me,
    one more:
    quick question:
    stupid question maybe:
    just wondering,
    out of curiosity,
    please help:
    remind me,
    tell me,
    i forgot,
    can anyone say
    can someone tell me
    could anybody look up
    do we know
    does someone know
    does anyone recall
    has anyone read
    i'd like to know
    i need this for class:
    for my essay:
    for a newsletter:
    preparing a talk,
    I'm putting together a handout,
    briefly:
    in a word:
    short answer please:
    My colleague asks:
    Two things. First,
    I read about this yesterday.
    """.strip().splitlines()
)
CLOSERS = tuple(
    """
    thanks
    thanks in advance!
    cheers!
    please
    pls
    anyone?
    any idea?
    (curious)
    (for my notes)
    (just asking)
    :)
    """.strip().splitlines()
)


def in_chat(question: str, random: Random) -> str:
    """The question as somebody might type it among others: lower case, no question mark, a few words around it."""
    if random.random() < 0.6:
        question = question.rstrip("?").rstrip()
    if random.random() < 0.5:
        question = question.lower()
    opener = f"{random.choice(OPENERS).strip()} " if random.random() < 0.45 else ""
    closer = f" {random.choice(CLOSERS).strip()}" if random.random() < 0.25 else ""
    return f"{opener}{question}{closer}"
