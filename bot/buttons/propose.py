"""The form behind "Propose as fact"."""

from __future__ import annotations

from typing import Any, cast

import discord

from bot.briefing.curating.proposing import Sketch
from bot.buttons import pressed
from db.payloads import KINDS

_TEXT = 1000  # characters of a fact's text


class Propose(discord.ui.Modal, title="Propose as fact"):
    """Asks for five things, and previews the fact as `!fact add` does."""

    def __init__(self, sketch: Sketch) -> None:
        super().__init__(timeout=None)
        self._topics = sketch.topics
        self._kind: discord.ui.Select[discord.ui.View] = discord.ui.Select(
            options=[discord.SelectOption(label=kind, default=kind == sketch.kind) for kind in KINDS]
        )
        self._text = _line(sketch.text[:_TEXT], long=True)
        self._source = _line(sketch.source, "the key of the source: king-2020")
        self._paragraph = _line(sketch.paragraph, "the number of the paragraph: 22")
        self._when = _line(sketch.when, "2018-06-12, 2018, 2018-06/2019; may be empty", required=False)
        self.add_item(discord.ui.Label(text="Kind", component=self._kind))
        self.add_item(discord.ui.Label(text="Text", description="in your own words", component=self._text))
        self.add_item(discord.ui.Label(text="Source", component=self._source))
        self.add_item(discord.ui.Label(text="Paragraph", component=self._paragraph))
        self.add_item(discord.ui.Label(text="Date", component=self._when))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        given = {
            "kind": self._kind.values[0] if self._kind.values else "",
            "topics": ", ".join(self._topics),
            "source": self._source.value,
            "paragraph": self._paragraph.value,
            "when": self._when.value,
            "text": self._text.value,
        }
        words = " ".join(f"{name}: {_quoted(value)}" for name, value in given.items() if value.strip())
        ctx = pressed.context(interaction, "fact add", words)
        ctx.draft = f"!fact add {words}"
        await cast(Any, interaction.client).invoke(ctx)


def _line(
    value: str, hint: str = "", *, long: bool = False, required: bool = True
) -> discord.ui.TextInput[discord.ui.View]:
    return discord.ui.TextInput(
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=value,
        placeholder=hint or None,
        max_length=_TEXT if long else 100,
        required=required,
    )


def _quoted(value: str) -> str:
    # Inside quotation marks a value may hold anything, such as the beginning of another argument.
    escaped = "".join(f"\\{character}" if character in '\\"“”„«»' else character for character in value.strip())
    return f'"{escaped}"'
