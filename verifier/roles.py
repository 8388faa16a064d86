"""Pairs on who did it to whom, from patterns: no other difference between those that answer and those that do not.

Questions that people ask rarely turn on the roles, so that pairs of theirs teach little of them.
"""

from collections.abc import Sequence
from random import Random

from verifier.pairs import Pair

VERBS = tuple(
    (verb.split()[0], verb.split()[1])
    for verb in """
    accuse accused
    advise advised
    appoint appointed
    arrest arrested
    attack attacked
    beat beaten
    blame blamed
    call called
    criticise criticised
    defeat defeated
    defend defended
    dismiss dismissed
    follow followed
    help helped
    hire hired
    interview interviewed
    invite invited
    kill killed
    nominate nominated
    outvote outvoted
    overtake overtaken
    pay paid
    phone phoned
    praise praised
    promote promoted
    replace replaced
    rescue rescued
    succeed succeeded
    sue sued
    support supported
    teach taught
    thank thanked
    train trained
    visit visited
    warn warned
    """.strip().splitlines()
)
PASTS = {"beat": "beat", "overtake": "overtook"}
# What is asked for, promised or sent stands beside the person.
REQUESTS = (("ask", "asked", " for"), ("beg", "begged", " for"), ("promise", "promised", ""), ("send", "sent", ""))
MATTERS = ("a key", "money", "a new roof", "more time", "two tickets", "a letter", "help", "a seat", "peace", "a vote")
TAILS = (
    "",
    "",
    " in 1931",
    " in May",
    " at the meeting",
    " after a long quarrel",
    " for the second time",
    " last week",
)


def role_pairs(names: Sequence[str], count: int, random: Random) -> list[Pair]:
    """So many pairs on two of the names each, half of which answer."""
    return [_pair(*random.sample(names, 2), answers=index % 2 == 0, random=random) for index in range(count)]


def _pair(agent: str, patient: str, *, answers: bool, random: Random) -> Pair:
    title = random.choice((agent, patient, "Chronicle", "Meeting"))
    tail = random.choice(TAILS)
    if random.random() < 0.3:
        (base, request, link), matter = random.choice(REQUESTS), random.choice(MATTERS)
        texts = [f"{agent} {request} {patient}{link} {matter}{tail}."]
        questions = [
            f"What did {agent} {base} {patient}{link}?",
            f"Who {request} {patient}{link} {matter}?",
            f"Whom did {agent} {base}{link} {matter}?",
        ]
        others = [
            f"What did {patient} {base} {agent}{link}?",
            f"Who {request} {agent}{link} {matter}?",
            f"Whom did {patient} {base}{link} {matter}?",
        ]
    else:
        base, participle = random.choice(VERBS)
        past = PASTS.get(base, participle)
        texts = [f"{agent} {past} {patient}{tail}.", f"{patient} was {participle} by {agent}{tail}."]
        when = (f"When did {agent} {base} {patient}?",) if any(letter.isdigit() for letter in tail) else ()
        wrong = (f"When did {patient} {base} {agent}?",) if when else ()
        questions = [
            f"Who {past} {patient}?",
            f"Who did {agent} {base}?",
            f"Who was {patient} {participle} by?",
            f"Who was {participle} by {agent}?",
            *when,
        ]
        others = [
            f"Who {past} {agent}?",
            f"Who did {patient} {base}?",
            f"Who was {agent} {participle} by?",
            f"Who was {participle} by {patient}?",
            *wrong,
        ]
    return Pair(random.choice(questions if answers else others), f"{title}: {random.choice(texts)}", answers)
