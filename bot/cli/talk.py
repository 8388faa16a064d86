"""Conversation without Discord: `footnote chat` and `footnote ask`."""

import asyncio
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace

from bot import app
from bot.errors import CannotStart
from bot.render import contract, plain
from bot.terminal.console import Author
from db.actors import OPERATOR, SEED, named
from db.notes import PREFIX

_NAME = re.compile(r"[^\W\d_](?:[^\W_]|[ .'’-]){0,39}")
_TAKEN = (SEED.name, OPERATOR.name, "somebody")


def chat(as_: str) -> None:
    """Talk in the terminal until the input ends."""
    author = _author(as_)

    async def session() -> None:
        # prompt-toolkit takes a while to load and is needed nowhere else.
        from bot.terminal.chat import converse  # noqa: PLC0415

        async with (
            app.started() as opened,
            opened.console() as terminal,
        ):
            await converse(terminal, author, opened.completion)

    asyncio.run(session())


def ask(text: str, as_: str, *, as_json: bool, conversation: bool, explain: bool) -> None:
    """Print the reply to a message, or with `-` to each line of standard input."""
    who = _author(as_)

    async def session() -> None:
        # The loop would note Ctrl-C and go on waiting for the next line.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        async with (
            app.started() as opened,
            opened.console() as terminal,
        ):
            for number, line in enumerate(_lines() if text == "-" else [text]):
                # A line in a channel of its own has nothing before it to follow up on.
                author = replace(who, channel=0 if conversation else number)
                reply = await terminal.say(line, author)
                if explain and reply.offers and not line.startswith(PREFIX):
                    why = await terminal.say(f"{PREFIX}why", author)
                    reply = replace(reply, note=(*reply.note, *why.notes))
                if as_json:
                    print(contract.line(contract.reply(line, reply)), flush=True)
                else:
                    print(*plain.lines(reply), *[""] * (text == "-"), sep="\n", flush=True)

    asyncio.run(session())


def _author(as_: str) -> Author:
    """Return whoever types: the operator, a member without rights, or a moderator by a name of their own."""
    if as_ in ("moderator", "member"):
        return Author(moderator=as_ == "moderator")
    if not _NAME.fullmatch(as_) or as_.casefold() in _TAKEN:
        raise CannotStart(
            "--as takes `moderator`, `member`, or the name of whoever types: letters, at most 40, as in --as mira."
        )
    person = named(as_)
    return Author(name=person.name, id=person.member or 0)


def _lines() -> Iterator[str]:
    return (line.removesuffix("\n").removesuffix("\r") for line in sys.stdin)
