"""The form behind "Wrong?"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import discord

from bot.briefing.answer import Statement
from bot.buttons import pressed

_CHOICES = 25  # options of a select: https://discord.com/developers/docs/components/reference#string-select


class Wrong(discord.ui.Modal, title="What is wrong?"):
    """Asks which fact and why, and reports it as `!report` does."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        super().__init__(timeout=None)
        self._fact: discord.ui.Select[discord.ui.View] = discord.ui.Select(
            options=[
                discord.SelectOption(
                    label=f"{statement.fact.label}: {statement.fact.text}"[:100],
                    value=statement.fact.label,
                    default=len(statements) == 1,
                )
                for statement in statements[:_CHOICES]
            ]
        )
        self._reason: discord.ui.TextInput[discord.ui.View] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=500, placeholder="The document says 58, not 85."
        )
        self.add_item(discord.ui.Label(text="Which fact", component=self._fact))
        self.add_item(discord.ui.Label(text="Why", component=self._reason))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        chosen = self._fact.values[0] if self._fact.values else ""
        ctx = pressed.context(interaction, "report", f"{chosen} {self._reason.value}")
        await cast(Any, interaction.client).invoke(ctx)
