"""Pinpoints and numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.pinpoints import SHORT, fact_number, found, number, parse

KEYS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True)
PARAGRAPHS = st.integers(1, 10**6 - 1)
BETWEEN = [
    "#",
    " #",
    "# ",
    "¶",
    " ¶",
    " ",
    ", ",
    ", ¶",
    ", ¶ ",
    " paragraph ",
    ", paragraph ",
    " para. 0",
    " p. ",
    " p",
    " P",
]


@given(KEYS, PARAGRAPHS, st.sampled_from(BETWEEN))
def test_a_place_is_read_however_it_is_marked_and_written_one_way(key: str, paragraph: int, between: str) -> None:
    pinpoint = parse(f" {key.capitalize()}{between}{paragraph} ")
    assert pinpoint is not None
    assert (pinpoint.source, pinpoint.number) == (key, paragraph)
    written = f"{key}#{paragraph}"
    assert str(parse(written)) == written
    assert SHORT.fullmatch(written)


@given(
    st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){1,3}", fullmatch=True),
    PARAGRAPHS,
    st.sampled_from(BETWEEN),
    st.sampled_from(["See ", "so they say, (", ""]),
    st.sampled_from([".", ") and", ""]),
)
def test_a_place_is_found_in_running_words(key: str, paragraph: int, between: str, before: str, after: str) -> None:
    words = f"{before}{key}{between}{paragraph}{after}"
    (place,) = (place for place in found(words) if place.source == key and place.number == paragraph)
    assert words[: place.start] + words[place.end :] == before + after


@given(st.text())
def test_whatever_is_written_is_borne(text: str) -> None:
    for pinpoint in filter(None, (parse(text), *found(text))):
        assert pinpoint.number is None or pinpoint.number > 0
    assert fact_number(text) is None or number(text.strip().upper().removeprefix("F")) == fact_number(text)


@pytest.mark.parametrize("text", ["king 2020 22", "", "#22", "king-2020, p. 22 f.", "king-2020--22"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert parse(text) is None


def test_what_has_no_number_says_what_it_has() -> None:
    for text, paragraph in (
        ("king-2020", None),
        ("king-2020 ", ""),
        ("king-2020 two", "two"),
        ("king-2020 pages", "pages"),
        ("king-2020#2#3", "2#3"),
    ):
        pinpoint = parse(text)
        assert pinpoint is not None
        assert (pinpoint.paragraph, pinpoint.number) == (paragraph, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("22", 22), ("¶22", 22), ("# 22", 22), ("1,200", 1200), ("0", None), ("-1", None), ("²", None)],
)
def test_a_number_is_read_however_it_is_marked(text: str, expected: int | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("F12", 12), (" f12 ", 12), ("12", 12), ("F", None), ("F0", None), ("¶12", None), ("F" + "9" * 40, None)],
)
def test_the_number_of_a_fact_has_an_f_or_not(text: str, expected: int | None) -> None:
    assert fact_number(text) == expected
