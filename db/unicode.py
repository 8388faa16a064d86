"""Unicode normalisation in bounded time.

Python puts the marks that follow a letter in order one by one, each past all before it: a text of nothing but marks
takes minutes. Marks that are in order already take no time, so that long runs of them are put in order first.
"""

import re
import unicodedata
from itertools import chain
from typing import Literal

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
