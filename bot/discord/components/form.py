"""Forms that are known by their `custom_id` alone, as buttons are: an open form outlives the program's restart.

discord.py waits for a modal in memory. Ours carry what they need, and whoever listens takes what was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

import discord

from db.kinds import PayloadField

INPUTS = 5  # of a form: https://discord.com/developers/docs/components/reference#modal
FormName = Literal["wrong", "propose", "change", "rest", "draft", "reject"]
_PREFIX = "footnote:form:"
_CUSTOM_ID = re.compile(rf"{_PREFIX}(?P<name>[a-z]+):(?P<matter>.*)")
_LONGEST = 100  # characters of a custom_id: https://discord.com/developers/docs/components/reference#custom-id
_PLACEHOLDER = 100  # characters


class Form(discord.ui.Modal):
    """A modal of that name; `matter` has in words what it is about, of which the last are left out if they are many."""

    def __init__(self, name: FormName, matter: Sequence[str] = ()) -> None:
        kept = list(matter)
        while len(custom_id := f"{_PREFIX}{name}:{','.join(kept)}") > _LONGEST:
            kept.pop()
        super().__init__(timeout=None, custom_id=custom_id)
        # Stopped before it is sent, it is not waited for by discord.py, which would forget it at the next start.
        self.stop()

    def ask(self, label: str, component: discord.ui.Item[Any], description: str | None = None) -> None:
        """Add an input under its label."""
        self.add_item(discord.ui.Label(text=label, description=description, component=component))


@dataclass(frozen=True)
class Filled:
    """A form as a member sent it off: its name, what it was about, and what they wrote, by the inputs' own ids."""

    name: FormName | None
    matter: str
    values: Mapping[str, str] = field(default_factory=dict)


def filled(interaction: discord.Interaction) -> Filled:
    """Return what a form holds that was sent off; its name is None where no form of ours has it."""
    data = cast(dict[str, Any], interaction.data)
    values = {name: value.strip() for name, value in _values(data.get("components", ()))}
    match = _CUSTOM_ID.fullmatch(str(data.get("custom_id")))
    if match is None or match["name"] not in get_args(FormName):
        return Filled(None, "", values)
    return Filled(cast(FormName, match["name"]), match["matter"], values)


def line(
    name: str, value: str = "", hint: str = "", *, most: int = 100, long: bool = False, required: bool = True
) -> discord.ui.TextInput[discord.ui.View]:
    """Return an input for a line, or with `long` for several."""
    return discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=value[:most],
        placeholder=hint or None,
        max_length=most,
        required=required,
    )


def argument(field: PayloadField, known: Mapping[str, str]) -> discord.ui.TextInput[discord.ui.View]:
    """Return an input for what a fact of a kind has, filled in as far as it is known."""
    hint, value = field.hint[:_PLACEHOLDER], known.get(field.name, "")
    return line(field.name, value, hint, most=field.length, required=field.needed)


def choice(name: str, options: Iterable[tuple[str, ...]], chosen: str = "") -> discord.ui.Select[discord.ui.View]:
    """Return a select of one of these values, each with its label and perhaps a description."""
    return discord.ui.Select(
        custom_id=name,
        options=[
            discord.SelectOption(
                label=label, value=value, description="".join(description) or None, default=value == chosen
            )
            for value, label, *description in options
        ],
    )


def _values(components: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    for component in components:
        if "custom_id" in component:
            yield component["custom_id"], str(component.get("value") or next(iter(component.get("values") or ()), ""))
        yield from _values(
            component.get("components") or ([component["component"]] if "component" in component else ())
        )
