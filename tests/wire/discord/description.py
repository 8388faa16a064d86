"""Discord's published description of its API, where it is on hand: each request is held against all of it.

The path and its parameters, the method, the query, the kind of the body, and the body itself. What the description
does not name, in the query or in an object, does nothing at Discord, so that is held to be a mistake too.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.conftest import SHARED
from tests.wire.discord.world import Json

FILE = SHARED / "discord" / "openapi.json"
_HERE = "urn:discord"
_JSON, _MULTIPART = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class _Operation:
    """What one method at one path takes: parameters by place and name, and validators of each and of the body."""

    name: str
    path: re.Pattern[str]
    parameters: dict[tuple[str, str], Draft202012Validator]
    needed: frozenset[tuple[str, str]]
    media: frozenset[str]
    body: Draft202012Validator | None
    body_needed: bool


@cache
def _operations() -> dict[str, list[_Operation]]:
    """Return the operations by their methods, for each path those with fewer parameters first."""
    if not FILE.exists():
        return {}
    description: Json = json.loads(FILE.read_text(encoding="utf-8"))
    _close(description)
    registry = Registry().with_resource(_HERE, Resource.from_contents(description, default_specification=DRAFT202012))

    def validator(schema: Any) -> Draft202012Validator:
        return Draft202012Validator(_here(schema), registry=registry)

    found: dict[str, list[_Operation]] = {}
    # Where two match, the one with fewer parameters is meant: /messages/@original before /messages/{message_id}.
    for path, item in sorted(description["paths"].items(), key=lambda named: named[0].count("{")):
        pattern = re.compile(re.sub(r"\{([^}]+)\}", r"(?P<\1>[^/]+)", path))
        for method, operation in item.items():
            if method == "parameters":
                continue
            parameters = [*item.get("parameters", ()), *operation.get("parameters", ())]
            taken = operation.get("requestBody", {})
            content = taken.get("content", {})
            found.setdefault(method.upper(), []).append(
                _Operation(
                    f"{method.upper()} {path}",
                    pattern,
                    {(one["in"], one["name"]): validator(one["schema"]) for one in parameters},
                    frozenset((one["in"], one["name"]) for one in parameters if one.get("required")),
                    frozenset(content),
                    validator(content[_JSON]["schema"]) if _JSON in content else None,
                    taken.get("required", False),
                )
            )
    return found


def _close(part: Any) -> None:
    """Let nothing stand in an object that the description does not name."""
    if isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            part.setdefault("additionalProperties", False)
        for inner in part.values():
            _close(inner)
    elif isinstance(part, list):
        for inner in part:
            _close(inner)


def _here(part: Any) -> Any:
    """Let the references of a part lead into the whole description."""
    if isinstance(part, dict):
        return {
            key: f"{_HERE}{value}" if key == "$ref" and isinstance(value, str) else _here(value)
            for key, value in part.items()
        }
    return [_here(inner) for inner in part] if isinstance(part, list) else part


def problems(method: str, path: str, query: Mapping[str, str], media: str, body: Any, parts: list[str]) -> list[str]:
    """Return how a request differs from the description; nothing where that is not on hand.

    `media` is the kind of its body, `parts` are the names of the parts of one that has several.
    """
    if not _operations():
        return []
    match = next(((one, found) for one in _operations().get(method, ()) if (found := one.path.fullmatch(path))), None)
    if match is None:
        return [f"{method} {path} is not in Discord’s description"]
    operation, found = match
    given: dict[tuple[str, str], Any] = {("path", name): value for name, value in found.groupdict().items()}
    given |= {("query", name): _value(value) for name, value in query.items()}
    told = [f"the {place} has no {name}" for place, name in operation.needed - given.keys()]
    for (place, name), value in given.items():
        if (place, name) not in operation.parameters:
            told.append(f"the {place} knows no {name}")
        elif error := best_match(operation.parameters[place, name].iter_errors(value)):
            told.append(f"{name} in the {place}: {error.message}")
    told += _of_the_body(operation, media, body, parts)
    return [f"{operation.name}: {problem}" for problem in told]


def _of_the_body(operation: _Operation, media: str, body: Any, parts: list[str]) -> list[str]:
    if body is None:
        return ["a body is missing"] if operation.body_needed else []
    if operation.body is None:
        return ["no body is taken"]
    if media not in operation.media:
        return [f"a body of the kind {media} is not taken"]
    if media == _MULTIPART:
        strange = [part for part in parts if part != "payload_json" and not re.fullmatch(r"files\[\d\]", part)]
        numbers = sorted(part for part in parts if part != "payload_json")
        described = [f"files[{one['id']}]" for one in _attachments(body) if "filename" in one]
        if strange or len(set(parts)) < len(parts) or numbers != sorted(described):
            return [f"the parts {parts}, where attachments describe {described}"]
    error = best_match(operation.body.iter_errors(_described(body)))
    return [f"{error.json_path} {error.message[:300]}"] if error else []


def _described(body: Any) -> Any:
    """Return a body of discord.py's as the description has it, where Discord takes what it does not describe.

    discord.py says in edits too that nothing is to be read aloud, and writes the ids of files and of the message that a
    reply points to as numbers.
    """
    if not isinstance(body, dict):
        return body
    described = {key: value for key, value in body.items() if (key, value) != ("tts", False)}
    if "data" in described:
        described["data"] = _described(described["data"])
    if "attachments" in described:
        described["attachments"] = [{**one, "id": str(one["id"])} for one in described["attachments"]]
    if reference := described.get("message_reference"):
        described["message_reference"] = {
            name: str(value) if name.endswith("_id") else value for name, value in reference.items()
        }
    return described


def _attachments(body: Json) -> list[Json]:
    return (body.get("data") or body).get("attachments") or []


def _value(text: str) -> Any:
    """Return what stands in a query as JSON would have it: a flag, a small number or its text."""
    return {"true": True, "1": True, "false": False, "0": False}.get(
        text, int(text) if text.isdigit() and len(text) < 5 else text
    )
