"""Discord's documented limits, and what Footnote holds itself to besides: nothing that it sends may ring anybody.

https://discord.com/developers/docs/resources/message, …/components/reference, …/interactions/application-commands
"""

import re
from collections import Counter
from collections.abc import Iterable

from tests.wire.discord.message import walk
from tests.wire.discord.world import Json

EMBED = {"title": 256, "description": 4096}
_NAME = re.compile(r"^[-_'\w]{1,32}$")
EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
LASTING = EPHEMERAL | COMPONENTS_V2
_FLAGS = 1 << 2 | EPHEMERAL | 1 << 12 | COMPONENTS_V2


def message(body: Json, files: dict[str, bytes], *, edit: bool = False) -> list[str]:
    """Return what is wrong with a message to be sent or an edit."""
    found = [*length("content", body.get("content"), 2000), *_mentions(body), *_embeds(body.get("embeds") or [])]
    flags = body.get("flags") or 0
    if flags & ~_FLAGS:
        found.append(f"flags {flags} that nobody may set")
    if flags & COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
        found.append("components of version 2 beside content or embeds")
    found += _components(body.get("components") or [], second=bool(flags & COMPONENTS_V2))
    found += _attachments(body.get("attachments") or [], files)
    if flags & COMPONENTS_V2:
        shown = {url.removeprefix("attachment://") for url in _urls(body.get("components") or [])}
        found += [f"the file {name}, which no component shows" for name in files.keys() - shown]
        found += [f"a component for {name}, which is not attached" for name in shown - _attached(body, files)]
    if not edit and not any((body.get("content"), body.get("embeds"), body.get("components"), files)):
        found.append("an empty message")
    found += length("nonce", str(body.get("nonce") or ""), 25)
    return found


def modal(body: Json) -> list[str]:
    """Return what is wrong with a modal."""
    found = [*length("modal title", body.get("title"), 45, 1), *length("custom_id", body.get("custom_id"), 100, 1)]
    rows = body.get("components") or []
    if not 1 <= len(rows) <= 5:
        found.append(f"a modal of {len(rows)} components")
    for one in walk(rows):
        found += _part(one)
    return found


def choices(listed: list[Json]) -> list[str]:
    """Return what is wrong with the choices of an option or of a completion."""
    found = [f"{len(listed)} choices"] if len(listed) > 25 else []
    for choice in listed:
        found += length("choice name", choice["name"], 100, 1)
        found += length("choice value", str(choice["value"]), 100, 1)
    return found


def commands(listed: list[Json]) -> list[str]:
    """Return what is wrong with a set of application commands."""
    found: list[str] = []
    per_type = Counter(command.get("type", 1) for command in listed)
    found += [
        f"{per_type[kind]} commands of type {kind}"
        for kind, most in {1: 100, 2: 15, 3: 15}.items()
        if per_type[kind] > most
    ]
    names = Counter((command.get("type", 1), command["name"]) for command in listed)
    found += [f"two commands {name}" for (_, name), times in names.items() if times > 1]
    for command in listed:
        if command.get("type", 1) == 1:
            found += _slash(command)
            if _weight(command) > 8000:
                found.append(f"/{command['name']} is longer than 8,000 characters in all")
        else:
            found += length("context menu", command["name"], 32, 1)
    return found


def length(what: str, text: str | None, most: int, least: int = 0) -> Iterable[str]:
    length = len((text or "").encode("utf-16-le")) // 2
    if not least <= length <= most:
        yield f"{what} of {length} characters, where {least or 0} to {most} are allowed"


def _mentions(body: Json) -> Iterable[str]:
    allowed = body.get("allowed_mentions")
    if allowed is None:
        yield "no allowed_mentions: everything that looks like a mention would ring"
    elif allowed.get("parse") or allowed.get("users") or allowed.get("roles") or allowed.get("replied_user"):
        yield f"allowed_mentions {allowed} may ring somebody"


def _embeds(embeds: list[Json]) -> Iterable[str]:
    if len(embeds) > 10:
        yield f"{len(embeds)} embeds"
    total = 0
    for embed in embeds:
        parts = [(name, embed.get(name), most) for name, most in EMBED.items()]
        parts += [("footer", embed.get("footer", {}).get("text"), 2048)]
        parts += [("author", embed.get("author", {}).get("name"), 256)]
        fields = embed.get("fields") or []
        if len(fields) > 25:
            yield f"{len(fields)} fields in an embed"
        for one in fields:
            yield from length("field name", one["name"], 256, 1)
            yield from length("field value", one["value"], 1024, 1)
            total += len(one["name"]) + len(one["value"])
        for what, text, most in parts:
            yield from length(f"embed {what}", text, most)
            total += len(text or "")
        if not any((embed.get("title"), embed.get("description"), fields, embed.get("image"))):
            yield "an empty embed"
    if total > 6000:
        yield f"embeds of {total} characters in all"


def _components(rows: list[Json], *, second: bool) -> Iterable[str]:
    inside = walk(rows)
    if second:
        if len(inside) > 40:
            yield f"{len(inside)} components"
        if sum(len(one["content"]) for one in inside if one["type"] == 10) > 4000:
            yield "more than 4,000 characters of text in components"
    else:
        if len(rows) > 5:
            yield f"{len(rows)} rows of components"
        if any(row["type"] != 1 for row in rows):
            yield "a component of version 2 in a message without its flag"
    for one in inside:
        yield from _part(one)
    ids = Counter(one["custom_id"] for one in inside if "custom_id" in one)
    yield from (f"two components with the custom_id {name}" for name, times in ids.items() if times > 1)


def _part(one: Json) -> Iterable[str]:
    kind = one["type"]
    if kind == 1:
        widths = sum(1 if inner["type"] == 2 else 5 for inner in one["components"])
        if not 1 <= widths <= 5:
            yield f"a row of width {widths}"
    elif kind == 2:
        yield from length("button label", one.get("label"), 80, 0 if one.get("emoji") else 1)
        if one["style"] == 5:
            yield from length("button url", one.get("url"), 512, 1)
        else:
            yield from length("custom_id", one.get("custom_id"), 100, 1)
    elif kind == 4:
        yield from length("custom_id", one.get("custom_id"), 100, 1)
        yield from length("placeholder", one.get("placeholder"), 100)
        yield from length("value", one.get("value"), one.get("max_length", 4000))
        if "label" in one and one["label"] is not None:
            yield from length("input label", one["label"], 45, 1)
    elif kind in (3, 5, 6, 7, 8):
        yield from length("custom_id", one.get("custom_id"), 100, 1)
        yield from length("placeholder", one.get("placeholder"), 150)
        options = one.get("options") or []
        if kind == 3 and not 1 <= len(options) <= 25:
            yield f"a select of {len(options)} options"
        for option in options:
            yield from length("option label", option["label"], 100, 1)
            yield from length("option value", option["value"], 100, 1)
            yield from length("option description", option.get("description"), 100)
    elif kind == 18:
        yield from length("label", one.get("label"), 45, 1)
        yield from length("label description", one.get("description"), 100)


def _urls(components: list[Json]) -> Iterable[str]:
    for one in walk(components):
        if one["type"] == 12:
            yield from (item["media"]["url"] for item in one["items"])
        elif one["type"] == 13:
            yield one["file"]["url"]


def _attached(body: Json, files: dict[str, bytes]) -> set[str]:
    return {*files, *(one["filename"] for one in body.get("attachments") or () if "filename" in one)}


def _attachments(listed: list[Json], files: dict[str, bytes]) -> Iterable[str]:
    if len(listed) > 10:
        yield f"{len(listed)} attachments"
    for one in listed:
        yield from length("alt text", one.get("description"), 1024)
    named = {one["filename"] for one in listed if "filename" in one}
    if not files.keys() <= named:
        yield f"files {sorted(files.keys() - named)} that no attachment describes"
    if sum(map(len, files.values())) > 10 * 1024 * 1024:
        yield "more than 10 MiB of files"


def _slash(command: Json, *, depth: int = 0) -> Iterable[str]:
    name = command["name"]
    if not _NAME.match(name) or name != name.lower():
        yield f"the name {name!r}"
    yield from length(f"description of {name}", command.get("description"), 100, 1)
    options = command.get("options") or []
    if len(options) > 25:
        yield f"{len(options)} options of {name}"
    groups = [option for option in options if option["type"] in (1, 2)]
    if groups and len(groups) < len(options):
        yield f"{name} mixes options with subcommands"
    if groups and depth > 1:
        yield f"{name} nests deeper than two levels"
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{name} has a required option after one that is not"
    for option in options:
        yield from _slash(option, depth=depth + 1)
        yield from choices(option.get("choices") or [])


def _weight(command: Json) -> int:
    own = len(command["name"]) + len(command.get("description") or "")
    own += sum(len(choice["name"]) + len(str(choice["value"])) for choice in command.get("choices") or ())
    return own + sum(map(_weight, command.get("options") or ()))
