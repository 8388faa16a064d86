"""An answer composed as a message of Discord's: its card or text, its buttons, its chart and other files."""

import asyncio
from dataclasses import replace
from io import BytesIO
from typing import Any

import discord

from bot.briefing.answer import Answer
from bot.briefing.prose import clean
from bot.discord.components.action_row import row
from bot.render.card import card
from bot.render.pages import CARD, LIMIT, Page, pages
from bot.render.panels import Panel, beyond, panels, read_out, shows_all
from db.kinds import Poll
from db.reply_store import Reply

CHART = "chart.png"
_TITLE = 120  # characters of a question as the title of its answer


def compose(answer: Answer, reply: Reply) -> dict[str, Any]:
    """Return what an edit of the reply's message takes: content, embed and view, None where there is none."""
    made = book(answer, reply)
    page = made[min(reply.page, len(made)) - 1]
    view = None
    if not reply.ended:
        view = row(answer, reply.id, made, page.number, private=reply.private, charted=reply.charted)
    return {
        "content": page.text if reply.plain else None,
        "embed": None if reply.plain else card(page, answer, CHART if reply.charted else None),
        "view": view,
    }


def book(answer: Answer, reply: Reply) -> list[Page]:
    """Return the pages of the reply; where a chart may not be attached, or does not hold all, bars are text."""
    in_words = drawable(answer) and not (reply.charted and shows_all(answer.statements))
    notices = (*reply.notices, *(f"Corrected {correction}" for correction in reply.outline.corrections))
    # A correction names the facts by their numbers, so that these stand there.
    numbered = bool(reply.outline.corrections)
    most = LIMIT if reply.plain else CARD
    return pages(_titled(answer, reply), notices, bars=in_words, most=most, numbered=numbered)


def _titled(answer: Answer, reply: Reply) -> Answer:
    """Return an answer that has no title of its own under its question: others in the channel see what was asked."""
    if answer.title or not reply.question:
        return answer
    return replace(answer, title=clean(reply.question, _TITLE))


def drawable(answer: Answer) -> bool:
    """Say whether the answer is all polls, so that a chart shows the whole of it."""
    return bool(answer.statements) and all(isinstance(said.fact.payload, Poll) for said in answer.statements)


async def attachments(answer: Answer, reply: Reply) -> list[discord.File]:
    """Return the files that go with the reply: its chart, and what the answer attaches."""
    return [*([await chart(answer)] if reply.charted else []), *_attached(answer)]


async def chart(answer: Answer) -> discord.File:
    """Return the chart of the answer's polls, drawn beside the event loop."""
    charted, left = panels(answer.statements), beyond(answer.statements)
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
