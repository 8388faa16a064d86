"""The chart of a poll as a picture. Drawing takes a while: call it off the event loop."""

import textwrap
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Final

from anyascii import anyascii
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from bot.render.figures import Panel, figure
from db.kinds import Result

# Okabe and Ito's colours, those with the most contrast to the paper first: https://jfly.uni-koeln.de/color/
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")
# An opaque paper is as legible on Discord's dark as on its light background.
PAPER, INK, FAINT = "#FFFFFF", "#1A1A1A", "#4D4D4D"
_RULE, _ZERO = "#D9D9D9", "#4D4D4D"

# All lengths in inches.
_WIDTH, _MARGIN = 7.4, 0.25
_LABELS, _SCALE = 2.55, 3.9  # where the bars begin, and how long 100% is
_BAR, _LINE = 0.24, 0.21
_DPI = 150
_SIZE = 11.5  # points
_FOOT = 102  # characters of a line of the caption


@lru_cache(maxsize=64)
def draw(panels: tuple[Panel, ...]) -> bytes:
    """Return a PNG with a panel a question: bars from zero, each with its labels and its figure as stated."""
    colours = _colours(panels)
    height = _MARGIN + sum(_height(panel) for panel in panels)
    figure_ = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor=PAPER)
    FigureCanvasAgg(figure_)
    axes = figure_.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(height, 0)
    axes.axis("off")
    top = _MARGIN
    for panel in panels:
        _panel(axes, panel, top, colours)
        top += _height(panel)
    out = BytesIO()
    figure_.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()


def _colours(panels: tuple[Panel, ...]) -> dict[str, str]:
    """Give each answer one colour throughout; groups asked the same thing alone differ by their labels."""
    answers = dict.fromkeys(answer for panel in panels for answer in panel.answers)
    return {answer: COLOURS[number % len(COLOURS)] for number, answer in enumerate(answers)}


def _height(panel: Panel) -> float:
    heads = len(list(groupby(panel.results, lambda result: result.group))) if _grouped(panel) else 0
    text = (len(_wrapped(panel.question, 68)) + len(_wrapped(_foot(panel), _FOOT)) + heads) * (_LINE + 0.03)
    return text + sum(_row(label) for label in _labels(panel)) + 0.66


def _row(label: str) -> float:
    return max(_BAR + 0.08, len(_wrapped(label, 25)) * _LINE + 0.06)


def _grouped(panel: Panel) -> bool:
    """Say whether there are both groups and answers to tell apart, so that groups head their answers."""
    return len(panel.groups) > 1 and len(panel.answers) > 1


def _labels(panel: Panel) -> list[str]:
    by_group = len(panel.groups) > 1 and not _grouped(panel)
    return [result.group if by_group else result.answer for result in panel.results]


def _foot(panel: Panel) -> str:
    """Return the caption, with the one group or the one answer that the labels leave out."""
    lead = ""
    if len(panel.groups) == 1:
        lead = f"Asked: {panel.groups[0]}. "
    elif len(panel.answers) == 1:
        lead = f"Share that answered: {panel.answers[0]}. "
    bounds = " Hatched: a bound, not an exact share." if any(map(_is_bound, panel.results)) else ""
    return f"{lead}{panel.caption}.{bounds}"


def _is_bound(result: Result) -> bool:
    return result.comparator in (">", "<", ">=", "<=")


def _panel(axes: Axes, panel: Panel, top: float, colours: dict[str, str]) -> None:
    for line in _wrapped(panel.question, 68):
        _text(axes, _MARGIN, top + _LINE / 2, line, size=_SIZE + 1.5, weight="bold")
        top += _LINE + 0.03
    top += 0.08
    first, group = top, None
    for result, label in zip(panel.results, _labels(panel), strict=True):
        if _grouped(panel) and result.group != group:
            group = result.group
            _text(axes, _MARGIN, top + _LINE / 2, group, weight="bold")
            top += _LINE + 0.03
        row = _row(label)
        middle = top + row / 2
        lines = _wrapped(label, 25)
        for number, line in enumerate(lines):
            offset = (number - (len(lines) - 1) / 2) * _LINE
            _text(axes, _LABELS - 0.12, middle + offset, line, align="right")
        length = result.percent / 100 * _SCALE
        axes.barh(
            middle,
            length,
            _BAR,
            left=_LABELS,
            color=colours[result.answer],
            edgecolor=INK,
            linewidth=0.6,
            hatch="///" if _is_bound(result) else None,
            zorder=2,
        )
        _text(axes, _LABELS + length + 0.1, middle, figure(result), weight="bold", opaque=True)
        top += row
    axes.vlines(
        [_LABELS + share * _SCALE for share in (0.25, 0.5, 0.75, 1)], first, top, _RULE, linewidth=0.8, zorder=1
    )
    axes.vlines(_LABELS, first - 0.03, top + 0.03, _ZERO, linewidth=1.2, zorder=3)
    for share in (0, 50, 100):
        _text(
            axes, _LABELS + share / 100 * _SCALE, top + 0.12, f"{share}%", size=_SIZE - 3, align="center", colour=FAINT
        )
    top += 0.26
    for line in _wrapped(_foot(panel), _FOOT):
        _text(axes, _MARGIN, top + _LINE / 2, line, size=_SIZE - 2.5, colour=FAINT)
        top += _LINE + 0.03


def _wrapped(words: str, width: int) -> list[str]:
    return textwrap.wrap(words, width) or [""]


def _text(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    *,
    size: float = _SIZE,
    weight: str = "normal",
    align: str = "left",
    colour: str = INK,
    opaque: bool = False,
) -> None:
    # Without parse_math a dollar would begin a formula.
    axes.text(
        x,
        y,
        _drawable(words),
        size=size,
        weight=weight,
        ha=align,
        va="center",
        color=colour,
        parse_math=False,
        zorder=4,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1} if opaque else None,
    )


def _drawable(words: str) -> str:
    """Return the words with those letters that the font lacks written in Latin ones, since boxes tell nobody apart."""
    return "".join(character if ord(character) in _glyphs() else anyascii(character) or "□" for character in words)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    return frozenset(FT2Font(font_manager.findfont("DejaVu Sans")).get_charmap())
