"""Conversation without Discord: `footnote chat` and `footnote ask`."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from bot import app
from bot.render import contract, plain
from bot.terminal.console import Author
from db.notes import PREFIX


class As(StrEnum):
    """With whose rights a line is typed."""

    MODERATOR = "moderator"
    MEMBER = "member"


AsOption = Annotated[As, typer.Option("--as", help="with the rights of a moderator or of a member")]


def chat(as_: AsOption = As.MODERATOR) -> None:
    """Talk to the bot in the terminal; plain lines in and plain text out when piped."""

    async def session() -> None:
        # prompt-toolkit takes a while to load and is needed nowhere else.
        from bot.terminal.chat import converse  # noqa: PLC0415

        async with (
            app.started() as opened,
            opened.console() as terminal,
        ):
            await converse(terminal, _author(as_), await opened.completions())

    asyncio.run(session())


def ask(
    text: Annotated[str, typer.Argument(help="a message, or - for one a line from standard input")],
    as_json: Annotated[bool, typer.Option("--json", help="one line of JSON for each message")] = False,
    conversation: Annotated[
        bool, typer.Option("--conversation", help="a line may follow up on the one before")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="say after each answer why, as !why does")] = False,
    as_: AsOption = As.MODERATOR,
) -> None:
    """Put one message to the bot, or each line of standard input, and print the replies."""

    async def session() -> None:
        async with (
            app.started() as opened,
            opened.console() as terminal,
        ):
            for number, line in enumerate(_lines() if text == "-" else [text]):
                # A line in a channel of its own has nothing before it to follow up on.
                author = _author(as_, channel=0 if conversation else number)
                reply = await terminal.say(line, author)
                if explain and reply.offers and not line.startswith(PREFIX):
                    why = await terminal.say(f"{PREFIX}why", author)
                    reply = replace(reply, note=(*reply.note, *why.note))
                if as_json:
                    print(contract.line(contract.reply(line, reply)), flush=True)
                else:
                    print(*plain.lines(reply), *[""] * (text == "-"), sep="\n", flush=True)

    asyncio.run(session())


def _author(as_: As, channel: int = 0) -> Author:
    return Author(moderator=as_ is As.MODERATOR, channel=channel)


def _lines() -> Iterator[str]:
    return (line.removesuffix("\n").removesuffix("\r") for line in sys.stdin)
