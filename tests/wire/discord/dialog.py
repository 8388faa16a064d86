"""An interaction from the member's side: what the bot learns of it, and what the member sees of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.wire.discord.message import Message, walk
from tests.wire.discord.world import Channel, Json, User, snowflake

PRESSED, COMMAND, COMPLETION, SUBMITTED = 3, 2, 4, 5


@dataclass(eq=False)
class Dialog:
    """One interaction: what the bot was told, and what it has made of that so far."""

    kind: int
    channel: Channel
    user: User
    message: Message | None = None  # the one whose component was used
    answered: bool = False
    late: bool = False  # whether the bot missed the deadline
    expired: bool = False  # whether its token no longer counts, as 15 minutes later
    callback: int | None = None
    flags: int = 0
    original: Message | None = None
    sent: list[Message] = field(default_factory=list)
    choices: list[tuple[str, Any]] | None = None
    modal: Json | None = None
    seconds: float = 0.0  # until the first answer
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: uuid4().hex)

    @property
    def outcome(self) -> Message | Modal | list[tuple[str, Any]] | None:
        """What the member sees of the answer, None while there is nothing to see."""
        if self.modal is not None:
            return Modal(self, self.modal)
        if self.choices is not None:
            return self.choices or [("", "")]
        return self.original or next(iter(self.sent), None)

    def metadata(self) -> Json:
        return {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.payload(),
            "authorizing_integration_owners": {},
        }


@dataclass(frozen=True)
class Modal:
    """A form that the bot has opened."""

    dialog: Dialog
    body: Json

    @property
    def title(self) -> str:
        return str(self.body["title"])

    @property
    def inputs(self) -> dict[str, Json]:
        """The inputs by their labels."""
        found: dict[str, Json] = {}
        for one in walk(self.body["components"]):
            if one["type"] == 18:
                found[one["label"]] = one["component"]
            elif one["type"] == 4 and one.get("label"):
                found[one["label"]] = one
        return found

    @property
    def values(self) -> dict[str, str]:
        """What stands in the inputs when the form opens."""
        return {label: one.get("value") or _default(one) for label, one in self.inputs.items()}

    def filled(self, given: Mapping[str, str]) -> Json:
        """Return what Discord tells the bot of the form with these inputs, by their labels; others stay as they are."""
        assert given.keys() <= self.inputs.keys(), f"the form asks for {list(self.inputs)}"
        said = {one["custom_id"]: given.get(label, self.values[label]) for label, one in self.inputs.items()}

        def answered(one: Json) -> Json:
            if one["type"] == 1:
                return {"type": 1, "id": 1, "components": [answered(inner) for inner in one["components"]]}
            if one["type"] == 18:
                return {"type": 18, "id": 1, "component": answered(one["component"])}
            if one["type"] == 3:
                value = said[one["custom_id"]]
                return {"type": 3, "id": 1, "custom_id": one["custom_id"], "values": [value] if value else []}
            name = one.get("custom_id")
            return {"type": one["type"], "id": 1, "custom_id": name, "value": said.get(name)}

        return {"custom_id": self.body["custom_id"], "components": [answered(one) for one in self.body["components"]]}


def _default(select: Json) -> str:
    return next((str(option["value"]) for option in select.get("options") or () if option.get("default")), "")
