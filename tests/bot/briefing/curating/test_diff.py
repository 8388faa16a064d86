"""Differences word by word."""

from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.curating.diff import words


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_a_difference_holds_both_texts(before: list[str], after: list[str]) -> None:
    told, old, new, state = words(" ".join(before), " ".join(after)).split(), [], [], "both"
    for word in told:
        state = "old" if word.startswith("[-") else "new" if word.startswith("{+") else state
        bare = word.removeprefix("[-").removeprefix("{+").removesuffix("-]").removesuffix("+}")
        old += [bare] if state in ("both", "old") else []
        new += [bare] if state in ("both", "new") else []
        state = "both" if word.endswith(("-]", "+}")) else state
    assert (old, new) == (before, after)
