"""A page of a reply as a card: a container of Discord's components, with its pictures, files and rows of buttons."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import discord

from bot.briefing.answer import Answer, Status
from bot.render.pages import Page

Row: TypeAlias = discord.ui.ActionRow[Any]

# Of the colours of Okabe and Ito, as those of the kinds: https://jfly.uni-koeln.de/color/
_MIXED = 0xF0E442
_OTHERWISE: Final[dict[Status, int]] = {"related": 0xB3B3B3, "unknown": 0xB3B3B3, "error": 0x666666, "denied": 0x666666}
_NEUTRAL = 0x999999
# Components of a message are 40 at most: https://discord.com/developers/docs/components/reference
_BLOCKS = 14
_PICTURE = ".png"


def card(
    page: Page, answer: Answer, files: Sequence[str] = (), rows: Sequence[Row] = (), address: str | None = None
) -> discord.ui.LayoutView:
    """Return the page as a message of components, in the colour of its kind.

    `files` are the names of those that are attached; Discord shows them nowhere but where a component does. `address`
    stands above the card.
    """
    view = discord.ui.LayoutView(timeout=None)
    if address:
        view.add_item(discord.ui.TextDisplay(address))
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=colour(answer))
    if page.title:
        container.add_item(discord.ui.TextDisplay(f"### {page.title}"))
    for block in _blocks(page):
        container.add_item(discord.ui.TextDisplay(block))
    for name in files:
        shown = f"attachment://{name}"
        if name.endswith(_PICTURE):
            container.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem(shown)))
        else:
            container.add_item(discord.ui.File(shown))
    if page.sources:
        container.add_item(discord.ui.Separator())
    below = [*page.sources, *([f"-# {page.position}"] if page.position else [])]
    if below:
        container.add_item(discord.ui.TextDisplay("\n".join(below)))
    for row in rows:
        container.add_item(row)
    view.add_item(container)
    # Its buttons are known by their ids alone: discord.py is not to wait for them, a quarter of an hour each.
    view.stop()
    return view


def _blocks(page: Page) -> list[str]:
    """Return what the page says in blocks that stand apart; where there are too many, the last stand together."""
    if len(page.blocks) <= _BLOCKS:
        return list(page.blocks)
    return [*page.blocks[: _BLOCKS - 1], "\n".join(page.blocks[_BLOCKS - 1 :])]


def colour(answer: Answer) -> int:
    """Return the colour of the one kind of fact that the answer states, else one that stands for no kind."""
    if answer.status in _OTHERWISE:
        return _OTHERWISE[answer.status]
    kinds = {type(statement.fact.payload) for statement in answer.statements}
    if len(kinds) == 1:
        return kinds.pop().DESCRIPTION.colour
    return _MIXED if kinds else _NEUTRAL
