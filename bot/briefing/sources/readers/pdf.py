"""The text of a PDF (ISO 32000): its lines in the order in which they are read, put together to paragraphs.

PDFium gives the letters in the order in which the file draws them, with their places. Files draw one column after the
other; where one draws across its columns, the order is found by cutting the page along its gutters (recursive X-Y cut,
Nagy and Seth 1984), and the reading carries a warning.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from bot.briefing.sources.readers.block import Block, Reading, UnreadableFile, raised, tidied, tidy

LENGTH = 5_000_000  # characters
COLUMNS_CROSSED = "its columns were drawn across, and their order was found by their place: read it against the PDF"

_SAME_LINE = 0.3  # of the height of a letter, that the baselines of a line may differ
_SMALLER = 0.85  # of the height of a line: smaller letters off its baseline are raised or lowered
_COLUMN_GAP = 2.5  # heights of a letter between words parts a line in two
_PARAGRAPH_GAP = 1.4  # usual distances of lines
_LEADING = 4  # distances that make one usual
_INDENT = 0.7  # heights of a letter
_SHORT = 0.85  # of the width of a column
_LARGER = 1.12  # than the text, as headings are
_CROSSED = 0.25  # of the lines of a page go on beside the last one where it is drawn across its columns
_PROSE = 25  # characters of a line in a column
_PAGES = 3  # a line at the edge of so many pages belongs to none
_EDGE = 3  # lines at the head and at the foot of a page that may be furniture
_ENDS_SENTENCE = re.compile(r"[.!?:…;][\"'”’»)\]]*(?:\s?\d{1,2})?$")
# What programs put where nobody has said who the author is.
_NOBODY = re.compile(
    r"\(?anonymous\)?|unknown|unspecified|admin(?:istrator)?|(?:ms )?office user|user|owner|root|author", re.I
)
_BULLET = re.compile(r"[•◦▪‣●○■□–—]\s|(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[\[(–—-]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[\])–—-]?(?:\s*(?:of|/)\s*\d+)?", re.I)
# Prefixes before which a hyphen belongs to the word, wherever the line ends.
_HYPHENATED = frozenset("self non co anti pro well half cross ex post pre long short high low e semi quasi".split())


@dataclass
class _Letter:
    text: str
    left: float
    right: float
    baseline: float
    height: float
    bold: bool


@dataclass
class _Line:
    """A run of letters on one baseline."""

    letters: list[_Letter]
    baseline: float
    height: float
    page: int = 0
    text: str = ""
    left: float = field(init=False, default=0)
    right: float = field(init=False, default=0)
    bold: bool = field(init=False, default=False)

    def takes(self, letter: _Letter) -> bool:
        """Say whether the letter goes on with the line."""
        last, height = self.letters[-1], max(self.height, letter.height)
        gap = letter.left - last.right
        if _is_right_to_left(letter.text) or _is_right_to_left(last.text):
            gap = min(abs(gap), abs(last.left - letter.right))
        if not -0.6 * height < gap < _COLUMN_GAP * height:
            return False
        off = letter.baseline - self.baseline
        if abs(off) <= _SAME_LINE * min(self.height, letter.height) or abs(off) < 0.05 * height:
            return True
        if letter.height < _SMALLER * self.height:
            return -0.5 * self.height < off < 0.8 * self.height
        # A line that begins with the mark of its note.
        return all(known.height < _SMALLER * letter.height for known in self.letters) and (
            -0.8 * letter.height < off < 0.5 * letter.height
        )

    def add(self, letter: _Letter) -> None:
        if letter.height * _SMALLER > self.height and letter.text.strip():
            self.baseline, self.height = letter.baseline, letter.height
        self.letters.append(letter)

    def close(self) -> None:
        """Set the text, with what is raised as it reads, and where the line stands."""
        shown = [letter for letter in self.letters if letter.text.strip()]
        self.left, self.right = min(letter.left for letter in shown), max(letter.right for letter in shown)
        self.bold = sum(letter.bold for letter in shown) > 0.8 * len(shown)
        out, above = "", ""
        for letter in self.letters:
            is_raised = (
                letter.height < _SMALLER * self.height and letter.baseline - self.baseline > 0.12 * self.height
            ) or letter.text in "⁰¹²³⁴⁵⁶⁷⁸⁹"
            if is_raised and letter.text.strip():
                above += unicodedata.normalize("NFKC", letter.text)
                continue
            if above:
                out, above = out + raised(above, out), ""
            out += letter.text
        self.text = tidy(out + (raised(above, out) if above else ""))


def read(content: bytes) -> Reading:
    """Return the blocks of a PDF; raises UnreadableFile where it is locked, damaged, too large or without text."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise UnreadableFile("locked" if locked else "damaged") from None
    pages: list[list[_Line]] = []
    length = 0
    for number in range(len(document)):
        page = document[number]
        lines = _lines(page, number + 1)
        length += sum(len(line.text) for line in lines)
        if length > LENGTH:
            raise UnreadableFile("too much")
        pages.append(lines)
        page.close()
    if not any(pages):
        raise UnreadableFile("no text")
    warnings: set[str] = set()
    ordered = [line for lines in _without_furniture(pages) for line in _in_order(lines, warnings)]
    about = document.get_metadata_dict(skip_empty=True)
    return Reading(
        tuple(tidied(_blocks(ordered))),
        title=_title(about.get("Title")),
        authors=tuple(name for name in [tidy(about.get("Author", ""))] if name and not _NOBODY.fullmatch(name)),
        warnings=tuple(sorted(warnings)),
    )


def _title(written: str | None) -> str | None:
    """Return the title that the file gives; what word processors and scanners put there is none."""
    title = tidy(written or "")
    return (
        None
        if re.search(r"^untitled|\.(?:docx?|indd|pdf|qxd|rtf|tmp)$|^Microsoft Word", title, re.I)
        else title or None
    )


def _lines(page: pypdfium2.PdfPage, number: int) -> list[_Line]:
    """Return the lines of a page in the order in which the file draws them."""
    lines: list[_Line] = []
    current: _Line | None = None
    for letter in _letters(page):
        if letter.text == "\n":
            continue
        if current and (letter.text == " " or current.takes(letter)):
            if letter.text == " ":
                # The place of a space that PDFium inferred is not its own.
                current.letters.append(_Letter(" ", *_ends(current), current.baseline, 0.0, False))
            else:
                current.add(letter)
        elif letter.text != " ":
            current = _Line([letter], letter.baseline, letter.height, number)
            lines.append(current)
    for line in lines:
        line.close()
    return [line for line in lines if line.text]


def _ends(line: _Line) -> tuple[float, float]:
    return line.letters[-1].left, line.letters[-1].right


def _letters(page: pypdfium2.PdfPage) -> Iterator[_Letter]:
    """Yield the letters of a page that stand upright; what runs up a margin is no part of the text."""
    textpage = page.get_textpage()
    raw = textpage.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        text = "" if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
        if code in (0x02, 0xAD):
            text = "-"  # how PDFium gives a hyphen at the end of a line
        if not text:
            continue
        if text in "\r\n":
            yield _Letter("\n", 0, 0, 0, 0, bold=False)
            continue
        if text.isspace():
            yield _Letter(" ", 0, 0, 0, 0, bold=False)
            continue
        angle = pdfium.FPDFText_GetCharAngle(raw, index) % 6.2832
        if 0.1 < angle < 6.18:
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        height = abs(box.top - box.bottom) or 1.0
        bold = pdfium.FPDFText_GetFontWeight(raw, index) >= 600
        # A ligature of Latin letters is those letters; Arabic presentation forms are theirs.
        letters = unicodedata.normalize("NFKC", text) if "\ufb00" <= text <= "\ufeff" else text
        yield _Letter(letters, box.left, box.right, y.value, height, bold)


def _is_right_to_left(text: str) -> bool:
    return unicodedata.bidirectional(text[:1] or " ") in ("R", "AL")


def _without_furniture(pages: Sequence[list[_Line]]) -> list[list[_Line]]:
    """Return the pages without running heads and feet: what repeats at their edges, and page numbers."""
    edges = [_edge(lines) for lines in pages]
    counts = Counter(shape for edge in edges for shape in {_shape(line.text) for line in edge})
    repeated = {shape for shape, count in counts.items() if count >= max(_PAGES, len(pages) // 4)}
    kept = []
    for lines, edge in zip(pages, edges, strict=True):
        furniture = {
            id(line)
            for line in edge
            if _shape(line.text) in repeated or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(line.text))
        }
        kept.append([line for line in lines if id(line) not in furniture])
    return kept


def _edge(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines at the head and at the foot of a page, by their place."""
    by_height = sorted(lines, key=lambda line: -line.baseline)
    return [*by_height[:_EDGE], *by_height[max(_EDGE, len(by_height) - _EDGE) :]]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _in_order(lines: list[_Line], warnings: set[str]) -> list[_Line]:
    """Return the lines of a page as they are read."""
    across = [(one, two) for one, two in pairwise(lines) if _on_one_level(one, two)]
    # The rows of a table are drawn across too, and its cells are short.
    prose = len(across) > _CROSSED * len(lines) and median(len(one.text) for one, _ in across) >= _PROSE
    if not prose:
        return lines
    cut = _cut(lines)
    place = {id(line): number for number, line in enumerate(cut)}
    if sum(abs(place[id(two)] - place[id(one)]) > 1 for one, two in across) < len(across) / 2:
        return lines
    warnings.add(COLUMNS_CROSSED)
    return cut


def _on_one_level(one: _Line, two: _Line) -> bool:
    return abs(one.baseline - two.baseline) <= _SAME_LINE * one.height and two.left > one.right + one.height


def _cut(lines: list[_Line], depth: int = 0) -> list[_Line]:
    """Return the lines by recursive cuts: along the widest gutter that parts all of them, else between the blocks."""
    if len(lines) < 2 or depth > 20:
        return sorted(lines, key=lambda line: (-round(line.baseline), line.left))
    height = median(line.height for line in lines)
    across = _parted([(line.left, line.right) for line in lines], 0.8 * height)
    if across is not None:
        left = [line for line in lines if line.right <= across]
        right = [line for line in lines if line.left >= across]
        if min(len(left), len(right)) > 1 and len(left) + len(right) == len(lines):
            return [*_cut(left, depth + 1), *_cut(right, depth + 1)]
    down = _parted([(-line.baseline - line.height / 2, -line.baseline) for line in lines], 1.2 * height)
    if down is not None:
        upper = [line for line in lines if -line.baseline <= down]
        lower = [line for line in lines if -line.baseline > down]
        if upper and lower:
            return [*_cut(upper, depth + 1), *_cut(lower, depth + 1)]
    return sorted(lines, key=lambda line: (-round(line.baseline), line.left))


def _parted(spans: list[tuple[float, float]], least: float) -> float | None:
    """Return the middle of the widest gap between the spans; None where none is as wide as `least`."""
    ordered = sorted(spans)
    reach, best, where = ordered[0][1], least, None
    for start, end in ordered[1:]:
        if start - reach > best:
            best, where = start - reach, (start + reach) / 2
        reach = max(reach, end)
    return where


@dataclass
class _Column:
    """The margins of lines that are read one below the other."""

    left: float
    right: float


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """Yield the paragraphs of the lines, each under the heading that it stands under."""
    if not lines:
        return
    heights = Counter(round(line.height, 1) for line in lines for _ in line.text)
    body = heights.most_common(1)[0][0]
    leading = _leading(lines)
    columns = dict(_columns(lines))
    hyphens = _Hyphens(line.text for line in lines)
    headings: list[tuple[float, str]] = []
    for paragraph in _around_notes(list(_paragraphs(lines, columns, leading)), body):
        text = hyphens.joined([line.text for line in paragraph])
        first = paragraph[0]
        is_heading = len(paragraph) <= 3 and len(text) < 160 and _is_heading(paragraph, text, body)
        if is_heading:
            rank = round(first.height, 1) + (0.05 if text.isupper() else 0)
            headings = [known for known in headings if known[0] > rank]
        yield Block(text, tuple(title for _, title in headings), first.page)
        if is_heading:
            headings.append((rank, text))


def _is_heading(paragraph: Sequence[_Line], text: str, body: float) -> bool:
    if _ENDS_SENTENCE.search(text) and not text.endswith(":"):
        return False
    larger = all(line.height > _LARGER * body for line in paragraph)
    return bool(re.search(r"[^\W\d_]{2}", text)) and (larger or all(line.bold for line in paragraph) or text.isupper())


def _leading(lines: Sequence[_Line]) -> dict[float, float]:
    """Return the usual distance of two lines of each height."""
    distances: dict[float, list[float]] = {}
    for one, two in pairwise(lines):
        down = one.baseline - two.baseline
        if (
            one.page == two.page
            and 0.5 * one.height < down < 3 * one.height
            and abs(one.left - two.left) < 3 * one.height
        ):
            distances.setdefault(round(one.height), []).append(down)
    # A few lines may all stand apart.
    return {
        height: median(found) if len(found) >= _LEADING else min(median(found), 1.4 * height)
        for height, found in distances.items()
    }


def _columns(lines: Sequence[_Line]) -> Iterator[tuple[int, _Column]]:
    """Yield the column of each line: lines that go down the page without a jump up or aside."""
    run: list[_Line] = []

    def ended() -> Iterator[tuple[int, _Column]]:
        if run:
            lefts = Counter(round(line.left) for line in run)
            # The margin is where most lines begin, and not where the most indented do.
            common = max(lefts.values())
            left = min(place for place, count in lefts.items() if count >= max(1, common / 2))
            column = _Column(left, max(line.right for line in run))
            for line in run:
                yield id(line), column

    for line in lines:
        if run and (line.page != run[-1].page or line.baseline > run[-1].baseline + line.height or _apart(run, line)):
            yield from ended()
            run = []
        run.append(line)
    yield from ended()


def _apart(run: Sequence[_Line], line: _Line) -> bool:
    left, right = min(known.left for known in run[-5:]), max(known.right for known in run[-5:])
    return line.left > right or line.right < left


def _paragraphs(
    lines: Sequence[_Line], columns: dict[int, _Column], leading: dict[float, float]
) -> Iterator[list[_Line]]:
    paragraph: list[_Line] = []
    for line in lines:
        if paragraph and _begins(paragraph, line, columns, leading):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _begins(paragraph: Sequence[_Line], line: _Line, columns: dict[int, _Column], leading: dict[float, float]) -> bool:
    """Say whether the line begins a paragraph after those of the last one."""
    last = paragraph[-1]
    height = max(last.height, line.height)
    if abs(last.height - line.height) > 0.12 * height or (last.bold != line.bold and (last.bold or line.bold)):
        # A word in bold at the end of a line is no heading; a line that is all bold is.
        return not (_goes_on(last, line) and last.bold and len(paragraph) > 1)
    if _BULLET.match(line.text):
        return True
    ended = bool(_ENDS_SENTENCE.search(last.text))
    column, before = columns[id(line)], columns[id(last)]
    if column is not before:
        # From one column or page to the next.
        indented = line.left - column.left > _INDENT * height
        return (ended and (indented or last.right < before.left + _SHORT * (before.right - before.left))) or (
            not _goes_on(last, line) and ended and not line.text[:1].islower()
        )
    down = last.baseline - line.baseline
    if abs(down) <= 0.3 * height:
        return False  # two pieces of one line
    if down > _PARAGRAPH_GAP * leading.get(round(line.height), 1.3 * line.height):
        return True
    indented = line.left - column.left > _INDENT * height
    if indented and last.left - column.left <= _INDENT * height:
        # A hanging indent goes on, a first line that is indented does not.
        return ended or len(paragraph) > 1
    short = last.right < column.left + _SHORT * (column.right - column.left)
    return short and ended


def _around_notes(paragraphs: Sequence[list[_Line]], body: float) -> Iterator[list[_Line]]:
    """Yield the paragraphs, one that is broken off by the notes at the foot of its column put together before them."""
    number = 0
    while number < len(paragraphs):
        paragraph = list(paragraphs[number])
        number += 1
        while not _is_note(paragraph, body) and not _ENDS_SENTENCE.search(paragraph[-1].text):
            after = number
            while after < len(paragraphs) and _is_note(paragraphs[after], body):
                after += 1
            if after in (number, len(paragraphs)) or not _continues(paragraph[-1].text, paragraphs[after][0].text):
                break
            paragraph += paragraphs[after]
            notes = paragraphs[number:after]
            paragraphs = [*paragraphs[:number], *notes, *paragraphs[after + 1 :]]
        yield paragraph


def _continues(last: str, following: str) -> bool:
    return following[:1].islower() or last.endswith(("-", "–", ","))


def _is_note(paragraph: Sequence[_Line], body: float) -> bool:
    return max(line.height for line in paragraph) < 0.93 * body


def _goes_on(last: _Line, line: _Line) -> bool:
    return last.text.endswith(("-", ",")) or (not _ENDS_SENTENCE.search(last.text) and line.text[:1].islower())


class _Hyphens:
    """Joins lines; a word that is parted at the end of one is put together only where it is one."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = Counter(word.casefold() for text in texts for word in re.findall(r"[\w’'-]*\w", text))

    def joined(self, lines: Sequence[str]) -> str:
        out = ""
        for line in lines:
            out = self._with(out, line) if out else line
        return out

    def _with(self, words: str, line: str) -> str:
        parted = re.search(r"([^\W_]+)([-‐])$", words)
        following = re.match(r"[^\W_]+", line)
        if parted and following:
            whole, hyphenated = parted[1] + following[0], f"{parted[1]}-{following[0]}"
            stays = (
                not (parted[1].isalpha() and following[0][:1].islower())
                or self._words[hyphenated.casefold()] > self._words[whole.casefold()]
                or (parted[1].casefold() in _HYPHENATED and not self._words[whole.casefold()])
            )
            return words + line if stays else words[: -len(parted[2])] + line
        if re.search(r"\S[–/]$", words) and re.match(r"\w", line):
            return words + line
        return f"{words} {line}"
