"""The sync that tells Discord which slash commands and menus there are: on request, where they have changed."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.http import HTTPClient, Route

from bot.briefing.refusals import Refusal
from db.runtime_state import RuntimeState


@dataclass(frozen=True)
class Difference:
    """What a sync changes at Discord; the names are written as one types them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    same: int

    def __str__(self) -> str:
        lines = [
            f"{verb}: {', '.join(names)}"
            for verb, names in (("added", self.added), ("changed", self.changed), ("removed", self.removed))
            if names
        ]
        return "\n".join([*lines, f"unchanged: {self.same}"])

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


_SLASH = discord.AppCommandType.chat_input.value
_NESTED = (discord.AppCommandOptionType.subcommand.value, discord.AppCommandOptionType.subcommand_group.value)
_MEDIA = discord.ChannelType.media.value


UNCHANGED = (
    "The commands have not changed since they were last synced: nothing to do. Discord was not asked; `footnote sync "
    "--force` does so."
)


class Sync:
    """Compares the bot's commands with those that Discord has, and hands them over."""

    def __init__(self, runtime_state: RuntimeState, translator: app_commands.Translator) -> None:
        self._runtime_state = runtime_state
        self._translator = translator

    async def run(self, tree: app_commands.CommandTree[Any], *, dry: bool = False, force: bool = False) -> str:
        """Hand the commands over and return what that changed, or with `dry` what it would change.

        With `force` Discord is asked also where nothing has changed here. Raises Refusal with what Discord objects to.
        """
        try:
            return await self._run(tree, dry=dry, force=force)
        except (discord.Forbidden, discord.NotFound) as refused:
            raise Refusal("Discord does not take commands from this application: {}", refused.text) from refused
        except discord.HTTPException as refused:
            if refused.status != 400:
                raise
            raise Refusal("Discord objects to the commands: {}", refused.text) from refused

    async def _run(self, tree: app_commands.CommandTree[Any], *, dry: bool, force: bool) -> str:
        application = tree.client.application_id
        assert application is not None
        commands = [await command.get_translated_payload(tree, self._translator) for command in tree.get_commands()]
        wanted = [_described(command) for command in commands]
        digest = _digest(wanted)
        if await self._runtime_state.synced(application) == digest and not dry and not force:
            return UNCHANGED
        difference = compare(await self._registered(tree.client.http, application), wanted)
        if dry:
            return f"{difference}\nNothing was synced: this was a dry run."
        if difference:
            # As `tree.sync` does.
            await tree.client.http.bulk_upsert_global_commands(application, payload=wanted)
        await self._runtime_state.remember_synced(application, digest)
        return f"{difference}\nDiscord has the commands now." if difference else "Discord has these commands already."

    async def _registered(self, http: HTTPClient, application: int) -> Sequence[Mapping[str, Any]]:
        """Return the commands that Discord has, with their translations.

        Not by `tree.fetch_commands`, whose objects leave out who may use a command and where, nor by
        `http.get_global_commands`, which is told of no translations.
        """
        route = Route("GET", "/applications/{application_id}/commands", application_id=application)
        registered: list[Mapping[str, Any]] = await http.request(route, params={"with_localizations": "true"})
        return registered


async def numbers(client: discord.Client) -> dict[str, int]:
    """Return the slash commands that Discord has by their names, subcommands with their group’s, each with its number.

    Whoever writes `</poll:12>` has them shown as something to press.
    """
    assert client.application_id is not None
    found: dict[str, int] = {}
    for command in await client.http.get_global_commands(client.application_id):
        if command.get("type", _SLASH) == _SLASH:
            found |= dict.fromkeys(_leaves(command), int(command["id"]))
    return found


def _leaves(command: Mapping[str, Any]) -> Iterator[str]:
    inner = [option for option in command.get("options") or () if option["type"] in _NESTED]
    if not inner:
        yield command["name"]
    for option in inner:
        yield from (f"{command['name']} {name}" for name in _leaves(option))


def _described(command: Any) -> Any:
    """Return a command as Discord's description of its API has it, which knows neither `nsfw` nor media channels.

    Translations are left out where there are none.
    """
    if isinstance(command, list):
        return [_described(inner) for inner in command]
    if not isinstance(command, dict):
        return command
    kept = {key: _described(value) for key, value in command.items() if key != "nsfw" and value != {}}
    if "channel_types" in kept:
        kept["channel_types"] = [kind for kind in kept["channel_types"] if kind != _MEDIA]
    return kept


def compare(registered: Iterable[Mapping[str, Any]], wanted: Iterable[Mapping[str, Any]]) -> Difference:
    """Return what becomes of the registered commands when those wanted take their place."""
    before = {_name(command): _essence(command) for command in registered}
    after = {_name(command): _essence(command) for command in wanted}
    both = before.keys() & after.keys()
    changed = sorted(name for name in both if before[name] != after[name])
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(changed),
        removed=tuple(sorted(before.keys() - after.keys())),
        same=len(both) - len(changed),
    )


def _name(command: Mapping[str, Any]) -> str:
    return f"/{command['name']}" if command.get("type", 1) == 1 else f"“{command['name']}” on a message"


# What Discord adds to a command, or says of it although nobody has set it.
_DISCORDS_OWN = {
    "id",
    "application_id",
    "version",
    "guild_id",
    "dm_permission",
    "integration_types",
    "default_permission",
    "handler",
}


def _essence(value: Any) -> Any:
    """Return a command without what is empty, so that a field left out equals one set to nothing."""
    if isinstance(value, Mapping):
        kept = {key: _essence(inner) for key, inner in value.items() if key not in _DISCORDS_OWN}
        return {key: inner for key, inner in kept.items() if inner not in (None, False, "", [], {})}
    if isinstance(value, list | tuple):
        return [_essence(inner) for inner in value]
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _digest(commands: list[dict[str, Any]]) -> str:
    canonical = json.dumps(sorted(commands, key=_name), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
