"""Charts: every figure in picture, words and text; bounds shown as bounds; legible for all, on dark and on light."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import matplotlib.colors
import matplotlib.image
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefing.answer import Answer
from bot.render.bars import bars
from bot.render.chart import COLOURS, FAINT, INK, PAPER, draw
from bot.render.figures import ALT, Panel, figure, panels, read_out
from db.kinds import Poll, Result, Survey
from tests.bot.render.answers import lines
from tests.conftest import Say, text

# Discord's backgrounds behind a picture: https://discord.com/branding and its clients' style sheets.
DARK, LIGHT = "#313338", "#FFFFFF"


def luminance(colour: str) -> float:
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in matplotlib.colors.to_rgb(colour)
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def as_seen(colour: str, matrix: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the colour as a person sees it who lacks a kind of cone (Viénot, Brettel and Mollon 1999)."""
    linear = [part**2.2 for part in matplotlib.colors.to_rgb(colour)]
    return tuple(sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in matrix)


PROTAN = ((0.1124, 0.8876, 0.0), (0.1124, 0.8876, 0.0), (0.0040, -0.0040, 1.0))
DEUTAN = ((0.2927, 0.7073, 0.0), (0.2927, 0.7073, 0.0), (-0.0223, 0.0223, 1.0))


async def poll(say: Say) -> Answer:
    return await say("!poll night ferry")


async def test_the_chart_has_every_figure_with_its_source_and_is_read_out(say: Say) -> None:
    (panel,) = panels((await poll(say)).statements)
    assert [(result.group, result.answer, figure(result)) for result in panel.results] == [
        ("all residents", "want it", "64%"),
        ("all residents", "no view", "9%"),
        ("islanders", "want it", "70%"),
        ("townspeople", "want it", "58%"),
    ]
    assert panel.caption == "Survey of the Coastal Institute; in G. Holm, Ellery Post (April 2031), ¶3"
    assert read_out([panel]) == (
        "Bar chart. Should the ferry run at night? all residents, want it: 64 percent. all residents, no view: "
        "9 percent. islanders, want it: 70 percent. townspeople, want it: 58 percent. "
        "Source: Survey of the Coastal Institute; in G. Holm, Ellery Post (April 2031), ¶3."
    )


async def test_bars_begin_at_zero_and_are_as_long_as_their_figures(say: Say) -> None:
    answer = await poll(say)
    assert text(answer).splitlines()[3:7] == [
        "  all residents  want it  64%  ████████████████",
        "  all residents  no view   9%  ██▎",
        "  islanders      want it  70%  █████████████████▌",
        "  townspeople    want it  58%  ██████████████▌",
    ]
    picture = matplotlib.image.imread(BytesIO(draw(panels(answer.statements))), format="png")
    blue = matplotlib.colors.to_rgb(COLOURS[0])
    blues = np.all(np.abs(picture[:, :, :3] - blue) < 0.02, axis=2).sum(axis=1)
    lengths = sorted({int(length) for length in blues if length > 50})
    # Three bars of the first answer; their lengths in pixels are in the proportion of the figures.
    longest = lengths[-1] / 70
    assert [round(length / longest) for length in lengths if length > 0.5 * lengths[-1]] == [58, 64, 70]


@pytest.mark.parametrize(("comparator", "shown"), [("=", "90%"), (">", ">90%"), ("<=", "≤90%"), ("~", "≈90%")])
def test_a_bound_is_shown_as_one(comparator: str, shown: str) -> None:
    result = Result.model_validate({"group": "all", "answer": "yes", "percent": 90, "comparator": comparator})
    question = Poll(question="Boats?", survey=Survey(key="coast", title="Survey"), results=(result,))
    assert f"  {shown}  ██" in bars(question)[0]
    assert figure(result) == shown
    if comparator == ">":
        assert "more than 90 percent" in read_out([Panel("Boats?", (result,), "Survey")])
    exact = Panel("Boats?", (result.model_copy(update={"comparator": "="}),), "Survey")
    if comparator in (">", "<="):
        assert draw((Panel("Boats?", (result,), "Survey"),)) != draw((exact,))


def test_all_that_is_written_is_legible_on_dark_and_on_light() -> None:
    # The paper is opaque, so the background behind it does not matter to what stands on it.
    panel = Panel("Boats?", (Result(group="all", answer="yes", percent=64),), "Survey")
    picture = matplotlib.image.imread(BytesIO(draw((panel,))), format="png")
    assert picture.shape[2] == 3 or bool((picture[:, :, 3] == 1).all())
    for ink in (INK, FAINT):
        assert contrast(ink, PAPER) >= 7
    assert contrast(PAPER, DARK) >= 3
    assert contrast(INK, LIGHT) >= 7


def test_colour_blind_people_can_tell_the_answers_apart() -> None:
    for matrix in (PROTAN, DEUTAN):
        seen = [as_seen(colour, matrix) for colour in COLOURS]
        for one, other in combinations(seen, 2):
            assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 0.04


@given(
    st.lists(
        st.builds(
            Panel,
            question=lines(),
            results=st.lists(
                st.builds(Result, group=lines(), answer=lines(), percent=st.integers(0, 100)), min_size=1, max_size=9
            ).map(tuple),
            caption=lines(),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=50, deadline=None)
def test_what_is_read_out_fits_and_ends_with_a_source(charted: list[Panel]) -> None:
    words = read_out(charted)
    assert len(words) <= ALT
    assert "Source" in words or words.endswith("The sources are in the text.")


@pytest.mark.parametrize("by", ["group", "answer"])
async def test_figures_are_charted_by_group_within_the_picture_in_whichever_order_they_stand(say: Say, by: str) -> None:
    figures = {"Republicans": (85.4, 10, 4.6), "Democrats": (88.25, 9, 2.75)}
    rows = [
        Result(group=group, answer=answer, percent=shares[place])
        for group, shares in figures.items()
        for place, answer in enumerate(("support", "oppose", "unsure"))
    ]
    if by == "answer":
        rows.sort(key=lambda result: ("support", "oppose", "unsure").index(result.answer))
    (statement,) = (await poll(say)).statements
    payload = statement.fact.payload
    assert isinstance(payload, Poll)
    changed = statement.fact.model_copy(update={"payload": payload.model_copy(update={"results": tuple(rows)})})
    (panel,) = panels([replace(statement, fact=changed)])
    assert [(result.group, result.percent) for result in panel.results] == [
        (group, share) for group, shares in figures.items() for share in shares
    ]
    picture = matplotlib.image.imread(BytesIO(draw((panel,))), format="png")
    inked = np.nonzero(picture[:, :, :3].max(axis=(1, 2)) - picture[:, :, :3].min(axis=(1, 2)) > 0.3)[0]
    # The caption is the last that is drawn, with paper below it.
    assert inked[-1] < picture.shape[0] - 20


def test_groups_in_letters_that_the_font_lacks_are_told_apart() -> None:
    women, men = (
        Panel("Q?", (Result(group="all", answer=answer, percent=50),), "Survey") for answer in ("여성", "남성")
    )
    assert draw((women,)) != draw((men,))


def test_letters_that_the_font_lacks_and_dollars_are_drawn_all_the_same() -> None:
    result = Result(group="中 🙂 Hà Nội", answer="$x$ & $", percent=0)
    assert draw((Panel("Cost in $ or 元?", (result, result.model_copy(update={"percent": 100})), "Survey"),))


async def test_a_chart_says_of_an_inferred_year_that_it_is(say: Say) -> None:
    answer = await say(
        "!fact add kind: poll topics: residents text: Of islanders, 70% want a ferry at night. question: Which boat? "
        "source: ferry-notes paragraph: 1 results: islanders want it 70 reason: a test yes: true"
    )
    (panel,) = panels(answer.statements)
    assert panel.caption.endswith("in [Notes on the ferry] (2031?), ¶1")
    assert "(2031?), ¶1." in read_out([panel])
    assert "Source: [Notes on the ferry] (2031?)" in text(await say("!source ferry-notes"))
