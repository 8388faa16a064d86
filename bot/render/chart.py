"""Charts of polls as pictures. Drawing takes a while: call it off the event loop."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Final, Literal

import fontpkg
from anyascii import anyascii
from PIL import Image, ImageDraw, ImageFont

from bot.render.panels import Panel, figure
from db.kinds import Result

# Okabe and Ito's colours, those with the most contrast to the paper first: https://jfly.uni-koeln.de/color/
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")
# An opaque paper is as legible on Discord's dark as on its light background.
PAPER, INK, FAINT = "#FFFFFF", "#1A1A1A", "#4D4D4D"
RULE: Final = "#D9D9D9"

# All lengths in pixels. Discord shows a picture 550 pixels wide, and on a phone 300: letters have to be legible there.
WIDTH: Final = 800
_MARGIN = 28
_LABELS = 300  # the most that labels take of the width
_BAR, _ROW = 36, 50
_GAP = 18  # between a label and its bar, a bar and its figure
_HATCH = 12  # between two lines of a hatching

_Weight = Literal["regular", "bold"]
_Font = ImageFont.FreeTypeFont
_WEIGHTS: Final[dict[_Weight, int]] = {"regular": 400, "bold": 650}
_QUESTION, _TEXT, _SMALL = 27, 24, 18


@lru_cache(maxsize=64)
def draw(panels: tuple[Panel, ...], beyond: int = 0) -> bytes:
    """Return a PNG with a panel a question: bars from zero, each with its labels and its figure as stated.

    So many figures are `beyond` it, which it says.
    """
    sheet = _Sheet(panels)
    for panel in panels:
        sheet.add(panel)
    if beyond:
        sheet.say(f"{beyond} more figure{'s stand' if beyond > 1 else ' stands'} in the text.")
    out = BytesIO()
    sheet.picture().save(out, format="PNG", optimize=True)
    return out.getvalue()


class _Sheet:
    """Panels below each other, on paper that grows with them: what is drawn is measured first, so that nothing is cut.

    Labels, bars and figures of all panels stand in the same columns.
    """

    def __init__(self, panels: tuple[Panel, ...]) -> None:
        answers = dict.fromkeys(answer for panel in panels for answer in panel.answers)
        # Each answer has one colour throughout; groups asked the same thing alone differ by their labels.
        self._colours = {answer: COLOURS[number % len(COLOURS)] for number, answer in enumerate(answers)}
        # Labels by what they look like: in Latin letters two of another script may be one.
        self._alike: dict[str, list[str]] = {}
        for label in dict.fromkeys(label for panel in panels for label in (*panel.groups, *panel.answers)):
            self._alike.setdefault(_drawable(label), []).append(label)
        text, bold = _font(_TEXT), _font(_TEXT, "bold")
        drawn = [(panel, result) for panel in panels for result in panel.results]
        labels = [line for panel, result in drawn for line in _wrapped(self._label(panel, result), text, _LABELS)]
        figures = [figure(result) for _, result in drawn]
        self._zero = _MARGIN + max(map(text.getlength, labels), default=0) + _GAP
        beside = max(map(bold.getlength, figures), default=0) + _GAP + _MARGIN
        self._scale = WIDTH - beside - self._zero  # how long 100% is
        self._marks: list[Callable[[ImageDraw.ImageDraw], None]] = []
        self._top: float = _MARGIN

    def add(self, panel: Panel) -> None:
        """Put a panel below those that are there."""
        if self._top > _MARGIN:
            self._top += _MARGIN
        self._paragraph(panel.question, _font(_QUESTION, "bold"), INK)
        if panel.apart:
            self._paragraph(panel.apart, _font(_TEXT), INK)
        self._top += 12
        for group, results in groupby(panel.results, lambda result: result.group if _is_grouped(panel) else ""):
            if group:
                self._paragraph(self._apart(group), _font(_TEXT, "bold"), INK)
                self._top += 4
            self._bars(panel, tuple(results))
            self._top += 10
        self._scale_below()
        self._paragraph(self._foot(panel), _font(_SMALL), FAINT)

    def say(self, words: str) -> None:
        """Put a line below the panels."""
        self._top += _MARGIN / 2
        self._paragraph(words, _font(_SMALL), INK)

    def picture(self) -> Image.Image:
        """Return what has been added as a picture."""
        image = Image.new("RGB", (WIDTH, round(self._top + _MARGIN)), PAPER)
        pen = ImageDraw.Draw(image)
        for mark in self._marks:
            mark(pen)
        return image

    def _paragraph(self, words: str, font: _Font, colour: str) -> None:
        for line in _wrapped(words, font, WIDTH - 2 * _MARGIN):
            self._write(_MARGIN, self._top + _leading(font) / 2, line, font, colour)
            self._top += _leading(font)

    def _bars(self, panel: Panel, results: tuple[Result, ...]) -> None:
        begun, first = self._top, len(self._marks)
        for result in results:
            self._bar(panel, result)
        ended, zero = self._top, round(self._zero)
        rules = [round(self._zero + share * self._scale) for share in (0.25, 0.5, 0.75, 1)]
        # Behind the bars, but known only when they are drawn.
        self._marks[first:first] = [_vertical(x, begun, ended, RULE, 2) for x in rules]
        self._marks.append(_vertical(zero, begun, ended, FAINT, 3))

    def _bar(self, panel: Panel, result: Result) -> None:
        """Draw a bar beside its label and before its figure; the row is as high as the label needs."""
        text = _font(_TEXT)
        lines = _wrapped(self._label(panel, result), text, _LABELS)
        height = max(_ROW, len(lines) * _leading(text) + _ROW - _BAR)
        middle = self._top + height / 2
        for number, line in enumerate(lines):
            offset = (number - (len(lines) - 1) / 2) * _leading(text)
            self._write(self._zero - _GAP, middle + offset, line, text, INK, anchor="rm")
        end = self._zero + result.percent / 100 * self._scale
        box = (round(self._zero), round(middle - _BAR / 2), round(end), round(middle + _BAR / 2))
        colour, hatched = self._colours[result.answer], _is_bound(result)
        if result.percent:
            self._marks.append(lambda pen: _fill(pen, box, colour, hatched=hatched))
        self._write(end + _GAP, middle, figure(result), _font(_TEXT, "bold"), INK, opaque=True)
        self._top += height

    def _label(self, panel: Panel, result: Result) -> str:
        by_group = len(panel.groups) > 1 and not _is_grouped(panel)
        return self._apart(result.group if by_group else result.answer)

    def _apart(self, label: str) -> str:
        """Return the label, with a number where others look the same in the letters that can be drawn."""
        alike = self._alike[_drawable(label)]
        return f"{label} ({alike.index(label) + 1})" if len(alike) > 1 else label

    def _foot(self, panel: Panel) -> str:
        """Return the caption, with the one group or the one answer that the labels leave out."""
        lead = ""
        if len(panel.groups) == 1:
            lead = f"Asked: {self._apart(panel.groups[0])}. "
        elif len(panel.answers) == 1:
            lead = f"Share that answered: {self._apart(panel.answers[0])}. "
        bounds = " Hatched: a bound, not an exact share." if any(map(_is_bound, panel.results)) else ""
        labels = (*panel.groups, *panel.answers)
        written = (panel.question, panel.apart, *labels, panel.caption)
        lacking = any(not _is_drawn(letter) for words in written for letter in words)
        romanised = " Letters that the chart lacks are romanised." if lacking else ""
        if any(self._apart(label) != label for label in labels):
            romanised += " Labels that look alike then are numbered as they come in the text."
        return f"{lead}{panel.caption}.{bounds}{romanised}"

    def _scale_below(self) -> None:
        for share in (0, 50, 100):
            place = self._zero + share / 100 * self._scale
            self._write(place, self._top + 8, f"{share}%", _font(_SMALL), FAINT, anchor="mm")
        self._top += 34

    def _write(
        self, x: float, y: float, words: str, font: _Font, colour: str, *, anchor: str = "lm", opaque: bool = False
    ) -> None:
        def mark(pen: ImageDraw.ImageDraw) -> None:
            if opaque:
                left, top, right, bottom = pen.textbbox((x, y), words, font, anchor)
                pen.rectangle((left - 4, top - 2, right + 4, bottom + 2), PAPER)
            pen.text((x, y), words, colour, font, anchor)

        self._marks.append(mark)


def _vertical(x: int, top: float, bottom: float, colour: str, width: int) -> Callable[[ImageDraw.ImageDraw], None]:
    return lambda pen: pen.line(((x, top), (x, bottom)), colour, width)


def _fill(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], colour: str, *, hatched: bool) -> None:
    left, top, right, bottom = box
    pen.rectangle(box, colour)
    if hatched:
        for start in range(left - (bottom - top), right, _HATCH):
            # From the lower left to the upper right, cut off at the ends of the bar.
            from_, to = max(start, left), min(start + bottom - top, right)
            pen.line(((from_, bottom - (from_ - start)), (to, bottom - (to - start))), INK, 2)
    pen.rectangle(box, outline=INK, width=1)


def _is_grouped(panel: Panel) -> bool:
    """Say whether there are both groups and answers to tell apart, so that groups head their answers."""
    return len(panel.groups) > 1 and len(panel.answers) > 1


def _is_bound(result: Result) -> bool:
    return result.comparator in (">", "<", ">=", "<=")


@lru_cache(maxsize=8)
def _font(size: int, weight: _Weight = "regular") -> _Font:
    font = ImageFont.truetype(fontpkg.path("Inter"), size, layout_engine=ImageFont.Layout.BASIC)
    axes = {axis["name"]: axis["default"] or 0 for axis in font.get_variation_axes()}
    font.set_variation_by_axes([*(axes | {b"Weight": _WEIGHTS[weight]}).values()])
    return font


def _leading(font: _Font) -> float:
    return font.size * 1.36


@lru_cache(maxsize=1024)
def _wrapped(words: str, font: _Font, width: float) -> tuple[str, ...]:
    """Return the words in lines that are no wider, as they can be drawn; a word that is goes on in the next line."""
    lines = [""]
    for word in _drawable(words).split():
        longer = f"{lines[-1]} {word}".lstrip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return tuple(lines)


def _drawable(words: str) -> str:
    """Return the words with those letters that the font lacks written in Latin ones, since boxes tell nobody apart."""
    return " ".join(_romanised(word) for word in words.split())


def _romanised(word: str) -> str:
    # What has no Latin letter of its own, such as a joiner, is left out, but for a word of which nothing would be left.
    return "".join(letter if _is_drawn(letter) else anyascii(letter) for letter in word) or "□"


@lru_cache(maxsize=4096)
def _is_drawn(character: str) -> bool:
    font = _font(_TEXT)
    lacking = font.getmask("\uffff")
    drawn = font.getmask(character)
    return character.isspace() or (drawn.size, bytes(drawn)) != (lacking.size, bytes(lacking))
