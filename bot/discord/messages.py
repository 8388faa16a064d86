"""An answer composed as a message of Discord's: its card or text, its buttons, its charts and other files."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from typing import Any

import discord

from bot.briefing.answer import Answer, Statement
from bot.briefing.answer_memo import AnswerMemo
from bot.briefing.prose import clean
from bot.discord.components.action_row import Component, rows
from bot.render.card import card
from bot.render.pages import CARD, LIMIT, Bars, Page, pages
from bot.render.panels import Panel, beyond, panels, read_out
from db.kinds import Poll
from db.reply_store import Reply

CHART = "chart.png"
_TITLE = 120  # characters of a question as the title of its answer


@dataclass(frozen=True)
class Kept:
    """A file that a message has and keeps when it is edited, as Discord's description of its API has it."""

    file: discord.Attachment

    def to_dict(self) -> dict[str, Any]:
        return {"id": str(self.file.id), "filename": self.file.filename}


@dataclass(frozen=True)
class Composed:
    """A message as it is to be: its text or its card with the buttons, and the files that go with it."""

    content: str | None
    view: discord.ui.LayoutView | discord.ui.View | None
    files: list[discord.File] = field(default_factory=list)

    @property
    def has_buttons(self) -> bool:
        return self.view is not None and self.view.is_dispatchable()

    @property
    def new(self) -> dict[str, Any]:
        """What a new message is sent with."""
        parts = {"content": self.content, "view": self.view, "files": self.files}
        return {name: part for name, part in parts.items() if part is not None}

    @property
    def edit(self) -> dict[str, Any]:
        """What an edit takes, None for what is taken away; replies that earlier versions sent had embeds."""
        return {"content": self.content, "embed": None, "view": self.view, "attachments": self.files}


class Messages:
    """Composes messages; `commands` are the slash commands that Discord has, by their names, each with its number."""

    def __init__(self) -> None:
        self.commands: Mapping[str, int] = {}
        self._books: AnswerMemo[list[Page]] = AnswerMemo()

    async def compose(
        self, answer: Answer, reply: Reply, *, files: bool = True, kept: Sequence[str] = (), address: str | None = None
    ) -> Composed:
        """Compose a page of the answer, its chart drawn beside the event loop.

        Without `files` none is attached; `kept` are the names of those that the message has and keeps, and `address`
        says whom it is addressed to.
        """
        made = self.book(answer, reply)
        page = made[min(reply.page, len(made)) - 1]
        attached = (
            [*([await chart(on_page(answer, page))] if page.pictured else []), *_attached(answer)] if files else []
        )
        buttons: list[Sequence[Component]] = []
        if not reply.ended:
            buttons = rows(answer, reply.id, made, page.number, private=reply.private, charted=page.pictured)
        if reply.plain:
            return Composed(_text(page, address), _under_text(buttons), attached)
        names = [*(file.filename for file in attached), *kept]
        return Composed(
            None, card(page, answer, names, [discord.ui.ActionRow(*row) for row in buttons], address), attached
        )

    def book(self, answer: Answer, reply: Reply) -> list[Page]:
        """Return the pages of the reply; where a picture may not be attached, or does not hold all, bars are text."""
        bars: Bars | None = ("pictured" if reply.charted else "written") if drawable(answer) else None
        notices = (*reply.notices, *(f"Corrected {correction}" for correction in reply.outline.corrections))
        # A correction names the facts by their numbers, so that these stand there.
        numbered = bool(reply.outline.corrections)
        most = LIMIT if reply.plain else CARD
        titled, commands = _titled(answer, reply), tuple(self.commands.items())
        make = partial(pages, titled, notices, bars=bars, most=most, numbered=numbered, commands=self.commands)
        return self._books.of(titled, make, notices, bars, most, numbered, commands)


def _text(page: Page, address: str | None) -> str:
    addressed = "\n".join(filter(None, (address, page.text)))
    return addressed if len(addressed) <= LIMIT else page.text


def _under_text(buttons: Sequence[Sequence[Component]]) -> discord.ui.View | None:
    if not buttons:
        return None
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(buttons):
        for button in row:
            button.row = number
            view.add_item(button)
    # As a card's, they are not waited for.
    view.stop()
    return view


def on_page(answer: Answer, page: Page) -> tuple[Statement, ...]:
    """Return the statements that stand on a page; all of them where it has none, but a note."""
    return tuple(said for said in answer.statements if not page.facts or said.fact.label in page.facts)


def _titled(answer: Answer, reply: Reply) -> Answer:
    """Return an answer that has no title of its own under its question, which others in the channel have not seen.

    A reply to a message refers to it.
    """
    if answer.title or not reply.question or reply.question_message:
        return answer
    return replace(answer, title=clean(reply.question, _TITLE))


def drawable(answer: Answer) -> bool:
    """Say whether the answer is all polls, so that charts show the whole of it."""
    return bool(answer.statements) and all(isinstance(said.fact.payload, Poll) for said in answer.statements)


async def chart(statements: Sequence[Statement]) -> discord.File:
    """Return the chart of the polls among the statements."""
    charted, left = panels(statements), beyond(statements)
    picture = await asyncio.to_thread(_draw, charted, left)
    return discord.File(BytesIO(picture), CHART, description=read_out(charted, left))


def _draw(charted: tuple[Panel, ...], left: int) -> bytes:
    # What draws takes a while to load, and most of what the bot does needs none of it.
    from bot.render.chart import draw  # noqa: PLC0415

    return draw(charted, left)


def _attached(answer: Answer) -> list[discord.File]:
    if answer.attachment is None:
        return []
    return [discord.File(BytesIO(answer.attachment.content.encode()), answer.attachment.name)]
