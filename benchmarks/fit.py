"""Fit of the weights of ranking and answerability to questions whose answers are known, and how they carry over.

    python -m benchmarks.fit --seed tests/questions/tune.jsonl --library FOLDER … [--unread QUESTIONS.txt] [--write]

The seed's questions count twice, as shipped and bare; each library by itself. The ranking is McFadden's conditional
logit: of the candidates for a question and "none of them", which scores 0, the right one is chosen with a probability
that grows with exp(weights · features). Whether the first of them answers is a logistic regression on it alone. Each
subject counts the same in both (the seed twice, a small library half), and either half of the questions of each. Some
questions that nothing answers are made of the others, by exchanging what decides: who did it to whom, a year, a group,
a "not". The weights are validated by leaving subjects out: a library is judged by weights that have seen none of it.

Then the verifier's scores of the best candidates are weighed against words, in the same two ways, on questions that
the verifier was not trained on: those in the file --unread, one a line, and those of libraries named --new.
"""

import argparse
import asyncio
import pickle
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
from scipy.optimize import minimize

from bot import app
from bot.briefing.asking import answerability, verification, weights
from bot.briefing.asking.analysis import QuestionAnalysis
from bot.briefing.asking.evaluation import Expected, parse
from bot.briefing.asking.exchanges import exchanges
from bot.briefing.asking.features import Features
from bot.briefing.asking.ranking import Ranked, sureness
from bot.settings import Settings
from bot.verifier.verifier import Verifier, passage_text

NAMES = ("constant", *(field.name for field in fields(Features)))
CHOICE = ("constant", "words", "verified", "verified_surely", "verified_of_curated")
JUDGED = (
    "words",
    "verified_constant",
    "verified",
    "verified_surely",
    "verified_of_curated",
    "verified_lead",
    "verified_curated",
    "verified_many",
)
PENALTY = 0.003

# On which side of 0 each weight has to be: one on the other fits these questions and no others.
POSITIVE = frozenset(
    "coverage evidence stated alike alike_so phrased ordered introduced titled near lead words verified verified_surely"
    " verified_lead".split()
)
FREE = frozenset(
    "constant brevity curated few_terms verified_constant verified_curated verified_of_curated verified_many".split()
)
# What rarely happens in questions whose answers are known, and always tells.
AT_MOST = {
    "reversed": -2.0,
    "not_negated": -2.0,
    "missing_turn": -1.0,
    "not_coming": -1.0,
    "no_group": -1.0,
    "polled": -1.0,
}

SUBJECT_SHARES = {"seed": 2.0}
SMALL = 100  # questions: a library with fewer counts half
EXCHANGED_SHARE = 0.1
EXCHANGED = ", exchanged"

Bounds = Sequence[tuple[float | None, float | None]]


@dataclass(frozen=True)
class Condition:
    """Questions, and the fixtures that they are put to: None is the seed."""

    name: str
    questions: Sequence[Expected]
    library: Path | None
    bare: bool

    @property
    def subject(self) -> str:
        """What is left out together: the seed is the same subject as shipped and bare."""
        return self.library.name if self.library else "seed"


@dataclass(frozen=True)
class Case:
    """A question with its candidates: a row of features each, which of them are right, and what the verifier reads."""

    condition: str
    subject: str
    expected: Expected
    analysis: QuestionAnalysis
    rows: np.ndarray
    right: np.ndarray
    texts: Mapping[int, str]

    @property
    def exchanged(self) -> bool:
        return self.expected.id.endswith(EXCHANGED)


@dataclass(frozen=True)
class Weights:
    """Those of the ranking and of the answerability by words, and of words beside the verifier in either."""

    ranking: Mapping[str, float]
    answerability: Mapping[str, float]
    verified_ranking: Mapping[str, float]
    verified_answerability: Mapping[str, float]

    @property
    def source(self) -> str:
        """The module that holds them."""
        parts = ['"""Weights of ranking and answerability, as `benchmarks/fit.py` fitted them: docs/asking.md."""\n']
        for name, values in vars(self).items():
            lines = "".join(f'    "{feature}": {value:.3f},\n' for feature, value in values.items())
            parts.append(f"{name.upper()} = {{\n{lines}}}\n")
        return "\n".join(parts)


@dataclass(frozen=True)
class Outcome:
    """What the weights make of a question: the answerability by the first fact, and whether a right one is in front."""

    case: Case
    value: float
    first: bool
    in_three: bool


async def cases(condition: Condition) -> list[Case]:
    with TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/fit.db", verifier="off")
        if condition.library:
            settings = settings.model_copy(update={"fixtures_dir": condition.library / "fixtures"})
        async with app.opened(settings, bare=condition.bare) as opened:
            found = []
            for expected in (*condition.questions, *exchanged(condition.questions)):
                analysis = await opened.answering.analyse(expected.question)
                facts = await opened.store.numbered([ranked.candidate.number for ranked in analysis.ranked])
                statements = await opened.evidence.statements(facts)
                rows = np.array([(1.0, *astuple(ranked.features)) for ranked in analysis.ranked])
                right = [expected.answerable and expected.satisfied_by(statement) for statement in statements]
                found.append(
                    Case(
                        condition.name,
                        condition.subject,
                        expected,
                        analysis,
                        rows.reshape(-1, len(NAMES)),
                        np.array(right, bool),
                        {fact.number: passage_text(fact) for fact in facts},
                    )
                )
            return found


def exchanged(questions: Sequence[Expected]) -> list[Expected]:
    """Return questions that nothing answers, one made of each that can be answered and has what can be exchanged."""
    random = Random(7)
    made = []
    for expected in questions:
        changes = list(exchanges([expected.question])) if expected.answerable else []
        if changes:
            question = random.choice(changes).question
            made.append(Expected(id=f"{expected.id}{EXCHANGED}", question=question, answerable=False))
    return made


def fit(cases: Sequence[Case]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights of ranking and of answerability by words alone."""
    chosen = [case for case in cases if len(case.rows) and (case.right.any() or not case.expected.answerable)]
    ranking = _choice([case.rows for case in chosen], [case.right for case in chosen], shares(chosen), NAMES)
    judged = [case for case in cases if case.analysis.ranked]
    seen = [answerability.observe(ordered(case, ranking)) for case in judged]
    rows = np.array([[row[name] for name in answerability.SEEN] for row in seen])
    return ranking, _logistic(rows, judged, answerability.SEEN)


def fit_verified(
    cases: Sequence[Case], scores: Sequence[Sequence[float]], ranking: Mapping[str, float], judging: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights of words beside the verifier's scores of the best candidates, which come with them."""
    best = [ordered(case, ranking)[: verification.VERIFIED] for case in cases]
    rights = [
        np.array([_is_right(case, ranked) for ranked in some], bool) for case, some in zip(cases, best, strict=True)
    ]
    rows = [
        np.array(
            [
                [1.0, ranked.score, *sureness(score, ranked.features.curated).values()]
                for ranked, score in zip(some, known, strict=True)
            ]
        )
        for some, known in zip(best, scores, strict=True)
    ]
    chosen = [
        at for at, case in enumerate(cases) if len(rows[at]) and (rights[at].any() or not case.expected.answerable)
    ]
    picked = [cases[at] for at in chosen]
    choice = _choice([rows[at] for at in chosen], [rights[at] for at in chosen], shares(picked), CHOICE)
    judged, seen = [], []
    for case, some, known in zip(cases, best, scores, strict=True):
        if some:
            ranked = verification.order(some, known, choice)
            judged.append(case)
            words = answerability.by_words(ranked, judging)
            row = {"words": sum(words.values()), **answerability.observe_verified(ranked, case.analysis.total)}
            seen.append([row[name] for name in JUDGED])
    return choice, _logistic(np.array(seen), judged, JUDGED)


def _is_right(case: Case, ranked: Ranked) -> bool:
    return bool(case.right[[one.candidate.number for one in case.analysis.ranked].index(ranked.candidate.number)])


def _choice(
    rows: Sequence[np.ndarray], rights: Sequence[np.ndarray], share: np.ndarray, names: Sequence[str]
) -> dict[str, float]:
    """Return the weights under which the right choices are most probable; where none is right, none of them is."""
    width = max(map(len, rows))
    every = np.zeros((len(rows), width + 1, len(names)))  # the last candidate is "none of them", all zeros
    there = np.zeros((len(rows), width + 1), bool)
    right = np.zeros((len(rows), width + 1), bool)
    for position, (some, good) in enumerate(zip(rows, rights, strict=True)):
        every[position, : len(some)] = some
        there[position, : len(some)] = True
        right[position, : len(some)] = good
        right[position, -1] = not good.any()
    there[:, -1] = True

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.where(there, every @ values, -np.inf)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        chosen = odds / odds.sum(axis=1, keepdims=True)
        good = np.where(right, odds + 1e-12, 0.0)
        target = good / good.sum(axis=1, keepdims=True)
        slope = np.einsum("q,qc,qcf->f", share, chosen - target, every)
        likelihood = share * np.log(good.sum(axis=1) / odds.sum(axis=1))
        return -float(likelihood.sum()), slope

    return _minimal(loss, names, {})


def _logistic(rows: np.ndarray, cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    answerable = np.array([case.expected.answerable for case in cases])
    share = shares(cases)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        sums = rows @ values
        chance = 1 / (1 + np.exp(-sums))
        likelihood = share * (np.logaddexp(0, sums) - answerable * sums)
        return float(likelihood.sum()), rows.T @ (share * (chance - answerable))

    return _minimal(loss, names, AT_MOST)


def _minimal(
    loss: Callable[[np.ndarray], tuple[float, np.ndarray]], names: Sequence[str], at_most: Mapping[str, float]
) -> dict[str, float]:
    """Return the weights of least loss; constants are not penalised."""
    shrunk = PENALTY * np.array(["constant" not in name for name in names])
    bounds: Bounds = [
        (None, None) if name in FREE else (0.0, None) if name in POSITIVE else (None, at_most.get(name, 0.0))
        for name in names
    ]

    def penalised(values: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = loss(values)
        return value + float((shrunk * values**2).sum()) / 2, slope + shrunk * values

    found = minimize(penalised, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return dict(zip(names, map(float, found), strict=True))


def shares(cases: Sequence[Case]) -> np.ndarray:
    """Return the weight of each question: subjects count the same, and of each condition either half one half."""
    parts = [(case.condition, case.expected.answerable, case.exchanged) for case in cases]
    number, questions = Counter(parts), Counter(case.condition for case in cases if not case.exchanged)
    conditions: dict[str, set[str]] = {}
    for case in cases:
        conditions.setdefault(case.subject, set()).add(case.condition)
    found = np.array(
        [
            SUBJECT_SHARES.get(case.subject, 0.5 if questions[case.condition] < SMALL else 1.0)
            * (EXCHANGED_SHARE if case.exchanged else 1.0)
            / len(conditions[case.subject])
            / number[part]
            for case, part in zip(cases, parts, strict=True)
        ]
    )
    return np.asarray(found / found.sum())


def ordered(case: Case, ranking: Mapping[str, float]) -> list[Ranked]:
    """Return the candidates as the weights rank them."""
    parts = case.rows * np.array([ranking[name] for name in NAMES])
    scores = parts.sum(axis=1)
    return [
        replace(case.analysis.ranked[at], score=float(scores[at]), parts=dict(zip(NAMES, parts[at], strict=True)))
        for at in np.argsort(-scores, kind="stable")
    ]


def measure(cases: Sequence[Case], ranking: Mapping[str, float], judging: Mapping[str, float]) -> list[Outcome]:
    return [
        _outcome(
            case,
            some := ordered(case, ranking),
            sum(answerability.by_words(some, judging).values()),
        )
        if case.analysis.ranked
        else Outcome(case, -np.inf, False, False)
        for case in cases
    ]


def measure_verified(
    cases: Sequence[Case], scores: Sequence[Sequence[float]], found: Weights, others: Mapping[str, float] | None = None
) -> list[Outcome]:
    outcomes = []
    for case, known in zip(cases, scores, strict=True):
        some = ordered(case, found.ranking)
        if not some:
            outcomes.append(Outcome(case, -np.inf, False, False))
            continue
        best = verification.order(some[: verification.VERIFIED], known, found.verified_ranking)
        words = answerability.by_words(best, found.answerability)
        value = answerability.with_verifier(words, best, case.analysis.total, found.verified_answerability)
        outcomes.append(_outcome(case, [*best, *some[verification.VERIFIED :]], sum(value.values())))
    return outcomes


def _outcome(case: Case, some: Sequence[Ranked], value: float) -> Outcome:
    right = [_is_right(case, ranked) for ranked in some[:3]]
    return Outcome(case, value, right[0], any(right))


def report(name: str, found: Sequence[Outcome]) -> str:
    plain = [outcome for outcome in found if not outcome.case.exchanged]
    known = [outcome for outcome in plain if outcome.case.expected.answerable]
    unknown = [outcome for outcome in plain if not outcome.case.expected.answerable]
    made = [outcome.value >= 0 for outcome in found if outcome.case.exchanged]
    refused = np.mean([outcome.value < 0 for outcome in known])
    rightly = np.mean([outcome.value < 0 for outcome in unknown])
    values = np.array([outcome.value for outcome in plain])
    answerable = np.array([outcome.case.expected.answerable for outcome in plain])
    best = max((np.mean(values[answerable] >= at) + np.mean(values[~answerable] < at)) / 2 for at in values)
    ranks = values.argsort(kind="stable").argsort() + 1
    area = (ranks[answerable].sum() - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))
    return (
        f"  {name:20} {len(plain):5} found {np.mean([bool(o.case.right.any()) for o in known]):.2f}"
        f" first {np.mean([o.first for o in known]):.3f} @1 {np.mean([o.first and o.value >= 0 for o in known]):.3f}"
        f" @3 {np.mean([o.in_three and o.value >= 0 for o in known]):.3f} false refusal {refused:.3f}"
        f" refuses {rightly:.3f} balanced {(1 - refused + rightly) / 2:.3f} (best {best:.3f}, area {area:.3f})"
        f" exchanged answered {np.mean(made) if made else 0.0:.2f}"
    )


def show(title: str, found: Sequence[Outcome]) -> None:
    print(f"{title}:")
    for name in dict.fromkeys(outcome.case.condition for outcome in found):
        print(report(name, [outcome for outcome in found if outcome.case.condition == name]))


def unread(cases: Sequence[Case], questions: Collection[str], libraries: Collection[str]) -> list[Case]:
    """Return the cases that the verifier has not been trained on."""
    numbers = {case.expected.id for case in cases if case.expected.question in questions}
    return [case for case in cases if case.subject in libraries or case.expected.id.removesuffix(EXCHANGED) in numbers]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=Path, action="append", default=[], help="questions on the seed to fit")
    parser.add_argument("--library", type=Path, action="append", default=[], help="a library to fit")
    parser.add_argument("--new", type=Path, action="append", default=[], help="a library the verifier does not know")
    parser.add_argument("--every", type=int, default=1, help="take every n-th question of the seed")
    parser.add_argument("--unread", type=Path, help="questions that the verifier was not trained on, one a line")
    parser.add_argument("--cases", type=Path, help="where to keep the questions as they were read")
    parser.add_argument("--write", action="store_true", help="write the weights into the program")
    arguments = parser.parse_args()
    left = set(arguments.unread.read_text("utf-8").splitlines()) if arguments.unread else set()
    if arguments.cases and arguments.cases.exists():
        made = pickle.loads(arguments.cases.read_bytes())
    else:
        made = [case for one in conditions(arguments, left) for case in asyncio.run(cases(one))]
        if arguments.cases:
            arguments.cases.write_bytes(pickle.dumps(made))
    ranking, judging = fit(made)
    show("by words, fitted", measure(made, ranking, judging))
    for subject in dict.fromkeys(case.subject for case in made):
        rest = fit([case for case in made if case.subject != subject])
        show(f"by words, {subject} left out", measure([case for case in made if case.subject == subject], *rest))
    verifier, some = Verifier(), unread(made, left, [folder.name for folder in arguments.new])
    scores = [
        verifier.score(case.analysis.question.text, [case.texts[ranked.candidate.number] for ranked in best])
        for case in some
        for best in (ordered(case, ranking)[: verification.VERIFIED],)
    ]
    found = Weights(ranking, judging, *fit_verified(some, scores, ranking, judging))
    show("by words, where the verifier is new", measure(some, ranking, judging))
    show("verified, fitted", measure_verified(some, scores, found))
    for subject in dict.fromkeys(case.subject for case in some):
        kept = [at for at, case in enumerate(some) if case.subject != subject]
        tested = [at for at, case in enumerate(some) if case.subject == subject]
        others = fit_verified([some[at] for at in kept], [scores[at] for at in kept], ranking, judging)
        show(
            f"verified, {subject} left out",
            measure_verified(
                [some[at] for at in tested], [scores[at] for at in tested], Weights(ranking, judging, *others)
            ),
        )
    print(found.source)
    if arguments.write:
        Path(weights.__file__).write_text(found.source, encoding="utf-8")


def conditions(arguments: argparse.Namespace, unread: Collection[str]) -> list[Condition]:
    found = []
    for file in arguments.seed:
        questions = parse(file.read_text())
        questions = [one for at, one in enumerate(questions) if at % arguments.every == 0 or one.question in unread]
        found += [Condition(f"{file.name}{', bare' * bare}", questions, None, bare) for bare in (False, True)]
    for folder in (*arguments.library, *arguments.new):
        found.append(Condition(folder.name, parse((folder / "questions.jsonl").read_text()), folder, False))
    return found


if __name__ == "__main__":
    main()
