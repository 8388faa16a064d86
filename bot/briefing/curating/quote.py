"""Quotations, looked for in a paragraph as people copy them: other quotation marks, dashes and spaces are the same."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

_ALIKE = [frozenset("'’‘ʼ`´"), frozenset('"“”„«»'), frozenset("-‐‑–—−")]
_ELLIPSIS = re.compile(r"…|\.\.\.")
# Marks that are not seen: soft hyphens, joiners, marks of direction.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LIGATURES = "\ufb00-\ufb06\ufb13-\ufb17"
_LIGATURE = re.compile(f"[{_LIGATURES}]")
NEAR = 60.0  # of 100, by partial ratio


def find(words: str, paragraph: str) -> tuple[int, int] | None:
    """Return the span of the words in a normalised paragraph, None where they do not stand in it.

    The first place counts; letter case is not told apart.
    """
    words = _seen(unicodedata.normalize("NFC", words)).strip()
    if not words:
        return None
    pattern = r"\s+".join("".join(map(_any_form, _ELLIPSIS.sub("…", word))) for word in words.split())
    shown, places = _placed(paragraph)
    match = re.search(pattern, shown, re.IGNORECASE)
    if match is None:
        return None
    start, end = match.span()
    return places[start], places[end - 1] + 1


def _seen(words: str) -> str:
    """Return the words as they look: without marks that are not seen, a ligature as its letters."""
    return _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _INVISIBLE.sub("", words))


def _placed(paragraph: str) -> tuple[str, Sequence[int]]:
    """Return a paragraph as it looks, and at what place in it each of those letters stands."""
    if not _INVISIBLE.search(paragraph) and not _LIGATURE.search(paragraph):
        return paragraph, range(len(paragraph))
    letters = [(letter, place) for place, known in enumerate(paragraph) for letter in _seen(known)]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]


def nearest(words: str, paragraph: str) -> str | None:
    """Return the part of the paragraph that is most like the words, whole words of it, None where nothing is."""
    paragraph = _seen(paragraph)
    found = fuzz.partial_ratio_alignment(_seen(words).casefold(), paragraph.casefold(), score_cutoff=NEAR)
    if found is None or len(paragraph.casefold()) != len(paragraph):
        return None
    start = paragraph.rfind(" ", 0, found.dest_start + 1) + 1
    end = paragraph.find(" ", max(found.dest_end - 1, start))
    return paragraph[start : end if end >= 0 else None]


def _any_form(character: str) -> str:
    if character == "…":
        return r"(?:…|\.\.\.)"
    alike = next((marks for marks in _ALIKE if character in marks), None)
    return f"[{re.escape(''.join(sorted(alike)))}]" if alike else re.escape(character)
