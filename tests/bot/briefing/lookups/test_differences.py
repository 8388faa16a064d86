"""What is said of differences, for any polls and claims: no number is computed, and no side taken for another."""

import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.answer import Place, Statement
from bot.briefing.lookups.differences import explanation
from bot.briefing.lookups.matters import matters
from bot.render.spans import plain_note
from db.bibliography import Source
from db.kinds import Claim, Poll, Result, Survey
from db.notes import PREFIX
from db.records import Citation, StoredFact

SOURCES = (
    Source(key="one", title="[One]", issued="2019"),
    Source(key="two", title="[Two]", issued="2024-05"),
    Source(key="three", title="[Three]"),
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def statement(fact: StoredFact) -> Statement:
    shelf = {source.key: source for source in SOURCES}
    return Statement(fact, tuple(Place(citation, shelf[citation.source]) for citation in fact.citations))


def fact(number: int, payload: Poll | Claim, source: str) -> StoredFact:
    return StoredFact(
        number=number,
        revision=1,
        key=f"fact-{number}",
        payload=payload,
        speaker=f"speaker {number % 3}" if isinstance(payload, Claim) else None,
        text="Something was found.",
        topics=("topic",),
        citations=(Citation(source=source, paragraph=1, fingerprint="a" * 64),),
    )


@st.composite
def polls(draw: st.DrawFn) -> list[StoredFact]:
    """Polls that ask one question, of one or several surveys, groups and sources."""
    found = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        groups = draw(st.lists(st.sampled_from(["adults", "voters", "women"]), min_size=1, max_size=3, unique=True))
        survey = Survey(
            key=draw(st.sampled_from(["first", "second"])),
            title="A survey",
            sample_size=draw(st.none() | st.integers(500, 5000)),
        )
        results = tuple(Result(group=group, answer="yes", percent=draw(st.integers(0, 100))) for group in groups)
        poll = Poll(question="Should it be?", survey=survey, results=results)
        found.append(fact(number, poll, draw(st.sampled_from(SOURCES)).key))
    return found


@st.composite
def claims(draw: st.DrawFn) -> list[StoredFact]:
    """Claims about one matter."""
    stances = draw(st.lists(st.sampled_from(["for", "against", "neutral"]), min_size=1, max_size=6))
    return [
        fact(number, Claim.model_validate({"about": "It should be", "stance": one}), draw(st.sampled_from(SOURCES)).key)
        for number, one in enumerate(stances, 1)
    ]


def stated(facts: list[StoredFact]) -> set[str]:
    """Return every number that the facts, their surveys and their sources bear."""
    said = " ".join([*(fact.model_dump_json() for fact in facts), *(source.model_dump_json() for source in SOURCES)])
    labels = " ".join(fact.label for fact in facts)
    sizes = (f"{fact.payload.survey.sample_size or 0:,}" for fact in facts if isinstance(fact.payload, Poll))
    return {*NUMBER.findall(said), *NUMBER.findall(labels), *sizes}


@given(facts=polls() | claims())
def test_no_number_is_computed(facts: list[StoredFact]) -> None:
    (matter,) = matters(facts)
    said = plain_note(explanation(matter, [statement(one) for one in matter.facts]), PREFIX)
    assert set(NUMBER.findall(said)) <= stated(facts)


@given(facts=polls() | claims(), seed=st.randoms(use_true_random=False))
def test_the_order_of_the_facts_makes_no_difference(facts: list[StoredFact], seed: Random) -> None:
    shuffled = list(facts)
    seed.shuffle(shuffled)
    assert matters(shuffled) == matters(facts)


@given(facts=claims())
def test_a_dispute_is_between_sources_or_within_one(facts: list[StoredFact]) -> None:
    (matter,) = matters(facts)
    said = plain_note(explanation(matter, [statement(one) for one in matter.facts]), PREFIX)
    sources = {citation.source for one in facts for citation in one.citations}
    assert matter.disputed == (len({one.payload.stance for one in facts if isinstance(one.payload, Claim)}) > 1)
    assert matter.disputed == said.startswith(("Between sources", "Within one source"))
    if matter.disputed:
        assert said.startswith("Within one source") == (len(sources) == 1)
