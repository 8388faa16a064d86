"""Questions on the seed, and the same with what decides exchanged: who did it to whom, and *not*."""

import pytest

from bot import app
from bot.app import Services
from bot.briefing.asker import Asker
from bot.settings import Settings
from db.actors import OPERATOR


@pytest.mark.parametrize("verifier", ["on", "off"])
@pytest.mark.parametrize(
    ("question", "exchanged"),
    [
        ("did Trump ask Kim about Warmbier?", "did Kim ask Trump about Warmbier?"),
        ("what did Trump ask Kim?", "what did Kim ask Trump?"),
        ("who appointed Grenell?", "who did Grenell appoint?"),
        ("when did the Hanoi talks break down?", "when did the Hanoi talks not break down?"),
        (
            "what share of Democrats wants pressure on human rights?",
            "what share of pensioners wants pressure on human rights?",
        ),
    ],
)
async def test_what_decides_is_read(url: str, verifier: str, question: str, exchanged: str) -> None:
    settings = Settings(_env_file=None, database_url=url, verifier=verifier)
    async with app.opened(settings) as opened:
        assert (await _ask(opened, question)) == "answered"
        assert (await _ask(opened, exchanged)) == "related"


async def _ask(opened: Services, question: str) -> str:
    return (await opened.answering.ask(question, Asker(OPERATOR, None, 1))).status
