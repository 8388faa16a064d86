"""Quotations as people copy them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.curating import quote

PARAGRAPH = "Mayor Ida Brønn says the ferry “will pay for itself” – within a season… I doubt it."


@pytest.mark.parametrize(
    "quoted",
    ['"will pay for itself"', "“Will  pay\nfor itself”", "itself” - within", "season... I", PARAGRAPH],
)
def test_words_are_found_however_they_were_copied(quoted: str) -> None:
    span = quote.find(quoted, PARAGRAPH)
    assert span is not None
    assert quote.find(PARAGRAPH[slice(*span)], PARAGRAPH) == span


MARKS = st.sampled_from("\u00ad\u200b\u200d\u2060\ufeff\u200e")


@given(st.lists(st.tuples(st.integers(0, len(PARAGRAPH)), MARKS), max_size=8), st.booleans())
def test_marks_that_are_not_seen_hide_no_words(marks: list[tuple[int, str]], in_quote: bool) -> None:
    marked = PARAGRAPH
    for place, mark in marks:
        marked = marked[:place] + mark + marked[place:]
    quoted, paragraph = (marked, PARAGRAPH) if in_quote else (PARAGRAPH, marked)
    span = quote.find(quoted, paragraph)
    assert span is not None
    assert not re.sub("[\u00ad\u200b\u200d\u2060\ufeff\u200e]", "", paragraph[: span[0]] + paragraph[span[1] :])


def test_a_ligature_is_its_letters() -> None:
    assert quote.find("final office", "the ﬁnal oﬃce") == (4, 14 - 1)
    assert quote.find("ﬁnal", "the final office") == (4, 9)


def test_words_that_do_not_stand_there_are_not_found() -> None:
    assert quote.find("will never pay", PARAGRAPH) is None
    assert quote.find("  ", PARAGRAPH) is None
    assert quote.nearest("will payy for it self", PARAGRAPH) == "“will pay for itself”"
