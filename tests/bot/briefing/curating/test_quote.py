"""Quotations as people copy them."""

import pytest

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


def test_words_that_do_not_stand_there_are_not_found() -> None:
    assert quote.find("will never pay", PARAGRAPH) is None
    assert quote.find("  ", PARAGRAPH) is None
    assert quote.nearest("will payy for it self", PARAGRAPH) == "“will pay for itself”"
