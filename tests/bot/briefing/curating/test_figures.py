"""Figures: what of a text counts as one, and whether it stands in a passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.answer import Place
from bot.briefing.curating.checks import blocked, examine
from bot.briefing.curating.figures import figures, lacking
from db import fixtures
from db.document_store import DocumentFolder
from db.records import StoredFact
from tests.conftest import SHARED

DOCUMENTS = SHARED / "documents"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("85, 85.0 and 85.5%", {"85", "85.5"}),
        ("1,200 of 13 million, and $1.5bn", {"1200", "13000000", "1500000000"}),
        ("eighty-five, twelve hundred, thirty thousand five hundred", {"85", "1200", "30500"}),
        (
            "Two-thirds, half and three quarters of them; a fifth of it",
            {"two-thirds", "half", "three-quarters", "a fifth"},
        ),
        ("twice as many, a dozen, tripled", {"twice", "a dozen", "three times"}),
        ("on 14 March 2031", {"14", "month 3", "2031"}),
        ("March 14th, 2031", {"14", "month 3", "2031"}),
        ("2031-03-14", {"14", "month 3", "2031"}),
        ("in May, on 3 May, by Sept. 2018", {"month 5", "3", "month 9", "2018"}),
        ("They may march; May I? March on!", set()),
        ("2014–2017 and the mid-1990s", {"2014", "2017", "1990"}),
        ("the first, the second one; no one; first-ever", set()),
        ("the 21st of them, the twenty-first", {"21"}),
        ("Covid-19 in F12 and B2B", set()),
        ("half-hearted and halfhearted", set()),
        ("", set()),
    ],
)
def test_what_counts_as_a_figure(text: str, expected: set[str]) -> None:
    assert set(figures(text)) == expected


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("eighty-five percent", "It was 85% then."),
        ("85%", "It was eighty-five per cent then."),
        ("half of them", "It was 50% of them."),
        ("14 March 2031", "Dated 2031-03-14."),
        ("seven others", "and seven other defectors"),
        ("1200", "some 1,200 people"),
        ("thirteen million", "13 million"),
    ],
)
def test_a_figure_may_be_written_otherwise(text: str, passage: str) -> None:
    assert lacking(text, [passage]) == []


def test_what_lacks_is_told_as_it_is_said() -> None:
    assert lacking("Two-thirds, 84% and 7 in June.", ["It was 85% and 7."]) == ["Two-thirds", "June", "84"]


@given(st.text())
def test_every_text_accounts_for_its_own_figures(text: str) -> None:
    assert lacking(text, [text]) == []


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_grouped_digits_are_the_same_number(whole: int, cents: int) -> None:
    assert lacking(f"{whole}.{cents:02}", [f"{whole:,}.{cents:02}"]) == []


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not on hand")
def test_every_shipped_fact_passes_the_checks() -> None:
    library, documents = fixtures.load(fixtures.seed_folder()), DocumentFolder(DOCUMENTS)
    sources = {source.key: source for source in library.sources}
    stored = [
        StoredFact(**fact.model_dump(exclude={"kind"}), number=number, revision=1)
        for number, fact in enumerate(library.facts, 1)
    ]
    wrong = {}
    for fact in stored:
        places = [Place(cited, sources[cited.source], documents.of(sources[cited.source])) for cited in fact.citations]
        found = blocked(examine(fact, places, [other for other in stored if other is not fact]))
        if found:
            wrong[fact.key] = found
    assert len(stored) > 100
    assert wrong == {}
