"""Questions on the seed, and the same with what decides exchanged: who did it to whom, and *not*."""

from pathlib import Path

import pytest

from bot import app
from bot.app import Services
from bot.briefing.asker import Asker
from bot.briefing.asking.evaluation import Evaluation, Measures, parse
from bot.briefing.asking.exchanges import exchanges
from db.actors import OPERATOR
from tests.questions.conftest import Seeded

UNSEEN = Path(__file__).parent / "unseen.jsonl"


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
async def test_what_decides_is_read(seeded_with: Seeded, verifier: str, question: str, exchanged: str) -> None:
    async with app.opened(await seeded_with(verifier)) as opened:
        assert (await _ask(opened, question)) == "answered"
        assert (await _ask(opened, exchanged)) == "related"


@pytest.mark.parametrize(("bare", "verifier"), [(False, "off"), (True, "on")])
async def test_few_are_answered_with_what_decides_exchanged(seeded_with: Seeded, bare: bool, verifier: str) -> None:
    settings = await seeded_with(verifier, bare=bare)
    async with app.opened(settings, bare=bare) as opened:
        evaluation = Evaluation(opened.answering, opened.store, opened.search, opened.evidence)
        questions = await evaluation.exchanged(parse(UNSEEN.read_text(encoding="utf-8")))
        judged = await evaluation.judge(questions)
    kinds = {case.expected.id.split()[1] for case in judged}
    assert kinds == {"actors", "negation", "group", "year", "figure", "name"}
    refused = Measures.of(judged).refuses_unanswerable
    assert refused is not None
    assert refused >= 0.90


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("what did Trump ask Kim?", {"actors": "what did Kim ask Trump?", "negation": "what didn’t Trump ask Kim?"}),
        ("did Ana meet Ben in Oslo?", {}),
        ("why was 2018 the first year?", {"year": "why was 2001 the first year?"}),
        ("how many women want 12 boats?", {"group": "how many tenants want 12 boats?"}),
    ],
)
def test_one_thing_is_exchanged_at_a_time(question: str, made: dict[str, str]) -> None:
    found = {exchange.kind: exchange.question for exchange in exchanges([question])}
    assert made.items() <= found.items()
    assert ("actors" in found) == ("actors" in made)
    assert question not in found.values()


async def _ask(opened: Services, question: str) -> str:
    return (await opened.answering.ask(question, Asker(OPERATOR, None, 1))).status
