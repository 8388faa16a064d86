"""Pairs on who did it to whom: the names alone, in their places, decide whether one answers."""

import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from verifier.roles import role_pairs

NAMES = ("Ada Holm", "Jan Petersen")


def agent_of(sentence: str) -> str:
    """Who did it: the first in the active voice, and who stands after "by" in the passive."""
    by = re.search(r"\bby (Ada Holm|Jan Petersen)", sentence)
    found = by or re.match("(Ada Holm|Jan Petersen)", sentence)
    assert found
    return found[1]


def asked_agent(question: str) -> str:
    """Who did it, if the question is on what happened."""
    named = next(name for name in NAMES if name in question)
    other = next(name for name in NAMES if name != named)
    first = re.search(r"^(?:What|Whom|Who|When) did (Ada Holm|Jan Petersen)| by (Ada Holm|Jan Petersen)", question)
    return (first[1] or first[2]) if first else other


@given(st.integers())
def test_a_pair_answers_where_the_roles_are_the_same(seed: int) -> None:
    for pair in role_pairs(NAMES, 2, Random(seed)):
        sentence = pair.text.partition(": ")[2]
        assert pair.answers == (agent_of(sentence) == asked_agent(pair.question))


def test_half_of_them_answer() -> None:
    made = role_pairs(NAMES, 100, Random(0))
    assert sum(pair.answers for pair in made) == 50
