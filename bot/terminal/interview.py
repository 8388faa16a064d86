"""An interview: what a command still needs, asked for step by step where a person types."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from discord.ext import commands

from bot.briefing import arguments
from bot.briefing.answer import Answer
from bot.briefing.arguments import Arguments
from bot.cogs.named_arguments import NamedArguments, taken_by
from bot.discord.slash import needed_by
from bot.terminal.console import Console
from db.kinds import kind_of
from db.notes import PREFIX

ADD = "fact add"
# What the next fact is likely to have as well.
CARRIED = ("source", "topics", "survey")
# A source without a document is of little use, and one that has none can be described all the same.
_OF_SOURCES = {"source add": ("file", "title")}
# What may be left empty.
_OPTIONAL = ("file", "survey", "when")

Ask = Callable[[str, str], Awaitable[str]]
Look = Callable[[str], Awaitable[None]]


class Interview:
    """Completes commands with named arguments; `ask` puts a question, with an answer to be taken over or changed."""

    def __init__(self, terminal: Console, ask: Ask, look: Look) -> None:
        self._terminal = terminal
        self._ask = ask
        self._look = look
        self._carried: dict[str, str] = {}

    async def complete(self, typed: str) -> str | None:
        """Return the command with all that it needs; None where an answer that it needs was left empty."""
        command, rest = self._command(typed.strip())
        flags = taken_by(command) if command else None
        if command is None or flags is None:
            return typed
        written = _read(flags, rest)
        if written.problems or not [*self._missing(command, flags, written)]:
            # What is wrong is told by the command itself.
            return typed
        values, subject = dict(written.values), written.subject
        while name := next(self._missing(command, flags, Arguments(subject, values)), None):
            hint = f"{flags.hints()[name]}{'; Enter leaves it out' if name in _OPTIONAL else ''}"
            answer = (await self._ask(f"  {name} ({hint}): ", self._carried.get(name, ""))).strip()
            if not answer and name not in _OPTIONAL:
                return None
            values[name] = answer
            if name == flags.subject:
                subject = values.pop(name)
            if name == "paragraph" and command.qualified_name == ADD:
                await self._look(f"{PREFIX}source {values.get('source', '')} {answer}")
        return f"{PREFIX}{command.qualified_name} {arguments.write(_stated(values), subject)}"

    def remember(self, line: str, reply: Answer) -> None:
        """Keep for the next fact what it is likely to have as well."""
        command, rest = self._command(line.strip())
        flags = taken_by(command) if command else None
        if command and flags and command.qualified_name == ADD and reply.status == "done":
            values = _read(flags, rest).values
            # What was a new topic is none any more.
            self._carried |= {
                name: re.sub(r"(?:^|(?<=[;,]))\s*\+", "", values[name]) for name in CARRIED if name in values
            }

    def _command(self, typed: str) -> tuple[commands.Command[Any, ..., Any] | None, str]:
        """Return the command that a line begins with, and what stands after it."""
        if not typed.startswith(PREFIX):
            return None, typed
        words = typed.removeprefix(PREFIX).split(" ")
        for count in (2, 1):
            command = self._terminal.get_command(" ".join(words[:count]).lower())
            if command and len(command.qualified_name.split()) == count:
                return command, " ".join(words[count:])
        return None, typed

    def _missing(
        self, command: commands.Command[Any, ..., Any], flags: type[NamedArguments], written: Arguments
    ) -> Iterator[str]:
        """Yield the names of what the command needs and nobody has written, in the order of asking."""
        needed = list(needed_by(command))
        if command.qualified_name == ADD:
            needed[1:1] = () if written.get("cite") else ("source", "paragraph")
            kind = kind_of(written.values)
            needed += [field.name for field in kind.arguments() if field.needed] if kind else []
            if kind:
                needed += ["when"] * kind.DESCRIPTION.dated
                needed += ["survey"] * ("survey" in self._carried and kind.KIND == "poll")
        elif not (written.subject or written.values):
            needed += _OF_SOURCES.get(command.qualified_name, ())
        elif "file" in written.values and command.qualified_name in _OF_SOURCES:
            needed += ["title"] * (not written.get("file"))
        for name in needed:
            if written.get(name) is None and not (name == flags.subject and written.subject):
                yield name


def _read(flags: type[NamedArguments], rest: str) -> Arguments:
    return arguments.read(rest, flags.names(), flags.free, flags.known)


def _stated(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
