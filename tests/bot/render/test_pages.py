"""Pages and cards stay within Discord's limits, and no page makes a reader look for a source elsewhere."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefing.answer import Answer
from bot.render.card import card
from bot.render.layout import lay_out
from bot.render.pages import Page, pages
from db.notes import note
from tests.bot.render.answers import answers, lines

# https://discord.com/developers/docs/resources/message#embed-object-embed-limits
MESSAGE, TITLE, DESCRIPTION, FOOTER, EMBED = 2000, 256, 4096, 2048, 6000

_NOTICES = st.lists(lines(400), max_size=3)
_MARKER = re.compile(r"\[(\d+)\]")
_SOURCE = re.compile(r"-# \[(\d+)\] (.*)")


def cited(page: Page) -> tuple[set[str], dict[str, str]]:
    """Return the markers in a page's statements, and its lines of sources by number."""
    text, _, listed = page.body.partition("**Sources**\n")
    sources: dict[str, str] = {}
    for line in listed.splitlines():
        match = _SOURCE.fullmatch(line)
        assert match, line
        sources[match[1]] = match[2]
    return {number for line in text.splitlines() if line.startswith("- ") for number in _MARKER.findall(line)}, sources


@given(answers(), _NOTICES)
@settings(max_examples=30, deadline=None)
def test_every_page_fits_a_message_and_a_card(answer: Answer, notices: list[str]) -> None:
    for page in pages(answer, notices, bars=True):
        assert len(page.text) <= MESSAGE
        embed = card(page, answer, "chart.png")
        assert len(embed.title or "") <= TITLE
        assert len(embed.description or "") <= DESCRIPTION
        assert len(embed.footer.text or "") <= FOOTER
        assert len(embed) <= EMBED


@given(answers())
@settings(max_examples=30, deadline=None)
def test_every_marker_on_a_page_has_its_source_on_that_page(answer: Answer) -> None:
    layout = lay_out(answer)
    whole: dict[str, str] = {}
    for page in pages(answer):
        markers, sources = cited(page)
        assert markers == set(sources)
        for number, line in sources.items():
            # One line a source, the same on every page, which ends in its place and check.
            assert whole.setdefault(number, line) == line
            assert re.search(r"¶\d+ \(unchecked\)", line)
    assert {int(number) for number in whole} == set(layout.sources)


@given(answers())
@settings(max_examples=30, deadline=None)
def test_no_word_of_a_statement_is_lost_between_pages(answer: Answer) -> None:
    shown = [page.body.partition("**Sources**\n")[0] for page in pages(answer)]
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
