"""Results of a poll as people write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.curating import results
from bot.briefing.refusals import Refusal
from db.kinds import Result
from tests.conftest import noted
from tests.cost import cost

# With figures too: they stand in names where `|` parts them.
letters = (
    st.text("abcdefg hijk 18–", min_size=1)
    .map(lambda name: " ".join(name.split()))
    .filter(lambda name: bool(name) and not name.endswith("–"))
)
made = st.builds(
    Result,
    group=letters,
    answer=letters,
    percent=st.integers(0, 100).map(float),
    comparator=st.sampled_from(["=", ">", "<", ">=", "<=", "~"]),
    subtotal=st.booleans(),
)


@given(st.lists(made, min_size=1, max_size=5))
def test_what_is_written_is_read_back(listed: list[Result]) -> None:
    assert results.read(results.write(listed)) == tuple(listed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Republicans support 85", ("Republicans", "support", 85, "=", False)),
        ("Republicans support 85%", ("Republicans", "support", 85, "=", False)),
        ("Democrats support above 88 (subtotal)", ("Democrats", "support", 88, ">", True)),
        ("Democrats: support at least 88.5 percent", ("Democrats", "support", 88.5, ">=", False)),
        ("All respondents do not approve ~19", ("All respondents", "do not approve", 19, "~", False)),
        ("all residents want it <= 64", ("all residents", "want it", 64, "<=", False)),
        ("Those who follow news | support more than 90", ("Those who follow news", "support", 90, ">", False)),
        ("Independents strongly oppose about 7", ("Independents", "strongly oppose", 7, "~", False)),
        ("Republicans | support | 85", ("Republicans", "support", 85, "=", False)),
        ("Aged 18–34 | support 85", ("Aged 18–34", "support", 85, "=", False)),
        ("Adults | at least 2 times a week | over 85", ("Adults", "at least 2 times a week", 85, ">", False)),
        ("Republicans back Covid-19 aid 85", ("Republicans", "back Covid-19 aid", 85, "=", False)),
        ("Republicans support eighty-five per cent.", ("Republicans", "support", 85, "=", False)),
        ("Republicans support ٨٥٪", ("Republicans", "support", 85, "=", False)),
        ("Republicans support 84,6", ("Republicans", "support", 84.6, "=", False)),
        ("Republicans support 85 or more", ("Republicans", "support", 85, ">=", False)),
        ("Republicans support some 53", ("Republicans", "support", 53, "=", False)),
        ("Republicans – support – 85", ("Republicans", "support", 85, "=", False)),
    ],
)
def test_a_result_is_a_group_an_answer_and_a_percentage(text: str, expected: tuple[str, str, float, str, bool]) -> None:
    (result,) = results.read(text, ["all residents"], ["back Covid-19 aid"])
    assert (result.group, result.answer, result.percent, result.comparator, result.subtotal) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("85", "should be a group, its answer and a percentage"),
        ("Republicans support", "should be a group, its answer and a percentage"),
        ("Republicans support 185", "should have a percentage from 0 to 100"),
        ("those who follow news support 90", "does not say where the group ends and the answer begins"),
        ("Aged 18–34 support 85", "holds more than one figure (18, 34, 85): part results with"),
        ("Adults | television 62, radio 45", "as in `results: Adults | television 62; Adults | radio 45`"),
        ("Republicans support 85-88", "holds more than one figure (85, 88)"),
        ("Republicans support 85-", "should end with its percentage"),
        ("Republicans support 85 people", "should end with its percentage"),
        ("Republicans support 85%%", "should end with its percentage"),
        ("Republicans support −85", "should have no dash or sign before its figure"),
        ("Republicans | support - | 85", "should have no dash or sign before its figure"),
        ("Republicans support ±85", "should end with a percentage, which “±85” is not"),
        ("Republicans support $85", "should end with a percentage, which “$85” is not"),
        ("Republicans support 85 points", "should end with a percentage, which “85 points” is not"),
        ("Republicans support 1.000", "should end with a percentage, which “1.000” is not"),
        ("a | b | c | 85", "should be a group, its answer and a percentage"),
        ("a | | 85", "should be a group, its answer and a percentage"),
        ("in 2019 " * 500, "is 3,999 characters long: write a group, its answer and a percentage"),
    ],
)
def test_a_result_that_does_not_parse_is_told(text: str, problem: str) -> None:
    with pytest.raises(Refusal) as refused:
        results.read(text)
    assert problem in noted(refused.value)


def test_every_result_that_does_not_parse_is_told_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        results.read("85; Republicans support 12; nothing at all")
    assert ["“85”" in line for line in noted(refused.value).split("\n")] == [True, False]


@given(st.lists(st.integers(0, 100), min_size=2, max_size=4), st.sampled_from([", ", " and ", " ", ", and ", " – "]))
def test_no_figure_is_lost_inside_a_name(shares: list[int], gap: str) -> None:
    text = gap.join(f"Republicans support {share}" for share in shares)
    with pytest.raises(Refusal) as refused:
        results.read(text)
    assert f"holds more than one figure ({', '.join(map(str, shares))})" in noted(refused.value)


@given(st.sampled_from(["in 2019 ", "a ", "85 ", "; ", "a b 5;", "|", "- ", "(subtotal)"]), st.sampled_from(["", "85"]))
def test_results_of_any_length_are_read_at_once(piece: str, end: str) -> None:
    def read() -> None:
        with suppress(Refusal):
            results.read(piece * (4000 // len(piece)) + end)

    assert cost(read, enough=1) < 1
