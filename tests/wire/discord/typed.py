"""Slash commands as a member types them: what Discord shows to whom, asks for, and tells the bot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.wire.discord.message import Message
from tests.wire.discord.world import Guild, Json, User

if TYPE_CHECKING:
    from tests.wire.discord.server import Loopback


def registered(discord: Loopback, guild: Guild, user: User, name: str, kind: int) -> Json:
    """Return the command as the bot has registered it; fails where Discord does not show it to this member."""
    listed = discord.commands[None] + discord.commands.get(guild.id, [])
    found = next((one for one in listed if one["type"] == kind and one["name"] == name), None)
    assert found is not None, f"no command {name!r} is registered: {sorted(one['name'] for one in listed)}"
    may = found.get("default_member_permissions")
    if may is not None and guild.permissions(user) & int(may) != int(may):
        raise AssertionError(f"Discord does not show {name!r} to {user.name}")
    return found


def typed(
    discord: Loopback, guild: Guild, user: User, name: str, focused: str | None, options: Mapping[str, Any]
) -> Json:
    """Return what Discord tells the bot of a slash command with these options."""
    head, *rest = name.split()
    command = registered(discord, guild, user, head, 1)
    data: Json = {"id": command["id"], "name": head, "type": 1, "resolved": {}}
    place, level = data, command
    for word in rest:
        level = next((one for one in level["options"] if one["name"] == word), {})
        assert level, f"/{head} has no subcommand {word!r}"
        inner: Json = {"name": word, "type": level["type"]}
        place["options"] = [inner]
        place = inner
    known = level.get("options") or []
    _ask_for(known, options, focused)
    place["options"] = [
        {
            "name": one["name"],
            "type": one["type"],
            "value": _value(discord, user, one, options[one["name"]], data["resolved"]),
            **({"focused": True} if one["name"] == focused else {}),
        }
        for one in known
        if one["name"] in options
    ]
    return data


def _ask_for(known: Sequence[Json], given: Mapping[str, Any], focused: str | None) -> None:
    """Fail where Discord would not send the command off like this."""
    names = [one["name"] for one in known]
    assert given.keys() <= set(names), f"the options are {names}"
    missing = [one["name"] for one in known if one.get("required") and one["name"] not in given]
    assert focused or not missing, f"Discord asks for {missing} first"


def _value(discord: Loopback, user: User, option: Json, value: Any, resolved: Json) -> Any:
    allowed = [choice["value"] for choice in option.get("choices") or ()]
    assert not allowed or value in allowed, f"{value!r} is not among {allowed}"
    match option["type"]:
        case 7:
            resolved.setdefault("channels", {})[str(value.id)] = {**value.payload(), "permissions": "0"}
            return str(value.id)
        case 8:
            resolved.setdefault("roles", {})[str(value.id)] = value.payload(1)
            return str(value.id)
        case 11:
            described = _upload(discord, user, *value)
            resolved.setdefault("attachments", {})[described["id"]] = described
            return described["id"]
    return value


def _upload(discord: Loopback, user: User, name: str, content: bytes) -> Json:
    channel = discord.direct(user)
    carrier = Message(channel, user, {}, {name: content})
    channel.messages[carrier.id] = carrier
    described: Json = carrier.payload(discord.address)["attachments"][0]
    return described
