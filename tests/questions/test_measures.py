"""Questions whose answers are known: how many are answered rightly must not fall below what was measured.

Those that the weights were fitted to (tune.jsonl, most libraries) say little by themselves, and are left to `footnote
evaluate`.

The floors lie a little under the measured shares (docs/asking.md), so that a fact more does not break them.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import app
from bot.briefing.asking.evaluation import Evaluation, Measures, parse
from tests.conftest import SHARED
from tests.questions.conftest import Seeded

HERE = Path(__file__).parent
DEV = SHARED / "questions" / "dev.jsonl"
UNSEEN, COLLOQUIAL = HERE / "unseen.jsonl", HERE / "colloquial.jsonl"
FESTIVAL, GARDEN = HERE / "libraries" / "festival", HERE / "libraries" / "garden"


@dataclass(frozen=True)
class Floor:
    """The least shares right at 1, right at 3 and rightly refused, and the most wrongly refused."""

    at_1: float
    at_3: float
    refuses_unanswerable: float
    refuses_answerable: float


@pytest.mark.sqlite("measures beside FTS5")
@pytest.mark.parametrize(
    ("questions", "library", "bare", "verifier", "floor"),
    [
        (UNSEEN, None, False, "on", Floor(0.88, 0.90, 0.78, 0.09)),
        (UNSEEN, None, False, "off", Floor(0.85, 0.86, 0.71, 0.13)),
        (DEV, None, False, "on", Floor(0.85, 0.87, 0.86, 0.13)),
        (COLLOQUIAL, None, False, "on", Floor(0.67, 0.75, 0.81, 0.15)),
        (COLLOQUIAL, None, True, "on", Floor(0.49, 0.55, 0.81, 0.34)),
        (COLLOQUIAL, None, True, "off", Floor(0.42, 0.48, 0.81, 0.46)),
        (FESTIVAL / "questions.jsonl", FESTIVAL, False, "on", Floor(0.48, 0.50, 0.65, 0.40)),
        (FESTIVAL / "questions.jsonl", FESTIVAL, False, "off", Floor(0.56, 0.56, 0.60, 0.34)),
        (GARDEN / "questions.jsonl", GARDEN, False, "on", Floor(0.55, 0.60, 0.60, 0.35)),
        (GARDEN / "questions.jsonl", GARDEN, False, "off", Floor(0.42, 0.47, 0.60, 0.45)),
    ],
)
async def test_questions_are_answered_as_well_as_measured(
    seeded_with: Seeded, questions: Path, library: Path | None, bare: bool, verifier: str, floor: Floor
) -> None:
    if not questions.exists():
        pytest.skip("the owner's questions are not on hand")
    settings = await seeded_with(verifier, library, bare=bare)
    async with app.opened(settings, bare=bare) as opened:
        evaluation = Evaluation(opened.answering, opened.store, opened.search, opened.evidence)
        measured = Measures.of(await evaluation.judge(parse(questions.read_text(encoding="utf-8"))))
    assert measured.at_1 is not None
    assert measured.at_1 >= floor.at_1
    assert measured.at_3 is not None
    assert measured.at_3 >= floor.at_3
    assert measured.refuses_unanswerable is not None
    assert measured.refuses_unanswerable >= floor.refuses_unanswerable
    assert measured.refuses_answerable is not None
    assert measured.refuses_answerable <= floor.refuses_answerable
