"""Differences word by word."""

from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.curating.diff import words
from db.notes import Added, Removed


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_a_difference_holds_both_texts(before: list[str], after: list[str]) -> None:
    old: list[str] = []
    new: list[str] = []
    for span in words(" ".join(before), " ".join(after)):
        match span:
            case Removed(removed=went):
                old += went.split()
            case Added(added=came):
                new += came.split()
            case str():
                old += span.split()
                new += span.split()
    assert (old, new) == (before, after)


def test_what_somebody_wrote_marks_nothing() -> None:
    assert words("[-a-] `b`", "[-a-] {+c+}") == ("[-a-] ", Removed("`b`"), " ", Added("{+c+}"))
