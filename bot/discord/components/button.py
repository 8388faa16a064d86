"""The buttons under a reply. What they need stands in the store, so that they outlive the program's restart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Literal, cast, get_args

import discord

Action = Literal[
    "page",
    "first",
    "last",
    "sources",
    "details",
    "why",
    "chart",
    "copy",
    "wrong",
    "ask-the-team",
    "yes",
    "no",
    "change",
    "rest",
    "accept",
    "edit",
    "skip",
    "reject",
    "thread",
    "delete",
]

OPTIONS = 25  # of a select: https://discord.com/developers/docs/components/reference#string-select
_LABEL = 100  # characters of an option
# Those that change the reply or act in the asker's name are the asker's alone.
ASKERS: frozenset[Action] = frozenset(
    {"page", "first", "last", "yes", "no", "change", "rest", "delete", "accept", "edit", "skip", "reject", "thread"}
)
# Those that bring back a form; no command stands behind them.
FORMS: frozenset[Action] = frozenset({"change", "rest"})
# Those that decide on a draft; to edit and to reject one there is a form.
REVIEWS: frozenset[Action] = frozenset({"accept", "edit", "skip", "reject"})

_LABELS: dict[Action, str] = {
    "first": "⏮ First",
    "last": "Last ⏭",
    "sources": "Sources",
    "details": "Details",
    "why": "Why this?",
    "chart": "Chart",
    "copy": "Cite",
    "wrong": "Wrong?",
    "ask-the-team": "Ask the team",
    "yes": "Yes",
    "no": "No",
    "change": "Change it",
    "rest": "Add the rest",
    "accept": "Accept",
    "edit": "Edit",
    "skip": "Skip",
    "reject": "Reject",
    "thread": "All in a thread",
    "delete": "Delete",
}
_STYLES: dict[Action, discord.ButtonStyle] = {
    "yes": discord.ButtonStyle.success,
    "accept": discord.ButtonStyle.success,
    "reject": discord.ButtonStyle.danger,
    "no": discord.ButtonStyle.danger,
    "ask-the-team": discord.ButtonStyle.primary,
}


@dataclass(frozen=True)
class Use:
    """What one button is for: an action on a page of the reply of that id."""

    action: Action
    reply: str
    page: int = 1

    @property
    def custom_id(self) -> str:
        return f"footnote:{self.action}:{self.reply}:{self.page}"


class Button(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=re.compile(r"footnote:(?P<action>[a-z-]+):(?P<reply>[0-9a-f]{16}):(?P<page>\d{1,4})"),
):
    """A button that is known by its `custom_id` alone."""

    def __init__(self, use: Use, label: str | None = None, *, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(
                label=label or _LABELS[use.action],
                style=_STYLES.get(use.action, discord.ButtonStyle.secondary),
                custom_id=use.custom_id,
                disabled=disabled,
            )
        )
        self.use = use

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Button:
        action = cast(Action, match["action"] if match["action"] in get_args(Action) else "page")
        return cls(Use(action, match["reply"], int(match["page"])), label=match["action"])

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("press", interaction, self.use)


@dataclass(frozen=True)
class Destination:
    """A section of a long reply to which a select leads: its heading, what tells it from others, and its page."""

    heading: str
    description: str
    page: int


class SectionSelect(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=re.compile(r"footnote:section:(?P<reply>[0-9a-f]{16})"),
):
    """A select of the sections of a long reply, known by its `custom_id` alone; each leads to its page."""

    def __init__(self, reply: str, sections: Sequence[Destination] = (), number: int = 0) -> None:
        # Several may be on the page that is open: the first of them is shown as chosen.
        shown = next((place for place, section in enumerate(sections) if section.page == number), None)
        options = [
            discord.SelectOption(
                label=shorten(section.heading, _LABEL, placeholder=" …") or "…",
                # Several sections may stand on one page, and no two options may have the same value.
                value=f"{section.page}:{place}",
                description=shorten(section.description, _LABEL, placeholder=" …"),
                default=place == shown,
            )
            for place, section in enumerate(sections)
        ]
        super().__init__(
            discord.ui.Select(
                custom_id=f"footnote:section:{reply}",
                placeholder=f"Page {number}: go to a section",
                options=options or [discord.SelectOption(label="…")],
            )
        )
        self.reply = reply

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> SectionSelect:
        return cls(match["reply"])

    async def callback(self, interaction: discord.Interaction) -> None:
        chosen = cast(dict[str, Any], interaction.data).get("values") or ["1"]
        page = str(chosen[0]).partition(":")[0]
        interaction.client.dispatch("press", interaction, Use("page", self.reply, int(page) if page.isdigit() else 1))
