"""Dates as people write them: each is read as exactly what it says, or refused with what is near."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.dates.edtf import MONTHS
from db.dates.spoken import spoken
from db.dates.written import Unreadable, found, written
from db.values import now

READ = {
    # Days, months, years; the month or the day first.
    "2018-06-12": "2018-06-12",
    "12 June 2018": "2018-06-12",
    "June 12, 2018": "2018-06-12",
    "12th of June, 2018": "2018-06-12",
    "June the 12th, 2018": "2018-06-12",
    "on the first of June 2018": "2018-06-01",
    "Tuesday, 12 June 2018": "2018-06-12",
    "Tue. Jun. 12, 2018": "2018-06-12",
    "12 June 2018.": "2018-06-12",
    "１２ June ２０１８": "2018-06-12",
    "2018/06/12": "2018-06-12",
    "13/06/2018": "2018-06-13",
    "06.06.2018": "2018-06-06",
    "06/2018": "2018-06",
    "June 2018": "2018-06",
    "SEPT 2018": "2018-09",
    "in the year 2018": "2018",
    "2023-07-20T12:30Z": "2023-07-20T12:30Z",
    "20 July 2023 at 9:05": "2023-07-20T09:05",
    "2026-11-01 12:00": "2026-11-01T12:00",
    # Several days, months or years.
    "Oct 30-31, 2018": "2018-10-30/2018-10-31",
    "Oct. 30–31, 2018": "2018-10-30/2018-10-31",
    "30-31 October 2018": "2018-10-30/2018-10-31",
    "12-15 June 2018": "2018-06-12/2018-06-15",
    "from 12 to 15 June 2018": "2018-06-12/2018-06-15",
    "between 12 and 15 June 2018": "2018-06-12/2018-06-15",
    "28 May - 2 June 2021": "2021-05-28/2021-06-02",
    "May 28 through June 2, 2021": "2021-05-28/2021-06-02",
    "30 December 2018 to 2 January 2019": "2018-12-30/2019-01-02",
    "June to August 2018": "2018-06/2018-08",
    "June 2018 to 2019": "2018-06/2019",
    "2018-06 to 2019-02": "2018-06/2019-02",
    "2018-2019": "2018/2019",
    "2019 to 2022": "2019/2022",
    "from 2014 until 2017": "2014/2017",
    "2018–19": "2018/2019",
    "100 BC to AD 79": "-0099/0079",
    "12 or 13 June 2018": "[2018-06-12,2018-06-13]",
    "12, 13 and 15 June 2018": "{2018-06-12,2018-06-13,2018-06-15}",
    "1 June, 2 June, and 5 July 2018": "{2018-06-01,2018-06-02,2018-07-05}",
    "June or July 2018": "[2018-06,2018-07]",
    "1999 or 2000": "[1999,2000]",
    "2016, 2017 or 2019": "[2016,2017,2019]",
    "2014 to 2016 and 2018": "{2014..2016,2018}",
    "1984 or earlier": "[..1984]",
    # Parts of a year, and more than one.
    "summer 2018": "2018-22",
    "the fall of 2018": "2018-23",
    "southern summer 2018": "2018-30",
    "summer 2018 (southern hemisphere)": "2018-30",
    "Q3 2018": "2018-35",
    "2018 Q3": "2018-35",
    "the third quarter of 2018": "2018-35",
    "Q1-Q3 2018": "2018-33/2018-35",
    "2018-33": "2018-33",
    "H2 2018": "2018-41",
    "first half of 2018": "2018-40",
    "the 1990s": "199X",
    "1990's": "199X",
    "the decade of the 1900s": "190X",
    "19th century": "18XX",
    "the nineteenth century": "18XX",
    "5th century BC": "-04XX",
    "44 BC": "-0043",
    "15 March 44 B.C.E.": "-0043-03-15",
    "79 CE": "0079",
    "A.D. 79": "0079",
    # Doubts.
    "about 2018": "2018~",
    "c. 1850": "1850~",
    "circa June 2018": "2018-06~",
    "perhaps 2018": "2018?",
    "2018 (?)": "2018?",
    "June 2018?": "2018-06?",
    "possibly about 2018": "2018%",
    "about 2018 to 2020 (uncertain)": "2018~/2020?",
    # On one side of a date: before a year is without it, from a year on is with it.
    "before 2018": "../2017",
    "before June 2018": "../2018-05",
    "before 1 March 2020": "../2020-02-29",
    "before January 2018": "../2017-12",
    "before the 1990s": "../1989",
    "before about 2018": "../2017~",
    "before 1 BC": "../-0001",
    "after 2018": "2019/..",
    "after Q3 2018": "2018-10/..",
    "after 31 December 2018": "2019-01-01/..",
    "since 2018": "2018/..",
    "from 2018 on": "2018/..",
    "2018 onwards": "2018/..",
    "not before 2018": "2018/..",
    "no later than 2018": "../2018",
    "until June 2018": "../2018-06",
    "from 2018 to an unknown date": "2018/",
}


@pytest.mark.parametrize(("text", "edtf"), READ.items(), ids=READ.keys())
def test_what_is_written_is_read_exactly(text: str, edtf: str) -> None:
    assert written(text) == edtf
    assert written(f"  {text.upper()} ") == edtf
    assert written(spoken(edtf)) == edtf


YEAR = str(now().year)
REFUSED: dict[str, tuple[str, list[str]]] = {
    "12 juin 2018": ("I know no “juin” in a date", ["12 June 2018"]),
    "12 Juni": ("it names no year", [f"12 June {YEAR}"]),
    "June 31": ("it names no year", [f"June {YEAR}"]),
    "June 31, 2018": ("June 2018 has 30 days", ["June 2018"]),
    "29 February 2019": ("February 2019 has 28 days", ["February 2019"]),
    "2019-02-29": ("February 2019 has 28 days", ["February 2019"]),
    "31/06/2018": ("June 2018 has 30 days", ["June 2018"]),
    "August 17": ("it names no year", [f"17 August {YEAR}"]),
    "May": ("it names no year", [f"May {YEAR}"]),
    "until June": ("it names no year", [f"until the end of June {YEAR}"]),
    "Monday, 12 June 2018": ("12 June 2018 is a Tuesday", ["12 June 2018"]),
    "12st June 2018": ("“12st” is no ordinal number", ["June 2018"]),
    "early 2018": ("I know no “early” in a date", ["2018"]),
    "mid-2018": ("I know no “mid” in a date", ["2018"]),
    "from 2018 until now": ("I know no “now” in a date", ["since 2018"]),
    "12/06/2018": ("it can be read in two ways", ["12 June 2018", "6 December 2018"]),
    "2009–10": ("it can be read in two ways", ["2009 to 2010", "October 2009"]),
    "the 1900s": ("it can be read in two ways", ["the decade of the 1900s", "the 20th century"]),
    "June 2018 or 2019": ("it can be read in two ways", ["June 2018 or the year 2019", "June 2018 or June 2019"]),
    "2016, 2017": ("it can be read in two ways", ["2016 or 2017", "2016 and 2017"]),
    "before spring 2018": ("when it begins and when it ends is not said", ["spring 2018", "until the end of 2017"]),
    "December to February 2019": ("it ends before it begins", ["February 2019", "December 2019"]),
    "from 12 or 13 June 2018": ("“from” is followed by two dates with “to” between them", ["12 or 13 June 2018"]),
    "12 or 13 and 14 June 2018": (
        "several dates have one word between them: “or”, or “and”",
        ["13 and 14 June 2018", "12 and 14 June 2018", "12 or 14 June 2018"],
    ),
    "12 June 2018 (day uncertain, day approximate)": (
        "it says twice how sure its day is",
        ["12 June 2018 (day approximate)", "12 June 2018 (day uncertain)"],
    ),
    "fifth quarter of 2018": ("a year has no 5th quarter", ["2018"]),
    "2018–17": ("2018 to 2017 ends before it begins, and there is no month 17", ["2018"]),
    "before 2018-XX": ("it does not say which one it is", ["some month of 2018", "until the end of 2017"]),
    "12 June 2018 13": ("", ["12 June 2018"]),
    "the the 2018": ("", ["2018"]),
    "2018-06-12T25:00": ("", ["June 2018"]),
    "1st century BC": ("its years have no two figures in common: write 100 BC to 1 BC", ["the 1st century"]),
    "2018 adults": ("I know no “adults” in a date", ["2018"]),
    "x" * 400: ("it is longer than any date", []),
    **dict.fromkeys(("", "Thursday", "next year", "12 June 18", "20180612", "never", "٢٠١٨", "12"), ("", [])),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items(), ids=[text[:30] for text in REFUSED])
def test_what_is_not_a_date_is_refused_with_the_reason_and_the_nearest(
    text: str, expected: tuple[str, list[str]]
) -> None:
    with pytest.raises(Unreadable) as refused:
        written(text)
    assert (refused.value.reason, [spoken(date) for date in refused.value.nearest]) == expected


AMONG = {
    "trump 2018": ("2018", "trump"),
    "before 2018 hanoi": ("../2017", "hanoi"),
    "The talks took place June 12-15, 2018.": ("2018-06-12/2018-06-15", "The talks took place"),
    "@Mo 2026-11": ("2026-11", "@Mo"),
    "<@123456789012345678>": None,
    "62% of 1,024 adults": None,
    "it rose by 2018% to $2019": None,
}


@pytest.mark.parametrize(("text", "expected"), AMONG.items(), ids=AMONG.keys())
def test_a_date_is_found_among_other_words(text: str, expected: tuple[str, str] | None) -> None:
    assert next(found(text), None) == expected


WORDS = st.one_of(
    st.sampled_from([*MONTHS, "Jun", "Sept.", "to", "-", "–", "or", "and", ",", "until", "from", "between", "of", "/"]),
    st.integers(1, 31).map(str),
    st.integers(1, 31).map("{:02}".format),
    st.integers(1990, 2020).map(str),
    st.sampled_from([".", "about", "the", "in", "?", "since", "Tuesday", "12th", "2018-06", "now", "some day"]),
)
SHAPES = ("d m y", "m d , y", "d - d m y", "m d - d , y", "d m - d m y", "m - m y", "y - y", "m y - m y", "y – d")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a text of the shape of a date, now and then with a word more, less, or in another place."""
    kinds = {
        "d": st.integers(1, 31).map(str),
        "m": st.sampled_from(MONTHS),
        "y": st.integers(1990, 2020).map(str),
        "-": st.sampled_from(["to", "-", "or", "and", "until"]),
    }
    words = [draw(kinds.get(kind, st.just(kind))) for kind in draw(st.sampled_from(SHAPES)).split()]
    match draw(st.integers(0, 5)):
        case 0:
            words.insert(draw(st.integers(0, len(words))), draw(WORDS))
        case 1:
            del words[draw(st.integers(0, len(words) - 1))]
        case 2:
            words = draw(st.permutations(words))
    return " ".join(words)


@given(texts() | st.lists(WORDS, min_size=1, max_size=9).map(" ".join))
def test_every_figure_and_month_of_what_is_read_is_in_the_date_and_no_other(text: str) -> None:
    try:
        date = written(text)
    except Unreadable:
        return
    named = {number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name[:3]}", text)}
    figures = {int(number) for number in re.findall(r"\d+", text)}
    kept = {int(number) for number in re.findall(r"\d+", date)}
    assert {figure for figure in figures if figure > 31} <= kept
    # Of `2018–19` the second year has but two figures.
    assert {figure % 100 for figure in figures | named} == {figure % 100 for figure in kept}
