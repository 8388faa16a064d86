"""The buttons under a reply. What they need stands in the store, so that they outlive the program's restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

import discord

Action = Literal[
    "page",
    "sources",
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
    "delete",
]

# Those that change the reply or act in the asker's name are the asker's alone.
ASKERS: frozenset[Action] = frozenset(
    {"page", "yes", "no", "change", "rest", "delete", "accept", "edit", "skip", "reject"}
)
# Those that bring back a form; no command stands behind them.
FORMS: frozenset[Action] = frozenset({"change", "rest"})
# Those that decide on a draft; to edit and to reject one there is a form.
REVIEWS: frozenset[Action] = frozenset({"accept", "edit", "skip", "reject"})

_LABELS: dict[Action, str] = {
    "sources": "Sources",
    "why": "Why this?",
    "chart": "Chart",
    "copy": "Copy citation",
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
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=re.compile(r"footnote:(?P<action>[a-z-]+):(?P<reply>[0-9a-f]{16}):(?P<page>\d{1,4})"),
):
    """A button that is known by its `custom_id` alone."""

    def __init__(self, use: Use, label: str | None = None, *, disabled: bool = False, row: int | None = None) -> None:
        super().__init__(
            discord.ui.Button(
                label=label or _LABELS[use.action],
                style=_STYLES.get(use.action, discord.ButtonStyle.secondary),
                custom_id=use.custom_id,
                disabled=disabled,
            ),
            row=row,
        )
        self.use = use

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[discord.ui.View], match: re.Match[str], /
    ) -> Button:
        action = cast(Action, match["action"] if match["action"] in get_args(Action) else "page")
        return cls(Use(action, match["reply"], int(match["page"])), label=match["action"])

    async def callback(self, interaction: discord.Interaction) -> None:
        interaction.client.dispatch("press", interaction, self.use)
