"""The conversation in the terminal: history, completion and colour there, plain lines where input is piped."""

import re
import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from discord.ext import commands
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from rich.console import Console as Screen

from bot.briefing.answer import Answer
from bot.briefing.asking.requests import is_farewell
from bot.cogs.completion import completed_by
from bot.cogs.named_arguments import taken_by
from bot.discord.slash import choices_of
from bot.render import plain
from bot.render.terminal import show
from bot.terminal.console import Author, Console
from bot.terminal.interview import Interview
from bot.terminal.keys import HINT, begun, spelt_out
from db.completion import Completions
from db.notes import PREFIX, line

HISTORY = Path("~/.footnote_history")
GREETING = "Ask in plain words, or write !help. Tab completes, exit or Ctrl-D ends the conversation."


class CommandCompleter(Completer):
    """Completes a command with its subcommand, then its arguments and the names that each takes, as they are now."""

    def __init__(self, terminal: Console, completions: Completions) -> None:
        self._commands = {command.qualified_name: command for command in terminal.walk_commands() if not command.hidden}
        self._completions = completions

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Complete nothing without the store, which is asked in the other method."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        before = document.text_before_cursor
        if not before.startswith(PREFIX):
            return
        typed = before.removeprefix(PREFIX).lower()
        for name in sorted(self._commands):
            if name.startswith(typed):
                yield Completion(f"{name} ", start_position=-len(typed), display=PREFIX + name)
        within = max((name for name in self._commands if typed.startswith(f"{name} ")), key=len, default=None)
        if within is None:
            return
        rest = before.removeprefix(PREFIX)[len(within) + 1 :]
        begun, offered = await self._offered(self._commands[within], rest)
        for value, shown in dict.fromkeys(offered):
            yield Completion(value, start_position=-len(begun), display=shown)

    async def _offered(
        self, command: commands.Command[Any, ..., Any], rest: str
    ) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is being typed after the command, and what it may become, each with how it is shown."""
        if isinstance(command, commands.Group):
            # What the group itself takes is what `show` takes.
            command = command.get_command("show") or command
        if command.name == "help":
            return rest, [(name, name) for name in sorted(self._commands) if name.startswith(rest.lower())]
        completed, flags = completed_by(command), taken_by(command)
        if flags is None:
            first = next(iter(completed), "")
            return rest, await self._values(command, first, rest)
        last = [match for match in _NAMED.finditer(rest) if match["name"].lower() in flags.names()]
        name, begun = (last[-1]["name"].lower(), rest[last[-1].end() :]) if last else (flags.subject, rest)
        values = await self._values(command, name, begun.lstrip())
        word = rest.rsplit(" ", maxsplit=1)[-1]
        written = {match["name"].lower() for match in last}
        names = [(f"{known}: ", f"{known}:") for known in flags.names() if known.startswith(word) and word]
        if values or not names:
            return begun.lstrip(), values
        return word, [pair for pair in names if pair[1][:-1] not in written]

    async def _values(self, command: commands.Command[Any, ..., Any], name: str, begun: str) -> list[tuple[str, str]]:
        if choices := choices_of(command, name):
            return [(choice, choice) for choice in choices if choice.startswith(begun.lower())]
        what = completed_by(command).get(name)
        if what is None:
            return []
        return [(found.value, found.shown) for found in await self._completions.of(what, begun, None)]


_NAMED = re.compile(r"(?<!\S)(?P<name>[^\W\d_][\w-]*):")


async def converse(terminal: Console, author: Author, completions: Completions) -> None:
    """Answer line by line until the input or a farewell ends it."""
    if sys.stdin.isatty():
        await at_the_keyboard(terminal, author, completions, Screen(highlight=False))
        return
    shown = None
    for typed in sys.stdin:
        if is_farewell(typed):
            return
        answer = await terminal.say(spelt_out(typed, shown), author)
        shown = answer.draft or (shown if answer.status == "error" else None)
        print(*plain.lines(answer), "", sep="\n", flush=True)


async def at_the_keyboard(terminal: Console, author: Author, completions: Completions, screen: Screen) -> None:
    """Answer whoever types, with history and completion."""
    screen.print(GREETING, style="dim")
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(HISTORY.expanduser())),
        completer=CommandCompleter(terminal, completions),
        complete_while_typing=False,
    )
    aside: PromptSession[str] = PromptSession()

    async def ask(question: str, default: str) -> str:
        return await aside.prompt_async(question, default=default)

    async def look(command: str) -> None:
        show(await terminal.say(command, author), screen)

    interview = Interview(terminal, ask, look)
    shown, edited = None, ""
    while True:
        try:
            typed = await session.prompt_async("› ", default=edited)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if is_farewell(typed):
            return
        if edited := begun(typed, shown):
            continue
        if not typed.strip():
            continue
        try:
            complete = await interview.complete(spelt_out(typed, shown))
        except (KeyboardInterrupt, EOFError):
            complete = None
        if complete is None:
            screen.print("Left alone; nothing was written.", style="dim")
            continue
        reply = await terminal.say(complete, author)
        interview.remember(complete, reply)
        shown = reply.draft or (shown if reply.status == "error" else None)
        show(_saved(reply), screen)
        if shown:
            screen.print(HINT, style="dim")


def _saved(reply: Answer) -> Answer:
    """Write the file that comes with a reply into this folder, under a name that is free, and say where it is."""
    if reply.attachment is None:
        return reply
    wanted = Path(reply.attachment.name)
    names = (wanted, *(wanted.with_stem(f"{wanted.stem}-{number}") for number in range(2, 1000)))
    path = next(name for name in names if not name.exists())
    try:
        path.write_text(reply.attachment.content, "utf-8")
    except OSError:
        # It is shown instead.
        return reply
    return replace(reply, attachment=None, note=(*reply.note, line("Written to {}.", str(path.absolute()))))
