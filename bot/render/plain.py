"""Replies as plain lines, for pipes and logs."""

from textwrap import indent

from bot.briefing.answer import Answer
from bot.render.layout import Entry, lay_out, offered
from bot.render.spans import plain

_NOTES = ("method", "note")


def lines(answer: Answer) -> list[str]:
    """Return the reply as lines of text without formatting."""
    layout = lay_out(answer)
    out = [layout.title, ""] if layout.title else []
    for before, entry in zip((None, *layout.entries), layout.entries, strict=False):
        if before and (entry.kind == "heading" or (entry.kind in _NOTES and before.kind not in _NOTES)):
            out.append("")
        out.append(line(entry, layout.prefix))
    out += [line(entry, layout.prefix) for entry in offered(answer)]
    if layout.sources:
        out += ["", "Sources", *(f"[{number}] {source}" for number, source in layout.sources.items())]
    if answer.attachment:
        out += ["", *answer.attachment.content.rstrip("\n").split("\n")]
    return out


def line(entry: Entry, prefix: str) -> str:
    """Return one entry as a line."""
    words = plain(entry.words, prefix)
    match entry.kind:
        case "statement":
            return f"- {words} {entry.markers} ({entry.fact})"
        case "passage":
            return f"> {words} {entry.markers}"
        case "bars" | "remark":
            return indent(words, "  ")
        case _:
            return words
