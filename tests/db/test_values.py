"""Values of records: a line is one line, whatever is written into it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from db.values import Line, Text

# A text of one alphabet would be of its million other characters, and hardly ever of these.
BREAKING = st.sampled_from("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u202e\u2066\t\x00\x1b")
HOSTILE = st.lists(st.one_of(st.characters(codec="utf-8"), BREAKING)).map("".join)


@given(HOSTILE)
def test_no_field_breaks_its_line_or_draws_over_it(words: str) -> None:
    for adapter in (TypeAdapter[str](Line), TypeAdapter[str](Text)):
        try:
            line = adapter.validate_python(words)
        except ValidationError:
            continue
        assert len(line.splitlines()) == 1
        assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in line)
        assert not any(unicodedata.bidirectional(letter) in _DRAWN_OVER for letter in line)
        assert line == line.strip()
        assert adapter.validate_python(line) == line


_DRAWN_OVER = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def test_words_are_kept_when_their_lines_are_not() -> None:
    assert TypeAdapter[str](Line).validate_python("Report on the\n\n# mill\u2028[9] \u202eForged") == (
        "Report on the # mill [9] Forged"
    )


def test_spaces_between_words_are_one() -> None:
    assert TypeAdapter[str](Line).validate_python(" Report  on   the mill ") == "Report on the mill"
