"""Unicode: which signs nobody sees, and normalisation in bounded time.

Python puts the marks that follow a letter in order one by one, each past all before it: a text of nothing but marks
takes minutes. Marks that are in order already take no time, so that long runs of them are put in order first.
"""

import re
import unicodedata
from itertools import chain
from typing import Literal

# The fillers of Hangul, letters that are drawn as a blank.
FILLERS = "\u115f\u1160\u3164\uffa0"
# Unicode's Default_Ignorable_Code_Point but for the fillers, and the marks of interlinear annotation.
IGNORABLE = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Marks are neither letters nor blanks; no writing needs as many on one letter.
_LONG = re.compile(r"[^\w\s\x00-\x7f]{32,}")


def normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return the text in the normal form."""
    return text if text.isascii() else unicodedata.normalize(form, _LONG.sub(_in_order, text))


def _in_order(run: re.Match[str]) -> str:
    """Return the marks in canonical order: by their class, those of one class as they came."""
    ordered: list[str] = []
    by_class: dict[int, list[str]] = {}
    for mark in chain.from_iterable(unicodedata.normalize("NFD", mark) for mark in run[0]):
        if combined := unicodedata.combining(mark):
            by_class.setdefault(combined, []).append(mark)
            continue
        # Whatever does not combine parts them.
        for combined in sorted(by_class):
            ordered += by_class.pop(combined)
        ordered.append(mark)
    for combined in sorted(by_class):
        ordered += by_class[combined]
    return "".join(ordered)
