"""Named arguments: what is written is read back, and a slip is told rather than swallowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.arguments import Arguments, entries, read, whole, write
from bot.briefing.refusals import Refusal
from bot.render.spans import plain
from db.notes import PREFIX, line
from tests.conftest import noted

NAMES = ("text", "source", "paragraph", "voice", "as-of")
values = st.text(st.characters(codec="utf-8", exclude_characters="\u00ad\u200b\u200e\u200f\u2060\ufeff")).filter(
    lambda value: value.strip() != ""
)


@given(st.dictionaries(st.sampled_from(NAMES), values))
def test_what_is_written_is_read_back(given_: dict[str, str]) -> None:
    assert read(write(given_, "F12"), NAMES) == Arguments(
        "F12", {name: value.strip() for name, value in given_.items()}
    )


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    result = read(text, NAMES)
    assert set(result.values) <= set(NAMES)
    assert all(result.values.values())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("text: Two words. source: king-2020", {"text": "Two words.", "source": "king-2020"}),
        ("TEXT: a\nSource:king-2020\n\nparagraph:\n22", {"text": "a", "source": "king-2020", "paragraph": "22"}),
        ("text: “The source: a king” source: x", {"text": "The source: a king", "source": "x"}),
        ("text: „Die source: hier“ source: x", {"text": "Die source: hier", "source": "x"}),
        ('text: "He said "no: never" twice" source: x', {"text": 'He said "no: never" twice', "source": "x"}),
        ('text: "Fire" was the word source: x', {"text": '"Fire" was the word', "source": "x"}),
        (
            "text: see https://a.example at 12:30 :smile: source: x",
            {"text": "see https://a.example at 12:30 :smile:", "source": "x"},
        ),
        ("\u200btext:\u200b a 👩\u200d🚀 b \u200bsource: \ufeffx", {"text": "a 👩\u200d🚀 b", "source": "x"}),
        ("as-of: 2026-11-01", {"as-of": "2026-11-01"}),
    ],
)
def test_a_value_reaches_to_the_next_name_or_stands_in_quotation_marks(written: str, expected: dict[str, str]) -> None:
    assert read(written, NAMES) == Arguments("", expected)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("text: a paragraf: 22", "`paragraf:` is not an argument here. Did you mean `paragraph:`?"),
        ("text: he said: no", "`said:` is not an argument here. There are `text:`, `source:`"),
        ("text: a source: b source: c", "`source:` is given twice"),
        ("text: source: b", "`text:` is empty: write a value after it"),
        ('text: "" source: b', "`text:` is empty: write a value after it"),
        ("text: " + "x" * 7000, "That is 7,006 characters long: write at most 6,000."),
    ],
)
def test_a_slip_is_told(written: str, problem: str) -> None:
    assert any(plain(told, PREFIX).startswith(problem) for told in read(written, NAMES).problems)


def test_every_problem_is_told_at_once_with_an_example() -> None:
    slips = read("txt: a source: voice: opinion sauce: x", NAMES)
    with pytest.raises(Refusal) as refused:
        slips.refuse_problems(line("`text:` is missing."), example=line("`!fact add text: …`"))
    lines = noted(refused.value).split("\n")
    assert [each.split(" is ")[0] for each in lines[:4]] == ["`txt:`", "`source:`", "`sauce:`", "`text:`"]
    assert lines[4] == "Write it like this: `!fact add text: …`"


def test_what_stands_before_the_first_name_is_the_subject() -> None:
    assert read(" F12  text: a", NAMES).subject == "F12"
    assert read("just words", NAMES) == Arguments("just words")


def test_lists_are_parted_by_semicolons_or_else_by_commas() -> None:
    assert entries("party, aid ,party") == ("party", "aid")
    assert entries("Seoul, Korea; Hanoi, Vietnam;") == ("Seoul, Korea", "Hanoi, Vietnam")


def test_numbers_are_whole() -> None:
    assert [whole(value, "paragraph") for value in ("22", "¶22", "#22", " 1,200")] == [22, 22, 22, 1200]
    for value in ("0", "-1", "2.5", "x", "", "²", "9" * 20):
        with pytest.raises(Refusal) as refused:
            whole(value, "paragraph")
        assert noted(refused.value).startswith("`paragraph:` should be a whole number")
