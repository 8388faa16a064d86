"""Prose of replies: numbers with their nouns, and lists as people write them."""

import re

from bot.briefing.prose import counted, first_lines, listed, listed_lines
from db.notes import Code, Line
from tests.conftest import Say, noted


def test_a_number_agrees_with_its_noun() -> None:
    assert [counted(count, "fact") for count in (0, 1, 2, 1200)] == ["0 facts", "1 fact", "2 facts", "1,200 facts"]
    assert [counted(count, "person", "people") for count in (1, 2)] == ["1 person", "2 people"]


def test_a_list_has_and_or_or_before_its_last() -> None:
    assert [listed("abc"[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed("abc", "or") == "a, b or c"
    assert listed("abcdef", most=2) == "a, b and 4 more"
    assert listed("ab", most=2) == "a and b"


def test_lines_are_listed_as_words_are() -> None:
    codes: list[Line] = [(Code(name),) for name in "abc"]
    assert listed_lines(codes, "or") == (Code("a"), ", ", Code("b"), " or ", Code("c"))
    assert listed_lines([]) == ()
    assert first_lines(codes, 3) == codes
    assert first_lines(codes, 1) == [codes[0], ("and 2 more",)]


async def test_one_is_one_wherever_facts_are_counted(say: Say) -> None:
    await say("!source add lone-2031 title: A lone source issued: 2031 text: The Måren sails.", name="Ana")
    added = await say(
        "!fact add kind: event topics: ferry name: Voyage text: The Måren sails. source: lone-2031 paragraph: 1 "
        "yes: true"
    )
    assert added.status == "done"
    replies = [
        noted(await say(message))
        for message in ("!source lone-2031", "!sources", "!source retire lone-2031 reason: withdrawn", "!export")
    ]
    assert "Document: on hand, 1 paragraph, read by footnote" in replies[0]
    assert "1 fact cites it, in paragraph 1." in replies[0]
    assert "(1 fact)" in replies[1]
    assert replies[2].startswith("1 fact cites it; it was not removed.")
    assert not re.search(r"\b1 \w+s\b(?! cites)", "\n".join(replies).replace("2031", ""))


async def test_a_source_that_nothing_cites_is_retired_without_a_number(say: Say) -> None:
    await say("!source add lone-2031 title: A lone source issued: 2031")
    retired = await say("!source retire lone-2031 reason: withdrawn")
    assert noted(retired) == "No fact cites it.\n`!source restore lone-2031` takes it back."
