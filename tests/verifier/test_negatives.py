"""The rules that make hard pairs: each changes the one thing that decides, and leaves alone what might still answer."""

from random import Random

import pytest

from verifier.chat import CLOSERS, OPENERS, in_chat
from verifier.negatives import (
    Pool,
    Rule,
    antonym,
    denied,
    hard_pairs,
    not_asked,
    not_both,
    not_said,
    other_group,
    other_name,
    other_number,
    other_party,
    other_want,
    roles_swapped,
)
from verifier.pairs import Pair

PAIRS = [
    Pair("Who praised Ada Holm?", "Bridge: Jan Petersen praised Ada Holm for it in 1931.", True),
    Pair("When did Jan Petersen praise Ada Holm?", "Bridge: Jan Petersen praised Ada Holm for it in 1931.", True),
    Pair("Who built the Lund Tower?", "Tower: The Lund Tower was built by Karl Nyman.", True),
    Pair("How many men signed in 1931?", "Petition: In 1931 it was signed by 200 men.", True),
    Pair("Which is the highest bridge?", "Bridge: The highest bridge crosses the Alster.", True),
    Pair("Where did the ship sink?", "Ship: The ship sank off Vinga.", True),
    Pair("Who opened the tower?", "Tower: A stranger opened the tower.", False),
    Pair("do they open it?", "Tower: They open the tower.", True),
]
POOL = Pool(PAIRS)
PRAISE, WHEN, BUILT, MEN, HIGHEST, SHIP = PAIRS[:6]


def changes(rule: Rule, pair: Pair) -> set[tuple[str, str]]:
    """All that a rule makes of a pair, by chance one or the other."""
    made = [rule(pair, POOL, Random(seed)) for seed in range(40)]
    return {(one.question, one.text) for one in made if one is not None}


def test_a_name_is_exchanged_for_one_that_the_pair_does_not_have() -> None:
    made = changes(other_name, PRAISE)
    assert made
    for question, text in made:
        assert (question == PRAISE.question) != (text == PRAISE.text)
        assert ("Ada Holm" in question) != ("Ada Holm" in text)
        assert text.startswith("Bridge: ")


def test_a_year_is_exchanged_on_one_side_alone() -> None:
    made = changes(other_number, MEN)
    assert {question == MEN.question for question, _ in made} == {True, False}
    assert all(("1931" in question) != ("1931" in text) for question, text in made)


def test_a_number_that_the_question_asks_for_stays() -> None:
    """Another figure in the sentence would answer the question as well."""
    assert changes(other_number, WHEN) == set()


def test_a_group_gives_way_to_its_neighbour() -> None:
    assert changes(other_group, MEN) == {("How many women signed in 1931?", MEN.text)}


def test_a_group_stays_where_the_sentence_tells_of_both() -> None:
    assert changes(other_group, Pair("How many men?", "Petition: 200 men and 300 women.", True)) == set()


def test_an_antonym_takes_a_words_place() -> None:
    assert changes(antonym, HIGHEST) == {("Which is the lowest bridge?", HIGHEST.text)}


@pytest.mark.parametrize("text", ["Bridge: The highest and the lowest cross it.", "Bridge: It is not the highest."])
def test_an_antonym_does_not_where_the_sentence_may_answer_it(text: str) -> None:
    assert changes(antonym, Pair(HIGHEST.question, text, True)) == set()


def test_who_did_it_to_whom_is_turned_round() -> None:
    assert changes(roles_swapped, WHEN) == {("When did Ada Holm praise Jan Petersen?", WHEN.text)}


@pytest.mark.parametrize("question", ["When did Jan Petersen meet Ada Holm?", "Are Jan Petersen and Ada Holm friends?"])
def test_what_either_does_to_the_other_is_not(question: str) -> None:
    assert changes(roles_swapped, Pair(question, WHEN.text, True)) == set()


def test_the_other_party_is_asked_for() -> None:
    assert changes(other_party, PRAISE) == {("Who did Ada Holm praise?", PRAISE.text)}
    asked = Pair("Who did Jan Petersen praise?", PRAISE.text, True)
    assert changes(other_party, asked) == {("Who praised Jan Petersen?", PRAISE.text)}


def test_a_question_is_negated() -> None:
    assert changes(not_asked, WHEN) == {("When didn't Jan Petersen praise Ada Holm?", WHEN.text)}
    assert changes(not_asked, Pair("who was praised", PRAISE.text, True)) == {
        ("who was not praised", PRAISE.text),
        ("who wasn't praised", PRAISE.text),
    }


def test_a_question_for_yes_or_no_is_not_negated() -> None:
    """A sentence that says that it happened answers whether it did not."""
    assert changes(not_asked, PAIRS[7]) == set()
    assert changes(not_said, Pair("Was the tower built?", BUILT.text, True)) == set()


def test_a_sentence_is_negated() -> None:
    assert changes(not_said, WHEN) == {(WHEN.question, "Bridge: Jan Petersen did not praise Ada Holm for it in 1931.")}
    assert changes(not_said, BUILT) == {(BUILT.question, "Tower: The Lund Tower was not built by Karl Nyman.")}


def test_negated_on_both_sides_it_answers() -> None:
    made = not_both(WHEN, POOL, Random(0))
    assert made == Pair(
        "When didn't Jan Petersen praise Ada Holm?",
        "Bridge: Jan Petersen did not praise Ada Holm for it in 1931.",
        True,
    )


def test_one_denial_is_no_answer_to_another() -> None:
    both = [
        Pair("When didn't Jan praise Ada?", "Bridge: Jan did not praise Ada in 1931.", True),
        Pair("Who wasn't paid?", "Bridge: The smith was not paid.", True),
    ]
    elsewhere = Pair("Who was paid?", "Tower: Nobody knows its height.", False)
    made = denied([elsewhere, PAIRS[6]], both, Random(0))
    assert made[:2] == [Pair(both[0].question, both[1].text, False), Pair(both[1].question, both[0].text, False)]
    assert {pair.question for pair in made[2:]} <= {"Who was not paid?", "Who wasn't paid?"}
    assert [pair.text for pair in made[2:]] == [elsewhere.text]


def test_what_the_sentence_does_not_say_is_asked_for() -> None:
    assert {question for question, _ in changes(other_want, SHIP)} == {
        "Why did the ship sink?",
        "When did the ship sink?",
    }


def test_a_reason_is_not_asked_of_a_sentence_that_gives_one() -> None:
    told = Pair("When did the ship sink?", "Ship: It sank in 1931 because of a storm.", True)
    assert changes(other_want, told) == set()


def test_hard_pairs_are_the_same_each_time() -> None:
    made = hard_pairs(PAIRS)
    assert made == hard_pairs(PAIRS)
    assert not set(made) & set(PAIRS)
    assert {pair.answers for pair in made} == {True, False}


def test_a_question_in_chat_keeps_its_words() -> None:
    made = {in_chat("Who built the Lund Tower?", Random(seed)) for seed in range(3000)}
    assert all("who built the lund tower" in question.lower() for question in made)
    for opener in OPENERS:
        assert any(question.startswith(f"{opener.strip()} ") for question in made)
    for closer in CLOSERS:
        assert any(question.endswith(f" {closer.strip()}") for question in made)
