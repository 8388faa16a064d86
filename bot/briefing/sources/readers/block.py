"""A document as it is read from a file: blocks of text with their locators, and what the file says of itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from db.locator import Locator

# Marks that are not seen and part no word; the joiners of Persian and Indian scripts (U+200C, U+200D) are letters.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# U+0000 and halves of surrogate pairs come out of damaged fonts; no text has them.
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_SUPERSCRIPTS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
# What stands before a raised figure where it is an exponent and no mark of a note: a unit, a power of ten, a variable.
_TAKES_EXPONENT = re.compile(r"(?:(?<![^\W_])(?:[kcdm]?m|ft|in|mi|yd|s|10|[a-zA-Z])|\))$")
_BEGINS = 5  # blocks among which the heading of the whole stands
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|ème")
_NOTE_MARK = re.compile(r"[\s\[\](),;–-]*(?:\d{1,3}|[a-z*†‡§¶]{1,2})(?:[\s\[\](),;–-]+(?:\d{1,3}|[a-z*†‡§¶]))*[\s\])]*")


class UnreadableFile(Exception):
    """A file that holds no text to be had; the argument is a key of `extraction.PROBLEMS`."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a row of a table or an item of a list, with where it stands.

    `headings` are those that it stands under, the widest first; `page` counts from 1.
    """

    text: str
    headings: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Reading:
    """What was read: the blocks, and the title, authors, date (EDTF) and language that the file itself gives."""

    blocks: tuple[Block, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    issued: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def heading(self) -> str | None:
        """The heading under which it begins, which stands for a title where the file names none.

        A printed page begins with the name of a series or a part as often as with a title.
        """
        begins = [block for block in self.blocks[: _BEGINS + 1] if block.page is None]
        return next((block.text for block, after in pairwise(begins) if block.text in after.headings), None)

    @property
    def text(self) -> str:
        return "".join(f"{block.text}\n" for block in self.blocks)

    @property
    def locators(self) -> tuple[Locator, ...]:
        """Where each block stands; nothing where the file has neither pages nor headings."""
        located = any(block.page or block.headings for block in self.blocks)
        return tuple(Locator(block.page, block.headings) for block in self.blocks) if located else ()


def tidy(text: str) -> str:
    """Return the text on one line, runs of white space one space, without marks that nobody sees."""
    return " ".join(_IMPOSSIBLE.sub("", _INVISIBLE.sub("", text)).split())


def tidied(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks that hold letters or figures, each on one line; a line that is ruled holds none."""
    for block in blocks:
        text = tidy(block.text)
        if any(map(str.isalnum, text)):
            yield Block(text, tuple(filter(None, map(tidy, block.headings))), block.page)


def raised(text: str, before: str) -> str:
    """Return raised text as it reads in the line: an exponent as such, the mark of a note not at all.

    >>> raised("2", "an area of 5 km"), raised("4", "In 2014"), raised("th", "the 19")
    ('²', '', 'th')
    """
    mark = text.strip()
    if re.fullmatch(r"[-+−]?\d{1,3}|n", mark) and _TAKES_EXPONENT.search(before):
        return mark.translate(_SUPERSCRIPTS)
    if _ORDINAL.fullmatch(mark) and before[-1:].isdigit():
        return text
    return "" if _NOTE_MARK.fullmatch(mark) else text
