"""The JSON Schema of a fixture, for editors."""

import re
from typing import Any

from db.fixtures import PLACE
from db.records import Library


def fixture_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12), made from the records."""
    made = Library.model_json_schema(by_alias=True)
    records = made["$defs"]
    # A fixture may leave the fingerprint to the source's list, and cite a whole paragraph in short.
    records["Citation"]["required"].remove("fingerprint")
    citations = records["Fact"]["properties"]["citations"]
    # Patterns in a schema are those of ECMAScript, which names groups otherwise.
    short = {"type": "string", "pattern": "^" + re.sub(r"\?P<\w+>", "?:", PLACE.pattern) + "$"}
    citations["items"] = {"anyOf": [citations["items"], short]}
    for record in records.values():
        if "kind" in record["properties"]:
            # The kind has a default in the record, and tells the payloads apart in a fixture.
            record["required"] = ["kind", *record.get("required", [])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_untitled(made)}


def _untitled(part: Any) -> Any:
    """Drop the titles that pydantic makes of the names of fields; they say nothing more."""
    if isinstance(part, list):
        return [_untitled(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {name: _untitled(value) for name, value in part.items() if not (name == "title" and isinstance(value, str))}
