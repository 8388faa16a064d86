"""The verifier, through its real weights: what it scores, what it costs the event loop, and what it says it lacks."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.verifier.verifier import Verifier, passage_text
from db.fixtures import load
from db.records import Fact
from verifier.measure import Index, area

TOWN = Path(__file__).parent / "town"


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier()


# A question, a sentence that answers it, and one on the same thing that does not.
NEAR_MISSES = [
    ("how long does the ferry take?", "Ferry: The crossing lasts forty minutes.", "Ferry: It carries sixty cars."),
    (
        "who founded the choir",
        "Choir: Lise Aamodt founded it in 1974.",
        "Choir: It sings in the chapel on Mondays.",
    ),
    ("Where does the tram end?", "Tram: Its last stop is the harbour.", "Tram: It runs every ten minutes."),
    ("why was the bridge closed?", "Bridge: It was shut because of rust.", "Bridge: It was shut in May."),
    ("how many seats has the theatre", "Theatre: It seats 320 people.", "Theatre: It was built of brick by a miller."),
    (
        "when is the dentist in?",
        "Dentist: She sees patients on Tuesdays.",
        "Dentist: She moved to Elm Road.",
    ),
    ("What does a ticket cost?", "Museum: Entry is six euros.", "Museum: Entry is by the side door."),
    (
        "Who won the chess cup?",
        "Chess cup: Nora Vik beat Per Lund in the final.",
        "Chess cup: It is held every spring.",
    ),
    ("how often is the bin emptied", "Waste: It is fetched every second Monday.", "Waste: Bins are green."),
    (
        "Who paid for the roof in 2019?",
        "Roof: In 2019 the parish paid for it.",
        "Roof: In 2016 the parish paid for it.",
    ),
    ("What do women think of the tram?", "Tram: 60% of women want it.", "Tram: 60% of men want it."),
    ("when was the pool not open", "Pool: It was not open in June.", "Pool: It was open in June."),
]


@pytest.mark.parametrize(("question", "answer", "miss"), NEAR_MISSES)
def test_an_answer_scores_above_a_near_miss(verifier: Verifier, question: str, answer: str, miss: str) -> None:
    answers, misses = verifier.score(question, [answer, miss])
    assert answers > misses + 0.1


@pytest.mark.parametrize(("question", "answer", "miss"), NEAR_MISSES)
def test_the_form_of_a_question_decides_little(verifier: Verifier, question: str, answer: str, miss: str) -> None:
    chatty = f"hey, anybody know {question.lower().rstrip('?')} (asking for a friend)"
    answers, misses = verifier.score(chatty, [answer, miss])
    assert answers > misses


def test_one_denial_is_no_answer_to_another(verifier: Verifier) -> None:
    texts = ["Pool: Dogs are not admitted.", "Choir: It does not sing in church.", "Bridge: It was not painted in May."]
    assert max(verifier.score("when was the pool not open", texts)) < 0.5


def test_a_town_that_it_never_saw(verifier: Verifier) -> None:
    """Of the best by words, the best by score: above chance by far where the words alone are at chance."""
    facts = load(TOWN / "fixtures").facts
    index = Index(facts)
    best: dict[bool, list[float]] = {True: [], False: []}
    for line in (TOWN / "questions.jsonl").read_text(encoding="utf8").splitlines():
        asked = json.loads(line)
        found = [passage_text(facts[at]) for at, _ in index.best(asked["question"], 6)]
        best[asked["answerable"]].append(max(verifier.score(asked["question"], found), default=0.0))
    assert area(best[True], best[False]) > 0.7


def test_a_score_does_not_depend_on_what_is_scored_beside_it(verifier: Verifier) -> None:
    texts = [text for _, *both in NEAR_MISSES for text in both]
    question = "who founded the choir"
    together = verifier.score(question, texts)
    assert together == [score for text in texts for score in verifier.score(question, [text])]
    assert together == verifier.score(question, texts[::-1])[::-1]
    assert len(set(together)) == len(texts)


def test_nothing_to_score(verifier: Verifier) -> None:
    assert verifier.score("who founded the choir", []) == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("", ""),
        ("?", "Choir: It sings."),
        ("who " * 5_000, "Choir: It sings."),
        ("antidisestablishmentarianism " * 40, "Choir: It sings."),
        ("who founded it", "Choir: " + "It sings and sings. " * 5_000),
        ("谁创立了合唱团？", "合唱团：它成立于一九七四年。"),
        ("кто основал хор", "Хор: Его основала Лисе."),
        ("من أسس الجوقة", "الجوقة: تأسست عام ١٩٧٤"),
        ("👋🏽 \0 \ud83d", "Choir:\n\tIt\u202e sings."),
    ],
)
def test_whatever_is_asked_has_a_probability(verifier: Verifier, question: str, text: str) -> None:
    (score,) = verifier.score(question, [text])
    assert 0 <= score <= 1


def test_a_long_question_still_meets_the_text(verifier: Verifier) -> None:
    """Were the text alone cut, nothing would be left of it, and every text would score the same."""
    _, answer, miss = NEAR_MISSES[1]
    one, other = verifier.score("who founded the choir " * 200, [answer, miss])
    assert one != other


async def test_the_event_loop_runs_on_meanwhile(verifier: Verifier) -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.001)

    question, answer, miss = NEAR_MISSES[0]
    ticking = asyncio.create_task(tick())
    first, second = await asyncio.gather(
        verifier.scores(question, [answer, miss] * 20), verifier.scores(question, [miss, answer])
    )
    ticking.cancel()
    assert first[:2] == second[::-1] == verifier.score(question, [answer, miss])
    assert ticks > 10


def test_a_missing_package_is_named() -> None:
    lacking = Verifier(packages=("numpy", "no_such_package"))
    assert not lacking.available()
    assert lacking.lacks == "no no_such_package installed: run pip install 'footnote[verifier]'"
    with pytest.raises(RuntimeError, match="no_such_package"):
        lacking.score("who", ["Choir: It sings."])


def test_missing_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf8")
    lacks = Verifier(tmp_path).lacks
    assert lacks == f"no model.onnx in {tmp_path}: install Footnote anew"


def test_it_loads_with_the_first_score_and_opens_no_connection() -> None:
    code = """
import sys
from bot.verifier.verifier import Verifier

def refuse(event, arguments):
    assert not event.startswith("socket."), event

sys.addaudithook(refuse)
verifier = Verifier()
assert verifier.available()
assert not {"onnxruntime", "tokenizers"} & set(sys.modules)
print(*verifier.score("who founded it", ["Choir: Lise founded it."]))
assert {"onnxruntime", "tokenizers"} <= set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 0 < float(done.stdout) < 1


def fact(**fields: object) -> Fact:
    return Fact.model_validate(
        {
            "key": "choir",
            "payload": {"kind": "event", "name": "Choir"},
            "text": "It sings.",
            "topics": ["choir"],
            "citations": [{"source": "guide", "paragraph": 1, "fingerprint": "0" * 64}],
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "Choir: It sings."),
        ({"when": "1974-05"}, "Choir: It sings. (1974-05)"),
        ({"voice": "opinion", "speaker": "Lise Aamodt"}, "Choir: According to Lise Aamodt: It sings."),
    ],
)
def test_what_it_reads_of_a_fact(fields: dict[str, object], text: str) -> None:
    assert passage_text(fact(**fields)) == text
