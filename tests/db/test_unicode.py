"""Normal forms are Python's own, and take no longer where a text is nothing but marks."""

import unicodedata
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from db.unicode import normalised
from tests.cost import cost

MARKS = "\u0301\u0327\u0308\u0344\u0340\u05b0\u0f71\u3099\U0001d16d\u0315\u094d\u0345\u200d\u00a8\u2126\u0958"
words = st.text(st.sampled_from(MARKS + "aeé한 \u1100\u1161K"), max_size=200)


@given(words, st.sampled_from(("NFC", "NFKC")), st.integers(1, 80))
def test_a_normal_form_is_that_of_unicode(text: str, form: Literal["NFC", "NFKC"], times: int) -> None:
    for written in (text, text[:5] * times, "e" + text[:7] * times):
        assert normalised(form, written) == unicodedata.normalize(form, written)


def test_a_text_of_marks_takes_no_longer_than_its_length() -> None:
    # By one at a time it takes more than a minute.
    assert cost(lambda: normalised("NFC", "a" + "\u0301" * 200_000 + "\u0327" * 200_000), enough=5) < 5
