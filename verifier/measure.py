"""Measures the verifier on libraries of facts and questions: does it tell what is answered from what is not?

    python -m verifier.measure FIXTURES QUESTIONS.jsonl [FIXTURES QUESTIONS.jsonl …] [--only FILE] [--weights FOLDER]

FIXTURES is a folder as FIXTURES_DIR takes it; other phrasings and synonyms are not looked at. A line of QUESTIONS holds
`question`, `answerable`, and for those that are answerable `cites`: the right places as `source#paragraph`. --only
names a file of questions, one a line, to restrict the measures to. The candidates are the best by BM25 over the name
and the text of each fact. Printed are, for BM25 and for the verifier: the area under the curve of the best score
(answerable or not), the best balanced refusal over all thresholds, how often the right fact stands first, and the
processor time of a question.
"""

import argparse
import json
import re
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.verifier.verifier import FOLDER, Verifier, passage_text
from db.fixtures import load
from db.records import Fact


class Index:
    """BM25 over the name and the text of facts."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("create virtual table fact using fts5(name, text, tokenize='porter unicode61')")
        self._connection.executemany("insert into fact values (?, ?)", [(fact.name, fact.text) for fact in facts])

    def best(self, question: str, count: int) -> list[tuple[int, float]]:
        words = dict.fromkeys(re.findall(r"\w+", question.lower()))
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        found = self._connection.execute(
            "select rowid - 1, -bm25(fact) from fact where fact match ? order by rank limit ?", (query, count)
        )
        return [(int(row), float(score)) for row, score in found]


def area(answered: Sequence[float], refused: Sequence[float]) -> float:
    """How often a question with an answer scores above one without."""
    pairs = [(one > two) + (one == two) / 2 for one in answered for two in refused]
    return sum(pairs) / len(pairs)


def balanced(answered: Sequence[float], refused: Sequence[float]) -> tuple[float, float]:
    """The best mean of the shares rightly answered and rightly refused, and the threshold that gives it."""
    return max(
        (
            (
                sum(score >= threshold for score in answered) / len(answered)
                + sum(score < threshold for score in refused) / len(refused)
            )
            / 2,
            threshold,
        )
        for threshold in sorted({*answered, *refused})
    )


def questions_of(path: Path, only: set[str] | None) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf8").splitlines():
        question = json.loads(line)
        if only is None or question["question"] in only:
            yield question


def is_right(fact: Fact, question: dict[str, Any]) -> bool:
    return any(f"{citation.source}#{citation.paragraph}" in question.get("cites", ()) for citation in fact.citations)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("libraries", nargs="+", type=Path)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--weights", type=Path, default=FOLDER)
    parser.add_argument("--candidates", type=int, nargs="+", default=[8, 16])
    parser.add_argument("--dump", type=Path, help="a file for every question's scores")
    options = parser.parse_args()
    only = set(options.only.read_text(encoding="utf8").splitlines()) if options.only else None
    verifier = Verifier(options.weights)
    verifier.score("Is it loaded?", ["Yes: It is."])
    print("library | questions | candidates | scorer | AUC | balanced refusal | at | right first | ms")
    dumped = []
    for fixtures, path in zip(options.libraries[::2], options.libraries[1::2], strict=True):
        facts = load(fixtures).facts
        index, questions = Index(facts), list(questions_of(path, only))
        asked = f"{sum(q['answerable'] for q in questions)} + {sum(not q['answerable'] for q in questions)}"
        for count in options.candidates:
            scores: dict[str, dict[bool, list[float]]] = {name: {True: [], False: []} for name in ("BM25", "verifier")}
            first: dict[str, int] = {"BM25": 0, "verifier": 0}
            spent = []
            for question in questions:
                found = index.best(question["question"], count)
                begin = time.process_time()
                verified = verifier.score(question["question"], [passage_text(facts[at]) for at, _ in found])
                spent.append(time.process_time() - begin)
                right = [is_right(facts[at], question) for at, _ in found]
                keys = [facts[at].key for at, _ in found]
                dumped.append(
                    {**question, "library": str(fixtures), "candidates": count, "keys": keys, "right": right}
                    | {"bm25": [score for _, score in found], "verifier": verified}
                )
                for name, values in (("BM25", [score for _, score in found]), ("verifier", verified)):
                    best = max(range(len(values)), key=values.__getitem__, default=None)
                    scores[name][question["answerable"]].append(0.0 if best is None else values[best])
                    if question["answerable"] and best is not None:
                        first[name] += right[best]
            for name, by in scores.items():
                refusal, threshold = balanced(by[True], by[False])
                cost = f"{1000 * statistics.mean(spent):.0f}" if name == "verifier" else ""
                print(
                    f"{fixtures} | {asked} | {count} | {name} | {area(by[True], by[False]):.3f} | {refusal:.3f} | "
                    f"{threshold:.3f} | {first[name] / len(by[True]):.3f} | {cost}",
                    flush=True,
                )
    if options.dump:
        options.dump.write_text("".join(json.dumps(row) + "\n" for row in dumped), encoding="utf8")


if __name__ == "__main__":
    main()
