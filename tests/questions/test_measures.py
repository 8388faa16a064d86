"""Questions asked of the seed: how many are answered rightly must not fall below what was measured.

Those that the weights were fitted to (tune.jsonl) say little by themselves, and are left to `footnote evaluate`.

The floors lie a little under the measured shares (docs/asking.md), so that a fact more does not break them.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.briefing.asking.evaluation import Evaluation, Measures, parse
from bot.settings import Settings
from tests.conftest import SHARED

HERE = Path(__file__).parent
DEV = SHARED / "questions" / "dev.jsonl"


@dataclass(frozen=True)
class Floor:
    """The least shares right at 1, right at 3 and rightly refused, and the most wrongly refused."""

    at_1: float
    at_3: float
    refuses_unanswerable: float
    refuses_answerable: float


FLOORS = {
    HERE / "unseen.jsonl": Floor(0.88, 0.90, 0.85, 0.10),
    DEV: Floor(0.93, 0.97, 0.86, 0.03),
}


@pytest.fixture
async def seeded(url: str) -> AsyncIterator[Services]:
    async with app.opened(Settings(_env_file=None, database_url=url)) as opened:
        yield opened


async def test_the_questions_are_answered_as_well_as_measured(seeded: Services) -> None:
    evaluation = Evaluation(seeded.answering, seeded.store, seeded.search, seeded.evidence)
    for file, floor in FLOORS.items():
        if not file.exists():
            continue
        measured = Measures.of(await evaluation.judge(parse(file.read_text(encoding="utf-8"))))
        assert measured.at_1 is not None
        assert measured.at_1 >= floor.at_1, file.name
        assert measured.at_3 is not None
        assert measured.at_3 >= floor.at_3, file.name
        assert measured.refuses_unanswerable is not None
        assert measured.refuses_unanswerable >= floor.refuses_unanswerable, file.name
        assert measured.refuses_answerable is not None
        assert measured.refuses_answerable <= floor.refuses_answerable, file.name
