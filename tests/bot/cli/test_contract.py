"""`docs/contract.md` names every field and value that the JSON of replies may have, and shows a valid one."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import jsonschema

from bot.briefing.answer import Status
from tests.bot.cli.contract import REPLY
from tests.readme import ROOT

PAGE = (ROOT / "docs" / "contract.md").read_text("utf-8")


def named(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the fields and the values of a schema and of all within it."""
    yield from schema.get("enum", ())
    for field, within in schema.get("properties", {}).items():
        yield field
        yield from named(within)
    if "items" in schema:
        yield from named(schema["items"])


def test_the_page_names_all_that_the_schema_has() -> None:
    assert not [name for name in named(REPLY) if f"`{name}`" not in PAGE]


def test_the_schema_has_every_status() -> None:
    assert tuple(REPLY["properties"]["status"]["enum"]) == get_args(Status)


def test_the_example_of_the_page_is_valid() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    jsonschema.validate(json.loads(example), REPLY)
