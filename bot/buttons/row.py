"""Which buttons a reply has."""

from collections.abc import Iterator

import discord

from bot.briefing.answer import Answer
from bot.briefing.recall import previews
from bot.buttons.button import Action, Button, Use


def row(answer: Answer, reply: str, page: int, count: int, *, private: bool, charted: bool) -> discord.ui.View | None:
    """Return the buttons of a page of a reply, or None where it needs none.

    `private` replies are dismissed rather than deleted; `charted` ones show their chart already.
    """
    view = discord.ui.View(timeout=None)
    if count > 1:
        view.add_item(Button(Use("page", reply, page - 1), "◀ Back", disabled=page == 1, row=0))
        view.add_item(Button(Use("page", reply, page + 1), "Next ▶", disabled=page == count, row=0))
    actions = list(_actions(answer, charted=charted))
    if not actions and count == 1:
        return None
    if not private and not previews(answer):
        actions.append("delete")
    for position, action in enumerate(actions):
        view.add_item(Button(Use(action, reply, page), row=1 + position // 5))
    return view


def _actions(answer: Answer, *, charted: bool) -> Iterator[Action]:
    stated = () if previews(answer) else answer.statements
    if stated:
        yield "sources"
    if "why" in answer.offers:
        yield "why"
    if not charted and any(statement.fact.kind == "poll" for statement in stated):
        yield "chart"
    if stated:
        yield "copy"
        yield "wrong"
    for offer in ("ask-the-team", "yes", "no", "change", "rest"):
        if offer in answer.offers:
            yield offer
