"""Answers of every shape, for the properties that each reply must have."""

from hypothesis import strategies as st

from bot.briefing.answer import Answer, Place, Section, Statement
from db.bibliography import Name, Source
from db.kinds import Claim, Event, Poll, Result, Survey
from db.notes import Added, Code, Command, Marked, Mention, Note, Removed, merged
from db.records import Citation, StoredFact

# Letters, marks that Discord formats, and characters beyond its first plane; no digits in brackets, which a test reads.
_ALPHABET = st.sampled_from("abcdefghij  àđ中🙂*_~|`>#-\\()<@")


def lines(longest: int = 200) -> st.SearchStrategy[str]:
    return st.text(_ALPHABET, min_size=1, max_size=longest).map(lambda words: f"x{words.strip()}"[:longest])


_PREFIXES = st.sampled_from(["!", "?", "/", "abcd!"])


def notes() -> st.SearchStrategy[Note]:
    """Notes of spans of every kind, some of them longer than a page."""
    spans = st.one_of(
        lines(3000),
        st.builds(Command, lines(100) | lines(3000)),
        st.builds(Code, lines(100) | lines(3000)),
        st.builds(Removed, lines(3000)),
        st.builds(Marked, lines(3000)),
        st.builds(Added, lines(3000)),
        st.builds(Mention, st.sampled_from(("role", "channel")), st.integers(10**17, 10**19)),
    )
    return st.lists(st.lists(spans, max_size=4).map(merged), max_size=3).map(tuple)


def _source(number: int) -> st.SearchStrategy[Source]:
    return st.builds(
        Source,
        key=st.just(f"source-{number}"),
        title=lines(),
        author=st.lists(st.builds(Name, family=lines(), given=lines()), max_size=4).map(tuple),
        container_title=st.none() | lines(),
        publisher=st.none() | lines(),
        issued=st.sampled_from([None, "2031", "2031-04?", "2031~"]),
        url=st.none() | st.text("abc/>-,&", max_size=150).map(lambda path: f"https://post.example/{path}"),
    )


@st.composite
def _statement(draw: st.DrawFn, number: int, sources: list[Source]) -> Statement:
    places = draw(
        st.lists(
            st.tuples(st.sampled_from(sources), st.integers(1, 999)),
            min_size=1,
            max_size=8,
            unique_by=lambda pair: pair,
        )
    )
    citations = tuple(
        Citation(source=source.key, paragraph=paragraph, fingerprint="0" * 64) for source, paragraph in places
    )
    payload = draw(
        st.sampled_from(
            [
                Event(name="Storm"),
                Claim(about="Boats", stance="for"),
                Poll(
                    question="Boats?",
                    survey=Survey(key="coast", title="Survey"),
                    results=(Result(group="all", answer="yes", percent=64),),
                ),
            ]
        )
    )
    fact = StoredFact(
        key=f"fact-{number}",
        payload=payload,
        speaker="Ida Brønn",
        text=draw(lines(1000)),
        topics=("ferry",),
        note=draw(st.none() | lines(1000)),
        citations=citations,
        number=number,
        revision=1,
    )
    pairs = zip(citations, (source for source, _ in places), strict=True)
    return Statement(fact, tuple(Place(citation, source) for citation, source in pairs))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers with up to nine statements in up to three sections, and titles and notes as long as they come."""
    sources = [draw(_source(number)) for number in range(draw(st.integers(1, 5)))]
    sections, number = [], 0
    for _ in range(draw(st.integers(0, 3))):
        statements = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            statements.append(draw(_statement(number, sources)))
        sections.append(Section(tuple(statements), draw(st.none() | lines()), draw(notes())))
    return Answer("answered", draw(st.none() | lines(400)), tuple(sections), draw(notes()), prefix=draw(_PREFIXES))
