"""Plain text: lines wrapped at a width are put together to paragraphs, and what repeats on each page is dropped."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from bot.briefing.sources.readers.block import Block, Reading, UnreadableFile, tidied, tidy

_NARROW, _WIDE = 50, 100  # characters; text is wrapped at a width in between
_SHARE = 0.5  # of the lines are about as long as the widest where text is wrapped
_FULL = 0.75  # of the width; a shorter line ends its paragraph where it ends a sentence
_PAGES = 3  # of which a line stands at the edge of two: it belongs to none of them
_ENDS_SENTENCE = re.compile(r"[.!?:…;][\"'”’»)\]]*$")
_ITEM = re.compile(r"\s*(?:[-*•o–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)*\.?|[A-Z]\.|Appendix\s\S+|[IVX]+\.)\s+\S")
# A line that is drawn rather than written: a table, a diagram, a listing.
_DRAWN = re.compile(r"\S(?: {3,}|\t+)\S|[|+]-{2,}|-{4,}|={4,}|_{4,}|[│┌└├─]|\|.*\|")


def read(content: bytes) -> Reading:
    """Return the blocks of a text in UTF-8; raises UnreadableFile where it is something else."""
    return of_text(decoded(content))


def decoded(content: bytes) -> str:
    """Return the characters of a file in UTF-8; raises UnreadableFile where it is something else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("not text") from None
    if "\0" in text:
        raise UnreadableFile("not text")
    return text


def of_text(text: str, *, mail: bool = False) -> Reading:
    """Return the blocks of a text; a mail is wrapped where any line goes on in the next, for programs wrap them."""
    lines = text.replace("\r\n", "\n").split("\n")
    if not _is_wrapped(lines) and not (mail and any(_goes_on(line, after) for line, after in pairwise(lines))):
        # A line is a paragraph, and stands as it was written.
        return Reading(tuple(Block(line) for line in lines if line.strip()))
    return Reading(tuple(tidied(_paragraphs(_without_furniture(text)))))


def _is_wrapped(lines: list[str]) -> bool:
    """Say whether lines end where a width ends, rather than where a paragraph does."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    if len(lengths) < 6 or max(lengths) > 2 * _WIDE:
        return False
    written = [length for length in lengths if length > _NARROW / 2]
    if not written or not _NARROW <= max(written) <= _WIDE + 20 or median(written) < _NARROW * 0.8:
        return False
    full = [line for line in lines if len(line.rstrip()) >= _FULL * median(written)]
    going_on = sum(1 for line in full if not _ENDS_SENTENCE.search(line.rstrip()))
    return bool(full) and going_on > _SHARE * len(full)


def _without_furniture(text: str) -> list[str]:
    """Return the lines without the heads and feet of printed pages: what repeats beside form feeds, but for figures."""
    pages = [page.split("\n") for page in text.replace("\r\n", "\n").split("\f")]
    if len(pages) < _PAGES:
        return [line for page in pages for line in page]
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_shape(line) for line in _edge(page)})
    repeated = {shape for shape, count in edges.items() if count >= max(2, len(pages) // 3)}
    kept: list[str] = []
    for page in pages:
        furniture = [line for line in _edge(page) if _shape(line) in repeated]
        body = list(page)
        for line in furniture:
            # From the end where it stands at the foot.
            place = body.index(line) if body.index(line) < len(body) / 2 else len(body) - 1 - body[::-1].index(line)
            body[place] = ""
        while body and not body[0].strip():
            body.pop(0)
        while body and not body[-1].strip():
            body.pop()
        # A paragraph that goes on over the page goes on here; whether one ends is seen from its words.
        if kept and body and not _goes_on(kept[-1], body[0]):
            kept.append("")
        kept += body
    return kept


def _goes_on(line: str, following: str) -> bool:
    return bool(line.strip()) and not _ENDS_SENTENCE.search(line.rstrip()) and following.strip()[:1].islower()


def _edge(page: list[str]) -> list[str]:
    written = [line for line in page if line.strip()]
    return [*written[:2], *written[-2:]]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", tidy(line))


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    """Yield the paragraphs, each under the headings that are numbered or stand alone at the margin."""
    width = max((len(line.rstrip()) for line in lines), default=0)
    words: list[str] = []
    heading: tuple[str, ...] = ()

    def ended() -> Iterator[Block]:
        nonlocal heading
        if words:
            text = _joined(words)
            if len(words) == 1 and _is_heading(words[0]):
                heading = (tidy(text),)
            yield Block(text, heading if (tidy(text),) != heading else ())
            words.clear()

    for line in lines:
        if not line.strip():
            yield from ended()
        elif _DRAWN.search(line):
            yield from ended()
            yield Block(line, heading)
        else:
            last = words[-1] if words else ""
            parted = last and (
                _ITEM.match(line)
                or (len(last.rstrip()) < _FULL * width and _ENDS_SENTENCE.search(last.rstrip()))
                or (_indent(line) > _indent(last) + 1 and _ENDS_SENTENCE.search(last.rstrip()))
            )
            if parted:
                yield from ended()
            words.append(line)
    yield from ended()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_heading(line: str) -> bool:
    words = line.strip()
    return (
        len(words) < _NARROW + 20
        and not _ENDS_SENTENCE.search(words)
        and (_indent(line) == 0 or words.isupper())
        and (bool(_NUMBERED.match(words)) or words[:1].isupper())
    )


def _joined(lines: list[str]) -> str:
    """Return the lines as one; a hyphen at the end of one stays, since text that is wrapped parts words at those."""
    out = ""
    for line in map(str.strip, lines):
        out += line if not out or re.search(r"\w[-–/]$", out) else f" {line}"
    return out
