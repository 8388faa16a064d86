"""The conversation in the terminal: history, completion and colour there, plain lines where input is piped."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from rich.console import Console as Screen

from bot.briefing.asking.requests import is_farewell
from bot.render import plain
from bot.render.terminal import show
from bot.terminal.console import Author, Console
from bot.terminal.keys import HINT, begun, spelt_out
from db.notes import PREFIX
from db.tokenizer import fold

HISTORY = Path("~/.footnote_history")
GREETING = "Ask in plain words, or write !help. Tab completes, exit or Ctrl-D ends the conversation."


class CommandCompleter(Completer):
    """Completes a command with its subcommand, then the names that it takes."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        line = document.text_before_cursor
        if not line.startswith(PREFIX):
            return
        typed = line.removeprefix(PREFIX).lower()
        for command in sorted(self._names):
            if command.startswith(typed):
                yield Completion(f"{command} ", start_position=-len(typed), display=PREFIX + command)
        within = max((name for name in self._names if typed.startswith(f"{name} ")), key=len, default=None)
        if within is None:
            return
        argument = typed.removeprefix(f"{within} ")
        for name in self._names[within]:
            if fold(name).startswith(fold(argument)):
                yield Completion(name, start_position=-len(argument))


async def converse(terminal: Console, author: Author, names: Mapping[str, Sequence[str]]) -> None:
    """Answer line by line until the input or a farewell ends it. `names` gives the names that each command takes."""
    if not sys.stdin.isatty():
        shown = None
        for line in sys.stdin:
            if is_farewell(line):
                return
            answer = await terminal.say(spelt_out(line, shown), author)
            shown = answer.draft or (shown if answer.status == "error" else None)
            print(*plain.lines(answer), "", sep="\n", flush=True)
        return
    screen = Screen(highlight=False)
    screen.print(GREETING, style="dim")
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(HISTORY.expanduser())), completer=CommandCompleter(names), complete_while_typing=False
    )
    shown, typed = None, ""
    while True:
        try:
            line = await session.prompt_async("› ", default=typed)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if is_farewell(line):
            return
        if typed := begun(line, shown):
            continue
        if line.strip():
            answer = await terminal.say(spelt_out(line, shown), author)
            shown = answer.draft or (shown if answer.status == "error" else None)
            show(answer, screen)
            if shown:
                screen.print(HINT, style="dim")
