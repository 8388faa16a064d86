"""A Markdown file of an answer that stands by itself: with its bibliography, and what each fact is at."""

import re

from bot.briefing.answer import Answer, Attachment
from bot.render.layout import Layout, lay_out
from bot.render.spans import plain
from db.notes import Added, Code, Command, Marked, Removed, Span

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~])")


def document(answer: Answer, name: str) -> Attachment:
    """Return the answer as a file: sections, then the sources by number, then key and revision of each fact."""
    layout = lay_out(answer)
    lines = [f"# {_escaped(layout.title or 'Briefing')}", "", *_body(layout), "", "## Sources", ""]
    for number, source in layout.sources.items():
        url = f" <{source.url}>" if source.url else ""
        lines.append(f"{number}. {_escaped(source.line)}{url}")
    lines += ["", "## Facts", "", "| fact | key | revision | checks |", "| --- | --- | --- | --- |"]
    for statement in answer.statements:
        fact = statement.fact
        checks = ", ".join(dict.fromkeys(place.check for place in statement.places))
        lines.append(f"| {fact.label} | `{fact.key}` | {fact.revision} | {checks} |")
    return Attachment(f"{name}.md", "\n".join(lines) + "\n")


def _body(layout: Layout) -> list[str]:
    lines: list[str] = []
    for entry in layout.entries:
        words = "".join(_span(span, layout.prefix) for span in entry.words)
        match entry.kind:
            case "heading":
                lines += ["", f"## {words}", ""]
            case "statement":
                lines.append(f"- {words} {_escaped(entry.markers)} ({entry.fact})")
            case "passage":
                lines += ["", f"> {words} {_escaped(entry.markers)}"]
            case "remark":
                lines.append(f"  - *{words}*")
            case "method" | "note":
                lines += ["", words]
            case "bars":
                # The figures stand in the statement.
                pass
    return lines


def _span(span: Span, prefix: str) -> str:
    match span:
        case Command() | Code():
            return plain((span,), prefix)
        case Removed(removed=words):
            return f"~~{_escaped(words)}~~"
        case Added(added=words) | Marked(marked=words):
            return f"**{_escaped(words)}**"
    return _escaped(plain((span,), prefix))


def _escaped(words: str) -> str:
    return _ACTIVE.sub(r"\\\1", words)
