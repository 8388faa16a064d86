"""Cells of an export that a spreadsheet would take for a formula."""

import csv
import io
import json

import pytest

from bot.app import Services
from bot.cli.files import content_of
from bot.render import exports
from bot.render.formats import Format
from tests.conftest import Attached, Say

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\u200b=1+1", "＝1+1", "＠SUM(A1)", " =1", "\u2212 5", "\ufeff+1"]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("column", ["text", "speaker"])
async def test_no_cell_begins_as_a_formula_does(say: Say, opened: Services, formula: str, column: str) -> None:
    fact = {
        "key": "f",
        "payload": {"kind": "event", "name": "N"},
        "topics": ["harbour"],
        "citations": [{"source": "s", "paragraph": 1, "fingerprint": "0" * 64}],
        "text": "It is.",
        "speaker": "Ana",
        column: f"{formula} is what it says",
    }
    library = {"sources": [{"key": "s", "title": "T"}], "facts": [fact]}
    await say("!import", attachments=[Attached("f.json", json.dumps(library).encode())])
    assert (await say("!yes")).status == "done"
    written = exports.write(await content_of(opened), Format.CSV)
    cells = [row[column] for row in csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))]
    (cell,) = [cell for cell in cells if cell.endswith("is what it says")]
    assert cell.startswith("'")
