"""PDFs: columns one after the other, lines put together to paragraphs, furniture and marks of notes left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.sources.readers import pdf
from bot.briefing.sources.readers.block import UnreadableFile
from tests import pdf as made
from tests.pdf import Words


def lines(*pages: list[Words]) -> list[str]:
    return [block.text for block in pdf.read(made.pages(*pages)).blocks]


def column(words: list[str], left: float, top: float = 720, size: float = 12) -> list[Words]:
    return [Words(line, left, top - 14 * place, size) for place, line in enumerate(words)]


LEFT = [
    "The committee of the valley",
    "reviewed the report of the mill",
    "and found that 72 percent of",
    "the people want it kept.",
]
RIGHT = [
    "In a second study the museum",
    "asked 640 millers about wages,",
    "and 31 percent of them said",
    "that they would leave.",
]
READ = [" ".join(LEFT), " ".join(RIGHT)]


def test_the_lines_of_a_page_become_paragraphs() -> None:
    written = [
        "A heading",
        "",
        "The ferry line expects many of its boats to be elec-",
        "tric, and the council would like them all to be so",
        "by the year 2035.",
        "A second paragraph says that the town paid 12 million for",
        "boats.",
    ]
    assert [block.text for block in pdf.read(made.page(written)).blocks] == [
        "A heading",
        "The ferry line expects many of its boats to be electric, and the council would like them all to be so "
        "by the year 2035.",
        "A second paragraph says that the town paid 12 million for boats.",
    ]


def test_columns_are_read_one_after_the_other() -> None:
    assert lines(column(LEFT, 72) + column(RIGHT, 320)) == READ


def test_columns_that_were_drawn_across_are_put_in_order_and_the_reading_says_so() -> None:
    across = [words for pair in zip(column(LEFT, 72), column(RIGHT, 320), strict=True) for words in pair]
    reading = pdf.read(made.pages(across))
    assert [block.text for block in reading.blocks] == READ
    assert reading.warnings == (pdf.COLUMNS_CROSSED,)


def test_a_table_is_read_by_rows() -> None:
    cells = [
        Words(text, 72 + 150 * x, 720 - 20 * y) for y in range(4) for x, text in enumerate((f"row {y}", f"{y}7%", "x"))
    ]
    assert "row 1 17% x" in " ".join(lines(cells))


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    first = column(["It was said of the ferry that it would", "run at night, and that the council"], 72)
    assert lines(first, column(["would pay for it.", "Then all went home."], 72)) == [
        "It was said of the ferry that it would run at night, and that the council would pay for it.",
        "Then all went home.",
    ]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    texts = ["The boats are blue.", "They run at night.", "Tolls pay for them.", "All is well."]
    pages = [
        [Words(f"Ferry report, page {number}", 72, 770), *column([text], 72), Words(str(number), 300, 30)]
        for number, text in enumerate(texts, 1)
    ]
    assert [(block.text, block.page) for block in pdf.read(made.pages(*pages)).blocks] == [
        (text, number) for number, text in enumerate(texts, 1)
    ]


def test_notes_at_the_foot_do_not_break_a_paragraph() -> None:
    first = [*column(["The boats are said to be quick and"], 72), Words("1 As the owner says.", 72, 60, 8)]
    assert lines(first, column(["quiet at night. They are blue."], 72)) == [
        "The boats are said to be quick and quiet at night. They are blue.",
        "1 As the owner says.",
    ]


RAISED = [
    (
        [Words("It passed in 2018", 72, 700), Words("2", 172, 705, 7), Words(" and holds.", 176, 700)],
        "It passed in 2018 and holds.",
    ),
    ([Words("of 5 km", 72, 700), Words("2", 111.6, 705, 7), Words(" of land", 116, 700)], "of 5 km² of land"),
    ([Words("of CO", 72, 700), Words("2", 103.6, 697, 7), Words(" there", 108, 700)], "of CO2 there"),
]


@pytest.mark.parametrize(("words", "expected"), RAISED, ids=[expected for _, expected in RAISED])
def test_the_mark_of_a_note_is_never_glued_to_a_figure(words: list[Words], expected: str) -> None:
    assert lines(words) == [expected]


HYPHENS: dict[tuple[str, ...], str] = {
    ("the elec-", "tric boat"): "the electric boat",
    ("a self-", "made man"): "a self-made man",
    ("from 85-", "88 percent"): "from 85-88 percent",
    ("the Anglo-", "French boat"): "the Anglo-French boat",
    ("a night-boat or a night-", "boat line"): "a night-boat or a night-boat line",
}


@pytest.mark.parametrize("written", HYPHENS, ids=" ".join)
def test_a_word_is_put_together_only_where_it_is_one(written: tuple[str, ...]) -> None:
    assert lines(column(list(written), 72)) == [HYPHENS[written]]


def test_a_block_has_its_page_and_headings() -> None:
    page = [Words("Open enrollment", 72, 740, 18), *column(["It begins in May and ends in June."], 72)]
    block = pdf.read(made.pages([Words("Cover of the report", 72, 700)], page)).blocks[-1]
    assert (block.page, block.headings) == (2, ("Open enrollment",))


@given(
    st.lists(
        st.tuples(st.text("abc 12.-", max_size=30), st.floats(0, 600), st.floats(0, 780), st.floats(1, 40)), max_size=30
    )
)
def test_no_figure_is_lost_or_made_wherever_words_stand(words: list[tuple[str, float, float, float]]) -> None:
    placed = [Words(*word) for word in words]
    try:
        blocks = pdf.read(made.pages(placed)).blocks
    except UnreadableFile:
        return
    digits = sorted(character for block in blocks for character in block.text if character in "12")
    drawn = sorted(character for word in placed for character in word.text if character in "12")
    # A small raised figure may be the mark of a note; none is made.
    assert len(digits) <= len(drawn)
    assert all("\n" not in block.text for block in blocks)
