"""Sentences of a paragraph: whole, in order, with nothing lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.sentences import sentences
from db.documents import normalise


@pytest.mark.parametrize(
    "parts",
    [
        ["The ferry sailed.", "It came back at 5 p.m. on Tuesday."],
        ["Mr. Holm paid $4.50 for it.", "“Never again!” he said."],
        ["The council calls it a ‘‘pilot.’’", "It ends in May."],
        ["(The old pier is closed.)", "Boats leave from the new one."],
        ["The pier was built in 1902. [3]", "It is of oak."],
        ["(2) Harbour partners.", "To mend the pier they meet weekly.", "That helps."],
        ["7. Any other business was left."],
        ["2.1. The swings are shut.", "They open in May."],
        ["U.S. boats pay 7.", "Others pay 9."],
        ["One line without an end"],
    ],
)
def test_each_sentence_is_found_with_what_closes_it(parts: list[str]) -> None:
    paragraph = " ".join(parts)
    assert [paragraph[start:end] for start, end in sentences(paragraph)] == parts


@given(st.text(alphabet=st.sampled_from("abcXYZ é. ,;:!?()[]“”‘’\"'0123456789-–"), max_size=120).map(normalise))
def test_spans_are_in_order_and_leave_out_white_space_alone(paragraph: str) -> None:
    spans = sentences(paragraph)
    assert "".join("".join(paragraph[start:end].split()) for start, end in spans) == "".join(paragraph.split())
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end for before, (start, end) in zip(ends, spans, strict=False))
