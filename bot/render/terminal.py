"""Replies in colour, for a person at a terminal."""

import re

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.briefing.answer import Answer
from bot.render.layout import Entry, lay_out, offered

_CODE = re.compile(r"`([^`\n]+)`")
_WENT, _CAME = re.compile(r"\[-.*?-\]"), re.compile(r"\{\+.*?\+\}")
_TITLE = {"answered": "bold cyan", "done": "bold cyan", "related": "bold yellow", "unknown": "bold yellow"}


def show(answer: Answer, screen: Console) -> None:
    """Print the reply, wrapped to the width of the screen."""
    layout = lay_out(answer)
    if layout.title:
        screen.print(Text(layout.title, style=_TITLE.get(answer.status, "bold red")))
    before = None
    for entry in layout.entries:
        if before and entry.kind in ("heading", "statement", "note") and (entry.kind, before.kind) != ("note", "note"):
            screen.print()
        screen.print(_block(entry))
        before = entry
    for words in offered(answer):
        screen.print(_block(Entry("note", words)))
    if layout.sources:
        screen.print()
        screen.print(Text("Sources", style="bold"))
        for number, source in layout.sources.items():
            screen.print(_hung(Text(f"[{number}]", style="cyan"), Text(str(source), style="dim")))
    if answer.attachment:
        screen.print()
        screen.print(Text(answer.attachment.content.rstrip("\n")))
    screen.print()


def _hung(mark: Text, words: Text) -> Table:
    """Hang the mark out, so that all lines of the words begin below each other."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(mark, words)
    return grid


def _block(entry: Entry) -> Padding | Text:
    match entry.kind:
        case "heading":
            return Text(entry.text, style="bold")
        case "statement":
            words = Text.assemble(entry.text, " ", (entry.markers, "cyan"), (f" {entry.fact}", "dim"))
            return Padding(_hung(Text("•"), words), (0, 0, 0, 2))
        case "bars":
            return Padding(Text(entry.text, style="cyan", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 4))
        case "remark":
            return Padding(Text(entry.text, style="dim italic"), (0, 0, 0, 4))
        case "note":
            words = Text(entry.text)
            words.highlight_regex(_CODE, "green")
            words.highlight_regex(_WENT, "red strike")
            words.highlight_regex(_CAME, "bold green")
            return words
