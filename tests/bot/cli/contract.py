"""The JSON that `docs/contract.md` promises, of `footnote ask --json` and of citations in an export, as JSON Schema."""

from typing import Any

CITATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "source": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "paragraph": {"type": "integer", "minimum": 1},
        "span": {"type": ["array", "null"], "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "label": {"type": "string"},
        "reported_from": {"type": ["string", "null"]},
        "check": {"enum": ["intact", "moved", "changed", "missing", "unchecked"]},
    },
    "additionalProperties": False,
}
CITATION["required"] = list(CITATION["properties"])
VOICE = {"enum": ["reported", "opinion", "forecast", "quotation"]}
KIND = {"enum": ["poll", "event", "person", "organization", "law", "claim", "statement"]}
STATEMENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fact": {"type": "string", "pattern": "^F[0-9]+$"},
        "key": {"type": "string"},
        "kind": KIND,
        "voice": VOICE,
        "speaker": {"type": ["string", "null"]},
        "text": {"type": "string", "minLength": 1},
        "rank": {"enum": ["normal", "deprecated"]},
        "citations": {"type": "array", "items": CITATION, "minItems": 1},
    },
    "additionalProperties": False,
}
STATEMENT["required"] = list(STATEMENT["properties"])
STATEMENT["properties"]["superseded_by"] = {"type": "string", "pattern": "^[a-z0-9-]+$"}
STATEMENT["properties"]["lacks"] = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}
REPLY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "question": {"type": "string"},
        "status": {"enum": ["answered", "related", "unknown", "done", "denied", "error"]},
        "statements": {"type": "array", "items": STATEMENT},
        "note": {"type": ["string", "null"]},
    },
    "additionalProperties": False,
}
REPLY["required"] = list(REPLY["properties"])
