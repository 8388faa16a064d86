"""Fits the ranker's weights to questions whose answers are known, and says how well they carry over.

    python -m benchmarks.fit tests/questions/tune.jsonl

The model is McFadden's conditional logit: of the candidates for a question and "none of them", which scores 0, the
right one is chosen with a probability that grows with exp(weights · features). One set of weights thus orders the
facts and decides when to refuse. Fitted by gradient ascent with an L2 penalty; cross-validated over questions.
"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bot import services
from bot.briefing.evaluation import Expected, parse
from bot.briefing.features import Features
from bot.settings import Settings

NAMES = ("constant", *(field.name for field in fields(Features)))
PENALTY = 0.003
STEPS = 400
RATE = 0.3
FOLDS = 10


@dataclass(frozen=True)
class Case:
    """A question's candidates: a row of features each, and which of them are right."""

    expected: Expected
    rows: np.ndarray
    right: np.ndarray


async def cases(questions: Sequence[Expected], documents: Path | None) -> list[Case]:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/fit.db"
        settings = Settings(_env_file=None, database_url=url, documents_dir=documents)
        async with services.opened(settings) as opened:
            found = []
            for expected in questions:
                inquest = await opened.inquiry.weigh(expected.question)
                facts = await opened.store.numbered([one.candidate.number for one in inquest.ranked])
                statements = await opened.evidence.statements(facts)
                rows = [(1.0, *astuple(one.features)) for one in inquest.ranked]
                right = [expected.answerable and expected.satisfied_by(statement) for statement in statements]
                found.append(Case(expected, np.array(rows).reshape(-1, len(NAMES)), np.array(right, bool)))
            return found


def fit(cases: Sequence[Case]) -> np.ndarray:
    """Return the weights under which the right choices are most probable, either half of the questions counting 1."""
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
    share = np.where(answerable, 0.5 / answerable.sum(), 0.5 / (~answerable).sum())
    penalty = PENALTY * (np.array(NAMES) != "constant")
    weights = np.zeros(len(NAMES))
    momentum = np.zeros_like(weights)
    for _ in range(STEPS):
        scores = np.where(there, rows @ weights, -np.inf)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chosen = odds / odds.sum(axis=1, keepdims=True)
        good = np.where(right, odds + 1e-12, 0.0)
        target = good / good.sum(axis=1, keepdims=True)
        gradient = np.einsum("q,qc,qcf->f", share, target - chosen, rows) - penalty * weights
        momentum = 0.9 * momentum + gradient
        weights = weights + RATE * momentum
    return weights


def measure(cases: Sequence[Case], weights: np.ndarray) -> list[tuple[Case, float, bool, bool]]:
    """Return for each question the best score and whether a right fact is first, and in the first three."""
    found = []
    for case in cases:
        if not len(case.rows):
            found.append((case, -99.0, False, False))
            continue
        scores = case.rows @ weights
        order = np.argsort(-scores, kind="stable")
        found.append((case, float(scores.max()), bool(case.right[order[0]]), bool(case.right[order[:3]].any())))
    return found


def report(found: list[tuple[Case, float, bool, bool]], threshold: float) -> str:
    known = [one for one in found if one[0].expected.answerable]
    unknown = [one for one in found if not one[0].expected.answerable]
    at_1 = sum(score >= threshold and first for _, score, first, _ in known) / len(known)
    at_3 = sum(score >= threshold and third for _, score, _, third in known) / len(known)
    refused = sum(score < threshold for _, score, _, _ in known) / len(known)
    rightly = sum(score < threshold for _, score, _, _ in unknown) / len(unknown)
    raw = sum(first for *_, first, _ in known) / len(known)
    return (
        f"@1 {at_1:.3f} (ranked {raw:.3f})  @3 {at_3:.3f}  refuses answerable {refused:.3f}  unanswerable {rightly:.3f}"
    )


def best_threshold(found: list[tuple[Case, float, bool, bool]]) -> float:
    scores = sorted(score for _, score, _, _ in found)

    def balanced(threshold: float) -> float:
        known = [score >= threshold for case, score, _, _ in found if case.expected.answerable]
        unknown = [score < threshold for case, score, _, _ in found if not case.expected.answerable]
        return sum(known) / len(known) + sum(unknown) / len(unknown)

    return max(scores, key=balanced)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("-v", action="store_true")
    arguments = parser.parse_args()
    questions = [one for file in arguments.files for one in parse(file.read_text())]
    made = asyncio.run(cases(questions, arguments.documents))
    unreachable = [case.expected.question for case in made if case.expected.answerable and not case.right.any()]
    print("no right candidate:", unreachable)
    weights = fit(made)
    for name, weight in zip(NAMES, weights, strict=True):
        print(f'    "{name}": {weight:.2f},')
    found = measure(made, weights)
    print("fitted:           ", report(found, 0.0))
    print("best threshold", best_threshold(found), report(found, best_threshold(found)))
    held = []
    for fold in range(FOLDS):
        rest = fit([case for position, case in enumerate(made) if position % FOLDS != fold])
        held += measure([case for position, case in enumerate(made) if position % FOLDS == fold], rest)
    print("cross-validated:  ", report(held, 0.0))
    t = best_threshold(held)
    print("                  ", t, report(held, t))
    if arguments.v:
        for case, score, first, third in sorted(held, key=lambda one: one[1]):
            if (case.expected.answerable and (score < 0 or not first)) or (not case.expected.answerable and score >= 0):
                print(
                    f"{score:.2f}",
                    "first" if first else "third" if third else "-",
                    case.expected.id,
                    case.expected.question,
                )


if __name__ == "__main__":
    main()
