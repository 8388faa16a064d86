"""EDTF of all levels for property tests: most of it right, some not of the calendar."""

from datetime import date, timedelta

from hypothesis import strategies as st

DOUBT = st.sampled_from(["", "", "", "?", "~", "%"])


def _figures(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda number: f"{number:02}")


def _joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


DIGIT = st.sampled_from("0123456789X")
YEAR = st.one_of(
    st.integers(1000, 2100).map(str),
    st.integers(0, 9999).map("{:04}".format),
    st.integers(1, 9999).map("-{:04}".format),
    st.integers(100, 209).map("{}X".format),
    st.integers(10, 20).map("{}XX".format),
    _joined(st.sampled_from(["", "-"]), DIGIT, DIGIT, DIGIT, DIGIT),
)
MONTH = st.one_of(_figures(1, 12), _figures(21, 41), _joined(DIGIT, DIGIT))
DAY = st.one_of(_figures(1, 31), _joined(DIGIT, DIGIT))
LONG = st.one_of(
    st.integers(10_000, 10**12).map("Y{}".format),
    st.integers(10_000, 10**12).map("Y-{}".format),
    _joined(st.just("Y"), st.integers(1, 400).map(str), st.integers(1, 9).map("E{}".format)),
    _joined(st.integers(1000, 2100).map(str), st.integers(1, 4).map("S{}".format)),
)
POINT = st.one_of(
    _joined(DOUBT, YEAR, DOUBT),
    _joined(YEAR, st.just("-"), MONTH, DOUBT),
    _joined(YEAR, st.just("-"), MONTH, st.just("-"), DAY, DOUBT),
    _joined(DOUBT, YEAR, DOUBT, st.just("-"), DOUBT, MONTH, DOUBT, st.just("-"), DOUBT, DAY, DOUBT),
    LONG,
)
TIME = _joined(
    st.integers(1, 9999).map("{:04}".format),
    *(st.just("-"), _figures(1, 12), st.just("-"), _figures(1, 28), st.just("T")),
    *(_figures(0, 24), st.just(":"), _figures(0, 60)),
    st.one_of(st.just(""), _figures(0, 60).map(":{}".format), _figures(0, 60).map(":{}.250".format)),
    st.sampled_from(["", "Z", "+05:30", "-08", "+14"]),
)
# Ends that are near each other, so that many an interval is one and its ends share their year.
NEAR = st.tuples(st.dates(date(1980, 1, 1), date(2019, 12, 31)), st.integers(0, 400)).map(
    lambda ends: (ends[0].isoformat(), (ends[0] + timedelta(ends[1])).isoformat())
)
END = st.one_of(POINT, st.sampled_from(["", ".."]))
INTERVAL = st.one_of(_joined(END, st.just("/"), END), NEAR.map("/".join))
MEMBER = st.one_of(POINT, POINT, _joined(POINT, st.just(".."), POINT))
SET = st.tuples(
    st.sampled_from(["[]", "{}"]),
    st.sampled_from(["", "", ".."]),
    st.lists(st.one_of(MEMBER, NEAR.map(",".join)), min_size=1, max_size=4),
    st.sampled_from(["", "", ".."]),
).map(lambda parts: f"{parts[0][0]}{parts[1]}{','.join(parts[2])}{parts[3]}{parts[0][1]}")
EDTF = st.one_of(POINT, TIME, INTERVAL, SET)
