"""Notes: what a reply says besides its statements, in lines whose commands, marks and mentions are values.

A note is written as a template, in our own words: `note("I have no fact {}: write `!cite F12`.", quoted(reference))`.
What stands in backticks there is a command or code, a line break begins a line, and braces hold values as those of
`str.format` do. A value is never read for marks, whatever somebody has written into it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any, Literal, TypeAlias, cast

from db.values import visible

# What a command begins with in the templates, and wherever nobody has chosen another prefix.
PREFIX = "!"


@dataclass(frozen=True)
class Command:
    """A command without its prefix, which each server chooses: `cite F12`."""

    command: str


@dataclass(frozen=True)
class Code:
    """What is typed or copied as it is: a key, an argument, a line for the shell."""

    code: str


@dataclass(frozen=True)
class Removed:
    """Words that went, in a difference."""

    removed: str


@dataclass(frozen=True)
class Added:
    """Words that came, in a difference."""

    added: str


@dataclass(frozen=True)
class Marked:
    """Words of a passage that matter: a figure or a name that a fact has too, or the sentence that answers."""

    marked: str


@dataclass(frozen=True)
class Quoted:
    """A line in a document's own words: those that count, and what stands before and after them."""

    before: str
    quoted: str
    after: str


@dataclass(frozen=True)
class CodeBlock:
    """A line to copy whole, which stands by itself."""

    block: str


@dataclass(frozen=True)
class Moment:
    """A moment in UTC, shown as its day, to the minute, as the time of day, or as how long `ago` it was."""

    moment: datetime
    shown: Literal["day", "minute", "clock", "ago"]


@dataclass(frozen=True)
class Mention:
    """A role or a channel of Discord, by its number."""

    mentions: Literal["role", "channel"]
    number: int


@dataclass(frozen=True)
class Link:
    """A place on the web, under a label."""

    label: str
    url: str


Span: TypeAlias = str | Command | Code | CodeBlock | Removed | Added | Marked | Quoted | Moment | Mention
Line: TypeAlias = tuple[Span, ...]
Note: TypeAlias = tuple[Line, ...]

_MARK = re.compile(r"([`\n])")


def note(template: str, *values: object, **named: object) -> Note:
    """Return the lines of the template, filled in; a line or lines among the values keep their spans."""
    lines: list[list[Span]] = [[]]
    code: str | None = None  # what has been read since the last backtick, while that is open
    command = False  # whether it begins with the prefix; a value that does is no command
    for part in _parts(template, values, named):
        if isinstance(part, _Mark):
            if part.mark == "\n":
                lines.append([])
            elif code is None:
                code = ""
            else:
                lines[-1].append(Command(code.removeprefix(PREFIX)) if command else Code(code))
                code = None
        elif code is None:
            first, *rest = _lines_of(part)
            lines[-1] += first
            lines += map(list, rest)
        else:
            command = isinstance(part, _Words) and part.startswith(PREFIX) if not code else command
            code += str(part)
    return tuple(map(merged, lines))


def line(template: str, *values: object, **named: object) -> Line:
    """Return the template as one line."""
    (made,) = note(template, *values, **named)
    return made


def joined(lines: Iterable[Line], mark: str = ", ") -> Line:
    """Return the lines as one, with the mark between them."""
    lines = tuple(lines)
    return line(mark.join(["{}"] * len(lines)), *lines)


def merged(spans: Iterable[Span]) -> Line:
    """Return the spans with neighbouring words as one, on one line, and without white space at its end."""
    made: list[Span] = []
    for span in map(_visible, spans):
        if isinstance(span, str) and made and isinstance(made[-1], str):
            made[-1] += span
        elif span != "":
            made.append(span)
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    return tuple(filter(None, made))


def _visible(span: Span) -> Span:
    match span:
        case str():
            return visible(span)
        case Mention() | Moment():
            return span
        case Quoted(before, words, after):
            return Quoted(visible(before), visible(words), visible(after))
        case Command(words) | Code(words) | CodeBlock(words) | Removed(words) | Added(words) | Marked(words):
            return span if words.isprintable() else type(span)(visible(words))


@dataclass(frozen=True)
class _Mark:
    mark: str


class _Words(str):
    """Words of the template itself."""

    __slots__ = ()


def _parts(template: str, values: tuple[object, ...], named: dict[str, object]) -> Iterator[object]:
    """Yield the words and marks of the template, and the values, in their order; without values braces are words."""
    if not (values or named):
        yield from _marked(template)
        return
    formatter, number = Formatter(), 0
    for words, field, spec, _ in formatter.parse(template):
        yield from _marked(words)
        if field is not None:
            if not field:
                field, number = str(number), number + 1
            value = formatter.get_field(field, values, cast(dict[str, Any], named))[0]
            yield format(value, spec) if spec else value


def _marked(words: str) -> Iterator[object]:
    for part in _MARK.split(words):
        if part:
            yield _Mark(part) if _MARK.fullmatch(part) else _Words(part)


def _lines_of(value: object) -> list[Iterable[Span]]:
    match value:
        case None | () | []:
            return [()]
        case Command() | Code() | CodeBlock() | Removed() | Added() | Marked() | Quoted() | Moment() | Mention():
            return [(value,)]
        case [tuple(), *_]:
            return list(cast(Note, value))
        case tuple():
            return [cast(Line, value)]
    return [(str(value),)]
