"""Discord's published description of its API, where it is on hand: each request is held against it."""

import json
import re
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


@cache
def _description() -> Json:
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else {}


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    # Where two match, the one with fewer parameters is meant: /messages/@original before /messages/{message_id}.
    paths = sorted(_description().get("paths", ()), key=lambda path: path.count("{"))
    return [(re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path) for path in paths]


@cache
def _validator(template: str, method: str, media: str) -> Draft202012Validator | None:
    operation = _description()["paths"][template][method]
    if "requestBody" not in operation:
        return None
    resource: Resource[Any] = Resource.from_contents(_description(), default_specification=DRAFT202012)
    path = "/".join(
        part.replace("~", "~0").replace("/", "~1")
        for part in ("paths", template, method, "requestBody", "content", media, "schema")
    )
    return Draft202012Validator({"$ref": f"{_HERE}#/{path}"}, registry=Registry().with_resource(_HERE, resource))


def problems(method: str, path: str, body: Any, *, multipart: bool = False) -> list[str]:
    """Return how the request differs from the description; nothing where that is not on hand."""
    if not _description():
        return []
    template = next((template for pattern, template in _templates() if pattern.match(path)), None)
    if template is None or method.lower() not in _description()["paths"][template]:
        return [f"{method} {path} is not in Discord’s description"]
    validator = _validator(template, method.lower(), "multipart/form-data" if multipart else "application/json")
    if validator is None:
        return [] if body is None else [f"{method} {template} takes no body"]
    error = best_match(validator.iter_errors(body))
    return [f"{method} {template}: {error.json_path} {error.message[:300]}"] if error else []
