"""Values of records: a line is one line, whatever is written into it."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from db.values import Line, Text

# A text of one alphabet would be of its million other characters, and hardly ever of these.
BREAKING = st.sampled_from("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u202e\u2066\t\x00\x1b")
UNSEEN = st.sampled_from(
    "\u2800\u3164\uffa0\u115f\u1160\u180e\u034f\u17b4\u17b5\u061c\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff\ufff9"
    "\U0001d159\U000e0001\U000e0041\U000e007f\U000e0100"
)
HOSTILE = st.lists(st.one_of(st.characters(codec="utf-8"), BREAKING, UNSEEN)).map("".join)


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


@given(st.one_of(HOSTILE, st.lists(st.one_of(UNSEEN, BREAKING)).map("".join), st.text(UNSEEN).map("a{}b".format)))
def test_something_is_seen_of_each_field(words: str) -> None:
    for adapter in (TypeAdapter[str](Line), TypeAdapter[str](Text)):
        try:
            line = adapter.validate_python(words)
        except ValidationError:
            continue
        assert len(line.splitlines()) == 1
        assert _is_seen(line[0])
        assert _is_seen(line[-1]) or _is_seen(line.rstrip(_SHAPING + _TAGS)[-1])
        # Nothing that is no space parts words, and what shapes a sign stands behind one, once.
        for before, letter in pairwise(line):
            assert letter == " " or _is_seen(letter) or (letter in _SHAPING and before != " ") or letter in _TAGS
        assert "  " not in line


def _is_seen(letter: str) -> bool:
    name = unicodedata.name(letter, "")
    if unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return re.match(_DRAWN, name) is not None
    return not (re.search(_BLANK, name) or re.match("[\u2060-\u206f\ufff0-\ufff8\U000e0000-\U000e0fff]", letter))


# Signs of numbers and years, and the controls of hieroglyphs; Khitan has a filler that is a stroke.
_DRAWN = "ARABIC (?!LETTER MARK)|SYRIAC|KAITHI|EGYPTIAN"
_BLANK = (
    "HANGUL .*FILLER|PATTERN BLANK|(FULL|HALF) BLANK|NULL NOTEHEAD|VARIATION SELECTOR|GRAPHEME JOINER|VOWEL INHERENT"
)
_TAGS = "".join(map(chr, range(0xE0020, 0xE0080)))
_SHAPING = "".join(map(chr, (0x200C, 0x200D, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


@pytest.mark.parametrize(
    "words",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # a Persian word with a non-joiner
        "\u0d28\u0d4d\u200d",  # a Malayalam chillu at the end of a word
        "\u1828\u180e\u1820",  # a Mongolian vowel that stands apart
        "\u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3 \U0001f469\u200d\U0001f680",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # the flag of Scotland
        "\u845b\U000e0100",
    ],
)
def test_what_shapes_letters_and_emoji_stays(words: str) -> None:
    assert TypeAdapter[str](Line).validate_python(words) == words


_DRAWN_OVER = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def test_words_are_kept_when_their_lines_are_not() -> None:
    assert TypeAdapter[str](Line).validate_python("Report on the\n\n# mill\u2028[9] \u202eForged") == (
        "Report on the # mill [9] Forged"
    )


def test_spaces_between_words_are_one() -> None:
    assert TypeAdapter[str](Line).validate_python(" Report  on   the mill ") == "Report on the mill"
