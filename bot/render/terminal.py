"""Replies in colour, for a person at a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.briefing.answer import Answer
from bot.render.bars import WIDTH
from bot.render.layout import Entry, lay_out, offered
from bot.render.spans import plain
from db.notes import Added, Code, CodeBlock, Command, Marked, Removed, Span

_NOTES = ("method", "note")
_MARGIN = 4  # cells before what belongs to a statement
_TITLE = {"answered": "bold cyan", "done": "bold cyan", "related": "bold yellow", "unknown": "bold yellow"}


def show(answer: Answer, screen: Console) -> None:
    """Print the reply, wrapped to the width of the screen."""
    layout = lay_out(answer, min(WIDTH, screen.width - _MARGIN))
    if layout.title:
        screen.print(Text(layout.title, style=_TITLE.get(answer.status, "bold red")))
    before = None
    for entry in layout.entries:
        if (
            before
            and entry.kind in ("heading", "statement", "passage", "method", "note")
            and not (entry.kind in _NOTES and before.kind in _NOTES)
        ):
            screen.print()
        screen.print(_block(entry, layout.prefix))
        before = entry
    for entry in offered(answer):
        screen.print(_block(entry, layout.prefix))
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


def _block(entry: Entry, prefix: str) -> Padding | Text:
    words = plain(entry.words, prefix)
    match entry.kind:
        case "heading":
            return Text(words, style="bold")
        case "statement":
            stated = Text.assemble(words, " ", (entry.markers, "cyan"), (f" {entry.fact}", "dim"))
            return Padding(_hung(Text("•"), stated), (0, 0, 0, 2))
        case "passage":
            quotation = Text.assemble(*_styled(entry, prefix), " ", (entry.markers, "cyan"))
            return Padding(_hung(Text("│", style="dim"), quotation), (0, 0, 0, 2))
        case "bars":
            return Padding(Text(words, style="cyan", no_wrap=True, overflow="ellipsis"), (0, 0, 0, _MARGIN))
        case "remark":
            return Padding(Text(words, style="dim italic"), (0, 0, 0, 4))
        case "method" | "note":
            return Text.assemble(*_styled(entry, prefix))


def _styled(entry: Entry, prefix: str) -> list[tuple[str, str]]:
    words = (span.marked if isinstance(span, Marked) else plain((span,), prefix) for span in entry.words)
    return list(zip(words, map(_style, entry.words), strict=True))


def _style(span: Span) -> str:
    match span:
        case Command() | Code() | CodeBlock():
            return "green"
        case Removed():
            return "red strike"
        case Added():
            return "bold green"
        case Marked():
            return "bold yellow"
    return ""
