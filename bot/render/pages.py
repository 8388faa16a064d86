"""Replies as pages of Discord's markdown, each with the sources of what it says.

The sources are budgeted first, then the words; a line of a source is never torn. A page is the body of a card, and
the same page is a message of its own where cards are not permitted.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.briefing.answer import Answer
from bot.render.escape import escaped
from bot.render.layout import Entry, Layout, Listed, lay_out
from bot.render.prefix import written
from bot.render.spans import MENTIONS, plain
from db.notes import Added, Code, Command, Line, Marked, Mention, Removed, Span, merged

LIMIT = 2000  # characters of a message: https://discord.com/developers/docs/resources/message
CARD = 4000  # of a card, whose description may have 4,096 and all of it 6,000
_PAIRED = re.compile(r"(?:[^\[\]]|\[[^\[\]]*\])*")
_ROOM = 200  # fewer characters of text than this are not worth a page
_SOURCE = 700  # a longer line names its source by the key alone, which finds it as well
_TITLE = 256  # characters of a card's title; a longer one opens the text instead
_NOTICES = 10  # further ones repeat that the answer has been corrected
_PAGE_OF = 30  # characters kept free for "Page 12 of 34"


@dataclass(frozen=True)
class Page:
    """One page: its title, its markdown with the lines of its sources, and the facts it shows (`F12`).

    `chapter` is the heading of the chapter that it begins.
    """

    title: str | None
    body: str
    facts: tuple[str, ...]
    number: int = 1
    count: int = 1
    chapter: str | None = None

    @property
    def position(self) -> str | None:
        return f"Page {self.number} of {self.count}" if self.count > 1 else None

    @property
    def text(self) -> str:
        """The page as a message of its own."""
        title = f"**{self.title}**" if self.title else None
        position = f"-# {self.position}" if self.position else None
        return "\n".join(filter(None, (title, self.body, position)))


def pages(answer: Answer, notices: Sequence[str] = (), *, bars: bool = False, most: int = LIMIT) -> list[Page]:
    """Return the pages of a reply, each of at most LIMIT characters; `notices` stand on top of each.

    A last page that states no fact stands at the foot of the one before, as far as `most` allows: nobody turns a page
    for a note. Polls have their bars in text only where `bars` says so, for want of a chart.
    """
    layout = lay_out(answer)
    entries = tuple(entry for entry in layout.entries if bars or entry.kind != "bars")
    return _Book(replace(layout, entries=entries), notices).pages(most - _PAGE_OF)


class _Book:
    """Divides a layout into pages."""

    def __init__(self, layout: Layout, notices: Sequence[str]) -> None:
        self._sources = layout.sources
        self._entries = layout.entries
        self._chapters = layout.chapters
        self._prefix = layout.prefix
        self._limit = LIMIT - _PAGE_OF
        title = escaped(layout.title) if layout.title else None
        self._title = title if title and len(title) <= _TITLE else None
        # Those that would crowd out the answer are shortened: escaped, all of them fill half a page at most.
        self._top = [
            escaped(textwrap.shorten(notice, max(LIMIT // 4 // len(notices), 40), placeholder=" …"))
            for notice in notices[:_NOTICES]
        ]
        if title and not self._title:
            self._entries = (Entry("heading", (layout.title or "",)), *self._entries)

    def pages(self, most: int) -> list[Page]:
        """Return the pages, the last of them of at most so many characters."""
        shares = self._parted()
        last = shares[-1]
        if len(shares) > 1 and not self._chapters and not any(entry.fact for entry in last):
            joined = [*shares[-2], *last]
            if self._length(joined) <= most:
                shares[-2:] = [joined]
        return [replace(self._page(share), number=number, count=len(shares)) for number, share in enumerate(shares, 1)]

    def _parted(self) -> list[list[Entry]]:
        """Return the entries of each page."""
        built: list[list[Entry]] = []
        chosen: list[Entry] = []
        for entry in self._fitting():
            if chosen and self._chapters and entry.kind == "heading":
                built.append(chosen)
                chosen = []
            if chosen and self._length([*chosen, entry]) > self._limit:
                # A heading does not stay behind alone at the foot of a page.
                carried = [chosen.pop()] if len(chosen) > 1 and chosen[-1].kind == "heading" else []
                built.append(chosen)
                chosen = carried
            chosen.append(entry)
        if chosen or not built:
            built.append(chosen)
        return built

    def _fitting(self) -> Iterable[Entry]:
        """Yield the entries, those that would not fit on a page of their own in pieces."""
        for entry in self._entries:
            if self._length([entry]) <= self._limit:
                yield entry
                continue
            # Sources that leave no room for the words stand on pages of their own.
            for numbers in self._shares(entry.numbers) or [()]:
                room = self._limit - self._length([replace(entry, words=(), numbers=numbers)])
                for piece in self._pieces(entry.words, room):
                    yield replace(entry, words=piece, numbers=numbers)

    def _shares(self, numbers: Sequence[int]) -> list[tuple[int, ...]]:
        """Divide the numbers so that the sources of each share leave room for words."""
        shares: list[list[int]] = []
        for number in numbers:
            share = [*shares[-1], number] if shares else []
            if share and self._length([Entry("note", (), tuple(share))]) <= self._limit - _ROOM:
                shares[-1].append(number)
            else:
                shares.append([number])
        return [tuple(share) for share in shares]

    def _length(self, entries: Sequence[Entry]) -> int:
        return len(self._page(entries).text)

    def _page(self, entries: Sequence[Entry]) -> Page:
        parts = [*self._top, *(self._line(entry) for entry in entries)]
        numbers = sorted({number for entry in entries for number in entry.numbers})
        if numbers:
            parts.append("**Sources**")
            parts += [f"-# [{number}] {_source(self._sources[number])}" for number in numbers]
        facts = dict.fromkeys(entry.fact for entry in entries if entry.fact)
        begun = entries[0] if entries and self._chapters and entries[0].kind == "heading" else None
        return Page(
            self._title, "\n".join(parts), tuple(facts), chapter=plain(begun.words, self._prefix) if begun else None
        )

    def _line(self, entry: Entry) -> str:
        words = self._set(entry.words)
        match entry.kind:
            case "statement":
                return f"- {words} {entry.markers} ({entry.fact})"
            case "passage":
                return f"> {words} {entry.markers}"
            case "heading":
                return f"__{words}__"
            case "remark":
                return f"  -# {words}"
            case "bars":
                return f"```\n{plain(entry.words, self._prefix).replace('`', '’')}\n```"
            case "note":
                return words

    def _set(self, line: Line) -> str:
        """Return the line with commands and code left to copy, differences struck out and bold, and all else inert."""
        return "".join(map(self._span, line))

    def _span(self, span: Span) -> str:
        match span:
            case Command() | Code():
                return f"`{self._copied(span).replace('`', '’')}`"
            case Removed(removed=words):
                return f"~~{escaped(words)}~~"
            case Added(added=words) | Marked(marked=words):
                return f"**{escaped(words)}**"
            case Mention(mentions=what, number=number):
                return MENTIONS[what].format(number)
        return escaped(span)

    def _copied(self, span: Command | Code) -> str:
        return written(span, self._prefix) if isinstance(span, Command) else span.code

    def _pieces(self, line: Line, room: int) -> Iterable[Line]:
        """Yield the line in pieces that fit, parted between words where that is possible."""
        piece: list[Span] = []
        length = 0
        for part in self._parts(line, room):
            longer = length + len(self._span(part))
            if piece and longer > room:
                yield merged(piece)
                part = part.lstrip() if isinstance(part, str) else part
                piece, longer = [], len(self._span(part))
            piece.append(part)
            length = longer
        yield merged(piece)

    def _parts(self, line: Line, room: int) -> Iterable[Span]:
        """Yield the words of the line, each with the white space before it, and all else whole as far as it fits."""
        width = max(room // 2 - 4, 1)  # escaping at most doubles a text, and a difference has four marks around it
        for span in line:
            match span:
                case str():
                    for word in re.findall(r"\s*\S+|\s+$", span):
                        yield from _cut(word, width)
                case _ if len(self._span(span)) <= room:
                    yield span
                case Removed(removed=words):
                    yield from map(Removed, _cut(words, width))
                case Added(added=words):
                    yield from map(Added, _cut(words, width))
                case Marked(marked=words):
                    yield from map(Marked, _cut(words, width))
                case Command() | Code():
                    yield from map(Code, _cut(self._copied(span), width))


def _cut(words: str, width: int) -> list[str]:
    return [words[start : start + width] for start in range(0, len(words), width)]


def _source(source: Listed) -> str:
    for words in (source.line, source.short):
        line = f"[{_label(words)}](<{source.url}>)" if source.url else escaped(words)
        if len(line) <= _SOURCE:
            break
    return line


def _label(words: str) -> str:
    """Return the label of a link: it may hold brackets in pairs, and others would end it."""
    return escaped(words if _PAIRED.fullmatch(words) else words.translate({ord("["): "(", ord("]"): ")"}))
