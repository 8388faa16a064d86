"""Questions on the seed in frames that people put around them, which are answered as without."""

from pathlib import Path

import pytest

from bot import app
from bot.briefing.asking.evaluation import Evaluation, parse
from bot.settings import Settings

UNSEEN = Path(__file__).parent / "unseen.jsonl"


@pytest.mark.sqlite("measures beside FTS5")
@pytest.mark.parametrize("bare", [False, True])
async def test_a_frame_changes_hardly_an_answer(url: str, bare: bool) -> None:
    settings = Settings(_env_file=None, database_url=url, verifier="off")
    async with app.opened(settings, bare=bare) as opened:
        evaluation = Evaluation(opened.answering, opened.store, opened.search, opened.evidence)
        questions = parse(UNSEEN.read_text(encoding="utf-8"))[::15]
        evaluated = await evaluation.evaluate_framed("framed", questions)
    assert len(evaluated.judged) == 20 * len(questions)
    assert evaluated.as_alone is not None
    assert evaluated.as_alone >= 0.97
