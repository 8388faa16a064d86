"""The rows of buttons under a reply."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import discord

from bot.briefing.answer import Answer
from bot.briefing.reply_snapshot import previews
from bot.discord.components.button import OPTIONS, Action, Button, Destination, SectionSelect, Use
from bot.render.pages import Page
from db.kinds import Poll

Component: TypeAlias = discord.ui.Item[Any]

_FEW = 3  # pages that one turns one by one
_WIDTH = 5  # buttons of a row: https://discord.com/developers/docs/components/reference#action-row


def rows(
    answer: Answer, reply: str, book: Sequence[Page], number: int, *, private: bool, charted: bool
) -> list[Sequence[Component]]:
    """Return the buttons under the page of that number, row by row; none where it needs none.

    `private` replies are dismissed rather than deleted; `charted` ones show their chart already.
    """
    turns = list(_turns(reply, book, number))
    sections = _sections(book)
    actions = list(_actions(answer, charted=charted))
    if not (actions or turns or sections or answer.links):
        return []
    if not private and not previews(answer):
        actions.append("delete")
    select = [[SectionSelect(reply, sections, number)]] if sections else []
    links = [discord.ui.Button[Any](label=link.label, url=link.url) for link in answer.links[:_WIDTH]]
    buttons = [Button(Use(action, reply, number)) for action in actions]
    return [*select, *_parted(turns), *_parted(links), *_parted(buttons)]


def _parted(buttons: Sequence[Component]) -> Iterator[Sequence[Component]]:
    """Yield the buttons in as few rows as hold them."""
    for first in range(0, len(buttons), _WIDTH):
        yield buttons[first : first + _WIDTH]


def _turns(reply: str, book: Sequence[Page], number: int) -> Iterator[Button]:
    """Yield what leads to other pages: one button a chapter where there are few, none where a select has them all,
    else back and next.
    """
    if len(book) == 1:
        return
    if all(page.chapter for page in book):
        if len(book) > _FEW:
            return
        for page in book:
            yield Button(Use("page", reply, page.number), page.chapter, disabled=page.number == number)
        return
    # Two buttons that lead to the same page would have the same `custom_id`.
    if len(book) > _FEW:
        yield Button(Use("first", reply, 1), disabled=number == 1)
    yield Button(Use("page", reply, number - 1), "◀ Back", disabled=number == 1)
    yield Button(Use("page", reply, number + 1), "Next ▶", disabled=number == len(book))
    if len(book) > _FEW:
        yield Button(Use("last", reply, len(book)), disabled=number == len(book))


def _sections(book: Sequence[Page]) -> list[Destination]:
    """Return the headings of a long reply, each with the page where it stands, as far as a select has room."""
    if len(book) == 1 or (len(book) <= _FEW and all(page.chapter for page in book)):
        return []
    found = [(heading, words, page.number) for page in book for heading, words in page.headings]
    alike = Counter(heading for heading, _, _ in found)
    destinations = [
        # Those of the same heading are told apart by the words that follow it.
        Destination(heading, f"page {page}{f': {words}' if alike[heading] > 1 else ''}", page)
        for heading, words, page in found
    ]
    return destinations[:OPTIONS] if len({page for _, _, page in found}) > 1 else []


def _actions(answer: Answer, *, charted: bool) -> Iterator[Action]:
    stated = () if previews(answer) else answer.statements
    if "ask-the-team" in answer.offers:
        yield "ask-the-team"
    if stated:
        yield "sources"
        if not answer.whole and answer.status != "done":
            yield "details"
    if "why" in answer.offers:
        yield "why"
    if not charted and any(isinstance(statement.fact.payload, Poll) for statement in stated):
        yield "chart"
    if stated:
        yield "copy"
        yield "wrong"
    for offer in ("accept", "edit", "skip", "reject", "yes", "no", "change", "rest", "thread"):
        if offer in answer.offers:
            yield offer
