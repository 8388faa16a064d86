"""Fit of the weights of ranking and answerability to questions whose answers are known, and how they carry over.

    python -m benchmarks.fit tests/questions/tune.jsonl

The ranking is McFadden's conditional logit: of the candidates for a question and "none of them", which scores 0, the
right one is chosen with a probability that grows with exp(weights · features). Whether the first of them answers is a
logistic regression on it alone. Both are fitted by gradient ascent with an L2 penalty, either half of the questions
counting the same, and are cross-validated together: a question is judged by weights that have not seen it.
"""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot import app
from bot.briefing.asking import answerability
from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.evaluation import Expected, parse
from bot.briefing.asking.features import Features
from bot.briefing.asking.ranking import Ranked
from bot.settings import Settings

NAMES = ("constant", *(field.name for field in fields(Features)))
FOLDS = 5


@dataclass(frozen=True)
class Case:
    """A question with its candidates: a row of features each, and which of them are right."""

    expected: Expected
    analysis: QuestionAnalysis
    rows: np.ndarray
    right: np.ndarray


@dataclass(frozen=True)
class Weights:
    """Those of the ranking, one for each of NAMES, and those of the answerability."""

    ranking: np.ndarray
    answerability: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """What the weights make of a question: the answerability by the first fact, and whether a right one is in front."""

    expected: Expected
    value: float
    first: bool
    in_three: bool


async def cases(questions: Sequence[Expected]) -> list[Case]:
    with TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/fit.db")
        async with app.opened(settings) as opened:
            found = []
            for expected in questions:
                analysis = await opened.answering.analyse(expected.question)
                facts = await opened.store.numbered([one.candidate.number for one in analysis.ranked])
                statements = await opened.evidence.statements(facts)
                rows = np.array([(1.0, *astuple(one.features)) for one in analysis.ranked]).reshape(-1, len(NAMES))
                right = [expected.answerable and expected.satisfied_by(statement) for statement in statements]
                found.append(Case(expected, analysis, rows, np.array(right, bool)))
            return found


def fit(cases: Sequence[Case]) -> Weights:
    ranking = fit_ranking(cases)
    seen = [(case, _ordered(case, ranking)) for case in cases if case.analysis.ranked]
    rows = np.array([_observed(case, ordered) for case, ordered in seen])
    answerable = np.array([case.expected.answerable for case, _ in seen])
    share = _halves(answerable)

    def gradient(weights: np.ndarray) -> np.ndarray:
        slope: np.ndarray = rows.T @ (share * (answerable - 1 / (1 + np.exp(-rows @ weights))))
        return slope

    return Weights(ranking, _ascend(gradient, len(answerability.WEIGHTS), penalty=0.001, steps=2500, rate=0.5))


def fit_ranking(cases: Sequence[Case]) -> np.ndarray:
    """Return the weights under which the right choices are most probable."""
    cases = [case for case in cases if len(case.rows) and (case.right.any() or not case.expected.answerable)]
    width = max(len(case.rows) for case in cases)
    rows = np.zeros((len(cases), width + 1, len(NAMES)))  # the last candidate is "none of them", all zeros
    there = np.zeros((len(cases), width + 1), bool)
    right = np.zeros((len(cases), width + 1), bool)
    for position, case in enumerate(cases):
        rows[position, : len(case.rows)] = case.rows
        there[position, : len(case.rows)] = True
        right[position, : len(case.rows)] = case.right
    there[:, -1] = True
    answerable = np.array([case.expected.answerable for case in cases])
    right[:, -1] = ~answerable
    share = _halves(answerable)

    def gradient(weights: np.ndarray) -> np.ndarray:
        scores = np.where(there, rows @ weights, -np.inf)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chosen = odds / odds.sum(axis=1, keepdims=True)
        good = np.where(right, odds + 1e-12, 0.0)
        target = good / good.sum(axis=1, keepdims=True)
        slope: np.ndarray = np.einsum("q,qc,qcf->f", share, target - chosen, rows)
        return slope

    return _ascend(gradient, len(NAMES), penalty=0.003, steps=400, rate=0.3)


def measure(cases: Sequence[Case], weights: Weights) -> list[Outcome]:
    found = []
    for case in cases:
        if not case.analysis.ranked:
            found.append(Outcome(case.expected, -np.inf, False, False))
            continue
        order = _order(case, weights.ranking)
        value = float(_observed(case, _ordered(case, weights.ranking)) @ weights.answerability)
        found.append(Outcome(case.expected, value, bool(case.right[order[0]]), bool(case.right[order[:3]].any())))
    return found


def report(found: Sequence[Outcome], threshold: float = 0.0) -> str:
    known = [one for one in found if one.expected.answerable]
    unknown = [one for one in found if not one.expected.answerable]
    at_1 = sum(one.value >= threshold and one.first for one in known) / len(known)
    at_3 = sum(one.value >= threshold and one.in_three for one in known) / len(known)
    refused = sum(one.value < threshold for one in known) / len(known)
    rightly = sum(one.value < threshold for one in unknown) / len(unknown)
    ranked = sum(one.first for one in known) / len(known)
    return (
        f"from {threshold:+.2f}: @1 {at_1:.3f} (ranked {ranked:.3f})  @3 {at_3:.3f}"
        f"  refuses answerable {refused:.3f}  unanswerable {rightly:.3f}"
    )


def _order(case: Case, ranking: np.ndarray) -> np.ndarray:
    order: np.ndarray = np.argsort(-(case.rows @ ranking), kind="stable")
    return order


def _ordered(case: Case, ranking: np.ndarray) -> list[Ranked]:
    scores = case.rows @ ranking
    return [replace(case.analysis.ranked[at], score=float(scores[at])) for at in _order(case, ranking)]


def _observed(case: Case, ordered: Sequence[Ranked]) -> np.ndarray:
    seen = answerability.observe(case.analysis.question, ordered)
    return np.array([seen[name] for name in answerability.WEIGHTS])


def _halves(answerable: np.ndarray) -> np.ndarray:
    """Return the weight of each question: either half counts one half."""
    share: np.ndarray = np.where(answerable, 0.5 / answerable.sum(), 0.5 / (~answerable).sum())
    return share


def _ascend(
    gradient: Callable[[np.ndarray], np.ndarray], width: int, penalty: float, steps: int, rate: float
) -> np.ndarray:
    """Climb with momentum; the first weight, the constant, is not penalised."""
    weights = np.zeros(width)
    momentum = np.zeros(width)
    shrunk = penalty * (np.arange(width) > 0)
    for _ in range(steps):
        momentum = 0.9 * momentum + gradient(weights) - shrunk * weights
        weights = weights + rate * momentum
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-v", action="store_true", help="list the questions that cross-validation gets wrong")
    arguments = parser.parse_args()
    questions = [one for file in arguments.files for one in parse(file.read_text())]
    made = asyncio.run(cases(questions))
    weights = fit(made)
    for title, names, values in (
        ("ranking", NAMES, weights.ranking),
        ("answerability", tuple(answerability.WEIGHTS), weights.answerability),
    ):
        print(title)
        print(*(f'    "{name}": {value:.2f},' for name, value in zip(names, values, strict=True)), sep="\n")
    print("fitted:", report(measure(made, weights)))
    held: list[Outcome] = []
    for fold in range(FOLDS):
        rest = fit([case for position, case in enumerate(made) if position % FOLDS != fold])
        held += measure([case for position, case in enumerate(made) if position % FOLDS == fold], rest)
    print("cross-validated:", *(report(held, threshold) for threshold in (-1.0, -0.5, 0.0, 0.5)), sep="\n  ")
    if arguments.v:
        for one in sorted(held, key=lambda one: one.value):
            if one.first != (one.value >= 0) or one.expected.answerable != (one.value >= 0):
                print(f"{one.value:+.2f}", "right" if one.first else "-", one.expected.id, one.expected.question)


if __name__ == "__main__":
    main()
