"""Conversation without Discord: `footnote chat` and `footnote ask`."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace

from bot import app
from bot.render import contract, plain
from bot.terminal.console import Author
from db.notes import PREFIX


def chat(*, moderator: bool) -> None:
    """Talk in the terminal until the input ends."""

    async def session() -> None:
        # prompt-toolkit takes a while to load and is needed nowhere else.
        from bot.terminal.chat import converse  # noqa: PLC0415

        async with (
            app.started() as opened,
            opened.console() as terminal,
        ):
            await converse(terminal, Author(moderator=moderator), await opened.completions())

    asyncio.run(session())


def ask(text: str, *, moderator: bool, as_json: bool, conversation: bool, explain: bool) -> None:
    """Print the reply to a message, or with `-` to each line of standard input."""

    async def session() -> None:
        async with (
            app.started() as opened,
            opened.console() as terminal,
        ):
            for number, line in enumerate(_lines() if text == "-" else [text]):
                # A line in a channel of its own has nothing before it to follow up on.
                author = Author(moderator=moderator, channel=0 if conversation else number)
                reply = await terminal.say(line, author)
                if explain and reply.offers and not line.startswith(PREFIX):
                    why = await terminal.say(f"{PREFIX}why", author)
                    reply = replace(reply, note=(*reply.note, *why.note))
                if as_json:
                    print(contract.line(contract.reply(line, reply)), flush=True)
                else:
                    print(*plain.lines(reply), *[""] * (text == "-"), sep="\n", flush=True)

    asyncio.run(session())


def _lines() -> Iterator[str]:
    return (line.removesuffix("\n").removesuffix("\r") for line in sys.stdin)
