"""A page of a reply as a card: a Discord embed."""

from typing import Any, Final

import discord

from bot.briefing.answer import Answer, Status
from bot.render.pages import Page

# Of the colours of Okabe and Ito, as those of the kinds: https://jfly.uni-koeln.de/color/
_MIXED = 0xF0E442
_OTHERWISE: Final[dict[Status, int]] = {"related": 0xB3B3B3, "unknown": 0xB3B3B3, "error": 0x666666, "denied": 0x666666}
_NEUTRAL = 0x999999


class Card(discord.Embed):
    """An embed as Discord's description of its API has it, where flags are nothing that one can set."""

    def to_dict(self) -> Any:
        return {key: value for key, value in super().to_dict().items() if key != "flags"}


def card(page: Page, answer: Answer, picture: str | None = None) -> discord.Embed:
    """Return the page as an embed in the colour of its kind; `picture` is the name of an image attached."""
    embed = Card(title=page.title, description=page.body, colour=colour(answer))
    footer = " · ".join(filter(None, (", ".join(page.facts) if page.numbered else "", page.position)))
    if footer:
        embed.set_footer(text=footer)
    if picture:
        embed.set_image(url=f"attachment://{picture}")
    return embed


def colour(answer: Answer) -> int:
    """Return the colour of the one kind of fact that the answer states, else one that stands for no kind."""
    if answer.status in _OTHERWISE:
        return _OTHERWISE[answer.status]
    kinds = {type(statement.fact.payload) for statement in answer.statements}
    if len(kinds) == 1:
        return kinds.pop().DESCRIPTION.colour
    return _MIXED if kinds else _NEUTRAL
