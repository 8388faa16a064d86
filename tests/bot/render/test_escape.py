"""No words of anybody's format a reply, link in it, or mention somebody."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.render.escape import escaped

# How Discord reads a backslash, and what would be live without one.
_READ = re.compile(r"\\([^0-9A-Za-z\s])")
_LIVE = re.compile(r"[*_~|`<]|\]\(|^\s*(?:#{1,3} |-# |- |>|\d+\. )", re.MULTILINE)


@given(st.text(st.sampled_from("ab1. *_~|`>#-\\()[]<@\n&:")))
def test_what_is_escaped_reads_the_same_and_nothing_in_it_is_live(words: str) -> None:
    made = escaped(words)
    assert _READ.sub(r"\1", made) == words
    assert not _LIVE.search(_READ.sub("x", made))


def test_a_link_after_another_bracket_is_dead_and_a_bare_address_stays_whole() -> None:
    assert escaped("[-a-] [click](https://evil.example)") == "[-a-] [click]\\(https://evil.example)"
    assert escaped("See https://post.example/a_b_c.") == "See https://post.example/a_b_c."
