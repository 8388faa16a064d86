"""Replies as Discord messages: pages within the limit, each with the sources of what it says.

The sources are budgeted first, then the words; a line of a source is never torn.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence

from discord.utils import escape_markdown

from bot.briefing.answer import Answer
from bot.render.layout import Entry, Layout, lay_out

LIMIT = 2000  # characters of a message: https://discord.com/developers/docs/resources/message
_CODE = re.compile(r"(`[^`\n]+`)")
_ROOM = 200  # fewer characters of text than this are not worth a page


def pages(answer: Answer, limit: int = LIMIT) -> list[str]:
    """Return the messages of a reply, each of at most `limit` characters."""
    layout = lay_out(answer)
    built: list[str] = []
    chosen: list[Entry] = []
    for entry in _fitting(layout, limit):
        if chosen and len(_page(layout, [*chosen, entry])) > limit:
            # A heading does not stay behind alone at the foot of a page.
            carried = [chosen.pop()] if len(chosen) > 1 and chosen[-1].kind == "heading" else []
            built.append(_page(layout, chosen))
            chosen = carried
        chosen.append(entry)
    if chosen or not built:
        built.append(_page(layout, chosen))
    return built


def _fitting(layout: Layout, limit: int) -> Iterable[Entry]:
    """Yield the entries, those that would not fit on a page of their own in pieces."""
    for entry in layout.entries:
        if len(_page(layout, [entry])) <= limit:
            yield entry
            continue
        # Sources that leave no room for the words stand on pages of their own.
        for numbers in _shares(layout, entry.numbers, limit - _ROOM) or [()]:
            share = Entry(entry.kind, "", numbers, entry.fact)
            room = limit - len(_page(layout, [share]))
            for piece in _pieces(entry.text, room):
                yield Entry(entry.kind, piece, numbers, entry.fact)


def _pieces(words: str, room: int) -> list[str]:
    # Escaping lengthens a text by at most half its length again for each pair of marks; halve to be safe.
    width = room if len(escape_markdown(words)) == len(words) else max(room // 2, 1)
    return textwrap.wrap(words, width, break_long_words=True, break_on_hyphens=False)


def _shares(layout: Layout, numbers: Sequence[int], room: int) -> list[tuple[int, ...]]:
    """Divide the numbers so that the sources of each share fit in the room."""
    shares: list[list[int]] = []
    for number in numbers:
        if shares and len(_page(layout, [Entry("note", "", (*shares[-1], number))])) <= room:
            shares[-1].append(number)
        else:
            shares.append([number])
    return [tuple(share) for share in shares]


def _page(layout: Layout, entries: Sequence[Entry]) -> str:
    parts = [f"**{escape_markdown(layout.title)}**"] if layout.title else []
    parts += [_line(entry) for entry in entries]
    numbers = sorted({number for entry in entries for number in entry.numbers})
    if numbers:
        parts.append("**Sources**")
        parts += [f"-# [{number}] {escape_markdown(layout.sources[number])}" for number in numbers]
    return "\n".join(parts)


def _line(entry: Entry) -> str:
    match entry.kind:
        case "statement":
            return f"- {escape_markdown(entry.text)} {entry.markers} ({entry.fact})"
        case "heading":
            return f"__{escape_markdown(entry.text)}__"
        case "remark":
            return f"  -# {escape_markdown(entry.text)}"
        case "note":
            return _outside_code(entry.text)


def _outside_code(note: str) -> str:
    """Escape a note but for what stands in `backticks`: those are commands to copy."""
    return "".join(part if part.startswith("`") else escape_markdown(part) for part in _CODE.split(note))
