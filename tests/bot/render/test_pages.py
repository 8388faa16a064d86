"""Pages and cards stay within Discord's limits, and no page makes a reader look for a source elsewhere."""

import re
from typing import Any

import discord
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefing.answer import Answer
from bot.render.card import card
from bot.render.layout import document_numbers
from bot.render.pages import CARD, Page, pages
from db.notes import note
from tests.bot.render.answers import answers, lines
from tests.wire.discord.message import walk

# https://discord.com/developers/docs/resources/message, …/components/reference
MESSAGE, COMPONENTS, TEXT_DISPLAY = 2000, 40, 10

_NOTICES = st.lists(lines(400), max_size=3)
_MARKER = re.compile(r"\[(\d+)\]")
_SOURCE = re.compile(r"^-# \[(\d+)\] ")


def parted(page: Page) -> tuple[list[str], list[str]]:
    """Return the lines of a page, and those of its sources."""
    lines = page.body.splitlines()
    return [line for line in lines if not line.startswith("-# [")], [line for line in lines if line.startswith("-# [")]


def cited(page: Page) -> tuple[set[str], dict[str, str]]:
    """Return the markers in a page's statements, and what its line of sources has of each number."""
    text, listed = parted(page)
    sources: dict[str, str] = {}
    for line in listed:
        _, *found = _SOURCE.split(line)
        assert found, line
        sources |= dict(zip(found[::2], found[1::2], strict=True))
    return {number for line in text if line.startswith("- ") for number in _MARKER.findall(line)}, sources


@given(answers(), _NOTICES)
@settings(max_examples=30, deadline=None)
def test_every_page_fits_a_message(answer: Answer, notices: list[str]) -> None:
    for page in pages(answer, notices, bars="written"):
        assert len(page.text) <= MESSAGE


@given(answers(), _NOTICES)
@settings(max_examples=30, deadline=None)
def test_every_page_fits_a_card(answer: Answer, notices: list[str]) -> None:
    for page in pages(answer, notices, bars="written", most=CARD):
        rows: list[discord.ui.ActionRow[Any]] = [
            discord.ui.ActionRow(*(discord.ui.Button(label="x") for _ in range(5))) for _ in range(3)
        ]
        view = card(page, answer, ["chart.png", "export.md"], rows, "<@1>")
        parts = walk([item.to_component_dict() for item in view.children])
        assert len(parts) <= COMPONENTS
        texts = [part["content"] for part in parts if part["type"] == TEXT_DISPLAY]
        assert sum(map(len, texts)) <= CARD
        shown = "\n".join(texts)
        assert all(line in shown for line in page.body.splitlines())


@given(answers())
@settings(max_examples=30, deadline=None)
def test_every_marker_on_a_page_has_its_source_on_that_page(answer: Answer) -> None:
    numbers = document_numbers(answer)
    seen: set[str] = set()
    for page in pages(answer):
        markers, sources = cited(page)
        assert markers == set(sources)
        for words in sources.values():
            # A document stands once on a page, with its places there and a mark that holds for all of them.
            assert re.search(r" ¶\d+(, \d+)* \(unchecked\)", words)
        seen |= sources.keys()
    assert {int(number) for number in seen} == set(numbers.values())


@given(answers())
@settings(max_examples=30, deadline=None)
def test_no_word_of_a_statement_is_lost_between_pages(answer: Answer) -> None:
    shown = ["\n".join(parted(page)[0]) for page in pages(answer)]
    letters = re.sub(r"[^a-j中🙂]", "", "".join(shown))
    for statement in answer.statements:
        assert re.sub(r"[^a-j中🙂]", "", statement.fact.text) in letters
    assert {f"F{number}" for number in range(1, len(answer.statements) + 1)} == {
        fact for page in pages(answer) for fact in page.facts
    }


def test_a_short_answer_is_one_page_that_counts_nothing() -> None:
    (page,) = pages(Answer("done", "Title", note=note("`!help` lists *all*.")))
    assert page.text == "**Title**\n`!help` lists \\*all\\*."
    assert page.position is None
