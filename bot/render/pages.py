"""Replies as pages of Discord's markdown, each with the sources of what it says.

The sources are budgeted first, then the words; a line of a source is never torn. A page is shown as a card, and the
same page is a message of its own where cards are not permitted.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal, TypeAlias

from bot.briefing.answer import Answer, Origin, Statement
from bot.render.escape import escaped
from bot.render.layout import Entry, Layout, Listed, at_a_glance
from bot.render.markdown import Markdown
from bot.render.panels import shows_all
from bot.render.spans import plain
from db.notes import Added, Code, CodeBlock, Command, Line, Marked, Quoted, Removed, Span, merged

Bars: TypeAlias = Literal["written", "pictured"]

LIMIT = 2000  # characters of a message: https://discord.com/developers/docs/resources/message
CARD = 4000  # of all texts of a card: https://discord.com/developers/docs/components/reference#text-display
_PAIRED = re.compile(r"(?:[^\[\]]|\[[^\[\]]*\])*")
_ROOM = 200  # fewer characters of text than this are not worth a page
_NOTED, _NOTED_BELOW = "†", "† note in Details"
_LABEL = 80  # characters of a source's name where it stands with others; a longer one is named by its key
_SOURCE = 700  # a longer line names its source by the key alone, which finds it as well
_TITLE = 256  # characters of a card's title; a longer one opens the text instead
_NOTICES = 10  # further ones repeat that the answer has been corrected
_PAGE_OF = 30  # characters kept free for "Page 12 of 34"


@dataclass(frozen=True)
class Page:
    """One page: its title, its markdown in blocks, the lines of its sources, and the facts it shows (`F12`).

    `chapter` is the heading of the chapter that it begins, `headings` are all that stand on it, each with
    the words that follow. One that is `pictured`
    has its bars in a picture that goes with it.
    """

    title: str | None
    blocks: tuple[str, ...]
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    number: int = 1
    count: int = 1
    chapter: str | None = None
    headings: tuple[tuple[str, str], ...] = ()
    pictured: bool = False

    @property
    def position(self) -> str | None:
        return f"Page {self.number} of {self.count}" if self.count > 1 else None

    @property
    def body(self) -> str:
        """The page without its title and its number."""
        return "\n".join((*self.blocks, *self.sources))

    @property
    def text(self) -> str:
        """The page as a message of its own."""
        title = f"**{self.title}**" if self.title else None
        position = f"-# {self.position}" if self.position else None
        return "\n".join(filter(None, (title, self.body, position)))


def pages(
    answer: Answer,
    notices: Sequence[str] = (),
    *,
    bars: Bars | None = None,
    most: int = LIMIT,
    numbered: bool = False,
    commands: Mapping[str, int] | None = None,
) -> list[Page]:
    """Return the pages of a reply, each of at most so many characters; `notices` stand on top of each.

    Polls have no bars unless `bars` says where: in the text, or in a picture a page, but for a poll that has more
    figures than a picture shows. Facts have their numbers where one has to refer to them, or where `numbered` says so.
    `commands` are the slash commands that Discord has, by their names, each with its number.
    """
    layout = at_a_glance(answer)
    entries = tuple(entry for entry in layout.entries if bars or entry.kind != "bars")
    layout = replace(layout, entries=entries, numbered=layout.numbered or numbered)
    polls = {said.fact.label: said for said in answer.statements} if bars == "pictured" else {}
    return _Book(layout, notices, most - _PAGE_OF, polls, commands or {}).pages()


class _Book:
    """Divides a layout into pages."""

    def __init__(
        self,
        layout: Layout,
        notices: Sequence[str],
        limit: int,
        pictured: Mapping[str, Statement],
        commands: Mapping[str, int],
    ) -> None:
        """Take the polls that are to be `pictured`, by the numbers of their facts."""
        self._pictured = pictured
        self._markdown = Markdown(layout.prefix, commands)
        self._sources = layout.sources
        self._entries = layout.entries
        self._chapters = layout.chapters
        self._prefix = layout.prefix
        self._limit = limit
        self._glance, self._numbered = layout.glance, layout.numbered
        # Documents are numbered as they first come, like the places in them.
        self._documents = {origin: number for number, origin in enumerate(_origins(layout), 1)}
        # Set once each, since lengths are tried again and again.
        self._lines: dict[Entry, str] = {}
        title = escaped(layout.title) if layout.title else None
        self._title = title if title and len(title) <= _TITLE else None
        # Those that would crowd out the answer are shortened: escaped, all of them fill half a page at most.
        self._top = [
            escaped(textwrap.shorten(notice, max(LIMIT // 4 // len(notices), 40), placeholder=" …"))
            for notice in notices[:_NOTICES]
        ]
        if title and not self._title:
            self._entries = (Entry("heading", (layout.title or "",)), *self._entries)

    def pages(self) -> list[Page]:
        """Return the pages."""
        whole = self._page(self._entries)
        in_one_picture = whole.pictured or not self._polls(self._entries)
        if len(whole.text) <= self._limit and in_one_picture and not self._chapters:
            return [whole]
        shares = self._parted()
        return [replace(self._page(share), number=number, count=len(shares)) for number, share in enumerate(shares, 1)]

    def _parted(self) -> list[list[Entry]]:
        """Return the entries of each page."""
        built: list[list[Entry]] = []
        chosen: list[Entry] = []
        for entry in self._fitting():
            if chosen and self._chapters and entry.kind == "heading":
                built.append(chosen)
                chosen = []
            full = self._length([*chosen, entry]) > self._limit or not self._has_room(chosen, entry)
            if chosen and full:
                # A heading does not stay behind alone at the foot of a page.
                carried = [chosen.pop()] if len(chosen) > 1 and chosen[-1].kind == "heading" else []
                built.append(chosen)
                chosen = carried
            chosen.append(entry)
        if chosen or not built:
            built.append(chosen)
        return built

    def _has_room(self, chosen: Sequence[Entry], entry: Entry) -> bool:
        """Say whether the picture of a page has room for the poll that begins with the entry, if one does."""
        if entry.kind != "statement" or not self._polls(chosen):
            return True
        return shows_all(self._polls([*chosen, entry]))

    def _polls(self, entries: Iterable[Entry]) -> list[Statement]:
        """Return the polls that are to be in the picture of a page."""
        facts = dict.fromkeys(entry.fact for entry in entries if entry.fact)
        return [self._pictured[fact] for fact in facts if fact in self._pictured]

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
        numbers = sorted({number for entry in entries for number in entry.numbers})
        below: list[str] = []
        if numbers and self._glance:
            noted = [f"-# {_NOTED_BELOW}"] if any(entry.noted for entry in entries) else []
            below = [*(f"-# {document}" for document in self._grouped(numbers)), *noted]
        elif numbers:
            below = ["**Sources**", *(f"-# [{number}] {_source(self._sources[number])}" for number in numbers)]
        facts = dict.fromkeys(entry.fact for entry in entries if entry.fact)
        polls = self._polls(entries)
        pictured = bool(polls) and shows_all(polls)
        if pictured:
            entries = [entry for entry in entries if entry.kind != "bars"]
        begun = entries[0] if entries and entries[0].kind == "heading" else None
        heading = plain(begun.words, self._prefix) if begun else None
        headings = [
            (plain(entry.words, self._prefix), plain(after.words, self._prefix) if after else "")
            for entry, after in zip_longest(entries, entries[1:])
            if entry.kind == "heading"
        ]
        return Page(
            self._title,
            tuple(self._blocks(entries)),
            tuple(below),
            tuple(facts),
            chapter=heading if self._chapters else None,
            headings=tuple(headings),
            pictured=pictured,
        )

    def _blocks(self, entries: Sequence[Entry]) -> Iterable[str]:
        """Yield what belongs together: a heading with its statements, what is said of them, what is said besides."""
        block: list[str] = list(self._top)
        before: Entry | None = None
        for entry in entries:
            if block and (before is None or entry.kind == "heading" or _is_said(entry) != _is_said(before)):
                yield "\n".join(block)
                block = []
            block.append(self._line(entry))
            before = entry
        if block:
            yield "\n".join(block)

    def _grouped(self, numbers: Iterable[int]) -> Iterable[str]:
        """Yield a few words for each document: `[1] R. R. King, Asia Times (2020?) ¶13, 22`."""
        places: dict[Origin, list[Listed]] = {}
        for number in numbers:
            places.setdefault(self._sources[number].origin, []).append(self._sources[number])
        for origin, listed in sorted(places.items(), key=lambda each: self._documents[each[0]]):
            listed.sort(key=lambda place: (len(place.where), place.where))
            first = listed[0]
            label = first.label if len(first.label) <= _LABEL else origin[1]
            marks = {place.mark for place in listed}
            # A mark that all of them have stands once, behind the last.
            alike = marks.pop() if len(marks) == 1 else None
            where = ", ".join(_where(place, number, alike is None) for number, place in enumerate(listed))
            url = first.url if len(listed) == 1 else first.home
            named = f"[{_label(label)}](<{url}>)" if url else escaped(label)
            yield f"[{self._documents[origin]}] {named} {escaped(where)}{f' ({alike})' if alike else ''}"

    def _markers(self, entry: Entry) -> str:
        if not self._glance:
            return entry.markers
        documents = sorted({self._documents[self._sources[number].origin] for number in entry.numbers})
        return "".join(f"[{number}]" for number in documents)

    def _standing(self, entry: Entry) -> str:
        """Return where a passage stands, which documents that are listed once do not tell: ` ¶13`."""
        places = [escaped(self._sources[number].where) for number in entry.numbers] if self._glance else []
        return "".join(f" {place}" for place in places)

    def _line(self, entry: Entry) -> str:
        if entry not in self._lines:
            self._lines[entry] = self._written(entry)
        return self._lines[entry]

    def _written(self, entry: Entry) -> str:
        words = self._markdown.line(entry.words)
        match entry.kind:
            case "statement":
                number = f" ({entry.fact})" if self._numbered else ""
                noted = _NOTED if self._glance and entry.noted else ""
                return f"- {words} {self._markers(entry)}{noted}{number}"
            case "passage":
                # Without an empty line two quotations would be one.
                return f"> {words} {self._markers(entry)}{self._standing(entry)}\n"
            case "heading":
                return f"**{words}**"
            case "remark":
                return f"  -# {words}"
            case "bars":
                return f"```\n{plain(entry.words, self._prefix).replace('`', '’')}\n```"
            case "method" | "note":
                return words

    def _pieces(self, line: Line, room: int) -> Iterable[Line]:
        """Yield the line in pieces that fit, parted between words where that is possible."""
        piece: list[Span] = []
        length = 0
        for part in self._parts(line, room):
            longer = length + len(self._markdown.span(part))
            if piece and longer > room:
                yield merged(piece)
                part = part.lstrip() if isinstance(part, str) else part
                piece, longer = [], len(self._markdown.span(part))
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
                case _ if len(self._markdown.span(span)) <= room:
                    yield span
                case Removed(removed=words):
                    yield from map(Removed, _cut(words, width))
                case Added(added=words):
                    yield from map(Added, _cut(words, width))
                case Marked(marked=words):
                    yield from map(Marked, _cut(words, width))
                case Quoted(before=before, quoted=words, after=after):
                    for part in _cut(f"{before}{words}{after}", width):
                        yield Quoted("", part, "")
                case Command() | Code() | CodeBlock():
                    yield from map(Code, _cut(self._markdown.copied(span), width))


def _cut(words: str, width: int) -> list[str]:
    return [words[start : start + width] for start in range(0, len(words), width)]


def _is_said(entry: Entry) -> bool:
    """Say whether an entry is said besides statements, rather than one of them or with one."""
    return entry.kind in ("method", "note")


def _origins(layout: Layout) -> Iterable[Origin]:
    """Return which the documents are, in the order in which they first come."""
    return dict.fromkeys(listed.origin for _, listed in sorted(layout.sources.items()))


def _where(place: Listed, number: int, marked: bool) -> str:
    """Return the place in its document, the sign for a paragraph before the first alone."""
    words = place.where if number == 0 else place.where.removeprefix("¶")
    return f"{words} ({place.mark})" if marked and place.mark else words


def _source(source: Listed) -> str:
    for words in (source.line, source.short):
        line = f"[{_label(words)}](<{source.url}>)" if source.url else escaped(words)
        if len(line) <= _SOURCE:
            break
    return line


def _label(words: str) -> str:
    """Return the label of a link: it may hold brackets in pairs, and others would end it."""
    return escaped(words if _PAIRED.fullmatch(words) else words.translate({ord("["): "(", ord("]"): ")"}))
