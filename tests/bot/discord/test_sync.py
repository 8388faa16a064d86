"""Commands compared with those registered at Discord, which adds fields, and writes some numbers as text."""

from typing import Any

import pytest

from bot.discord.sync import compare

WANTED: dict[str, Any] = {
    "name": "poll",
    "description": "Look up published polls.",
    "type": 1,
    "options": [{"type": 3, "name": "topic", "description": "which", "required": False, "autocomplete": True}],
    "nsfw": False,
    "dm_permission": True,
    "default_member_permissions": 8,
    "contexts": None,
    "integration_types": None,
}
REGISTERED: dict[str, Any] = {
    "id": "5",
    "application_id": "6",
    "version": "7",
    "name": "poll",
    "name_localizations": None,
    "description": "Look up published polls.",
    "description_localizations": None,
    "type": 1,
    "options": [{"type": 3, "name": "topic", "description": "which", "autocomplete": True}],
    "nsfw": False,
    "default_permission": True,
    "default_member_permissions": "8",
    "contexts": None,
    "integration_types": [0],
}


def test_what_discord_adds_is_no_change() -> None:
    difference = compare([REGISTERED], [WANTED])
    assert not difference
    assert str(difference) == "unchanged: 1"


@pytest.mark.parametrize(
    "change",
    [
        {"description": "Something else"},
        {"options": []},
        {"options": [{"type": 3, "name": "topic", "description": "which", "required": True, "autocomplete": True}]},
        {"default_member_permissions": None},
        {"contexts": [0]},
    ],
    ids=str,
)
def test_each_field_that_a_person_notices_is_a_change(change: dict[str, Any]) -> None:
    assert compare([REGISTERED], [{**WANTED, **change}]).changed == ("/poll",)


def test_names_are_told_apart_by_kind() -> None:
    menu = {"name": "poll", "type": 3}
    difference = compare([REGISTERED, {**REGISTERED, "name": "gone"}], [WANTED, menu])
    assert str(difference) == "added: “poll” on a message\nremoved: /gone\nunchanged: 1"
