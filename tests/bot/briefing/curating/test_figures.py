"""Figures: what of a text counts as one, in every writing, and whether it stands in a passage."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.briefing.answer import Place
from bot.briefing.curating.checks import blocked, examine
from bot.briefing.curating.figures import figures, lacking, nearest
from bot.briefing.curating.scan import Scan
from db import fixtures
from db.document_store import DocumentFolder
from db.records import StoredFact
from tests.bot.briefing.curating.writings import writings
from tests.conftest import SHARED
from tests.cost import cost

DOCUMENTS = SHARED / "documents"
LANGUAGES = (None, "en", "de", "fr", "es", "it", "nl", "pt", "zh", "ja", "ko", "ar", "hi", "ru", "th", "no such tag")
NUMBERS = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Nd", "Nl", "No")]
# What the recognisers look at, to be strung together in every way.
PIECES = (
    "in|2019|one|third|half|and a|dozen|million|hundreds of|over|up to|$|£|EUR|%|percent|points|km|-|–|−5|F12|Covid-19"
    "|COP|May|March|14|12th|1½|½|三百|万|分之|成|,|.|;|(|)|\u200b|\u00a0|x10⁶|10^6|twice|two-thirds|from|to"
    "|between|1990s|’90s|±|+|—|民调|๑๒|1/2|12:30|2031-03-14|1.000|1,000|'|¶3|second|per|consecutive|years"
).split("|")
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3) | st.sampled_from(NUMBERS), max_size=12).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)
letters = st.text(st.sampled_from("aZéßøжЯωאبदกあカ民调한 ,"), max_size=8)


def read(text: str, language: str | None = None) -> list[str]:
    """Return the figures of a text as qualifier, value or name, and unit."""
    return [
        f"{'' if figure.qualifier == '=' else figure.qualifier}"
        f"{figure.name if figure.value is None else figure.value} {figure.unit}".strip()
        for figure in figures(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("85 of 85.0 or 85.5%", ["85", "85", "85 %", "171/2 %"]),
        ("1,200 of 13 million, and $1.5bn", ["1200", "13000000", "1500000000 dollar"]),
        ("eighty-five, twelve hundred, thirty thousand five hundred", ["85", "1200", "30500"]),
        ("EUR99 million, Rs12, US$5, £600m", ["99000000 EUR", "12 rupee", "5 USD", "600000000 pound"]),
        ("7€, 3.7M, $1.5m, 5 euros", ["7 EUR", "3700000", "1500000 dollar", "5 EUR"]),
        ("民调显示99%的人支持制裁", ["99 %"]),
        ("7\u2009310, 7\u202f310, 7\u00a0310 and 10 000 people", ["7310", "7310", "7310", "10000"]),
        ("10'000, 10’000, 1,00,000 and 12,34,567", ["10000", "10000", "100000", "1234567"]),
        (".5 percent, 0.5 %, 1½ years, 1 1/2 years", ["1/2 %", "1/2 %", "3/2 duration-year", "3/2 duration-year"]),
        ("٨٥٪, ８５％, ८५ and 99٫5", ["85 %", "85 %", "85", "199/2"]),
        ("one in five, 1 in 5, two out of three", ["20 %", "20 %", "200/3 %"]),
        ("Two-thirds, half, three quarters, a fifth of it", ["200/3 %", "50 %", "75 %", "20 %"]),
        ("rose by a quarter; a third summit; the third", ["25 %", "3 th", "3 th"]),
        ("a dozen, two dozen, half a dozen", ["12", "24", "6"]),
        ("half a million, two and a half million", ["500000", "2500000"]),
        ("half an hour, half-hour, half a mile", ["1/2 duration-hour", "1/2 duration-hour", "1/2 length-mile"]),
        ("twice, doubled, threefold, 3-fold, 2x", ["2 ×", "2 ×", "3 ×", "3 ×", "2 ×"]),
        ("hundreds of thousands; several million", ["hundreds of thousands", "several million"]),
        ("−5 km, -5 miles, minus five", ["-5 length-kilometer", "-5 length-mile", "-5"]),
        ("over 90, above 90%, more than ninety", [">90", ">90 %", ">90"]),
        ("larger than 40 cm, smaller than 12 m²", [">40 length-centimeter", "<12 area-square-meter"]),
        ("at least 90, 90 or more, 90+, no fewer than 90", [">=90", ">=90", ">=90", ">=90"]),
        ("up to 90, at most 90, about 90, ~90, ±3 points", ["<=90", "<=90", "~90", "~90", "±3 point"]),
        ("they add up to 101%", ["101 %"]),
        ("some 53%", ["53 %"]),
        ("85–88%, 85 to 88 percent", [">=85 %", "<=88 %", ">=85 %", "<=88 %"]),
        ("between 85 and 88, 85-88", [">=85", "<=88", ">=85", "<=88"]),
        ("two to three million, $5–6m", [">=2000000", "<=3000000", ">=5000000 dollar", "<=6000000 dollar"]),
        ("85-12, 2014–2017 and from 2014 to 2017", ["85", "12", "2014", "2017", "2014", "2017"]),
        ("5 percentage points, 5 points, 5%", ["5 point", "5 point", "5 %"]),
        ("20 consecutive years, a 20-year run", ["20 duration-year", "20 duration-year"]),
        ("F12, Covid-19, COP26, B2B, H1N1, 5G, CO₂", ["f12", "covid19", "cop26", "b2b", "h1n1", "5g", "co₂"]),
        ("2014–2017 and the mid-1990s", ["2014", "2017", "1990 decade"]),
        ("on 14 March 2031", ["14 day", "3 month", "2031"]),
        ("March 14th, 2031", ["3 month", "14 day", "2031"]),
        ("2031-03-14", ["2031", "3 month", "14 day"]),
        ("in May, on 3 May, by Sept. 2018", ["5 month", "3 day", "5 month", "9 month", "2018"]),
        ("They may march; May I? March on!", []),
        ("the 21st of them, the twenty-first, 1st", ["21 th", "21 th", "1 th"]),
        ("half-hearted, halfhearted", ["50 %"]),
        ("O’Neill, O and X", []),
        ("2018/19, 2018/2019 and 2018/21", ["2018", "19", "2018", "2019", "2018/21"]),
        ("3 %-points, 3 % points, 3 Prozentpunkte, 3%", ["3 point", "3 point", "3 point", "3 %"]),
        ("plus or minus 3, minus 3", ["±3", "-3"]),
        ("2:30 pm, 14:30, 12:05 am, 0:05, 12:05 pm", ["14:30", "14:30", ":05", ":05", "12:05"]),
        ("3.2×10⁶, 10^6, 10⁶, 2014⁴", ["3200000", "1000000", "1000000", "2014", "⁴"]),
        ("9/11, 12:30, 1.2.3, 12/06/2018", ["900/11 %", "9/11", "12:30", "1.2.3", "12/06/2018"]),
        (
            "三百人, 八成, 百分之八十五, 三分之一, 12万, 1.5亿",
            ["300", "80 %", "85 %", "100/3 %", "120000", "150000000"],
        ),
        ("LXXXVI chapters of Henry VIII, page xii; I, Xi, MI5", ["86", "8", "12", "mi5"]),
        ("ninetynine of TWOHUNDRED cows, weightone", ["99", "200"]),
        ("2/3 of them, 2/3, 3/2 and 2/3/4", ["200/3 %", "200/3 %", "2/3", "3/2", "2/3/4"]),
        ("neunundneunzig, quatre-vingt-dix-neuf and noventa y nueve, elf six", ["99", "99", "99", "6"]),
        ("2018年6月12日", ["2018", "6 month", "12 day"]),
        ("①, Ⅷ", ["1", "8"]),
        ("8\u200b5%", ["85 %"]),
        ("On June 12 300 came", ["6 month", "12 day", "300"]),
    ],
)
def test_what_a_figure_is(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1.000,5 und 1,000.5", None, ["2001/2", "2001/2"]),
        ("1.000", None, ["1.000"]),  # a thousand or one, as the writer counts
        ("1.000 Tonnen, 12,5 Millionen Euro", "de", ["1000 mass-tonne", "12500000 EUR"]),
        ("1.000 tonnes", "en", ["1 mass-tonne"]),
        ("1’000.50", "de-CH", ["2001/2"]),
        ("fünfundachtzig Prozent im Juni", "de", ["85 %", "6 month"]),
        ("quatre-vingt-cinq pour cent", "fr", ["85 %"]),
        ("ochenta y cinco por ciento", "es", ["85 %"]),
        ("5 миллионов долларов", "ru", ["5000000 dollar"]),
        ("50公里", "zh", ["50 length-kilometer"]),
    ],
)
def test_figures_are_written_as_the_language_has_it(text: str, language: str | None, expected: list[str]) -> None:
    assert read(text, language) == expected


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
        ("12 million euros", "It cost EUR12 million."),
        ("20%", "one in five"),
        ("between 85 and 88 percent", "85–88%"),
        ("85% and 88%", "85 and 88 percent"),
        ("83% and 33%", "83, 50 and 33 percent"),
        ("12 dollars", "US$12"),
        ("COP 26", "at COP26"),
        ("COP26", "at COP 26"),
        ("the 1st session", "the first session"),
        ("in the nineties", "in the 1990s"),
        ("Republicans: 85%", "Republicans 85, Democrats 88 (in %)"),
        ("1.000", "1.000"),
        ("fell to 80%", "It fell from 85% to 80%."),
        ("14 people came", "In March 14 people came."),
        ("above 90%", "more than ninety per cent"),
        ("8.5 million", "8,500,000"),
        ("600 million pounds", "£600m"),
        ("50 million", "5 crore"),
        ("two and a half times", "2.5 times"),
        ("$1.5-2 million", "between $1.5 million and $2 million"),
        ("June 12", "the 12th of June"),
        ("9am", "9 a.m."),
        ("2/3 of them", "two-thirds of them"),
        ("two-thirds of them", "2/3 of them"),
        ("World War II", "World War Two"),
        ("on 9/11", "9/11"),
        ("in 2018-19", "in 2018/19"),
        ("51 degrees north", "at 51°N"),
        ("at 2:30 pm", "at 14:30"),
        ("plus or minus 3.1", "(±3.1)"),
    ],
)
def test_a_figure_may_be_written_otherwise(text: str, passage: str) -> None:
    assert lacking(text, [(passage, None)]) == []


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("5", "−5"),
        ("-5", "5"),
        ("90%", "over 90%"),
        ("over 90%", "90%"),
        ("about 90%", "90%"),
        ("at least 90", "more than 90"),
        ("5 km", "5 miles"),
        ("5 km", "5"),
        ("5", "5 km"),
        ("85%", "85 dollars"),
        ("85%", "85 people"),
        ("85 people", "85%"),
        ("5%", "5 percentage points"),
        ("5%", "5 %-points"),
        ("5%", "5 Prozentpunkte"),
        ("14:30", "2:30 am"),
        ("5 percent", ".5 percent"),
        ("US$5", "$5"),
        ("€5", "£5"),
        ("85%", "85–88%"),
        ("10", "10 000"),
        ("310", "7\u202f310"),
        ("19", "Covid-19"),
        ("Covid-18", "Covid-19"),
        ("COP26", "COP27 with 26 members"),
        ("the third meeting", "the second meeting"),
        ("the 3rd", "3 of them"),
        ("20 sessions", "the 20th session"),
        ("1,000", "1.000"),
        ("1", "1.000"),
        ("thousands", "hundreds"),
        ("thousands", "hundreds of thousands"),
        ("two-thirds", "a third of them"),
        ("12 people", "12 June"),
        ("10", "10⁶"),
        ("5", "5G"),
        ("5 degrees", "−5 degrees"),
        ("20 people", "20–30 people"),
        ("90%", "nearly 90%"),
        ("5 pounds", "5 euros"),
        ("三百", "三千"),
        ("Henry VIII", "Henry VII"),
        ("ninetynine", "ninety nine hundred"),
        ("2/3 of them", "3/4 of them"),
        ("neunundneunzig", "achtundneunzig"),
    ],
)
def test_sign_unit_qualifier_and_order_are_part_of_a_figure(text: str, passage: str) -> None:
    assert lacking(text, [(passage, None)])


def test_what_lacks_is_told_as_it_is_said_and_what_stands_there_instead() -> None:
    passages = [("It was above 85% and 7.", None)]
    told = lacking("Two-thirds, 85% and 7 in June.", passages)
    assert [figure.text for figure in told] == ["Two-thirds", "85%", "June"]
    assert [instead and instead.text for figure in told for instead in [nearest(figure, passages)]] == [
        None,
        "above 85%",
        None,
    ]


def test_words_that_seldom_count_are_told_apart() -> None:
    told = lacking("First, one of them saw the second.", [("Nobody.", None)])
    assert [(figure.text, figure.sure) for figure in told] == [("First", False), ("one", False), ("second", True)]
    told = lacking("In DC they read MMXX, XL and II.", [("Nobody.", None)])
    assert [(figure.text, figure.sure) for figure in told] == [
        ("DC", False),
        ("MMXX", True),
        ("XL", False),
        ("II", True),
    ]


@given(texts, st.sampled_from(LANGUAGES))
@example("１٨²½①Ⅷ", None)
def test_no_digit_is_outside_of_a_figure(text: str, language: str | None) -> None:
    found = figures(text, language)
    held = {place for figure in found for place in range(figure.start, figure.end)}
    assert [place for place, character in enumerate(text) if character in NUMBERS and place not in held] == []
    assert all(text[figure.start : figure.end] == figure.text for figure in found)
    spans = sorted({(figure.start, figure.end) for figure in found})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(texts)
def test_a_text_accounts_for_its_own_figures(text: str) -> None:
    assert lacking(text, [(text, None)]) == []


@given(letters, st.sampled_from(NUMBERS), letters)
def test_a_digit_among_letters_of_any_script_is_not_ignored(before: str, digit: str, after: str) -> None:
    assert lacking(f"{before}{digit}{after}", [(f"{before}{after}", None)])


numbers = st.one_of(st.integers(2, 99), st.integers(100, 10**6), st.integers(1, 999).map(lambda number: number * 1000))
around = st.sampled_from(
    [("", " people came"), ("They were ", "."), ("民调显示", "的人"), ("(", ")"), ("“", "”, they said")]
)
units = st.sampled_from(["", "%", " percent", " km", " dollars", " percentage points", " times"])
qualifiers = st.sampled_from(["", "over ", "at least ", "up to ", "about ", "less than "])
signs = st.sampled_from(["", "-"])


@given(numbers, numbers, around, st.data())
def test_another_number_is_told_in_every_writing(
    one: int, other: int, frame: tuple[str, str], data: st.DataObject
) -> None:
    # Letters that touch are one word, and a word of two scripts is none.
    alone = not frame[0] or not frame[0][-1].isalpha()
    said, stands = (
        data.draw(
            st.sampled_from([writing for writing in writings(number) if alone or not re.search("[a-z]", writing)])
        )
        for number in (one, other)
    )
    told = lacking(said.join(frame), [(stands.join(frame), None)])
    assert bool(told) == (one != other)


@given(numbers, st.tuples(units, qualifiers, signs), st.tuples(units, qualifiers, signs))
def test_another_unit_qualifier_or_sign_is_told(
    number: int, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    def written(parts: tuple[str, str, str]) -> str:
        unit, qualifier, sign = parts
        return f"It was {qualifier}{sign}{number:,}{unit} then."

    same = tuple(part.replace(" percent", "%") if part == " percent" else part for part in one) == tuple(
        part.replace(" percent", "%") if part == " percent" else part for part in other
    )
    assert bool(lacking(written(one), [(written(other), None)])) == (not same)


@given(st.lists(st.sampled_from([*PIECES, "in 2019 "]), min_size=1, max_size=4))
def test_a_text_of_four_times_the_length_takes_about_four_times_as_long(pieces: list[str]) -> None:
    """What grows with the square takes sixteen times as long; held against twelve where the long one takes a while."""
    piece = " ".join(pieces)
    short, long = (piece * (length // len(piece)) for length in (3000, 12_000))
    if cost(lambda: _scan(long), enough=0.5) >= 0.5:
        assert cost(lambda: _scan(long)) < 12 * cost(lambda: _scan(short))


def _scan(text: str) -> None:
    for _ in Scan(text, None).numbers():
        pass


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


def test_figures_stay_in_memory_within_a_bound() -> None:
    first = figures("one of 20 boats")
    assert figures("one of 20 boats") is first
    for number in range(3):
        assert len(figures(f"{number} boats " + "7 boats " * 1_000)) == 1_001
    assert figures("one of 20 boats") is not first
