"""Charts: every figure in picture, words and text; bounds shown as bounds; legible for all, on dark and on light."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.briefing.answer import Answer
from bot.render.bars import bars
from bot.render.chart import COLOURS, FAINT, INK, PAPER, RULE, draw
from bot.render.panels import ALT, Panel, beyond, figure, panels, read_out, shows_all
from db.kinds import Poll, Result, Survey
from tests.bot.render.answers import lines
from tests.conftest import Say, text

# Discord's backgrounds behind a picture: https://discord.com/branding and its clients' style sheets.
DARK, LIGHT = "#313338", "#FFFFFF"


def channels(colour: str) -> list[float]:
    return [part / 255 for part in ImageColor.getrgb(colour)]


def seen(*panels: Panel) -> np.ndarray:
    """Return the pixels of the chart, by row, column and channel."""
    return np.asarray(Image.open(BytesIO(draw(panels))).convert("RGB"))


def where(picture: np.ndarray, colour: str) -> np.ndarray:
    """Return which pixels are of the colour."""
    found: np.ndarray = np.all(picture == ImageColor.getrgb(colour), axis=2)
    return found


def luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def as_seen(colour: str, matrix: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return the colour as a person sees it who lacks a kind of cone (Viénot, Brettel and Mollon 1999)."""
    linear = [part**2.2 for part in channels(colour)]
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
    picture = seen(*panels(answer.statements))
    lengths = sorted({int(length) for length in where(picture, COLOURS[0]).sum(axis=1) if length > 50})
    assert len(lengths) == 3
    # From the axis to the last rule are 100%; the outline takes a pixel at each end of a bar.
    rules = np.flatnonzero(where(picture, RULE).sum(axis=0) > 40)
    axis = np.flatnonzero(where(picture, FAINT).sum(axis=0) > 40)
    whole = rules[-1] - axis[0]
    assert [round(100 * (length + 2) / whole) for length in lengths] == [58, 64, 70]


def bar(percent: float, comparator: str = "=") -> Panel:
    result = Result.model_validate({"group": "all", "answer": "yes", "percent": percent, "comparator": comparator})
    return Panel("Boats?", (result,), "Survey")


@pytest.mark.parametrize("comparator", [">", "<", ">=", "<="])
def test_a_bound_is_hatched_and_an_exact_share_is_not(comparator: str) -> None:
    for shown, hatched in ((bar(50, comparator), True), (bar(50), False), (bar(50, "~"), False)):
        picture = seen(shown)
        rows, columns = np.nonzero(where(picture, COLOURS[0]))
        inside = where(picture, INK)[rows.min() + 3 : rows.max() - 3, columns.min() + 3 : columns.max() - 3]
        assert bool(inside.any()) is hatched


# Words as wide as they come: capitals without a space, letters of other scripts, marks.
_WIDE = st.text(st.sampled_from("WWW𝓦MÅ 中여אعЖ👍%$~"), min_size=1, max_size=200).map(
    lambda words: f"W{words.strip()}"[:200]
)


@given(
    st.lists(
        st.builds(
            Panel,
            question=_WIDE,
            results=st.lists(
                st.builds(
                    Result,
                    group=_WIDE,
                    answer=_WIDE,
                    percent=st.sampled_from([0, 0.4, 50, 99.95, 100]),
                    comparator=st.sampled_from(["=", ">=", "~"]),
                ),
                min_size=1,
                max_size=3,
            ).map(tuple),
            caption=_WIDE,
        ),
        min_size=1,
        max_size=2,
    )
)
@settings(max_examples=25, deadline=None)
def test_nothing_is_cut_off_at_an_edge(charted: list[Panel]) -> None:
    picture = seen(*charted)
    paper = where(picture, PAPER)
    edge = 24
    for strip in (paper[:edge], paper[-edge:], paper[:, :edge], paper[:, -edge:]):
        assert bool(strip.all())


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
    assert Image.open(BytesIO(draw((panel,)))).mode == "RGB", "nothing shines through"
    for ink in (INK, FAINT):
        assert contrast(ink, PAPER) >= 7
    assert contrast(PAPER, DARK) >= 3
    assert contrast(INK, LIGHT) >= 7


def test_colour_blind_people_can_tell_the_answers_apart() -> None:
    for matrix in (PROTAN, DEUTAN):
        told_apart = [as_seen(colour, matrix) for colour in COLOURS]
        for one, other in combinations(told_apart, 2):
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
async def test_figures_are_charted_by_group_in_whichever_order_they_stand(say: Say, by: str) -> None:
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


TWO = (
    '!source add coast title: Coast issued: 2029 text: "Asked in May 2029, 58% of islanders want a ferry at night."',
    "!fact add kind: poll topics: residents question: Should the ferry run at night? survey: Island panel "
    "fielded: May 2029 text: Of islanders, 58% want a ferry at night. source: coast paragraph: 1 "
    "results: islanders want it 58 yes: true",
)


async def test_two_surveys_in_one_answer_are_told_apart_each_with_its_date(say: Say) -> None:
    for line in TWO:
        assert (await say(line)).status == "done"
    answer = await say("!poll residents")
    ours = "Survey of the Coastal Institute, in G. Holm, Ellery Post (April 2031)"
    assert f"- {ours} · From Coastal Institute: A night ferry is wanted by 64%" in text(answer)
    assert "- Island panel, asked May 2029: Of islanders, 58% want a ferry at night." in text(answer)
    charted = panels(answer.statements)
    assert [panel.apart for panel in charted] == [ours, "Island panel, asked May 2029"]
    assert f"Should the ferry run at night? ({ours}) all residents, want it: 64 percent." in read_out(charted)
    same = tuple(replace(panel, apart="") for panel in charted)
    assert Image.open(BytesIO(draw(charted))).height > Image.open(BytesIO(draw(same))).height
    # One survey alone stands in the caption.
    assert panels((await poll(say)).statements[:1])[0].apart == ""


async def test_figures_without_room_in_the_chart_are_told_in_picture_and_words(say: Say) -> None:
    (statement,) = (await poll(say)).statements[:1]
    payload = statement.fact.payload
    assert isinstance(payload, Poll)
    many = [
        replace(
            statement,
            fact=statement.fact.model_copy(
                update={"payload": payload.model_copy(update={"question": f"Boats on quay {number}?"})}
            ),
        )
        for number in range(10)
    ]
    charted, left = panels(many), beyond(many)
    assert (len(charted), left) == (4, 24)
    assert "24 more in the text. " in read_out(charted, left)
    whole, told = (Image.open(BytesIO(draw(charted, count))) for count in (0, left))
    assert told.height > whole.height
    assert not shows_all(many)


def test_labels_that_look_alike_in_latin_letters_are_numbered() -> None:
    def labels(*groups: str) -> np.ndarray:
        """Return the pixels beside the bars, before them."""
        results = tuple(Result.model_validate({"group": group, "answer": "yes", "percent": 50}) for group in groups)
        picture = seen(Panel("Who?", results, "Survey"))
        rows, columns = np.nonzero(where(picture, COLOURS[0]))
        return picture[: rows.max(), : columns.min() - 4]

    # They are drawn as these are, so each has its own number.
    assert np.array_equal(labels("王伟", "汪伟"), labels("WangWei (1)", "WangWei (2)"))
    assert labels("王伟", "李伟").shape[1] < labels("王伟", "汪伟").shape[1]


async def test_a_poll_that_is_superseded_says_so_in_the_chart(say: Say) -> None:
    await say("!fact deprecate F1 reason: counted twice")
    (panel,) = panels((await poll(say)).statements)
    assert panel.apart == "Superseded"
    assert read_out([panel]).startswith("Bar chart. Should the ferry run at night? (Superseded) all residents")
