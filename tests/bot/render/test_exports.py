"""Cells of an export that a spreadsheet would take for a formula."""

import csv
import io

import pytest

from bot.app import Services
from bot.render import exports
from bot.render.formats import Format
from tests.conftest import Say

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\u200b=1+1", "＝1+1", "＠SUM(A1)", " =1", "\u2212 5", "\ufeff+1"]


@pytest.mark.parametrize("formula", FORMULAS)
async def test_no_cell_begins_as_a_formula_does(say: Say, opened: Services, formula: str) -> None:
    await say(f'!source add s title: T text: "{formula} is what it says"')
    await say(f'!fact add kind: event topics: harbour name: N text: "{formula} is what it says" source: s paragraph: 1')
    await say("!yes")
    written = exports.write(await opened.content(), Format.CSV)
    cells = [row["text"] for row in csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))]
    (cell,) = [cell for cell in cells if cell.endswith("is what it says")]
    assert cell.startswith("'")
