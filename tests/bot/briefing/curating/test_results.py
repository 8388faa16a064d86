"""Results of a poll as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.curating import results
from bot.briefing.errors import Refusal
from db.kinds import Result
from tests.conftest import noted

letters = st.text("abcdefg hijk", min_size=1).map(lambda name: " ".join(name.split())).filter(bool)
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
    ],
)
def test_a_result_is_a_group_an_answer_and_a_percentage(text: str, expected: tuple[str, str, float, str, bool]) -> None:
    (result,) = results.read(text, ["all residents"])
    assert (result.group, result.answer, result.percent, result.comparator, result.subtotal) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("85", "should be a group, its answer and a percentage"),
        ("Republicans support", "should be a group, its answer and a percentage"),
        ("Republicans support 185", "should have a percentage from 0 to 100"),
        ("those who follow news support 90", "does not say where the group ends and the answer begins"),
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
