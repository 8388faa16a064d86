"""EDTF: what is taken has bounds, words and one canonical form; the edtf library takes it for the same days."""

import re

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from db.dates.bounds import bounds, calendar_bounds, moments, overlap
from db.dates.day import EARLIEST, LATEST
from db.dates.field import LIMIT, Edtf
from db.dates.spoken import spoken
from db.dates.written import written
from tests.db.dates.notation import EDTF

FIELD = TypeAdapter[str](Edtf)

# As people read each form, and the days that it may mean.
FORMS = {
    "2018": ("2018", (2018, 1, 1), (2018, 12, 31)),
    "2018-06": ("June 2018", (2018, 6, 1), (2018, 6, 30)),
    "2020-02": ("February 2020", (2020, 2, 1), (2020, 2, 29)),
    "2018-06-12": ("12 June 2018", (2018, 6, 12), (2018, 6, 12)),
    "2023-07-20T12:30Z": ("20 July 2023, 12:30 UTC", (2023, 7, 20), (2023, 7, 20)),
    "1985-04-12T23:20:30+04:30": ("12 April 1985, 23:20:30 UTC+04:30", (1985, 4, 12), (1985, 4, 12)),
    "1985-04-12T23:20:30": ("12 April 1985, 23:20:30", (1985, 4, 12), (1985, 4, 12)),
    "2018?": ("2018 (uncertain)", (2018, 1, 1), (2018, 12, 31)),
    "2018-06~": ("about June 2018", (2018, 6, 1), (2018, 6, 30)),
    "2018-06-12%": ("about 12 June 2018 (uncertain)", (2018, 6, 12), (2018, 6, 12)),
    "2004-06~-11": ("11 June 2004 (year approximate, month approximate)", (2004, 6, 11), (2004, 6, 11)),
    "?2004-06-~11": ("11 June 2004 (year uncertain, day approximate)", (2004, 6, 11), (2004, 6, 11)),
    "199X": ("the 1990s", (1990, 1, 1), (1999, 12, 31)),
    "190X": ("the decade of the 1900s", (1900, 1, 1), (1909, 12, 31)),
    "18XX": ("the 19th century", (1800, 1, 1), (1899, 12, 31)),
    "-04XX": ("the 5th century BC", (-499, 1, 1), (-400, 12, 31)),
    "1X99": ("some year 1X99", (1099, 1, 1), (1999, 12, 31)),
    "2018-XX": ("some month of 2018", (2018, 1, 1), (2018, 12, 31)),
    "1985-04-XX": ("some day of April 1985", (1985, 4, 1), (1985, 4, 30)),
    "1985-XX-XX": ("some day of 1985", (1985, 1, 1), (1985, 12, 31)),
    "1985-1X": ("some month 1X of 1985", (1985, 10, 1), (1985, 12, 31)),
    "1985-02-2X": ("some day 2X of February 1985", (1985, 2, 20), (1985, 2, 28)),
    "156X-12-25": ("25 December of some year of the 1560s", (1560, 12, 25), (1569, 12, 25)),
    "1560-XX-25": ("day 25 of some month of 1560", (1560, 1, 25), (1560, 12, 25)),
    "20XX-02-29": ("29 February of some year of the 21st century", (2000, 2, 29), (2096, 2, 29)),
    "XXXX-12-XX": ("some day of December of some year", (0, 12, 1), (9999, 12, 31)),
    "2018-21": ("spring 2018", (2018, 3, 1), (2018, 5, 31)),
    "2018-24": ("winter 2018", (2018, 12, 1), (2018, 12, 31)),
    "2018-25": ("northern spring 2018", (2018, 3, 1), (2018, 5, 31)),
    "2018-29": ("southern spring 2018", (2018, 9, 1), (2018, 11, 30)),
    "2018-33": ("Q1 2018", (2018, 1, 1), (2018, 3, 31)),
    "2018-36": ("Q4 2018", (2018, 10, 1), (2018, 12, 31)),
    "2018-39": ("third four months of 2018", (2018, 9, 1), (2018, 12, 31)),
    "2018-41": ("second half of 2018", (2018, 7, 1), (2018, 12, 31)),
    "192X-33": ("Q1 of some year of the 1920s", (1920, 1, 1), (1929, 3, 31)),
    "0000": ("1 BC", (0, 1, 1), (0, 12, 31)),
    "-0044": ("45 BC", (-44, 1, 1), (-44, 12, 31)),
    "-0043-03-15": ("15 March 44 BC", (-43, 3, 15), (-43, 3, 15)),
    "0079": ("AD 79", (79, 1, 1), (79, 12, 31)),
    "Y170000002": ("the year 170000002", (170000002, 1, 1), (170000002, 12, 31)),
    "Y-17000": ("17001 BC", (-17000, 1, 1), (-17000, 12, 31)),
    "1950S2": ("1950 to 2 significant digits", (1900, 1, 1), (1999, 12, 31)),
    "2014/2017": ("2014 to 2017", (2014, 1, 1), (2017, 12, 31)),
    "2018-06-12/2018-06-15": ("12 to 15 June 2018", (2018, 6, 12), (2018, 6, 15)),
    "2021-05-28/2021-06-02": ("28 May to 2 June 2021", (2021, 5, 28), (2021, 6, 2)),
    "2018-06/2018-08": ("June to August 2018", (2018, 6, 1), (2018, 8, 31)),
    "2018-21/2018-22": ("spring to summer 2018", (2018, 3, 1), (2018, 8, 31)),
    "2018~/2020?": ("about 2018 to 2020 (uncertain)", (2018, 1, 1), (2020, 12, 31)),
    "2018/..": ("since 2018", (2018, 1, 1), LATEST),
    "../2017": ("until the end of 2017", EARLIEST, (2017, 12, 31)),
    "../2031-03-14": ("until 14 March 2031", EARLIEST, (2031, 3, 14)),
    # An end that is not known is neither open nor today.
    "2018/": ("from 2018 to an unknown date", (2018, 1, 1), (2018, 12, 31)),
    "/2018": ("from an unknown date to 2018", (2018, 1, 1), (2018, 12, 31)),
    "[2018-06-12,2018-06-13]": ("12 or 13 June 2018", (2018, 6, 12), (2018, 6, 13)),
    "{1960,1961-12}": ("1960 and December 1961", (1960, 1, 1), (1961, 12, 31)),
    "[1961-12,1962]": ("December 1961 or the year 1962", (1961, 12, 1), (1962, 12, 31)),
    "[1667,1668,1670..1672]": ("1667, 1668 or 1670 to 1672", (1667, 1, 1), (1672, 12, 31)),
    "[..1760-12-03]": ("3 December 1760 or earlier", EARLIEST, (1760, 12, 3)),
    "{1760-12..}": ("December 1760 and later", (1760, 12, 1), LATEST),
    "[1670..1672]": ("one of 1670 to 1672", (1670, 1, 1), (1672, 12, 31)),
}


@pytest.mark.parametrize(("edtf", "expected"), FORMS.items(), ids=FORMS.keys())
def test_each_form_is_spoken_and_has_its_bounds(
    edtf: str, expected: tuple[str, tuple[int, ...], tuple[int, ...]]
) -> None:
    assert FIELD.validate_python(edtf) == edtf
    assert (spoken(edtf), *bounds(edtf)) == expected
    assert written(spoken(edtf)) == edtf


MOMENTS = {
    "2018-06": ("2018-06-01 00:00:00", "2018-06-30 23:59:59.999999"),
    "2023-07-20T12:30Z": ("2023-07-20 12:30:00", "2023-07-20 12:30:59.999999"),
    "2023-07-20T12:30:15": ("2023-07-20 12:30:15", "2023-07-20 12:30:15.999999"),
    "2023-07-20T12:30:15.250": ("2023-07-20 12:30:15.250000", "2023-07-20 12:30:15.250000"),
    "2023-07-20T01:00+05:30": ("2023-07-19 19:30:00", "2023-07-19 19:30:59.999999"),
    "2023-07-20T24:00": ("2023-07-21 00:00:00", "2023-07-21 00:00:59.999999"),
    # Beyond the calendar there is no moment to tell.
    "0001-01-01T00:00+14": ("0001-01-01 00:00:00", "0001-01-01 23:59:59.999999"),
    "9999-12-31T24:00": ("9999-12-31 00:00:00", "9999-12-31 23:59:59.999999"),
    "-0043": ("0001-01-01 00:00:00", "0001-01-01 23:59:59.999999"),
}


@pytest.mark.parametrize(("edtf", "expected"), MOMENTS.items(), ids=MOMENTS.keys())
def test_a_time_is_as_long_as_it_is_written_to(edtf: str, expected: tuple[str, str]) -> None:
    assert tuple(map(str, moments(edtf))) == expected


SAME = {
    "~2004-~06-11": "2004-06~-11",
    "?2018": "2018?",
    "Y17E7": "Y170000000",
    "[1667, 1668, 1670..1672]": "[1667,1668,1670..1672]",
    " 2018-06 ": "2018-06",
}


@pytest.mark.parametrize(("edtf", "canonical"), SAME.items(), ids=SAME.keys())
def test_two_ways_to_write_a_date_are_kept_in_one(edtf: str, canonical: str) -> None:
    assert FIELD.validate_python(edtf) == canonical


NONE = {
    "2019-02-29": "February 2019 has 28 days",
    "2018-06-31": "June 2018 has 30 days",
    "20XX-06-31": "June has 30 days",
    "2018-13": "there is no month 13",
    "2018-42": "there is no month 42",
    "2018-2X": "there is no month 2X",
    "2018-06-00": "there is no day 00",
    "2018-06-4X": "there is no day 4X",
    "2018-23-01": "a part of a year that is no month has no days here",
    "-0000": "there is no year -0000: 0000 is 1 BC",
    "2004?-06~-11": "one part of it bears two marks of doubt",
    "2018S5": "its year has no 5 significant digits",
    "Y123": "a year behind Y has 5 to 12 digits",
    "Y1E99": "a year behind Y has 5 to 12 digits",
    "2018-06-12?T10:00": "a time stands behind a whole day of which nothing is in doubt",
    "2018-06-12T10:00/2019": "a time of day stands in no interval and in no set",
    "2019/2018": "it ends before it begins",
    "../..": "it names no date",
    "/": "it names no date",
    "[2018]": "it is a set of one date",
    "[2018..,2019]": "a set is open only before its first date and behind its last one",
    "[2018..2017]": "2018..2017 does not go from a date to a later one of its kind",
    "[2018..2019-02]": "does not go from a date to a later one of its kind",
    **dict.fromkeys(
        (
            "",
            "x",
            "18",
            "20180612",
            "2018-6",
            "2018-06-12T25:00",
            "2018/2019/2020",
            "[]",
            "[2018",
            "2018^x",
            "２０１８",
        ),
        "in EDTF: write 2018, 2018-06",
    ),
}


@pytest.mark.parametrize(("edtf", "reason"), NONE.items(), ids=NONE.keys())
def test_what_is_no_date_is_refused_with_the_reason(edtf: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FIELD.validate_python(edtf)
    assert f"“{edtf}” is not a date" in str(refused.value)
    assert reason in str(refused.value)


@given(EDTF)
def test_what_is_taken_can_be_spoken_read_back_and_put_in_order(edtf: str) -> None:
    try:
        date = FIELD.validate_python(edtf)
    except ValidationError:
        return
    assert len(date) <= LIMIT
    assert FIELD.validate_python(date) == date
    first, last = bounds(date)
    assert first <= last
    assert calendar_bounds(date) <= (calendar_bounds(date)[1],) * 2
    assert moments(date)[0] <= moments(date)[1]
    assert overlap(date, date)
    assert written(spoken(date)) == date


def level_1() -> st.SearchStrategy[str]:
    """Return dates, seasons and unspecified dates of years AD, with a mark of doubt or none."""
    year = st.integers(1000, 2100).map(str)
    dates = st.one_of(
        st.dates().map(str),
        st.tuples(year, st.integers(1, 13)).map(lambda parts: f"{parts[0]}-{parts[1]:02}"),
        st.tuples(year, st.integers(1, 12), st.integers(0, 32)).map(lambda day: f"{day[0]}-{day[1]:02}-{day[2]:02}"),
        st.tuples(year, st.integers(21, 24)).map(lambda parts: f"{parts[0]}-{parts[1]}"),
        st.sampled_from(["199X", "20XX", "1985-XX", "1985-04-XX", "1985-XX-XX"]),
        year,
    )
    return st.tuples(dates, st.sampled_from("?~% ")).map(lambda parts: "".join(parts).strip())


def theirs(edtf: str) -> tuple[tuple[int, ...], ...] | None:
    try:
        date = parse_edtf(edtf)
    except EDTFParseException:
        return None
    return tuple(date.lower_strict()[:3]), tuple(date.upper_strict()[:3])


def ours(edtf: str) -> tuple[tuple[int, ...], ...] | None:
    try:
        return bounds(edtf)
    except ValueError:
        return None


@given(st.one_of(level_1(), st.tuples(level_1(), level_1()).map("/".join)))
def test_the_edtf_library_takes_the_same_for_the_same_days(edtf: str) -> None:
    try:
        known = theirs(edtf)
    except AttributeError:
        # An X in an interval in doubt makes it stumble.
        assert "/" in edtf
        assert "X" in edtf
        return
    read = ours(edtf)
    if known and not read:
        # It takes the 29th of any February, and an interval that ends before it begins.
        assert "-02-29" in edtf or known[0] > known[1]
    elif read and not known:
        # It takes no X in an interval, nor a season in doubt.
        assert re.search(r"X|-2[1-4][?~%]", edtf)
    else:
        # An X in an interval it reads now and then, and otherwise.
        assert known == read or ("/" in edtf and "X" in edtf)
